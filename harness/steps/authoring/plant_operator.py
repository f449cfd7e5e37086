"""Plant a defect by an operator: an entry in the key that names operator and place, and a proof to write."""

from __future__ import annotations

import json
from pathlib import Path

from harness.adapters.fixtures import load_fixture
from harness.domain.errors import BadInput
from harness.domain.fixture import Fixture
from harness.operators.catalogue import UnknownOperator, operator_named
from harness.operators.planting import Planting, plant
from harness.operators.selector import BadSelector
from harness.steps.authoring.key_entry import check_names, entry_text, next_steps, planted_lines, write_entry


def plant_by_operator(
    folder: Path, issue_id: str, operator: str, selector: str, defect_class: str | None, severity: str
) -> str:
    """Write the entry and the proof; returns what was done, in words. The class is the operator's, unless one is given.

    Raises BadInput, having written nothing, where id, class, operator or place are not what they should be.
    """
    fixture = load_fixture(folder)
    planting = _planting(fixture, operator, selector)
    known = planting.operator
    defect_class = defect_class or known.defect_class
    if fixture.key.issue(issue_id):
        raise BadInput(
            f"there is a planted issue {issue_id!r} already",
            next_step=f"Write its `plant:` in key.yaml as {{operator: {known.name}, at: ...}}, or choose another id.",
        )
    check_names(fixture, issue_id, defect_class, replace=False)
    # A JSON text is a YAML text as well, whatever the selector holds.
    place = json.dumps(planting.selector, ensure_ascii=False)
    entry = entry_text(
        issue_id,
        defect_class,
        severity,
        plant=f"    plant: {{operator: {known.name}, at: {place}}}\n",
        family=known.family if defect_class == known.defect_class else "",
        tag="omission" if known.omission else "wrong-code",
    )
    write_entry(folder, issue_id, entry)
    said = next_steps(folder, issue_id, planted_lines(fixture, planting.edits))
    return said + "".join(f"\nLeft behind, for you to judge: {what}." for what in planting.left)


def _planting(fixture: Fixture, operator: str, selector: str) -> Planting:
    listed = f"`harness plant {fixture.slug} --suggest` lists the places."
    try:
        return plant(fixture.clean_head, operator_named(operator), selector)
    except UnknownOperator as error:
        raise BadInput(str(error.args[0])) from None
    except BadSelector as error:
        raise BadInput(str(error), where=fixture.where, next_step=listed) from None
