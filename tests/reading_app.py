"""A pull request that holds everything awkward to draw, and the candidate's screen on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from harness.adapters.clock import Clock
from harness.adapters.packets import packet_bytes, read_packet
from harness.apps.tui.candidate.app import CandidateApp
from harness.domain.diff import EMPTY, FileText
from harness.domain.pull_request import (
    Artefact,
    ArtefactKind,
    Author,
    ChangedFile,
    Commit,
    FileStatus,
    PullRequest,
    TreeFile,
)
from harness.steps.interview.record import open_session

PYTHON = "".join(f'def f{n}(x):\n    """Doc {n}."""\n    return x + {n}  # plus\n\n\n' for n in range(40))
PYTHON_NEW = PYTHON.replace("return x + 7 ", "return x * 7 ").replace("return x + 20 ", "y = x\n    return y + 21 ")
LOCK = "{\n" + "".join(f' "a{n}": 1,\n' for n in range(300)) + "}\n"
DESCRIPTION = """\
# Summary

This **bounds** the `cache`, see [the ticket](W-1).

- one *item*

```python
x = 1
```

A long paragraph that goes on and on, so that it has to be wrapped at the width that the window has, whatever it is now.
"""

FILES = (
    ChangedFile.between("src/core.py", PYTHON, PYTHON_NEW),
    ChangedFile.between(
        "src/ends.js", "const a = 1;\r\n\tb();\r\nc\r\n", "const a = 2;\r\n\tb('日本');\nc\r\n"
    ),
    ChangedFile.between("wide.txt", "日本語 ok\ncafe\u0301\n", "日本語 good\ncafe\u0301s \x1b[31m\u202e\nlast, without an end"),
    ChangedFile.between("min.js", "var a=" + "1+" * 200 + "1;\n", "var a=" + "1+" * 100 + "2+" + "1+" * 100 + "1;\n"),
    ChangedFile.between("package-lock.json", LOCK, LOCK.replace(": 1", ": 2")),
    ChangedFile("img.png", FileStatus.MODIFIED, EMPTY, EMPTY, (), 0, 0, binary=True),
    ChangedFile.between("gone.go", "package main\n\nfunc (s *S) Run() error {\n\treturn nil\n}\n", None),
    ChangedFile.between("new.rs", None, 'pub fn main() {\n    println!("hi");\n}\n'),
    ChangedFile.between("empty.txt", None, ""),
    ChangedFile(
        "tools/run.sh", FileStatus.RENAMED, FileText.of("echo\n"), FileText.of("echo\n"), (), 0, 0, "run.sh", False, 0o644,
        0o755,
    ),
)  # fmt: skip
PULL_REQUEST = PullRequest(
    "Bound the cache",
    DESCRIPTION,
    Author("Ada", "SRE"),
    "python",
    20,
    FILES,
    (Artefact("artefacts/log.txt", "Log", ArtefactKind.LOG, FileText.of("12:00 ERROR boom\n12:01 fine\n")),),
    (),
    (TreeFile("src/util.py", FileText.of("LIMIT = 5\n\n\ndef helper(a):\n    return f7(a) + LIMIT\n")),),
    (Commit("Add the cache", "Because it is slow.\n", ("src/core.py",)), Commit("Fix lint")),
)


@asynccontextmanager
async def reading(
    folder: Path,
    pull_request: PullRequest = PULL_REQUEST,
    size: tuple[int, int] = (120, 40),
    path: str | None = None,
    damaged_at: int | None = None,
) -> AsyncIterator[tuple[CandidateApp, Pilot[object]]]:
    """The app past its welcome, on a document where one is named."""
    content = bytearray(packet_bytes(pull_request, "reading", "1")[0])
    if damaged_at is not None:
        content[damaged_at] ^= 0xFF
    (folder / "p.packet").write_bytes(content)
    packet = read_packet(folder / "p.packet")
    recorder = open_session(packet, folder / "sessions", Clock(), "test", folder)
    app = CandidateApp(packet, recorder)
    app.chosen_theme = "dark"
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press("enter")
            if path:
                app.open(path)
            await settled(app, pilot)
            yield app, pilot
    finally:
        recorder.close()


async def settled(app: CandidateApp, pilot: Pilot[object]) -> None:
    """Wait until everything is drawn and coloured."""
    await app.workers.wait_for_complete()
    await pilot.pause()


def document_text(app: CandidateApp) -> list[str]:
    """What stands in the document's lines, without trailing spaces."""
    view = app.view
    strips = [view.render_line(y).crop(0, view.text_width) for y in range(view.size.height)]
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def list_text(app: CandidateApp) -> list[str]:
    """What stands in the list of files."""
    files = app.files
    return ["".join(s.text for s in files.render_line(y)).rstrip() for y in range(files.size.height)]
