"""`harness review` and `harness demo`."""

from __future__ import annotations

import click

DEMO = "forecast-cache"


@click.command()
@click.argument("what")
@click.option("--seed", default="1", show_default=True, help="Which variant of a fixture.")
@click.option("--issues", help="Plant exactly these issues (ids with commas; `none` for the clean pull request).")
@click.option("--minutes", type=click.IntRange(1, 600), help="The time shown as meant for the review.")
def review(what: str, seed: str, issues: str | None, minutes: int | None) -> int:
    """Review WHAT in the terminal: a packet, or a fixture (a folder or a slug).

    Leave at any time; the same command goes on where you were.
    """
    from pathlib import Path

    from harness.steps.interview.present import packet_of, run_candidate

    path = Path(what)
    packet = path if path.is_file() else packet_of(what, seed, issues)
    return run_candidate(packet, minutes)


@click.command()
@click.option("--no-replay", is_flag=True, help="Print the scorecard and end.")
def demo(no_replay: bool) -> int:
    """A first exercise: a small pull request, ten minutes, and then how it is graded.

    Nothing leaves this machine. The demo's answer key is public.
    """
    from harness.reports.text_report import text_report
    from harness.steps.interview.assess import assess
    from harness.steps.interview.present import latest_submission, packet_of, run_candidate

    click.echo("Demo exercise. Nothing leaves this machine.", err=True)
    packet = packet_of(DEMO, "demo", None)
    code = run_candidate(packet, None)
    session = latest_submission(packet) if code == 0 else None
    if session is None:
        return code
    assessment = assess(session, DEMO)
    if not no_replay:
        from harness.apps.tui.interviewer.app import ReplayApp

        ReplayApp(assessment).run()
    click.echo(text_report(assessment))
    click.echo(f"Again: harness replay {session}\nNext:  harness review token-bucket", err=True)
    return 0
