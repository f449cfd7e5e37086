"""The packet: one zip with a manifest and the texts of a pull request, the same bytes every time.

It is built field by field from a `PullRequest`, which holds nothing of the key. The digest is the SHA-256 of the manifest, and
the manifest names every block of every text by its own SHA-256, so a packet opens without reading the texts, and each is
checked when it is first looked at.
"""

from __future__ import annotations

import gc
import hashlib
import io
import json
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

from harness.adapters.packet_texts import TextReader, TextWriter, damaged
from harness.domain.diff import Changes
from harness.domain.display import display
from harness.domain.errors import BadPacket
from harness.domain.packet import Packet
from harness.domain.pull_request import (
    Artefact,
    ArtefactKind,
    Author,
    ChangedFile,
    Commit,
    FileStatus,
    Prompt,
    PromptKind,
    PullRequest,
    TreeFile,
)

FORMAT = 2
PREFIX = "packet/"
_MANIFEST, _TEXTS, _INDEX = PREFIX + "manifest.json", PREFIX + "texts", PREFIX + "index"
_MOST_MEMBERS = 50_000
_MOST_MANIFEST = 64_000_000
_MOST_VALUES = 2_000_000
"""Of a manifest, by its commas and brackets: small ones take fifty times their bytes once they are read."""
_MOST_NAME = 100
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError,
    OverflowError,
    NotImplementedError,
    RuntimeError,  # an encrypted member, and, as RecursionError, JSON that is nested without end
)  # fmt: skip


