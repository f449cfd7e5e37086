"""The author's screen in words: the list of issues with their gates, and what is to be said of one issue."""

from __future__ import annotations

from collections.abc import Sequence

from harness.domain.display import display
from harness.domain.issue import PlantedIssue
from harness.domain.verification import Gate
from harness.steps.authoring.reaction import Reaction
from harness.steps.authoring.workshop import State, Workshop

_WIDTH = {gate: len(gate.short.removeprefix("G")) for gate in Gate}


def gates_head() -> str:
    """The numbers of the gates, above their states."""
    return "  G" + " ".join(gate.short.removeprefix("G") for gate in Gate)


def gates_row(workshop: Workshop, issue: PlantedIssue) -> str:
    """The states of all gates for an issue, below their numbers."""
    return "   " + " ".join(workshop.state(issue, gate).value.rjust(_WIDTH[gate]) for gate in Gate)


def issue_list(workshop: Workshop, selected: int) -> str:
    """Every issue with its class and its gates."""
    lines = [f"{State.GREEN}green {State.RED}red {State.OPEN}open {State.NOT_RUN}not run", gates_head()]
    for number, issue in enumerate(workshop.fixture.key.issues):
        pointer = "▶" if number == selected else " "
        lines += [f"{pointer} {display(issue.id)}", gates_row(workshop, issue)]
    if not workshop.fixture.key.issues:
        lines += ["", "No issue yet. Outside this screen:", "harness plant FIXTURE --suggest"]
    return "\n".join(lines)


def issue_words(workshop: Workshop, issue: PlantedIssue) -> str:
    """What is false about an issue, and then what the key says of it."""
    lines: list[str] = []
    for check in workshop.false_claims(issue):
        lines += [f"{State.RED} {check.gate.short} {display(check.subject)}: {display(check.what)}"]
        lines += [f"  {display(line)}" for line in check.reason.split("\n") if line]
    lines += [""] * bool(lines)
    planted = "operator {} at {}".format(*issue.operator) if issue.operator else "patch"
    lines += [
        display(issue.title),
        f"{display(issue.defect_class)}, {issue.severity}",
        f"planted by {display(planted)}",
        f"proof: {issue.proof.family}, {issue.proof.path}",
    ]
    for name in ("mechanism", "trigger", "consequence", "remedy", "hidden_because"):
        if text := getattr(issue, name):
            lines += ["", name.replace("_", " "), display(text)]
    return "\n".join(lines)


def reaction_words(reaction: Reaction) -> str:
    """What the matcher makes of a comment."""
    lines: list[str] = []
    for match in reaction.matches:
        what = match.issue or (f"the decoy {match.decoy}" if match.decoy else "no issue")
        head = f"{match.decision.value.upper()}: {what}"
        if match.issue:
            head += f", level {match.level}, p {match.probability:.2f}"
        lines += [display(head), *(f"  · {display(evidence.why)}" for evidence in match.evidence), ""]
    if reaction.candidates:
        lines.append("What it thought about, likeliest first")
        lines += [f"  {c.probability:4.2f}  {display(c.issue)}" for c in reaction.candidates]
    return "\n".join(lines)


def gates_of_run(gates: Sequence[Gate]) -> str:
    """Gates in a short row of words."""
    return "all gates" if len(gates) == len(Gate) else ", ".join(f"{g.short} {g.title}" for g in gates)
