"""How long it takes to grade many sessions: seconds for all, and for each.

python benchmarks/grading.py [SESSIONS]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `harness grade FOLDER` does, before numpy is loaded
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from sessions import Step, begins, ends, says, shows, write_session  # noqa: E402

from harness.adapters.fixtures import find_fixture, load_fixture  # noqa: E402
from harness.planting.compose import compose  # noqa: E402
from harness.steps.interview.grade_many import Task, grade_many, grade_one, sessions_in  # noqa: E402

FIXTURE, VARIANTS, COMMENTS = "token-bucket", 8, 12
BODIES = (
    "who ever deletes from this dict? every new client id stays for good",
    "nit: the name says little",
    "two requests can both read the level before either writes it back",
    "What happens when the accounts service does not answer?",
)


def review(seed: str, number: int) -> list[Step]:
    """A session of twelve comments, each typed by the letter."""
    variant = compose(load_fixture(find_fixture(FIXTURE)), seed)
    steps = begins()
    for n in range(1, COMMENTS + 1):
        path = variant.file_order[(n + number) % len(variant.file_order)]
        body = BODIES[(n + number) % len(BODIES)]
        steps += shows(path, 1, 40, 20) + says(f"c{n}", path, n * 2, body)
    return steps + ends()


def main(many: int) -> None:
    """Write the sessions, then grade them one by one and in parallel."""
    fixture = find_fixture(FIXTURE)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(many):
            seed = str(number % VARIANTS)
            write_session(
                Path(folder) / f"{number:04d}.session.jsonl",
                fixture,
                review(seed, number),
                seed,
                session=f"{number:016x}",
            )
        tasks = [Task(path, None, "backend") for path in sessions_in(Path(folder))]
        start = time.perf_counter()
        grade_one(tasks[0])
        first = time.perf_counter() - start
        start = time.perf_counter()
        for task in tasks[:20]:
            grade_one(task)
        each = (time.perf_counter() - start) / len(tasks[:20])
        start = time.perf_counter()
        graded = grade_many(tasks)
        total = time.perf_counter() - start
    assert all(g.reviewer for g in graded)
    print(f"{many} sessions of {COMMENTS} comments on {VARIANTS} variants, {os.cpu_count()} cores")
    print(f"first session       {first * 1000:8.0f} ms, with the fixture and the model")
    print(f"each, one by one    {each * 1000:8.0f} ms")
    print(
        f"all, in parallel    {total:8.2f} s, {total / many * 1000:.0f} ms each; {each * many / total:.1f} times as fast as one by one"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
