"""G6 no tell-tale: nothing but understanding the code finds what is planted."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence

from harness.adapters.static_checkers import Findings, installed, mypy_findings, ruff_findings
from harness.domain.diff import changes_between
from harness.domain.edit import Tree
from harness.domain.fixture import Fixture
from harness.domain.verification import Check, Gate
from harness.planting.admissible import is_test
from harness.planting.forms import balanced_forms, planted
from harness.planting.residue import new_residue
from harness.steps.authoring.bench import Bench
from harness.steps.authoring.gates.claims import Plan

_GATE = Gate.NO_TELL_TALE
_BOUND = 0.10
_CHECKERS: dict[str, Callable[[Sequence[Tree]], list[Findings]]] = {"ruff": ruff_findings, "mypy": mypy_findings}


def no_tell_tale(fixture: Fixture, bench: Bench) -> list[Plan]:
    """Checkers find nothing more on a planted head than on the clean one, nothing lies about, and the size says nothing."""

    def plan() -> Iterable[Check]:
        for name in _CHECKERS:
            yield from _checker(name, fixture, bench)
        yield from _residue(fixture)
        yield _sizes(fixture)

    return [plan]


def _checker(name: str, fixture: Fixture, bench: Bench) -> Iterable[Check]:
    what = f"{name} finds nothing more than on the clean head"
    if not installed(name):
        reason = f"{name} is not installed: in the clone, pip install -e '.[author]'"
        yield Check(_GATE, "all issues", what, None, reason)
        return
    issues = fixture.key.issues
    trees = [_sources(fixture.clean_head), *(_sources(planted(fixture, (issue,))) for issue in issues)]
    clean, *others = bench.remembered_findings(name, trees, _CHECKERS[name])
    for issue, found in zip(issues, others, strict=True):
        more = sorted(f"{path}: {said}" for path, said in found - clean)
        yield Check(_GATE, issue.id, what, not more, "; ".join(more))


def _sources(tree: Tree) -> Tree:
    return {path: content for path, content in tree.items() if path.endswith(".py") and not is_test(path)}


def _residue(fixture: Fixture) -> Iterable[Check]:
    for issue in fixture.key.issues:
        more = new_residue(fixture.clean_head, planted(fixture, (issue,)))
        yield Check(
            _GATE, issue.id, "no name is left unread, no text speaks of what is gone", not more, "; ".join(more)
        )


def _sizes(fixture: Fixture) -> Check:
    """The size of the diff does not tell one form from another."""
    known = {issue.id: issue for issue in fixture.key.issues}
    sizes = {
        form.issues: _size(fixture.base, planted(fixture, (known[i] for i in form.issues)))
        for form in balanced_forms(fixture).forms
    }
    what = f"the diff of every form is within {_BOUND:.0%} of the median"
    if not sizes:
        return Check(_GATE, "forms", what, True, "", "no forms")
    middle = statistics.median(sizes.values())
    wrong = [f"{' + '.join(ids)}: {size}" for ids, size in sizes.items() if abs(size - middle) > _BOUND * middle]
    shown = f"{min(sizes.values())} to {max(sizes.values())} changed lines, median {middle:g}"
    return Check(_GATE, "forms", what, not wrong, "; ".join(wrong), shown)


def _size(base: Tree, head: Tree) -> int:
    total = 0
    for path in sorted({*base, *head}):
        if base.get(path) != head.get(path):
            before, after = (t.get(path, b"").decode("utf-8", "replace").split("\n") for t in (base, head))
            total += sum(change.added + change.removed for change in changes_between(before, after))
    return total
