"""A packet as one file that runs with a plain `python3`: the candidate's program, what it needs, and the packet.

The program's modules are found by following imports from its entry, so nothing of the author's or the interviewer's side
can come along. Third-party packages are copied from the installed distributions, pure Python only.
"""

from __future__ import annotations

import ast
import importlib.util
import io
import zipfile
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from harness.adapters.packets import PREFIX, write_member
from harness.domain.errors import CannotRun

ENTRY = "harness.apps.tui.candidate.__main__"
_DISTRIBUTIONS = (
    "textual", "rich", "pygments", "markdown-it-py", "mdurl", "platformdirs", "typing-extensions",
)  # fmt: skip
_WHERE_INSTALLED = ("mdit-py-plugins", "linkify-it-py", "uc-micro-py")
_LEFT_OUT = ("/tests/", "/__pycache__/", ".pyc", ".so", ".pyd", ".dist-info/", "/tree-sitter/", ".exe")

# This must parse in any Python 3, so that an old one can say what is missing.
_MAIN = b"""\
import sys
if sys.version_info < (3, 11):
    sys.exit("This needs Python 3.11 or newer, and this is %d.%d." % sys.version_info[:2])
from harness.apps.tui.candidate.__main__ import main
sys.exit(main())
"""


def single_file(packet: bytes) -> bytes:
    """The content of a `.pyz` for a packet. The same packet and the same installed packages give the same bytes."""
    buffer = io.BytesIO()
    buffer.write(_program())
    with zipfile.ZipFile(buffer, "a") as archive, zipfile.ZipFile(io.BytesIO(packet)) as inner:
        for info in inner.infolist():
            assert info.filename.startswith(PREFIX)
            write_member(archive, info.filename, inner.read(info))
    return buffer.getvalue()


@lru_cache(maxsize=1)
def _program() -> bytes:
    """Everything but the packet, which takes nearly all of the time; the same for all packets of a run."""
    buffer = io.BytesIO(b"")
    buffer.write(b"#!/usr/bin/env python3\n")
    with zipfile.ZipFile(buffer, "a") as archive:
        write_member(archive, "__main__.py", _MAIN)
        for name, path in sorted(candidate_modules().items()):
            write_member(archive, name, path.read_bytes())
        for name, path in _third_party():
            write_member(archive, name, path.read_bytes())
    return buffer.getvalue()


def candidate_modules() -> dict[str, Path]:
    """The harness's own modules that the candidate's program needs: archive name to file."""
    found: dict[str, Path] = {}
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            continue
        path = Path(spec.origin)
        archived = name.replace(".", "/") + ("/__init__.py" if path.name == "__init__.py" else ".py")
        if archived in found:
            continue
        found[archived] = path
        waiting += _imports(path)
        waiting.append(name.rpartition(".")[0] or "harness")
    return found


def _imports(path: Path) -> list[str]:
    """The harness modules that a file imports, at its top or inside functions."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return [name for name in names if name.startswith("harness") and _is_module(name)]


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _third_party() -> list[tuple[str, Path]]:
    members: dict[str, Path] = {}
    for name in (*_DISTRIBUTIONS, *_WHERE_INSTALLED):
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:
            if name in _WHERE_INSTALLED:
                continue
            raise CannotRun(f"the package {name} is not installed", next_step="Install the harness anew.") from None
        for file in files:
            shown = "/" + str(file)
            if not shown.startswith("/..") and not any(part in shown for part in _LEFT_OUT):
                members[str(file)] = Path(str(file.locate()))
    return sorted(members.items())
