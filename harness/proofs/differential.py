"""Random operations on two versions of one thing; the shortest sequence that tells them apart. Needs Hypothesis.

Nothing is random about the verdict: the sequence of examples is derived from the code alone, and no database is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Step = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Difference:
    """The steps that bring it about, and what each version says to the last of them."""

    steps: tuple[Step, ...]
    got: Any
    wanted: Any

    def __str__(self) -> str:
        told = ", ".join(f"{name}({', '.join(map(repr, arguments))})" for name, arguments in self.steps)
        return f"{told}: {self.got!r} instead of {self.wanted!r}"


def difference(
    subject: Callable[[], Any],
    model: Callable[[], Any],
    operations: Mapping[str, Sequence[Any]],
    examples: int = 400,
    most_steps: int = 12,
) -> Difference | None:
    """The shortest sequence of operations after which subject and model answer differently; None if none was found.

    `operations` maps names of methods to Hypothesis strategies for their arguments. An exception is an answer too.
    """
    from hypothesis import HealthCheck, find, settings
    from hypothesis import strategies as st
    from hypothesis.errors import NoSuchExample

    one = st.one_of([st.tuples(st.just(name), st.tuples(*given)) for name, given in operations.items()])
    rules = settings(
        derandomize=True, database=None, deadline=None, max_examples=examples, suppress_health_check=list(HealthCheck)
    )
    try:
        steps = find(
            st.lists(one, max_size=most_steps),
            lambda tried: _differs(subject, model, tried) is not None,
            settings=rules,
        )
    except NoSuchExample:
        return None
    return _differs(subject, model, steps)


def _differs(subject: Callable[[], Any], model: Callable[[], Any], steps: Sequence[Step]) -> Difference | None:
    ours, theirs = subject(), model()
    for number, (name, arguments) in enumerate(steps, 1):
        got, wanted = _answer(ours, name, arguments), _answer(theirs, name, arguments)
        if got != wanted:
            return Difference(tuple(steps[:number]), got, wanted)
    return None


def _answer(thing: Any, name: str, arguments: tuple[Any, ...]) -> Any:
    try:
        return getattr(thing, name)(*arguments)
    except Exception as error:
        return f"raises {type(error).__name__}"
