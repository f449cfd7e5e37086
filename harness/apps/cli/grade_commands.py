"""`harness grade` and `harness replay`."""

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
@_GRADER
@click.option("--json", "form", flag_value="json", help="As JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="As Markdown.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a file instead of the screen.")
def grade(
    session: Path, fixture: str | None, profile: str, grader: str | None, form: str | None, output: Path | None
) -> None:
    """Match a SESSION's comments to the planted issues, score them, and print the scorecard.

    Verdicts that graders gave on it count; the scorecard says whose.
    """
    from harness.steps.interview.assess import assess

    assessment = assess(session, fixture, profile, grader)
    if form == "json":
        from harness.reports.json_report import json_report

        text = json_report(assessment)
    elif form == "markdown":
        from harness.reports.markdown_report import markdown_report

        text = markdown_report(assessment)
    else:
        from harness.reports.text_report import text_report

        text = text_report(assessment)
    if output is None:
        click.echo(text, nl=False)
        return
    from harness.adapters.event_log import write_atomically

    write_atomically(output, text.encode("utf-8"))
    click.echo(f"{output}: written. It contains answers.", err=True)


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
