"""The packet: one zip with a manifest and the texts of a pull request, the same bytes every time.

It is built field by field from a `PullRequest`, which holds nothing of the key. The digest is the SHA-256 of the manifest, and
the manifest names every text by its own SHA-256, so a packet opens without reading the texts, and each is checked when
it is first looked at.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, overload

from harness.domain.diff import Change, FileText
from harness.domain.errors import BadPacket
from harness.domain.packet import Packet
from harness.domain.pull_request import (
    Artefact,
    ArtefactKind,
    Author,
    ChangedFile,
    FileStatus,
    Prompt,
    PromptKind,
    PullRequest,
)

FORMAT = 1
PREFIX = "packet/"
_MANIFEST = PREFIX + "manifest.json"
_MOST_MEMBERS = 50_000
_MOST_MANIFEST = 64_000_000
_MOST_TEXT = 400_000_000
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError,
    NotImplementedError,
    RuntimeError,  # an encrypted member, and, as RecursionError, JSON that is nested without end
)  # fmt: skip


def packet_members(pull_request: PullRequest, slug: str, seed: str) -> tuple[dict[str, bytes], str]:
    """The members of a packet by name, in order, and its digest."""
    texts: dict[str, bytes] = {}
    files = [_file(number, file, texts) for number, file in enumerate(pull_request.files)]
    artefacts = [
        {"path": a.path, "title": a.title, "kind": a.kind.value, "text": _text(f"a{n}", a.text, texts)}
        for n, a in enumerate(pull_request.artefacts)
    ]
    manifest = {
        "format": FORMAT,
        "fixture": slug,
        "seed": seed,
        "title": pull_request.title,
        "description": pull_request.description,
        "author": [pull_request.author.name, pull_request.author.role],
        "language": pull_request.language,
        "minutes": pull_request.minutes,
        "prompts": [[p.id, p.kind.value, p.text, p.unit] for p in pull_request.prompts],
        "artefacts": artefacts,
        "files": files,
    }
    body = json.dumps(manifest, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")
    return {_MANIFEST: body, **texts}, hashlib.sha256(body).hexdigest()


def packet_digest(pull_request: PullRequest, slug: str, seed: str) -> str:
    """The digest that a packet of this pull request has."""
    return packet_members(pull_request, slug, seed)[1]


def _file(number: int, file: ChangedFile, texts: dict[str, bytes]) -> dict[str, Any]:
    return {
        "path": file.path,
        "base_path": file.base_path,
        "status": file.status.value,
        "binary": file.binary,
        "modes": [file.base_mode, file.head_mode],
        "added": file.added,
        "removed": file.removed,
        "changes": [[c.base_start, c.base_end, c.head_start, c.head_end] for c in file.changes],
        "base": _text(f"b{number}", file.base, texts),
        "head": _text(f"h{number}", file.head, texts),
    }


def _text(name: str, text: FileText, texts: dict[str, bytes]) -> list[Any] | None:
    if not text.lines:
        return None
    content = text.text().encode("utf-8", "surrogatepass")
    texts[PREFIX + name] = content
    return [name, hashlib.sha256(content).hexdigest(), len(text.lines), text.final_newline, len(content)]


def packet_bytes(pull_request: PullRequest, slug: str, seed: str) -> tuple[bytes, str]:
    """The packet as a file's content, and its digest. The same input gives the same bytes."""
    members, digest = packet_members(pull_request, slug, seed)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            write_member(archive, name, content)
    return buffer.getvalue(), digest


