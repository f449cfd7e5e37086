"""How large the pages are, and how long one takes: a scorecard and the candidate's edition, for small and for long reviews.

python benchmarks/html_report.py
"""

from __future__ import annotations

import sys
import tempfile
import time
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from sessions import begins, ends, says, shows, write_session  # noqa: E402

from harness.adapters.fixtures import find_fixture  # noqa: E402
from harness.reports.candidate_report import candidate_report  # noqa: E402
from harness.reports.html_report import html_report  # noqa: E402
from harness.steps.interview.assess import assess  # noqa: E402

FIXTURE = "token-bucket"


def main() -> None:
    """Reviews of 5, 50 and 500 comments."""
    for comments in (5, 50, 500):
        steps = begins()
        for n in range(1, comments + 1):
            steps += shows("gateway/limiter.py", 1, 40, 9)
            steps += says(
                f"c{n}",
                "gateway/limiter.py",
                n % 40 + 1,
                f"who ever deletes these? number {n} stays for good, so it grows",
            )
        with tempfile.TemporaryDirectory() as folder:
            graded = assess(write_session(Path(folder) / "s.session.jsonl", find_fixture(FIXTURE), steps + ends()))
        start = time.perf_counter()
        page = html_report(graded).encode()
        took = time.perf_counter() - start
        small = candidate_report(
            graded.pull_request, graded.session, graded.records, graded.times, graded.digest
        ).encode()
        print(
            f"{comments:4d} comments: scorecard {len(page) / 1000:7.1f} kB ({len(zlib.compress(page)) / 1000:.1f} kB deflated), "
            f"{took * 1000:.0f} ms; candidate's edition {len(small) / 1000:.1f} kB"
        )


if __name__ == "__main__":
    main()
