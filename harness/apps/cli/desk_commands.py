"""`harness replay` and `harness verdict`: the interviewer's screens. And `harness compare-graders`."""

from __future__ import annotations

from pathlib import Path

import click

_SESSION = click.argument("session", type=click.Path(path_type=Path))
_FIXTURE = click.option("--fixture", help="The fixture, where it is not one that comes with the harness.")
_PROFILE = click.option(
    "--profile", default="backend", show_default=True, help="backend, production-ml, research, junior."
)
_DIGEST = click.option("--digest", help="What the candidate read out at the end; with it the log is anchored.")
_GRADER = click.option("--grader", help="Your name as a grader; else $HARNESS_GRADER, else your account's name.")


@click.command()
@_SESSION
@_FIXTURE
@_PROFILE
@_GRADER
@_DIGEST
@click.option("--follow", is_flag=True, help="Watch a session that is still being written.")
def replay(
    session: Path, fixture: str | None, profile: str, grader: str | None, digest: str | None, follow: bool
) -> None:
    """Walk through a SESSION event by event, with the key and the matches beside it. Contains answers."""
    if follow:
        _watch(session, fixture, profile)
        return
    _sit_down(session, fixture, profile, grader, digest, closing=False, in_queue=False)


@click.command()
@_SESSION
@_FIXTURE
@_PROFILE
@_GRADER
@_DIGEST
@click.option("--settle", is_flag=True, help="Settle what finished graders see differently.")
def verdict(
    session: Path, fixture: str | None, profile: str, grader: str | None, digest: str | None, settle: bool
) -> None:
    """Decide on the remarks of a SESSION, one by one, what needs a person first. Contains answers.

    The candidate goes by a pseudonym. Your verdicts are kept in a file of your own beside the session; the candidate's
    log is never touched, and nobody's verdicts are shown to another grader before both have finished.
    """
    _sit_down(session, fixture, profile, grader, digest, closing=settle, in_queue=True)


def _watch(session: Path, fixture: str | None, profile: str) -> None:
    from harness.apps.tui.safety import need_terminal, quieten

    quieten()
    from harness.steps.interview.follow import Follower

    follower = Follower(session, fixture, profile)
    need_terminal()
    from harness.apps.tui.interviewer.live_app import LiveApp

    LiveApp(follower).run()


def _sit_down(
    session: Path,
    fixture: str | None,
    profile: str,
    grader: str | None,
    digest: str | None,
    *,
    closing: bool,
    in_queue: bool,
) -> None:
    from harness.apps.tui.safety import need_terminal, quieten

    quieten()
    from harness.adapters.verdict_log import grader_name
    from harness.apps.cli.opening import opening
    from harness.steps.interview.assess import read_review
    from harness.steps.interview.decide import Desk
    from harness.steps.interview.graders import who_asks

    name = grader_name(grader) if grader else who_asks()
    with opening(session) as tell:
        review = read_review(session, fixture, profile, digest, tell)
    desk = Desk(review, name, closing=closing)
    try:
        need_terminal()
        from harness.apps.tui.interviewer.app import ReplayApp

        ReplayApp(desk.assessment, desk, in_queue=in_queue).run()
    finally:
        desk.close()
    if desk.given:
        click.echo(desk.summary(), err=True)


@click.command("compare-graders")
@click.argument("sessions", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="SESSION…")
@_FIXTURE
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def compare_graders(sessions: tuple[Path, ...], fixture: str | None, as_json: bool) -> None:
    """Say how far the graders of each SESSION agree, and show what they see differently with both reasons.

    Only once all graders have finished. Name several sessions: one alone is too small for figures.
    """
    from harness.reports.graders_report import graders_json, graders_text
    from harness.steps.interview.compare_graders import graders_of
    from harness.steps.interview.grade_many import sessions_named

    compared, remarks = graders_of(sessions_named(sessions), fixture)
    for remark in remarks:
        click.echo(remark, err=True)
    click.echo(graders_json(compared) if as_json else graders_text(compared), nl=False)
