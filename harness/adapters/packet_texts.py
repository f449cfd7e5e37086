"""The texts of a packet: stored in blocks of lines, each packed and checked on its own, read only where they are looked at.

A text of a million lines must not be unpacked for its first screen, and ten thousand texts must not be ten thousand
members of a zip. So all blocks lie one behind the other in one member, and an index holds the length of each.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, overload

from harness.domain.diff import Changes, FileText
from harness.domain.errors import BadPacket

BLOCK = 1_000
"""Lines in a block. Part of the format."""
MOST_BLOCK_BYTES = 8_000_000
MOST_CHANGES = 4_000_000
"""What a packet may claim of one block or file: neither is unpacked before the claim is believed."""
_KEPT_BLOCKS = 64
_DAMAGE = (zlib.error, ValueError, TypeError, IndexError)


class TextWriter:
    """Collects the blocks of a packet that is being made."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._lengths = array("I")

    def add(self, text: FileText) -> list[Any] | None:
        """Take a text in; what the manifest says of it: lines, whether a line feed ends it, and each block's size and digest."""
        if not text.lines:
            return None
        lines, blocks = list(text.lines), []
        for start in range(0, len(lines), BLOCK):
            content = "\n".join(lines[start : start + BLOCK]).encode("utf-8", "surrogatepass")
            blocks.append([len(content), self._add(content)])
        return [len(lines), text.final_newline, blocks]

    def add_changes(self, changes: Changes) -> list[Any]:
        """Take the changes of a file in; their number and digest."""
        return [len(changes), self._add(changes.packed())] if changes else [0, ""]

    def _add(self, content: bytes) -> str:
        packed = zlib.compress(content, 9)
        self._blocks.append(packed)
        self._lengths.append(len(packed))
        return hashlib.sha256(content).hexdigest()

    def members(self) -> tuple[bytes, bytes]:
        """The member of all blocks, and the index of their lengths."""
        lengths = array("I", self._lengths)
        if sys.byteorder == "big":
            lengths.byteswap()
        return b"".join(self._blocks), lengths.tobytes()


class TextReader:
    """Hands out the blocks of a packet, from any thread. The blocks come in the order in which they were written."""

    def __init__(self, path: Path, start: int, size: int, index: bytes) -> None:
        lengths = array("I", index)
        if sys.byteorder == "big":
            lengths.byteswap()
        self._ends = array("Q", accumulate(lengths, initial=start))
        if self._ends[-1] != start + size:
            raise ValueError("the index does not fit the texts")
        self._path, self._next = path, 0
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._kept: OrderedDict[int, list[str]] = OrderedDict()
        self._lock = threading.Lock()

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            os.close(self._file)

    def text(self, entry: list[Any] | None) -> FileText:
        """The next text, from what the manifest says of it. Its lines are read when they are wanted."""
        if entry is None:
            return FileText(())
        count, final_newline, blocks = entry
        if len(blocks) != -(-int(count) // BLOCK) or not blocks:
            raise ValueError("a text has other blocks than lines")
        if not all(0 <= int(size) <= MOST_BLOCK_BYTES for size, _ in blocks):
            raise ValueError("a block is too large")
        first, self._next = self._next, self._next + len(blocks)
        return FileText(_LazyLines(self, first, int(count), blocks), bool(final_newline))

    def changes(self, entry: list[Any]) -> Changes:
        """The next list of changes, likewise."""
        count, digest = entry
        if not count:
            return Changes()
        if not 0 < int(count) <= MOST_CHANGES:
            raise ValueError("no number of changes")
        self._next += 1
        return _LazyChanges(self, self._next - 1, int(count), str(digest))

    @property
    def complete(self) -> bool:
        """Whether the manifest spoke of every block."""
        return self._next == len(self._ends) - 1

    def content(self, number: int, size: int, digest: str) -> bytes:
        """A block, checked. Raises BadPacket."""
        try:
            start, end = self._ends[number], self._ends[number + 1]
            unpacker = zlib.decompressobj()
            content = unpacker.decompress(os.pread(self._file, end - start, start), size + 1)
        except _DAMAGE:
            raise self.damaged() from None
        if len(content) > size:
            raise BadPacket(f"a part of the packet is larger than {size:,} bytes", where=str(self._path))
        if hashlib.sha256(content).hexdigest() != digest:
            raise BadPacket("a text of the packet was changed", where=str(self._path), next_step="Ask for it again.")
        return content

    def lines(self, number: int, size: int, digest: str, *, keep: bool) -> list[str]:
        """The lines of a block; with `keep` they stay at hand for a while."""
        with self._lock:
            found = self._kept.get(number)
            if found is not None:
                self._kept.move_to_end(number)
                return found
        lines = self.content(number, size, digest).decode("utf-8", "surrogatepass").split("\n")
        if keep:
            with self._lock:
                self._kept[number] = lines
                while len(self._kept) > _KEPT_BLOCKS:
                    self._kept.popitem(last=False)
        return lines

    def damaged(self) -> BadPacket:
        """What to say of a packet that does not hold together."""
        return damaged(self._path)


def damaged(path: Path) -> BadPacket:
    """The sentence for a file that is no packet."""
    return BadPacket(
        "this is not a packet, or a damaged one", where=str(path), next_step="Ask for it to be sent again."
    )


class _LazyLines(Sequence[str]):
    """The lines of a text, read and checked block by block when they are wanted."""

    __slots__ = ("_blocks", "_count", "_first", "_reader")

    def __init__(self, reader: TextReader, first: int, count: int, blocks: list[Any]) -> None:
        self._reader, self._first, self._count, self._blocks = reader, first, count, blocks

    def _block(self, number: int, keep: bool = True) -> list[str]:
        size, digest = self._blocks[number]
        lines = self._reader.lines(self._first + number, int(size), str(digest), keep=keep)
        if len(lines) != min(BLOCK, self._count - number * BLOCK):
            raise self._reader.damaged()
        return lines

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._count)
            return self._between(start, stop) if step == 1 else [self[i] for i in range(start, stop, step)]
        number, at = divmod(range(self._count)[index], BLOCK)
        return self._block(number)[at]

    def _between(self, start: int, stop: int) -> list[str]:
        found: list[str] = []
        for number in range(start // BLOCK, -(-stop // BLOCK)):
            offset = number * BLOCK
            found += self._block(number)[max(start - offset, 0) : stop - offset]
        return found

    def __iter__(self) -> Iterator[str]:
        """All lines; the blocks that pass by are not kept, so that a search does not drive out what is on the screen."""
        for number in range(len(self._blocks)):
            yield from self._block(number, keep=False)


class _LazyChanges(Changes):
    """The changes of a file, read and checked when the file is first shown."""

    __slots__ = ("_count", "_digest", "_found", "_number", "_reader")

    def __init__(self, reader: TextReader, number: int, count: int, digest: str) -> None:
        self._reader, self._number, self._count, self._digest = reader, number, count, digest
        self._found: Changes | None = None

    @property
    def numbers(self) -> array[int]:
        """The four columns, one row after the other."""
        if self._found is None:
            content = self._reader.content(self._number, self._count * 16, self._digest)
            try:
                self._found = Changes.unpacked(content)
            except ValueError:
                raise self._reader.damaged() from None
            if len(self._found) != self._count:
                raise self._reader.damaged()
        return self._found.numbers

    def __len__(self) -> int:
        return self._count
