"""Test runs for a verification: in parallel, each distinct one once, and none that is remembered from an earlier time."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import platform
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from harness.adapters.run_cache import RunCache
from harness.adapters.run_results import USUAL, Limits
from harness.adapters.sandbox import Sandbox
from harness.adapters.static_checkers import ARGUMENTS, Findings
from harness.adapters.test_runner import TestRunner, support_files
from harness.domain.edit import Tree
from harness.domain.fixture import Fixture
from harness.domain.issue import PlantedIssue
from harness.domain.test_run import TestRun


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a verification is: runs done, those of them that were remembered, and runs planned so far."""

    done: int
    remembered: int
    planned: int


@dataclass(frozen=True, slots=True)
class _Job:
    """One distinct run."""

    key: str
    name: str
    tree: Tree
    targets: tuple[str, ...]
    extra: Tree
    cover: bool


class Bench:
    """Where the runs of one fixture are started. Leaving it by an exception ends every run that is under way."""

    def __init__(
        self,
        fixture: Fixture,
        jobs: int,
        sandbox: Sandbox,
        cache: Path | None = None,
        fresh: bool = False,
        progress: Callable[[Progress], None] | None = None,
        limits: Limits = USUAL,
    ) -> None:
        self._fixture, self._jobs, self._sandbox, self._limits = fixture, jobs, sandbox, limits
        self._progress, self._fresh = progress, fresh
        self._cache = RunCache(cache)
        self._version = _version(sandbox, limits)
        self._runner: TestRunner | None = None
        self._pool = ThreadPoolExecutor(jobs)
        self._jobs_by_key: dict[str, _Job] = {}
        self._futures: dict[tuple[str, int], Future[TestRun]] = {}
        self._digests: dict[int, tuple[Tree, str]] = {}
        self._done = self.remembered = 0

    @property
    def runs(self) -> int:
        """How many distinct runs were asked for, repetitions included."""
        return len(self._futures)

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None and self._runner:
            self._runner.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._close_runner()
        self._cache.close()

    def visible(self, tree: Tree, targets: tuple[str, ...] = (), cover: bool = False) -> Future[TestRun]:
        """The visible tests on a tree, or some of them."""
        return self._start(tree, targets or self._fixture.brief.tests, {}, cover)

    def proof(self, tree: Tree, issue: PlantedIssue) -> Future[TestRun]:
        """A proof on a tree."""
        name = f"proofs/{Path(issue.proof.path).name}"
        return self._start(tree, (name,), {name: issue.proof.source.encode("utf-8")}, False)

    def repeat(self, round_number: int) -> list[tuple[str, TestRun, TestRun]]:
        """Every run once more: in newly started servers, so in another memory layout, with another hash seed, and in
        another order. Returns what each was called with its first outcome and the new one."""
        self._close_runner()
        jobs = list(self._jobs_by_key.values())
        random.Random(round_number).shuffle(jobs)
        pairs = [(job.name, self._futures[job.key, 0], self._submit(job, round_number)) for job in jobs]
        return [(name, first.result(), again.result()) for name, first, again in pairs]

    def remembered_findings(
        self, name: str, trees: Sequence[Tree], find: Callable[[Sequence[Tree]], list[Findings]]
    ) -> list[Findings]:
        """What a checker says of several trees; it is only started on those of which nothing is remembered."""
        version = [name, _installed(name), sys.version, ARGUMENTS]
        keys = [hashlib.sha256(json.dumps([version, _tree_digest(t)]).encode("ascii")).hexdigest() for t in trees]
        known = {} if self._fresh else {key: value for key in keys if (value := self._cache.recall(key)) is not None}
        unknown = {key: tree for key, tree in zip(keys, trees, strict=True) if key not in known}
        for key, found in zip(unknown, find(list(unknown.values())) if unknown else [], strict=True):
            known[key] = [[path, said, count] for (path, said), count in sorted(found.items())]
            self._cache.remember(key, known[key])
        return [Counter({(path, said): count for path, said, count in known[key]}) for key in keys]

    def _start(self, tree: Tree, targets: tuple[str, ...], extra: Tree, cover: bool) -> Future[TestRun]:
        parts = [self._version, self._digest(tree), targets, _tree_digest(extra), cover]
        key = hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()
        job = self._jobs_by_key.setdefault(key, _Job(key, ", ".join(targets), tree, targets, extra, cover))
        return self._futures.get((key, 0)) or self._submit(job, 0)

    def _submit(self, job: _Job, round_number: int) -> Future[TestRun]:
        name = f"{job.key}-{round_number}"
        known = None if self._fresh else self._cache.get(name)
        if known is not None:
            future: Future[TestRun] = Future()
            future.set_result(known)
            self.remembered += 1
        else:
            runner = self._ready_runner(round_number)
            future = self._pool.submit(self._run, runner, job, name)
        self._futures[job.key, round_number] = future
        future.add_done_callback(self._finished)
        return future

    def _run(self, runner: TestRunner, job: _Job, name: str) -> TestRun:
        run = runner.run(job.tree, job.targets, job.extra, job.cover)
        self._cache.put(name, run)
        return run

    def _ready_runner(self, hash_seed: int) -> TestRunner:
        if self._runner is None:
            hidden = (Path(self._fixture.where),)
            self._runner = TestRunner(self._jobs, self._sandbox, hidden, self._limits, hash_seed)
        return self._runner

    def _close_runner(self) -> None:
        if self._runner:
            self._runner.close()
            self._runner = None

    def _finished(self, future: Future[TestRun]) -> None:
        if future.cancelled():
            return
        self._done += 1
        if self._progress:
            self._progress(Progress(self._done, self.remembered, max(self._done, len(self._futures))))

    def _digest(self, tree: Tree) -> str:
        known = self._digests.get(id(tree))
        if known is None:
            # The tree is kept beside its digest, so that its id cannot become that of another one.
            known = self._digests[id(tree)] = (tree, _tree_digest(tree))
        return known[1]


def _tree_digest(tree: Tree) -> str:
    total = hashlib.sha256()
    for path in sorted(tree):
        total.update(f"{path}\x00{hashlib.sha256(tree[path]).hexdigest()}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _version(sandbox: Sandbox, limits: Limits) -> str:
    """Everything beside the files themselves on which the outcome of a run may depend."""
    parts = [
        sys.version,
        platform.platform(),
        "hash seeds counted from 0",
        sandbox.name,
        asdict(limits),
        _tree_digest(support_files()),
    ]
    parts += [f"{name} {_installed(name)}" for name in ("pytest", "coverage", "hypothesis")]
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "-"


def jobs_of(wanted: int | None) -> int:
    """How many runs at the same time: as asked for, or one for each core."""
    return wanted or len(os.sched_getaffinity(0))
