"""What `plant: {operator: NAME, at: SELECTOR}` of a key means in the clean head. The only adapter that loads the operators."""

from __future__ import annotations

from harness.adapters.fixture_models import PlantModel
from harness.domain.edit import Edit, Tree
from harness.operators.catalogue import UnknownOperator, operator_named
from harness.operators.planting import plant
from harness.operators.selector import BadSelector


class OperatorFault(Exception):
    """An operator that is not there or does not fit; `field` is the part of the entry where it shows."""

    def __init__(self, field: str, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.field, self.what, self.remedy = field, what, remedy


def edits_by_operator(head: Tree, entry: PlantModel) -> tuple[Edit, ...]:
    """The lines of the clean head that change. Raises OperatorFault."""
    name, selector = entry.operator or "", entry.at or ""
    if entry.patch:
        raise OperatorFault("patch", "an issue is planted by a patch or by an operator, not by both", "Keep one.")
    if not selector:
        remedy = "Add `at:`; `harness plant FIXTURE --suggest` lists the places."
        raise OperatorFault("operator", f"the operator {name!r} needs a place", remedy)
    try:
        return plant(head, operator_named(name), selector).edits
    except UnknownOperator as error:
        raise OperatorFault("operator", str(error.args[0])) from None
    except BadSelector as error:
        raise OperatorFault("at", str(error), "`harness plant FIXTURE --suggest` lists the places.") from None
