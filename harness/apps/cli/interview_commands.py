"""`harness review` and `harness demo`."""

from __future__ import annotations

import sys
from shutil import which

import click

DEMO = "forecast-cache"


@click.command()
@click.argument("what")
@click.option("--seed", default="1", show_default=True, help="Which variant of a fixture.")
@click.option("--issues", help="Plant exactly these issues (ids with commas; `none` for the clean pull request).")
@click.option("--minutes", type=click.IntRange(1, 600), help="The time shown as meant for the review.")
@click.option("--extra-time", type=click.IntRange(0, 900), metavar="PERCENT", help="More time than is meant.")
@click.option("--plain", is_flag=True, help="Prompts and text, line by line, as for a screen reader.")
@click.option("--theme", metavar="NAME", help="dark, light, contrast-dark, contrast-light, green-red, sixteen or mono.")
@click.option("--again", is_flag=True, help="Begin anew, though a review was handed in already.")
@click.option("--look-back", is_flag=True, help="Walk through your own review after handing it in.")
def review(
    what: str, seed: str, issues: str | None, minutes: int | None, extra_time: int | None, plain: bool,
    theme: str | None, again: bool, look_back: bool,
) -> int:  # fmt: skip
    """Review WHAT in the terminal: a packet, or a fixture (a folder or a slug).

    Leave at any time; the same command goes on where you were.
    """
    from pathlib import Path

    from harness.steps.interview.present import become_candidate, packet_of

    path = Path(what)
    packet = path if path.is_file() else packet_of(what, seed, issues)
    options = [word for word, wanted in (("--plain", plain), ("--again", again), ("--look-back", look_back)) if wanted]
    options += ["--minutes", str(minutes)] if minutes else []
    options += ["--extra-time", str(extra_time)] if extra_time else []
    options += ["--theme", theme] if theme else []
    become_candidate(packet, options)


@click.command()
@click.option("--no-replay", is_flag=True, help="Print the scorecard and end.")
@click.option("--plain", is_flag=True, help="Prompts and text, line by line, as for a screen reader.")
def demo(no_replay: bool, plain: bool) -> int:
    """A first exercise: a small pull request, ten minutes, and then how it is graded.

    Nothing leaves this machine. The demo's answer key is public.
    """
    from harness.reports.text_report import text_report
    from harness.steps.interview.assess import assess
    from harness.steps.interview.present import latest_submission, packet_of, run_candidate

    click.echo("Demo exercise. Nothing leaves this machine.", err=True)
    packet = packet_of(DEMO, "demo", None)
    code = run_candidate(packet, ["--again", *(["--plain"] if plain else [])])
    session = latest_submission(packet) if code == 0 else None
    if session is None:
        return code
    assessment = assess(session, DEMO)
    if not no_replay and not plain:
        from harness.apps.tui.interviewer.app import ReplayApp

        ReplayApp(assessment).run()
    click.echo(text_report(assessment))
    program = "harness" if which("harness") else sys.argv[0]  # in a clone it is on no path until the .venv is active
    click.echo(f"Again: {program} replay {session}\nNext:  {program} review token-bucket", err=True)
    return 0
