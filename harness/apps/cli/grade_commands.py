"""`harness replay`."""

from __future__ import annotations

from pathlib import Path

import click

_SESSION = click.argument("session", type=click.Path(path_type=Path))
_FIXTURE = click.option("--fixture", help="The fixture, where it is not one that comes with the harness.")
_PROFILE = click.option(
    "--profile", default="backend", show_default=True, help="backend, production-ml, research, junior."
)
_GRADER = click.option(
    "--grader",
    help="Whose verdicts count; `none` for the matcher alone. By default all graders, once all have finished.",
)


@click.command()
@_SESSION
@_FIXTURE
@_PROFILE
def replay(session: Path, fixture: str | None, profile: str) -> None:
    """Walk through a SESSION event by event, with the key and the matches beside it. Contains answers."""
    from harness.apps.tui.safety import need_terminal, quieten

    quieten()
    from harness.steps.interview.assess import assess

    assessment = assess(session, fixture, profile)
    need_terminal()
    from harness.apps.tui.interviewer.app import ReplayApp

    ReplayApp(assessment).run()
