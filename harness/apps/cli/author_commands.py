"""`harness new` and `harness plant`."""

from __future__ import annotations

from pathlib import Path

import click

_SEVERITIES = click.Choice(["critical", "major", "minor"])


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
@click.argument("issue_id", metavar="ID")
@click.option("--editor", help="The editor for the working copy ($VISUAL or $EDITOR).")
@click.option("--take", type=click.Path(path_type=Path), help="Take the edit from this working copy, left by --open.")
@click.option("--open", "only_open", is_flag=True, help="Only make the working copy and say where it is.")
@click.option("--class", "defect_class", default="TODO", help="The class of the defect.")
@click.option("--severity", type=_SEVERITIES, default="major", show_default=True)
@click.option("--replace", is_flag=True, help="Plant an issue anew that is there already: only its patch changes.")
def plant(
    fixture: str,
    issue_id: str,
    editor: str | None,
    take: Path | None,
    only_open: bool,
    defect_class: str,
    severity: str,
    replace: bool,
) -> None:
    """Plant the defect ID in a FIXTURE: edit a working copy of the clean head, and the edit becomes its patch.

    Writes the patch, an entry in key.yaml and a proof, with TODO where something is left to write.
    """
    from harness.adapters.fixtures import find_fixture
    from harness.steps.authoring.plant import check_issue, open_copy, planted_from, working_copy

    folder = find_fixture(fixture)
    check_issue(folder, issue_id, defect_class, replace)
    if only_open:
        copy = working_copy(folder)
        click.echo(str(copy))
        click.echo(f"Edit it, then: harness plant {fixture} {issue_id} --take {copy}", err=True)
        return
    copy = take or open_copy(folder, editor)
    report = planted_from(folder, issue_id, copy, defect_class, severity, replace)
    click.echo(report)
