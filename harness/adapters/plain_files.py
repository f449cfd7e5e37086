"""A text file that a person named, read whole, unless reading it would have no end."""

from __future__ import annotations

import stat
from pathlib import Path

from harness.domain.errors import BadInput

MOST_BYTES = 400_000_000


def read_plain(path: Path, what: str) -> str:
    """The UTF-8 text of a file; `what` is what the file should hold, as in "the labels". Raises BadInput.

    A pipe would be waited for, and a device read, until there is no memory left.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise BadInput(
                f"{what} cannot be read: this is no ordinary file", where=str(path), next_step="Name a file."
            )
        if about.st_size > MOST_BYTES:
            raise BadInput(f"{what} cannot be read: the file is larger than {MOST_BYTES:,} bytes", where=str(path))
        return path.read_text("utf-8")
    except OSError as error:
        raise BadInput(f"{what} cannot be read: {error.strerror}", where=str(path)) from None
    except UnicodeDecodeError as error:
        raise BadInput(f"{what} cannot be read: byte {error.start + 1} is not UTF-8", where=str(path)) from None
