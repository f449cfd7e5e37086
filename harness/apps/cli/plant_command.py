"""`harness plant`: by an edit, by an operator, and the places where operators fit."""

from __future__ import annotations

from pathlib import Path

import click

_SEVERITIES = click.Choice(["critical", "major", "minor"])


@click.command()
@click.argument("fixture")
@click.argument("issue_id", metavar="[ID]", required=False)
@click.option("--editor", help="The editor for the working copy ($VISUAL or $EDITOR).")
@click.option("--take", type=click.Path(path_type=Path), help="Take the edit from this working copy, left by --open.")
@click.option("--open", "only_open", is_flag=True, help="Only make the working copy and say where it is.")
@click.option("--class", "defect_class", help="The class of the defect; with --suggest, only operators of this class.")
@click.option("--severity", type=_SEVERITIES, default="major", show_default=True)
@click.option("--replace", is_flag=True, help="Plant an issue anew that is there already: only its patch changes.")
@click.option("--operator", help="Plant by this operator; with --suggest, only this one. docs/operators.md lists them.")
@click.option("--at", "selector", metavar="SELECTOR", help="Where the operator is used: PATH::SYMBOL[::TEXT][#N].")
@click.option("--suggest", is_flag=True, help="List where operators fit, and which of it the visible tests miss.")
@click.option("--path", default="", help="With --suggest: only files whose path holds this text.")
@click.option("--json", "as_json", is_flag=True, help="With --suggest: as JSON.")
@click.option("--jobs", type=click.IntRange(1, 64), help="With --suggest: runs at the same time (the number of cores).")
def plant(
    fixture: str, issue_id: str | None, editor: str | None, take: Path | None, only_open: bool,
    defect_class: str | None, severity: str, replace: bool, operator: str | None, selector: str | None, suggest: bool,
    path: str, as_json: bool, jobs: int | None,
) -> None:  # fmt: skip
    """Plant the defect ID in a FIXTURE: edit a working copy of the clean head, and the edit becomes its patch.

    Writes the patch, an entry in key.yaml and a proof, with TODO where something is left to write. With --operator and
    --at the syntax tree is edited instead of you; --suggest lists where that is possible.
    """
    from harness.adapters.fixtures import find_fixture

    folder = find_fixture(fixture)
    if suggest:
        if issue_id:
            raise click.UsageError("--suggest lists places and plants nothing; leave ID out.")
        _suggest(fixture, folder, defect_class or "", operator or "", path, as_json, jobs)
    elif not issue_id:
        raise click.UsageError("Name the new issue, such as lost-update; or list places with --suggest.")
    elif operator or selector:
        _by_operator(folder, issue_id, operator, selector, defect_class, severity, bool(editor or take or replace))
    else:
        _by_edit(folder, fixture, issue_id, editor, take, only_open, defect_class or "TODO", severity, replace)


def _by_edit(
    folder: Path, fixture: str, issue_id: str, editor: str | None, take: Path | None, only_open: bool,
    defect_class: str, severity: str, replace: bool,
) -> None:  # fmt: skip
    from harness.domain.display import display_lines
    from harness.steps.authoring.newcomer import second_looks
    from harness.steps.authoring.plant import check_issue, open_copy, planted_from, working_copy

    check_issue(folder, issue_id, defect_class, replace)
    if only_open:
        copy = working_copy(folder)
        click.echo(str(copy))
        click.echo(f"Edit it, then: harness plant {fixture} {issue_id} --take {copy}", err=True)
        return
    copy = take or open_copy(folder, editor)
    said = planted_from(folder, issue_id, copy, defect_class, severity, replace)
    click.echo(said + display_lines(second_looks(folder, issue_id)))


def _by_operator(
    folder: Path, issue_id: str, operator: str | None, selector: str | None, defect_class: str | None, severity: str,
    by_edit_too: bool,
) -> None:  # fmt: skip
    from harness.domain.display import display_lines
    from harness.steps.authoring.newcomer import second_looks
    from harness.steps.authoring.plant_operator import plant_by_operator

    if not operator or not selector:
        raise click.UsageError("--operator and --at belong together.")
    if by_edit_too:
        raise click.UsageError("An operator needs no editor, no --take and no --replace: change `plant:` in key.yaml.")
    said = plant_by_operator(folder, issue_id, operator, selector, defect_class, severity)
    click.echo(display_lines(said + second_looks(folder, issue_id)))


def _suggest(
    name: str, folder: Path, defect_class: str, operator: str, path: str, as_json: bool, jobs: int | None
) -> None:
    import sys

    from harness.adapters.locations import runs_cache
    from harness.domain.display import display_lines
    from harness.reports.suggestion_report import suggestion_json, suggestion_text
    from harness.steps.authoring.bench import Progress
    from harness.steps.authoring.suggest import Wanted, why_none
    from harness.steps.authoring.suggest import suggest as suggest_step

    def show(progress: Progress) -> None:
        click.echo(f"\r{progress.done} of {progress.planned} test runs ", nl=False, err=True)

    watched = sys.stderr.isatty()
    wanted = Wanted(defect_class, operator, path)
    found = suggest_step(folder, wanted, jobs, runs_cache(), show if watched else None)
    click.echo("\n" if watched else "", nl=False, err=True)
    click.echo(suggestion_json(name, found) if as_json else display_lines(suggestion_text(name, found)), nl=False)
    if not found:
        click.echo(display_lines(why_none(folder, wanted)), err=True)
