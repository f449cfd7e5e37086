"""Writes docs/operators.md from the operators themselves: `python scripts/operators_doc.py`. A test keeps it current."""

from __future__ import annotations

import difflib
from pathlib import Path

from harness.operators.catalogue import OPERATORS
from harness.operators.operator import Example, Operator

TARGET = Path(__file__).resolve().parent.parent / "docs/operators.md"
_HEAD = """\
# Operators

*Written by `python scripts/operators_doc.py` from the operators and their examples, which are their tests as well.*

An operator takes one guard from good code on the syntax tree, and cleans up what the guard leaves behind: an import, a
constant, an attribute, a parameter with a default, a private function that nobody needs any more, and the sentence of a
doc string that names what went. What cannot be decided from the project's text stays, and is said.

    harness plant FIXTURE --suggest                          every place where one fits, and which the visible tests miss
    harness plant FIXTURE ID --operator NAME --at SELECTOR   plants it there

In `key.yaml` an issue then says `plant: {operator: NAME, at: SELECTOR}`. A selector is `PATH::SYMBOL[::TEXT][#N]`: the
file, the function or class around the guard (empty at the level of the module), a text on the guard's first line, and
which of several; what is not needed to tell places apart is left out. The result is reduced to edits by position, so it meets
patches and other operators by the same rule, in any order.

"""


def page() -> str:
    """The whole page."""
    classes = sorted({o.defect_class for o in OPERATORS})
    parts = [_HEAD, f"There are {len(OPERATORS)} operators for {len(classes)} classes.\n\n", _table(classes)]
    for name in classes:
        parts.append(f"\n## {name}\n")
        parts += [_section(o) for o in OPERATORS if o.defect_class == name]
    return "".join(parts)


def _table(classes: list[str]) -> str:
    rows = ["| class | operators |\n|---|---|\n"]
    for name in classes:
        names = ", ".join(f"[{o.name}](#{o.name})" for o in OPERATORS if o.defect_class == name)
        rows.append(f"| {name} | {names} |\n")
    return "".join(rows)


def _section(operator: Operator) -> str:
    what = (operator.find.__doc__ or "").strip()
    kind = "something is missing" if operator.omission else "wrong code to see"
    lines = [f"\n### {operator.name}\n\n{operator.summary} {what}\n\nProof: {operator.family}; {kind}.\n"]
    return "".join(lines + [_diff(example) for example in operator.examples])


def _diff(example: Example) -> str:
    before, after = example.before.splitlines(), example.after.splitlines()
    longest = max(len(before), len(after))
    body = list(difflib.unified_diff(before, after, lineterm="", n=longest))[3:]
    return "\n```diff\n" + "\n".join(line.rstrip() for line in body) + "\n```\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    print(f"{TARGET.name}: {len(OPERATORS)} operators")
