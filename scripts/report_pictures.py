"""Makes the pictures of the HTML report in docs/screenshots/ from a review of the demo, whose key is public.

python scripts/report_pictures.py [CHROMIUM]     # needs a Chromium; by default the one named `chromium`
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from sessions import begins, ends, says, shows, write_session  # noqa: E402

from harness.adapters.clock import Clock  # noqa: E402
from harness.adapters.event_log import read_log  # noqa: E402
from harness.adapters.fixtures import find_fixture  # noqa: E402
from harness.adapters.verdict_log import VerdictWriter  # noqa: E402
from harness.domain import event as ev  # noqa: E402
from harness.domain import verdict as ve  # noqa: E402
from harness.domain.comment import Conclusion  # noqa: E402
from harness.reports.candidate_report import candidate_report  # noqa: E402
from harness.reports.html_report import html_report  # noqa: E402
from harness.steps.interview.assess import assess, read_review  # noqa: E402

TARGET = ROOT / "docs" / "screenshots"
CACHE, APP = "weather/cache.py", "weather/app.py"
GROWTH = "Who ever removes an entry? Every text a visitor types stays in _known, so this grows until the restart."
RETRY = "while True without a limit: what if their service is down all night?"
CITY = "What comes back for a city that does not exist? The page would show an empty list, I think."
REVIEW = [
    *begins(), *shows(APP, 1, 40, 4), *shows(CACHE, 1, 20, 45), *says("c1", CACHE, 9, RETRY, 35),
    *shows(CACHE, 14, 36, 20), *says("c2", CACHE, 34, GROWTH, 50), *says("c3", CACHE, 26, "nit: `entry` says little", 8),
    *shows("tests/test_cache.py", 1, 30, 15), *shows(APP, 1, 40, 40), *says("c4", APP, 12, CITY, 30),
    (25.0, ev.AnswerGiven("hit-rate", "6,000 texts at least once, popular ones every ten minutes: about 9,000, between 6,000 and 12,000")),
    *ends(Conclusion.REQUEST_CHANGES, "Useful, but the cache needs a limit and the retry an end before this goes out."),
]  # fmt: skip
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars"]  # fmt: skip


def graded_session(folder: Path) -> Path:
    """The review with a grader's finished verdicts beside it."""
    session = write_session(folder / "demo.session.jsonl", find_fixture("forecast-cache"), REVIEW, "demo")
    writer = VerdictWriter.open(read_log(session), "sam", Clock(), "pictures")
    for remark in read_review(session).judged().remarks:
        if remark.id == "c4":
            writer.give(ve.OpportunityMarked("c4", "true: an unknown city gives an empty page"))
        elif remark.id == "c1":
            writer.give(ve.Reassigned("c1", "endless-retry", 2, "names it; who waits meanwhile is not said"))
        elif remark.id == "c3":
            writer.give(ve.StyleMarked("c3"))
        elif remark.issue:
            writer.give(ve.Reassigned(remark.id, remark.issue, 3))
        else:
            writer.give(ve.Confirmed(remark.id, remark.outcome))
    writer.give(ve.Done())
    writer.close()
    return session


def picture(browser: str, page: Path, name: str, width: int, height: int, *more: str) -> None:
    """A picture of a page in a window of this size, with a fresh profile."""
    with tempfile.TemporaryDirectory() as profile:
        where = [f"--user-data-dir={profile}", f"--window-size={width},{height}", f"--screenshot={TARGET / name}"]
        subprocess.run([browser, *QUIET, *more, *where, page.as_uri()], check=True, capture_output=True, timeout=120)


def main(browser: str) -> None:
    """Both pages; the scorecard on a desktop in light and in dark, and on a phone."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        graded = assess(graded_session(folder), digest=None)
        scorecard, edition = folder / "scorecard.html", folder / "candidate.html"
        scorecard.write_text(html_report(graded), encoding="utf-8")
        edition.write_text(
            candidate_report(graded.pull_request, graded.session, graded.records, graded.times, graded.digest),
            encoding="utf-8",
        )
        picture(browser, scorecard, "report-desktop.png", 1100, 1300)
        picture(browser, scorecard, "report-desktop-dark.png", 1100, 1300, "--blink-settings=preferredColorScheme=0")
        picture(browser, scorecard, "report-phone.png", 390, 1300)
        picture(browser, edition, "report-candidate.png", 1100, 1300)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "chromium")
