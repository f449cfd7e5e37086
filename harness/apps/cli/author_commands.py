"""`harness new`."""

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
