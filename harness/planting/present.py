"""From a variant to the pull request that the candidate sees: a whitelist, built field by field."""

from __future__ import annotations

from harness.domain.diff import EMPTY, FileText
from harness.domain.edit import Tree
from harness.domain.fixture import Variant
from harness.domain.pull_request import ChangedFile, FileStatus, PullRequest, TreeFile


def pull_request_of(variant: Variant) -> PullRequest:
    """All that a candidate may see of this variant, and nothing else."""
    brief = variant.fixture.brief
    return PullRequest(
        brief.title,
        brief.description,
        brief.author,
        brief.language,
        brief.minutes,
        tuple(_changed_file(path, variant.fixture.base, variant.head) for path in variant.file_order),
        brief.artefacts,
        brief.prompts,
        tuple(TreeFile(path, FileText.of(text)) for path, text in _unchanged(variant)),
        brief.commits,
        pauses=brief.pauses,
    )


def _unchanged(variant: Variant) -> list[tuple[str, str]]:
    """The other texts of the project, which the variant leaves as they are: what its author ships anyway."""
    base, changed = variant.fixture.base, set(variant.file_order)
    same = [path for path in sorted(base) if path not in changed and variant.head.get(path) == base[path]]
    return [(path, base[path].decode("utf-8")) for path in same if not _is_binary(base[path])]


def _changed_file(path: str, base: Tree, head: Tree) -> ChangedFile:
    old, new = base.get(path), head.get(path)
    if _is_binary(old) or _is_binary(new):
        status = FileStatus.ADDED if old is None else FileStatus.DELETED if new is None else FileStatus.MODIFIED
        return ChangedFile(path, status, EMPTY, EMPTY, (), 0, 0, binary=True)
    return ChangedFile.between(path, _text(old), _text(new))


def _is_binary(content: bytes | None) -> bool:
    if content is None:
        return False
    try:
        return "\x00" in content.decode("utf-8")
    except UnicodeDecodeError:
        return True


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode("utf-8")
