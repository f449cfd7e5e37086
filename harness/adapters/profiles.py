"""Role profiles: `rubrics/profiles/*.yaml`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import Field

from harness.adapters.documents import Refused, read_document
from harness.adapters.fixture_models import Model
from harness.adapters.locations import rubrics_dir
from harness.adapters.models import check
from harness.domain.errors import BadInput
from harness.domain.score import Profile

Weight = Annotated[float, Field(ge=0, le=10)]


class ProfileModel(Model):
    """A profile's file."""

    schema_: Literal[1] = Field(alias="schema")
    id: str
    title: str
    description: str = ""
    expected_level: Annotated[int, Field(ge=1, le=4)] = 3
    severity: dict[str, Weight] = {}
    weights: dict[str, Weight] = {}


def profile_names() -> tuple[str, ...]:
    """The profiles that come with the harness."""
    return tuple(sorted(path.stem for path in (rubrics_dir() / "profiles").glob("*.yaml")))


def load_profile(name: str) -> Profile:
    """The profile of this name. Raises BadInput where there is none or its file is faulty."""
    names = profile_names()
    if name not in names:
        near = get_close_matches(name, names, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names)}."
        raise BadInput(f"there is no profile {name!r}", next_step=hint)
    path = rubrics_dir() / "profiles" / f"{name}.yaml"
    try:
        document = read_document(path, str(path))
    except Refused as refused:
        raise BadInput(refused.fault.what, where=str(path)) from None
    model = check(document, ProfileModel)
    if model is None:
        raise BadInput("; ".join(str(fault) for fault in document.faults))
    return Profile(model.id, model.title, model.weights, model.severity, model.expected_level)
