"""Every prover finds its defect and nothing else, the same every time."""

from __future__ import annotations

import ast
import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from proofs.cases import CASES, Quota

import harness.proofs
from harness.proofs.faults import Faults
from harness.proofs.findings import Finding, Findings
from harness.proofs.locks import Deadlock, ProbeLock, probe_locks, rival
from harness.proofs.preemption import one_preemption
from harness.proofs.virtual_time import Stuck, run

REPEATS = 3
HERE = str(Path(__file__).parent)


@pytest.mark.parametrize("name", CASES)
def test_the_buggy_subject_is_found_out_and_the_fixed_one_is_not(name: str) -> None:
    """Not once in a few repeats is it otherwise; `benchmarks/provers.py` does it a hundred times in fresh processes."""
    for _ in range(1 if name in ("seeds", "differential") else REPEATS):
        assert CASES[name](True) is True
        assert CASES[name](False) is False


def test_the_provers_need_nothing_but_the_standard_library() -> None:
    """A tree that is checked out has no harness and may have no Hypothesis; only the state machine asks for that."""
    for path in Path(harness.proofs.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.split(".")[0]
                fine = top in sys.stdlib_module_names or name.startswith("harness.proofs")
                assert fine or (top == "hypothesis" and path.name == "differential.py"), f"{path.name} imports {name}"


def test_a_bare_interpreter_can_import_them(tmp_path: Path) -> None:
    """Without site-packages, from a folder that holds the provers alone."""
    from harness.adapters.test_runner import support_files

    for name, content in support_files().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    modules = ", ".join(
        f"harness.proofs.{p.stem}" for p in Path(harness.proofs.__file__).parent.glob("*.py") if p.stem != "__init__"
    )
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import {modules}"]
    subprocess.run(command, check=True, timeout=30)


def test_the_window_is_named_by_its_lines() -> None:
    """Where the rival does harm are the lines between looking and writing; that is what an author anchors to."""
    found = one_preemption(lambda: Quota(True), Quota.admit, Quota.admit, within=(HERE,))
    source = (Path(HERE) / "cases.py").read_text("utf-8").split("\n")
    lines = [source[int(place.rsplit(":", 1)[1]) - 1].strip() for place in found.places]
    lines = [line for line in lines if not line.startswith("def __init__")]  # the default of `store` stands there
    assert lines == ["self.store()", "with self.lock:", "if room:", "self.used += 1"]
    assert "one after the other ['False', 'True']" in str(found)


def test_an_outcome_may_look_at_the_world() -> None:
    """What counts may be the state that is left, not only the results."""
    found = one_preemption(lambda: Quota(True), Quota.admit, Quota.admit, lambda q, a, b: q.used, within=(HERE,))
    assert found and "makes it 2" in str(found)


def test_a_deadlock_is_an_outcome_of_its_own() -> None:
    """Two threads that wait for each other end with a sentence instead of hanging."""
    from proofs.cases import Accounts

    found = one_preemption(lambda: Accounts(True), lambda a: a.move(0, 1), lambda a: a.move(1, 0), within=(HERE,))
    assert "two threads wait for each other's lock" in str(found)


def test_a_probe_lock_does_as_a_lock_does() -> None:
    """Exclusive, not reentrant unless asked for, released by the block, refused without blocking."""
    with probe_locks():
        lock, again = threading.Lock(), threading.RLock()
    assert isinstance(lock, ProbeLock) and threading.Lock is not ProbeLock
    with lock:
        assert lock.locked() and not lock.acquire(blocking=False) and not lock.acquire(timeout=0.01)
        with pytest.raises(Deadlock):
            lock.acquire()
    with again, again:
        assert again.locked()
    assert not again.locked()
    with pytest.raises(RuntimeError):
        lock.release()


def test_a_rival_that_must_wait_goes_on_when_it_can() -> None:
    """It is not aborted: it finishes once the lock is free."""
    with probe_locks():
        lock = threading.Lock()

    def take() -> str:
        with lock:
            return "had it"

    with lock:
        other = rival(take)
        assert other.waits and not other.ended
    assert other.finish().result == "had it"
    assert not rival(take).waits


def test_a_world_in_which_nobody_can_go_on_is_stuck() -> None:
    """Instead of hanging."""

    async def main() -> None:
        await asyncio.Event().wait()

    with pytest.raises(Stuck):
        run(main())


def test_wrapped_things_stay_what_they_are() -> None:
    """Attributes pass through, methods are counted, the chosen call raises."""

    class Store:
        size = 3

        def put(self, value: int) -> int:
            return value + self.size

    faults = Faults(2, lambda: OSError("full"))
    store = faults.wrap(Store())
    assert store.size == 3 and store.put(1) == 4
    with pytest.raises(OSError, match="full"):
        store.put(1)
    assert faults.at == "put" and store.put(2) == 5


def test_findings_read_as_a_sentence() -> None:
    """Ready for a failure message."""
    found = Findings([Finding("a.py:3", "lost"), Finding("a.py:4", "lost")])
    assert str(found) == "a.py:3: lost, and 1 more" and not Findings()
