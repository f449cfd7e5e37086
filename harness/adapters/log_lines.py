"""One line of a session log: checksum, chain, JSON.

    crc32 SP chain SP json LF

The checksum finds a torn or garbled line by itself. The chain is SHA-256 over the chain before and this line's JSON, so a
line that was changed, dropped or moved shows at every line after it. Whoever owns the file can compute it all anew: it
is evidence of accidents and careless edits, not proof against a determined owner.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

from harness.domain.errors import CannotRun

MOST_LINE_BYTES = 8 * 1024 * 1024
START = "0" * 32
_CHAIN, _BODY = 9, 42
"""Where in a line the chain and the JSON begin."""
_scan = json.scanner.make_scanner(json.JSONDecoder())  # type: ignore[attr-defined]


class BadLine(ValueError):
    """A line that is not whole or not in its place."""


def encode(value: dict[str, Any], chain: str) -> tuple[bytes, str]:
    """The line for a value, and the chain after it. Raises CannotRun where the line would be too long."""
    body = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode("ascii")
    after = hashlib.sha256(chain.encode("ascii") + body).hexdigest()[:32]
    rest = after.encode("ascii") + b" " + body
    line = b"%08x %s\n" % (zlib.crc32(rest), rest)
    if len(line) > MOST_LINE_BYTES:
        raise CannotRun(
            f"a text of {len(line):,} bytes is too large for the session log", next_step="Shorten it, then try again."
        )
    return line, after


def decode(line: bytes, chain: str) -> tuple[dict[str, Any], str]:
    """The value of a line (without its line feed) that follows `chain`. Raises BadLine."""
    if not is_whole(line):
        raise BadLine("its checksum does not fit")
    body = line[_BODY:]
    after = hashlib.sha256(chain.encode("ascii") + body).hexdigest()[:32]
    if line[_CHAIN:_BODY] != after.encode("ascii") + b" ":
        raise BadLine("it does not follow the line before it")
    try:
        text = body.decode("ascii")
        value, end = _scan(text, 0)  # `json.loads` looks for white space around it as well, which nobody wrote
        if end != len(text):
            raise ValueError
    except (ValueError, RecursionError, StopIteration):
        raise BadLine("it holds no event") from None
    if type(value) is not dict:
        raise BadLine("it holds no event")
    return value, after


def is_whole(line: bytes) -> bool:
    """Whether a line's own checksum fits, wherever it stands."""
    try:
        return line[8:_CHAIN] == b" " and int(line[:8], 16) == zlib.crc32(line[_CHAIN:])
    except ValueError:
        return False
