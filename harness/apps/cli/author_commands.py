"""`harness new` and `harness author`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("slug")
@click.option("--into", type=click.Path(path_type=Path), default=Path(), show_default="here", help="The folder for it.")
def new(slug: str, into: Path) -> None:
    """Start a fixture called SLUG that loads and verifies, to grow into a real one."""
    from harness.steps.authoring.scaffold import scaffold

    folder = scaffold(slug, into)
    click.echo(
        f"{folder}: written.\n"
        f"Next: put the project into {folder}/base, the honest pull request into {folder}/change.patch,\n"
        f"then `harness lint {folder}` and `harness plant {folder} ID`.",
        err=True,
    )


@click.command()
@click.argument("fixture")
def author(fixture: str) -> None:
    """Work on a FIXTURE: its issues before and after planting, their gates, the candidate's view, the matcher.

    Contains answers. Everything that is written is written by your own editor ($VISUAL or $EDITOR).
    """
    from harness.apps.tui.safety import need_terminal, quieten

    quieten()
    from harness.adapters.fixtures import find_fixture, load_fixture

    folder = find_fixture(fixture)
    load_fixture(folder)
    need_terminal()
    from harness.apps.tui.author.app import AuthorApp

    AuthorApp(folder).run()