def write_member(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a member with a fixed time and mode, so that nothing of the place or moment of packing shows."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.external_attr = 0o644 << 16
    info.create_system = 3
    archive.writestr(info, content, zipfile.ZIP_DEFLATED, 9)


def read_packet(path: Path) -> Packet:
    """Open a packet, or the packet inside a single-file program. Raises BadPacket."""
    try:
        archive = zipfile.ZipFile(path)
        body = _member(archive, path, _MANIFEST, _MOST_MANIFEST)
        manifest = json.loads(body)
        if not isinstance(manifest, dict):
            raise ValueError("the manifest is no mapping")
        if manifest.get("format") != FORMAT:
            raise BadPacket(
                "the packet is of another format", where=str(path), next_step="Use a newer version of the harness."
            )
        pull_request = _pull_request(manifest, archive, path)
        return Packet(str(manifest["fixture"]), str(manifest["seed"]), hashlib.sha256(body).hexdigest(), pull_request)
    except BadPacket:
        raise
    except FileNotFoundError:
        raise BadPacket("there is no such file", where=str(path), next_step="Check the name.") from None
    except IsADirectoryError:
        raise BadPacket(
            "this is a folder, and a packet is a file", where=str(path), next_step="Name the file."
        ) from None
    except PermissionError:
        raise BadPacket("the file may not be read", where=str(path), next_step="Check its permissions.") from None
    except OSError as error:
        raise BadPacket(f"the file cannot be read: {error.strerror}", where=str(path)) from None
    except _DAMAGE:
        raise _damaged(path) from None


def _damaged(path: Path) -> BadPacket:
    return BadPacket(
        "this is not a packet, or a damaged one", where=str(path), next_step="Ask for it to be sent again."
    )


def _member(archive: zipfile.ZipFile, path: Path, name: str, most: int) -> bytes:
    if len(archive.infolist()) > _MOST_MEMBERS:
        raise BadPacket("the packet has too many parts", where=str(path))
    if len(set(archive.namelist())) != len(archive.infolist()):
        raise BadPacket("two parts of the packet have one name", where=str(path), next_step="Ask for it again.")
    info = archive.getinfo(name)
    if info.file_size > most:
        raise BadPacket(f"a part of the packet is larger than {most:,} bytes", where=str(path))
    with archive.open(info) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise BadPacket(f"a part of the packet is larger than {most:,} bytes", where=str(path))
    return content


def _pull_request(m: dict[str, Any], archive: zipfile.ZipFile, path: Path) -> PullRequest:
    def text(entry: list[Any] | None) -> FileText:
        if entry is None:
            return FileText(())
        name, digest, count, final_newline, size = entry
        lines = _LazyLines(archive, path, PREFIX + str(name), str(digest), int(count), int(size))
        return FileText(lines, bool(final_newline))

    files = tuple(_changed_file(f, text) for f in m["files"])
    artefacts = tuple(
        Artefact(_str(a["path"]), _str(a["title"]), ArtefactKind(a["kind"]), text(a["text"])) for a in m["artefacts"]
    )
    prompts = tuple(
        Prompt(_str(name), PromptKind(kind), _str(words), None if unit is None else _str(unit))
        for name, kind, words, unit in m["prompts"]
    )
    name, role = m["author"]
    author, minutes = Author(_str(name), _str(role)), int(m["minutes"])
    language, title = _str(m["language"]), _str(m["title"])
    return PullRequest(title, _str(m["description"]), author, language, minutes, files, artefacts, prompts)


def _changed_file(f: dict[str, Any], text: Callable[[list[Any] | None], FileText]) -> ChangedFile:
    base_mode, head_mode = f["modes"]
    changes = tuple(Change(*map(int, c)) for c in f["changes"])
    base_path = None if f["base_path"] is None else _str(f["base_path"])
    return ChangedFile(
        _str(f["path"]), FileStatus(f["status"]), text(f["base"]), text(f["head"]), changes, int(f["added"]),
        int(f["removed"]), base_path, bool(f["binary"]), int(base_mode), int(head_mode),
    )  # fmt: skip


def _str(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


class _LazyLines(Sequence[str]):
    """The lines of a member, read and checked when the first of them is wanted."""

    def __init__(self, archive: zipfile.ZipFile, path: Path, name: str, digest: str, count: int, size: int) -> None:
        self._archive, self._path, self._name = archive, path, name
        self._digest, self._count, self._size = digest, count, size
        self._lines: tuple[str, ...] | None = None

    def _read(self) -> tuple[str, ...]:
        if self._lines is None:
            try:
                content = _member(self._archive, self._path, self._name, min(self._size, _MOST_TEXT))
            except _DAMAGE:
                raise _damaged(self._path) from None
            if hashlib.sha256(content).hexdigest() != self._digest:
                raise BadPacket(
                    "a text of the packet was changed", where=str(self._path), next_step="Ask for it again."
                )
            lines = tuple(FileText.of(content.decode("utf-8", "surrogatepass")).lines)
            if len(lines) != self._count:
                raise _damaged(self._path)
            self._lines = lines
        return self._lines

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return self._read()[index]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())
