"""What a candidate may have forgotten, told before handing in. It knows nothing of what there is to find."""

from __future__ import annotations

from dataclasses import dataclass

from harness.domain.display import display
from harness.domain.pull_request import PullRequest
from harness.domain.review_session import ReviewSession

_LINE = 56
_MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Gap:
    """Something left open, in words. `kind` and `name` say where it can be closed: a file, a draft, a prompt, the summary."""

    text: str
    kind: str = ""
    name: str = ""


def gaps(pull_request: PullRequest, session: ReviewSession) -> list[Gap]:
    """Everything left open, most important first."""
    found: list[Gap] = []
    if session.conclusion is None:
        found.append(Gap("no conclusion yet", "conclusion"))
    for draft in session.drafts.values():
        where = draft.purpose if draft.purpose != "comment" else str(draft.anchor)
        empty = "" if draft.text.strip() else "empty "
        found.append(Gap(f"{empty}draft not kept: {display(where)}", "draft", draft.id))
    unanswered = [p for p in pull_request.prompts if not session.answers.get(p.id, "").strip()]
    found += [Gap(f"not answered: {_short(display(p.text))}", "prompt", p.id) for p in unanswered]
    if not session.comments:
        found.append(Gap("no comment yet"))
    if not session.summary.strip():
        found.append(Gap("no summary", "summary"))
    files = [Gap(text, "file", path) for path, text in _files(pull_request, session)]
    if len(files) > _MOST_FILES:
        rest = len(files) - _MOST_FILES + 1
        files[_MOST_FILES - 1 :] = [Gap(f"and {rest} more files", "file", files[_MOST_FILES - 1].name)]
    return found + files


def _short(text: str) -> str:
    return text if len(text) <= _LINE else text[: _LINE - 1] + "…"


def _files(pull_request: PullRequest, session: ReviewSession) -> list[tuple[str, str]]:
    opened = set(session.opened_files)
    never = [(f.path, f"never opened: {display(f.path)}") for f in pull_request.files if f.path not in opened]
    marked = bool(session.viewed)  # who marks files wants to hear of the others; who does not, does not
    unmarked = [f.path for f in pull_request.files if marked and f.path in opened and f.path not in session.viewed]
    return never + [(path, f"not marked as viewed: {display(path)}") for path in unmarked]
