"""`harness promote`, `harness regrade` and `harness labels`: the key and the matcher learn from graders."""

from __future__ import annotations

from pathlib import Path

import click

_FIXTURE = click.option("--fixture", help="The fixture, where it is not one that comes with the harness.")
_GRADER = click.option("--grader", help="Whose verdicts count. By default all graders, once all have finished.")
_PROFILE = click.option(
    "--profile", default="backend", show_default=True, help="backend, production-ml, research, junior."
)
_OUTPUT = click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a file instead of the screen.")


@click.command()
@click.argument("session", type=click.Path(path_type=Path))
@click.argument("remark")
@click.option("--id", "name", required=True, help="The finding's id: lower-case words joined by dashes.")
@click.option("--class", "defect_class", required=True, help="Its class, such as growth.unbounded.")
@click.option("--severity", type=click.Choice(["critical", "major", "minor"]), required=True)
@click.option("--counts", is_flag=True, help="Count it like a planted issue in every variant that contains it.")
@click.option("--title", help="What is wrong, in a few words. What is not given stays TODO in the key.")
@click.option("--mechanism", help="How the code does it.")
@click.option("--trigger", help="When it happens.")
@click.option("--consequence", help="What breaks, for whom, how badly.")
@click.option("--remedy", help="What would be right.")
@click.option("--path", help="With --symbol or --text: its place, where the comment's own does not serve.")
@click.option("--symbol", help="A function or Class.method.")
@click.option("--text", help="A text that stands on exactly one line of the clean head.")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="The folder of the fixture to change; by default the one graded against.",
)
@_FIXTURE
@_GRADER
def promote(
    session: Path, remark: str, name: str, defect_class: str, severity: str, counts: bool, path: str | None,
    symbol: str | None, text: str | None, into: Path | None, fixture: str | None, grader: str | None, **sentences: str | None,
) -> None:  # fmt: skip
    """Take a REMARK of a SESSION, an opportunity that a grader has confirmed, into the fixture's key.

    It becomes an accepted finding, right for whoever says it; with --counts it counts like a planted issue.
    """
    from harness.domain.errors import BadInput
    from harness.steps.interview.assess import assess
    from harness.steps.interview.promote import Entry
    from harness.steps.interview.promote import promote as step

    if (path is None and (symbol or text)) or (path is not None and (symbol is None) == (text is None)):
        raise BadInput("a place is --path with either --symbol or --text", next_step="Give both, or neither.")
    place = (path, "symbol", symbol) if path and symbol else (path, "text", text) if path and text else None
    assessment = assess(session, fixture, grader=grader)
    given = {field: value for field, value in sentences.items() if value}
    entry = Entry(name, defect_class, severity, counts, given, place)
    click.echo(step(assessment, remark, into or Path(assessment.variant.fixture.where), entry), err=True)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path), required=True, help="The fixture with the new key.")
@click.option(
    "--write",
    type=click.Path(path_type=Path),
    help="A folder for the new scorecards, as JSON; without it nothing is written.",
)
@click.option("--json", "as_json", is_flag=True, help="The changes as JSON.")
@_FIXTURE
@_PROFILE
@_GRADER
def regrade(
    folder: Path,
    against: Path,
    write: Path | None,
    as_json: bool,
    fixture: str | None,
    profile: str,
    grader: str | None,
) -> None:
    """Score the sessions of a FOLDER (or one session) with another key: whose outcome would change, and why.

    Verdicts stay as they are. The old key is that of --fixture, or of the fixture that each log names.
    """
    from harness.reports.regrade_report import regrade_json, regrade_text
    from harness.steps.interview.grade_many import sessions_in
    from harness.steps.interview.regrade import regrade as step
    from harness.steps.interview.regrade import write_scorecards

    paths = sessions_in(folder) if folder.is_dir() else [folder]
    found = step(paths, against, fixture, profile, grader)
    changes = [changed for changed, _ in found]
    click.echo((regrade_json if as_json else regrade_text)(changes), nl=False)
    if write is None:
        click.echo("Nothing was written. With --write FOLDER the new scorecards are.", err=True)
        return
    click.echo(f"{write}: {write_scorecards(found, write)} scorecards written. They contain answers.", err=True)


@click.command()
@click.argument("sessions", nargs=-1, required=True, type=click.Path(path_type=Path))
@_FIXTURE
@_GRADER
@_OUTPUT
def labels(sessions: tuple[Path, ...], fixture: str | None, grader: str | None, output: Path | None) -> None:
    """Write the verdicts on SESSIONS as labelled records, for `harness calibrate`. Contains answers.

    Only comments that a person decided are labels. A folder stands for every session in it.
    """
    from harness.steps.interview.grade_many import sessions_named
    from harness.steps.interview.labels import as_lines
    from harness.steps.interview.labels import labels as step

    paths = sessions_named(sessions)
    records, comments = step(paths, fixture, grader)
    text = as_lines(records)
    if output is None:
        click.echo(text, nl=False)
        return
    from harness.adapters.event_log import write_atomically
    from harness.domain.display import display

    write_atomically(output, text.encode("ascii"))
    shown = display(str(output))
    click.echo(f"{shown}: {comments} comments of {len(records)} sessions. Next: harness calibrate {shown}", err=True)