def packet_members(pull_request: PullRequest, slug: str, seed: str) -> tuple[dict[str, bytes], str]:
    """The members of a packet by name, in order, and its digest."""
    texts = TextWriter()
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
        "commits": [[c.title, c.description, list(c.paths)] for c in pull_request.commits],
        "files": [_file(file, texts) for file in pull_request.files],
        "artefacts": [[a.path, a.title, a.kind.value, texts.add(a.text)] for a in pull_request.artefacts],
        "tree": [[f.path, texts.add(f.text)] for f in pull_request.tree],
    }
    if not pull_request.pauses:
        manifest["pauses"] = False
    body = json.dumps(manifest, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")
    blocks, index = texts.members()
    return {_MANIFEST: body, _INDEX: index, _TEXTS: blocks}, hashlib.sha256(body).hexdigest()


def packet_digest(pull_request: PullRequest, slug: str, seed: str) -> str:
    """The digest that a packet of this pull request has."""
    return packet_members(pull_request, slug, seed)[1]


def _file(file: ChangedFile, texts: TextWriter) -> list[Any]:
    modes, counts = [file.base_mode, file.head_mode], [file.added, file.removed]
    base, head, changes = texts.add(file.base), texts.add(file.head), texts.add_changes(Changes(file.changes))
    return [file.path, file.base_path, file.status.value, file.binary, modes, counts, base, head, changes]


def packet_bytes(pull_request: PullRequest, slug: str, seed: str) -> tuple[bytes, str]:
    """The packet as a file's content, and its digest. The same input gives the same bytes."""
    members, digest = packet_members(pull_request, slug, seed)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            write_member(archive, name, content)
    return buffer.getvalue(), digest


def write_member(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a member with a fixed time and mode, so that nothing of the place or moment of packing shows.

    The texts are packed block by block already; they are stored as they are, so that a block is read where it lies.
    """
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.external_attr = 0o644 << 16
    info.create_system = 3
    archive.writestr(info, content, zipfile.ZIP_STORED if name == _TEXTS else zipfile.ZIP_DEFLATED, 9)


def read_packet(path: Path) -> Packet:
    """Open a packet, or the packet inside a single-file program. Raises BadPacket.

    Nothing that is read forms a ring, so the collector would only look at all files of a large one in vain.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read(path)
    finally:
        if collecting:
            gc.enable()


def _read(path: Path) -> Packet:
    try:
        _check_file(path)
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, path)
            body = _member(archive, path, _MANIFEST, _MOST_MANIFEST)
            if sum(map(body.count, (b",", b"[", b"{"))) > _MOST_VALUES:
                raise BadPacket(f"the packet lists more than {_MOST_VALUES:,} values", where=str(path))
            manifest = json.loads(body)
            texts = _texts(archive, path) if isinstance(manifest, dict) and manifest.get("format") == FORMAT else None
        if not isinstance(manifest, dict):
            raise ValueError("the manifest is no mapping")
        if texts is None:
            raise _other_format(manifest.get("format"), path)
        pull_request = _pull_request(manifest, texts)
        return Packet(
            _file_name(manifest["fixture"]), _str(manifest["seed"]), hashlib.sha256(body).hexdigest(), pull_request
        )
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
        raise damaged(path) from None


def _check_file(path: Path) -> None:
    """A pipe would be waited for, and a device read, without end."""
    if not path.is_dir() and not stat.S_ISREG(path.stat().st_mode):
        raise BadPacket("this is no ordinary file", where=str(path), next_step="Name the packet's file.")


def _file_name(fixture: Any) -> str:
    """The fixture's name, with which the names of session files begin: it must not lead to another folder."""
    name = _str(fixture)
    if len(name) > _MOST_NAME or "/" in name or "\\" in name or display(name) != name:
        raise ValueError("the fixture's name is no part of a file name")
    return name


def _other_format(found: object, path: Path) -> BadPacket:
    older = isinstance(found, int) and found < FORMAT
    next_step = "Have it packed again." if older else "Use a newer version of the harness."
    return BadPacket("the packet is of another format", where=str(path), next_step=next_step)


def _check_members(archive: zipfile.ZipFile, path: Path) -> None:
    if len(archive.infolist()) > _MOST_MEMBERS:
        raise BadPacket("the packet has too many parts", where=str(path))
    if len(set(archive.namelist())) != len(archive.infolist()):
        raise BadPacket("two parts of the packet have one name", where=str(path), next_step="Ask for it again.")


def _member(archive: zipfile.ZipFile, path: Path, name: str, most: int) -> bytes:
    info = archive.getinfo(name)
    if info.file_size > most:
        raise BadPacket(f"a part of the packet is larger than {most:,} bytes", where=str(path))
    with archive.open(info) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise BadPacket(f"a part of the packet is larger than {most:,} bytes", where=str(path))
    return content


def _texts(archive: zipfile.ZipFile, path: Path) -> TextReader:
    """The reader of the texts, from where the member begins in the file: behind its own header, name and extras."""
    info = archive.getinfo(_TEXTS)
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1 or info.compress_size != info.file_size:
        raise ValueError("the texts are not stored as they are")
    with path.open("rb") as file:
        file.seek(info.header_offset)
        header = file.read(30)
    if header[:4] != b"PK\x03\x04":
        raise ValueError("no member begins there")
    name, extra = struct.unpack("<HH", header[26:30])
    index = _member(archive, path, _INDEX, _MOST_MANIFEST)
    return TextReader(path, info.header_offset + 30 + name + extra, info.file_size, index)


def _pull_request(m: dict[str, Any], texts: TextReader) -> PullRequest:
    files = tuple(_changed_file(f, texts) for f in m["files"])
    artefacts = tuple(
        Artefact(_str(path), _str(title), ArtefactKind(kind), texts.text(text))
        for path, title, kind, text in m["artefacts"]
    )
    tree = tuple(TreeFile(_str(path), texts.text(text)) for path, text in m["tree"])
    if not texts.complete:
        raise ValueError("there are texts that nothing names")
    prompts = tuple(
        Prompt(_str(name), PromptKind(kind), _str(words), None if unit is None else _str(unit))
        for name, kind, words, unit in m["prompts"]
    )
    commits = tuple(
        Commit(_str(title), _str(words), tuple(_str(path) for path in paths)) for title, words, paths in m["commits"]
    )
    name, role = m["author"]
    return PullRequest(
        _str(m["title"]), _str(m["description"]), Author(_str(name), _str(role)), _str(m["language"]), int(m["minutes"]),
        files, artefacts, prompts, tree, commits, bool(m.get("pauses", True)),
    )  # fmt: skip


def _changed_file(entry: list[Any], texts: TextReader) -> ChangedFile:
    path, base_path, status, binary, (base_mode, head_mode), (added, removed), base, head, changes = entry
    old, new = texts.text(base), texts.text(head)
    return ChangedFile(
        _str(path), FileStatus(status), old, new, texts.changes(changes), int(added), int(removed),
        None if base_path is None else _str(base_path), bool(binary), int(base_mode), int(head_mode),
    )  # fmt: skip


def _str(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
