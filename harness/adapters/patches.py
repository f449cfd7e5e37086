"""Unified diff text to edits on a tree. The only import of unidiff.

unidiff reads; what it lets pass (paths that leave the tree, counts, combined diffs) is checked here. A hunk must match
exactly where it says it does: a patch that would apply "nearly" is a patch that nobody has looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from unidiff.errors import UnidiffParseError
from unidiff.patch import Hunk, PatchedFile, PatchSet

from harness.domain.edit import Edit, Tree, edit_text, split_lines


class PatchFault(Exception):
    """A patch that cannot be read or applied; `line` is the line of the patch file where it shows."""

    def __init__(self, line: int, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.line, self.what, self.remedy = line, what, remedy


@dataclass(frozen=True, slots=True)
class FilePatch:
    """What a patch does to one file; `old` or `new` is None where the file comes or goes."""

    old: str | None
    new: str | None
    hunks: tuple[tuple[str, int, int, tuple[tuple[str, str], ...]], ...]
    """Per hunk: its header, its line in the patch, its first old line, and (sign, text) of every line."""


_BINARY = re.compile(r"^(?:GIT binary patch|Binary files .* differ)$", re.MULTILINE)
_NO_FILE = re.compile(r"^(?:new file|new|old|deleted file) mode (?!100644|100755).*$", re.MULTILINE)
_HUNK = re.compile(r"^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_REMEDY = "Make the patch again with `git diff`, or with `harness plant` or `harness fix`."


def read_patch(text: str) -> tuple[FilePatch, ...]:
    """The files of a patch. Raises PatchFault."""
    if re.search(r"^@@@ ", text, re.MULTILINE):
        raise PatchFault(_line_of(text, "@@@ "), "this is a combined diff of a merge", "Make a diff of two trees.")
    _refuse(text, _BINARY, "binary files cannot be patched", "Put the file into base/.")
    _refuse(text, _NO_FILE, "a patch may only change plain files, no links and no submodules", "Leave it out.")
    try:
        patch = PatchSet(split_lines(text))
    except (UnidiffParseError, ValueError) as error:
        raise PatchFault(1, f"this is not a unified diff: {error}", _REMEDY) from None
    files = tuple(_file_patch(file) for file in patch)
    if not files:
        raise PatchFault(1, "the patch changes nothing", _REMEDY)
    _refuse_surplus(split_lines(text))
    _refuse_repeats(files)
    return files


def _refuse(text: str, pattern: re.Pattern[str], what: str, remedy: str) -> None:
    if found := pattern.search(text):
        raise PatchFault(text.count("\n", 0, found.start()) + 1, what, remedy)


def _refuse_surplus(lines: list[str]) -> None:
    """Refuse lines behind the end of a hunk: unidiff passes over them, and what an edited patch brings would be cut short."""
    left = (0, 0)
    for number, line in enumerate(lines, 1):
        if left == (0, 0):
            header = _HUNK.match(line)
            left = (int(header[1] or 1), int(header[2] or 1)) if header else left
            continue
        if not line.startswith("\\"):
            left = (left[0] - (line[:1] != "+"), left[1] - (line[:1] != "-"))
        behind = lines[number : number + 2]
        if left == (0, 0) and behind and behind[0].startswith(("+", "-", " ")) and not _begins_anew(behind):
            what = f"line {number + 1} stands behind the end of its hunk, whose header counts fewer lines"
            raise PatchFault(number + 1, what, _REMEDY)


def _begins_anew(lines: list[str]) -> bool:
    """Whether a line that looks like one of a hunk begins the next file, or the signature of a mail."""
    return lines[0].rstrip() == "--" or (lines[0].startswith("--- ") and lines[-1].startswith("+++ "))


def _refuse_repeats(files: tuple[FilePatch, ...]) -> None:
    for side in ([f.old for f in files], [f.new for f in files]):
        named = [path for path in side if path is not None]
        for path in named:
            if named.count(path) > 1:
                raise PatchFault(1, f"{path} stands in the patch twice", _REMEDY)


def _line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(start))


def _file_patch(file: PatchedFile) -> FilePatch:
    old = None if file.is_added_file else _path(file.source_file, "a/")
    new = None if file.is_removed_file else _path(file.target_file, "b/")
    return FilePatch(old, new, tuple(_hunk(hunk) for hunk in file))


def _path(named: str, prefix: str) -> str:
    path = named.split("\t")[0].rstrip("\r\n").removeprefix(prefix)
    parts = path.split("/")
    if path.startswith(("/", '"')) or "\\" in path or ":" in path or not path or {"", ".", ".."} & set(parts):
        raise PatchFault(1, f"the path {named!r} leaves the project or is not a plain one", _REMEDY)
    if parts[0] == ".git":
        raise PatchFault(1, f"the path {named!r} is git's own", _REMEDY)
    return path


def _hunk(hunk: Hunk) -> tuple[str, int, int, tuple[tuple[str, str], ...]]:
    lines: list[tuple[str, str]] = []
    for line in hunk:
        if line.line_type == "\\":
            sign, text = lines[-1]
            lines[-1] = (sign, text.removesuffix("\n"))
        else:
            lines.append((line.line_type, line.value))
    first = hunk.source_start if hunk.source_length else hunk.source_start + 1
    header = f"@@ -{hunk.source_start},{hunk.source_length} +{hunk.target_start},{hunk.target_length} @@"
    at = min((line.diff_line_no for line in hunk if line.diff_line_no), default=1)
    return header, at, first, tuple(lines)


def edits_on(tree: Tree, patch: tuple[FilePatch, ...]) -> tuple[Edit, ...]:
    """The patch as edits on `tree`, reduced to the lines that change. Raises PatchFault where it does not apply."""
    edits: list[Edit] = []
    for file in patch:
        if file.old is None or file.new is None or file.old != file.new:
            what = f"{file.new or file.old}: the patch adds, deletes or renames a file"
            raise PatchFault(1, what, "Only change.patch may do that; change lines of existing files here.")
        edits += _file_edits(tree, file)
    if not edits:
        raise PatchFault(1, "the patch changes no line", _REMEDY)
    return tuple(edits)


def _file_edits(tree: Tree, file: FilePatch) -> list[Edit]:
    path = file.old or ""
    if path not in tree:
        raise PatchFault(1, f"{path}: there is no such file", _REMEDY)
    lines = split_lines(_text(tree, path))
    edits: list[Edit] = []
    free = 1
    for number, hunk in enumerate(file.hunks, 1):
        header, at, first, body = hunk
        if first < free:
            raise PatchFault(at, f"hunk {number} ({header}) of {path} begins before the one above it ends", _REMEDY)
        _check(lines, path, number, hunk)
        free = first + sum(sign != "+" for sign, _ in body)
        edits += _reduced(path, hunk)
    return edits


def _text(tree: Tree, path: str) -> str:
    try:
        return tree[path].decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"{path}: byte {error.start + 1} of the file is not UTF-8, so it cannot be patched"
        raise PatchFault(1, what, "Save the file as UTF-8.") from None


def _check(lines: list[str], path: str, number: int, hunk: tuple[str, int, int, tuple[tuple[str, str], ...]]) -> None:
    header, at, first, body = hunk
    old = [text for sign, text in body if sign != "+"]
    for offset, text in enumerate(old):
        index = first - 1 + offset
        there = lines[index] if index < len(lines) else None
        if there == text:
            continue
        found = f"has {_shown(there)}" if there is not None else "ends before it"
        what = (
            f"hunk {number} ({header}) does not apply to {path}: the patch has {_shown(text)} as line {index + 1}, "
            f"and the file {found}"
        )
        raise PatchFault(at, what, _elsewhere(lines, old) + _REMEDY)


def _shown(line: str) -> str:
    """A line as a person can compare it: a carriage return or a missing line feed would be the whole difference."""
    return repr(line.removesuffix("\n")) + ("" if line.endswith("\n") else " without a line feed")


def _elsewhere(lines: list[str], old: list[str]) -> str:
    if not old:
        return ""
    starts = [n for n in range(len(lines) - len(old) + 1) if lines[n : n + len(old)] == old]
    return f"Its lines stand at line {starts[0] + 1}. " if len(starts) == 1 else ""


def _reduced(path: str, hunk: tuple[str, int, int, tuple[tuple[str, str], ...]]) -> list[Edit]:
    _, _, line, body = hunk
    edits: list[Edit] = []
    start, added, removed = line, [], 0  # type: int, list[str], int
    for sign, text in (*body, (" ", "")):
        if sign == "+":
            added.append(text)
        elif sign == "-":
            removed += 1
            line += 1
        else:
            if added or removed:
                edits.append(Edit(path, start, start + removed, tuple(added)))
            line += 1
            start, added, removed = line, [], 0
    return edits


def apply_change(base: Tree, patch: tuple[FilePatch, ...]) -> dict[str, bytes]:
    """The tree after an honest pull request: lines changed, files added, deleted, renamed. Raises PatchFault."""
    head = dict(base)
    gone, made = {file.old for file in patch}, set[str]()
    for file in patch:
        if file.new is not None and file.new != file.old and file.new in base and file.new not in gone:
            raise PatchFault(1, f"{file.new}: the patch makes a file that is already there", _REMEDY)
        if file.old is None and file.new is not None:
            head[file.new] = "".join(t for h in file.hunks for sign, t in h[3] if sign == "+").encode("utf-8")
            made.add(file.new)
            continue
        edits = _file_edits(base, FilePatch(file.old, file.old, file.hunks))
        content = edit_text(_text(base, file.old or ""), edits).encode("utf-8") if edits else base[file.old or ""]
        if file.old not in made:
            del head[file.old or ""]
        if file.new is not None:
            head[file.new] = content
            made.add(file.new)
    if head == base:
        raise PatchFault(1, "the patch changes no line", _REMEDY)
    return head
