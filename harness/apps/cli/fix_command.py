"""`harness fix`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("fixture")
@click.argument("issue_id", metavar="ID")
@click.option("--editor", help="The editor for the working copy ($VISUAL or $EDITOR).")
@click.option("--take", type=click.Path(path_type=Path), help="Take the edit from this working copy, left by --open.")
@click.option("--open", "only_open", is_flag=True, help="Only make the working copy and say where it is.")
def fix(fixture: str, issue_id: str, editor: str | None, take: Path | None, only_open: bool) -> None:
    """Write another fix of the planted issue ID: edit a working copy in which it is planted, and the edit becomes the fix.

    Two fixes besides the clean head show that the proof asks for a behaviour and not for one way to get it. An edit that
    leads back to the clean head, or does what another fix does, is refused.
    """
    from harness.adapters.fixtures import find_fixture
    from harness.steps.authoring.fix import fix_copy, fix_from
    from harness.steps.authoring.plant import edited_copy

    folder = find_fixture(fixture)
    if only_open:
        copy = fix_copy(folder, issue_id)
        click.echo(str(copy))
        click.echo(f"Edit it, then: harness fix {fixture} {issue_id} --take {copy}", err=True)
        return
    copy = take or edited_copy(lambda: fix_copy(folder, issue_id), editor)
    click.echo(fix_from(folder, issue_id, copy))
