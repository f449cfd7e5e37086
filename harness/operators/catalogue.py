"""All operators, in the order of their classes."""

from __future__ import annotations

from difflib import get_close_matches

from harness.operators import (
    amplification,
    boundary,
    concurrency,
    consistency,
    data,
    failure,
    growth,
    nondeterminism,
    numeric,
    pressure,
    security,
)
from harness.operators.operator import Operator

OPERATORS: tuple[Operator, ...] = (
    *growth.OPERATORS, *amplification.OPERATORS, *concurrency.OPERATORS, *boundary.OPERATORS, *failure.OPERATORS,
    *pressure.OPERATORS, *consistency.OPERATORS, *data.OPERATORS, *nondeterminism.OPERATORS, *security.OPERATORS,
    *numeric.OPERATORS,
)  # fmt: skip


class UnknownOperator(LookupError):
    """There is no operator of this name; the message suggests one."""


def operator_named(name: str) -> Operator:
    """The operator of this name. Raises UnknownOperator."""
    for known in OPERATORS:
        if known.name == name:
            return known
    near = get_close_matches(name, [o.name for o in OPERATORS], n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else "docs/operators.md lists them"
    raise UnknownOperator(f"there is no operator {name!r}; {hint}")
