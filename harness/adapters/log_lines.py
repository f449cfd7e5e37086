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
    checksum, _, rest = line.partition(b" ")
    after, _, body = rest.partition(b" ")
    try:
        whole = len(checksum) == 8 and int(checksum, 16) == zlib.crc32(rest)
    except ValueError:
        whole = False
    if not whole:
        raise BadLine("its checksum does not fit")
    if hashlib.sha256(chain.encode("ascii") + body).hexdigest()[:32].encode("ascii") != after:
        raise BadLine("it does not follow the line before it")
    try:
        value = json.loads(body.decode("ascii"))
    except (ValueError, RecursionError):
        raise BadLine("it holds no event") from None
    if not isinstance(value, dict):
        raise BadLine("it holds no event")
    return value, after.decode("ascii")
