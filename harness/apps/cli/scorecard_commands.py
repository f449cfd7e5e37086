"""`harness grade` and `harness compare`: the scorecard in every form, of one session or of many."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from harness.domain.assessment import Assessment

_FIXTURE = click.option("--fixture", help="The fixture, where it is not one that comes with the harness.")
_PROFILE = click.option(
    "--profile", default="backend", show_default=True, help="backend, production-ml, research, junior."
)
_GRADER = click.option(
    "--grader",
    help="Whose verdicts count; `none` for the matcher alone. By default all graders, once all have finished.",
)


@click.command()
@click.argument("session", type=click.Path(path_type=Path))
@_FIXTURE
@_PROFILE
@_GRADER
@click.option("--packet", type=click.Path(path_type=Path), help="What was reviewed, for a review made elsewhere.")
@click.option("--seed", help="With --fixture: the variant that was reviewed, for a review made elsewhere.")
@click.option("--issues", help="With --seed: the issues planted by hand (ids with commas, or `none`).")
@click.option("--by", help="Whose comments count, in a list of several people's.")
@click.option("--digest", help="The digest that the candidate read aloud, to anchor the log.")
@click.option("--json", "form", flag_value="json", help="As JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="As Markdown.")
@click.option("--csv", "form", flag_value="csv", help="As CSV, a line for each issue and remark.")
@click.option(
    "--html", "form", flag_value="html", help="As one HTML page, to a file whose name says that it holds answers."
)
@click.option(
    "--candidate", "form", flag_value="candidate", help="An HTML page for the candidate; holds nothing of the key."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a file instead of the screen.")
def grade(
    session: Path,
    fixture: str | None,
    profile: str,
    grader: str | None,
    packet: Path | None,
    seed: str | None,
    issues: str | None,
    by: str | None,
    digest: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Match a SESSION's comments to the planted issues, score them, and print the scorecard.

    Verdicts that graders gave on it count; the scorecard says whose. For a folder, every session in it is graded and a
    table printed (text, --json or --csv); with --html and -o FOLDER a page is written for each.

    A review made elsewhere is graded too, where --packet, or --fixture and --seed, say what was reviewed: a GitHub review
    or its list of comments, reviewdog diagnostics, SARIF, or lines of `path:line: text`.
    """
    if session.is_dir():
        grade_folder(session, fixture, profile, grader, form or "text", output)
        return
    if packet or seed is not None:
        from harness.steps.interview.take_in import assess_outside

        outside = assess_outside(
            session,
            packet=packet,
            fixture=fixture,
            seed=seed or "1",
            issues=issues,
            profile=profile,
            grader=grader,
            by=by,
        )
        deliver(outside, form or "text", output)
        return
    from harness.apps.cli.opening import opening
    from harness.steps.interview.assess import assess

    with opening(session) as tell:
        assessment = assess(session, fixture, profile, grader, digest, tell)
    deliver(assessment, form or "text", output)


def grade_folder(
    folder: Path, fixture: str | None, profile: str, grader: str | None, form: str, output: Path | None
) -> None:
    """Grade every session in a folder, in parallel, with progress, and print the table."""
    # Before numpy is loaded: each worker has a core to itself, and threads of its own would only get in the others' way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from harness.adapters.profiles import load_profile
    from harness.domain.errors import BadInput
    from harness.reports import many_report
    from harness.steps.interview.grade_many import Task, grade_many, sessions_in

    load_profile(profile)
    if form not in ("text", "json", "csv", "html"):
        raise BadInput(f"a folder has no report as {form}", next_step="Use --json, --csv, or --html with -o FOLDER.")
    if form == "html" and not (output and output.is_dir()):
        raise BadInput("the pages of a folder's sessions need a folder", next_step="Make one and name it with -o.")
    paths = sessions_in(folder)
    pages = output if form == "html" else None
    graded = grade_many([Task(path, fixture, profile, grader, pages) for path in paths], _progress(len(paths)))
    text: str = getattr(many_report, f"folder_{form if form in ('json', 'csv') else 'text'}")(graded)
    if output is None or pages:
        click.echo(text, nl=False)
    else:
        write_report(output, text)


def _progress(total: int) -> Callable[[int], None]:
    """Says on stderr how far it is: in place on a terminal, now and then elsewhere."""
    live = sys.stderr.isatty()

    def tell(done: int) -> None:
        if live:
            click.echo(f"\r{done} of {total} graded", nl=done == total, err=True)
        elif done == total or done % 50 == 0:
            click.echo(f"{done} of {total} graded", err=True)

    return tell


@click.command()
@click.argument("sessions", nargs=-1, required=True, type=click.Path(path_type=Path))
@_FIXTURE
@_PROFILE
@_GRADER
@click.option("--json", "form", flag_value="json", help="As JSON.")
@click.option("--csv", "form", flag_value="csv", help="As CSV, a line for each issue and session.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a file instead of the screen.")
def compare(
    sessions: tuple[Path, ...],
    fixture: str | None,
    profile: str,
    grader: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Put SESSIONS of one fixture side by side, files or folders: who found what, how deeply, and when.

    Ranges that overlap are said to be so, and below fifteen issues nobody is put in an order.
    """
    from harness.reports import many_report
    from harness.steps.interview.grade_many import compare_sessions, sessions_named

    comparison = compare_sessions(sessions_named(sessions), fixture, profile, grader)
    text: str = getattr(many_report, f"comparison_{form or 'text'}")(comparison)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_report(output, text)


def deliver(assessment: Assessment, form: str, output: Path | None) -> None:
    """Print the scorecard, or write it to a file. A page goes to a file by itself, named for what it contains."""
    text = report(assessment, form)
    if form in ("html", "candidate") and (output is None or output.is_dir()):
        output = (output or Path()) / page_name(assessment, form)
    if output is None:
        click.echo(text, nl=False)
        return
    write_report(output, text, form != "candidate")


def page_name(assessment: Assessment, form: str) -> str:
    """The name of a page: whose it is, by pseudonym, and whether it contains answers."""
    from harness.domain.pseudonym import pseudonym

    who = pseudonym(assessment.session_id).replace(" ", "-").lower()
    slug = assessment.variant.fixture.slug
    return f"{slug}-{who}-for-candidate.html" if form == "candidate" else f"{slug}-{who}-CONTAINS-ANSWERS.html"


def report(a: Assessment, form: str) -> str:
    """The scorecard in this form. Only the form that is asked for is imported."""
    from importlib import import_module

    if form == "candidate":
        from harness.reports.candidate_report import candidate_report

        return candidate_report(a.pull_request, a.session, a.records, a.times, a.digest)
    made: str = getattr(import_module(f"harness.reports.{form}_report"), f"{form}_report")(a)
    return made


def write_report(output: Path, text: str, answers: bool = True) -> None:
    """Write a report to a file, and say what it is."""
    from harness.adapters.event_log import write_atomically

    write_atomically(output, text.encode("utf-8", "replace"))
    from harness.domain.display import display

    click.echo(
        f"{display(str(output))}: written. It contains {'answers' if answers else 'nothing of the key'}.", err=True
    )
