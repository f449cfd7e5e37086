"""The candidate's screen on large pull requests, beside `git diff | less`, a bare Textual application and textual-diff-view.

    python benchmarks/screen.py [first] [keys] [search] [typing] [memory] [held]     # all parts without arguments

Every program runs in a pseudo-terminal of 120x40 and is measured from outside: wall time to the awaited words, and the
CPU time of all threads of the process. `git-delta` and `textual-diff-view` take part where they are installed.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from terminal import Terminal, seconds_until

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from harness.adapters.clock import Clock  # noqa: E402
from harness.adapters.packets import packet_bytes, read_packet  # noqa: E402
from harness.domain import event as ev  # noqa: E402
from harness.domain.diff import Side  # noqa: E402
from harness.domain.pull_request import Author, ChangedFile, PullRequest  # noqa: E402
from harness.steps.interview.record import open_session  # noqa: E402

BARE = (
    "from textual.app import App\nfrom textual.widgets import Label\n"
    "class A(App):\n def compose(self): yield Label('ready now')\nA().run()"
)
BARE_VIEW = """
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
PLAIN, BOLD = Style(color="#d0d0d0", bgcolor="#101010"), Style(color="#80c0ff", bgcolor="#101010")
class View(ScrollView, can_focus=True):
    DEFAULT_CSS = "View { overflow-y: scroll; overflow-x: hidden; }"
    BINDINGS = [("pagedown", "page", "Page")]
    def on_mount(self): self.virtual_size = Size(self.size.width, 100_000)
    def action_page(self): self.scroll_to(y=self.scroll_y + self.size.height - 2, animate=False, immediate=True)
    def render_line(self, y):
        words = f"first_changed_line {y + round(self.scroll_y)} = compute(item, flag=True)".split(" ")
        parts = [Segment(word + " ", BOLD if n % 2 else PLAIN) for n, word in enumerate(words)]
        return Strip(parts).adjust_cell_length(self.size.width, PLAIN)
class A(App):
    ENABLE_COMMAND_PALETTE = False
    def compose(self): yield View()
    def on_mount(self): self.query_one(View).focus()
A().run()
"""
"""An application of nothing but one view of 100,000 lines that pages: what Textual itself takes for a key."""
MARK = "first_changed_line"
DIFF_VIEW = """
import sys
from pathlib import Path
from textual.app import App
from textual.containers import VerticalScroll
from textual_diff_view import DiffView
old, new = (Path(p).read_text() for p in sys.argv[1:3])
class A(App):
    def compose(self):
        with VerticalScroll():
            view = DiffView("a.py", "a.py", old, new)
            view.split = False
            yield view
A().run()
"""


def texts(lines: int, number: int) -> tuple[str, str]:
    """An old and a new text of that many lines; every tenth line differs."""
    old, new = [], []
    for n in range(lines):
        line = f"    value_{n % 97} = compute(item_{number}, {n}, flag=True)  # step {n % 13}"
        if n % 10 == 0:
            line = f"def function_{n}(item_{number}, other):"
        changed = line.replace("compute", MARK if n == 5 else "calculate") if n % 10 == 5 else line
        old.append(line)
        new.append(changed)
    return "\n".join(old) + "\n", "\n".join(new) + "\n"


@dataclass
class Case:
    """A pull request on the disk, as a packet with a begun session and as a repository with a commit."""

    name: str
    folder: Path
    lines: int
    text_size: int
    files: list[tuple[str, str, str]]

    @property
    def command(self) -> list[str]:
        """The candidate's program on this packet."""
        sessions = str(self.folder / "sessions")
        return [sys.executable, "-m", "harness.apps.tui.candidate", str(self.folder / "packet"), "--sessions", sessions]

    def pipeline(self, pager: str) -> list[str]:
        """`git diff` through a pager."""
        return ["sh", "-c", f"git -C {self.folder}/repo -c color.ui=always diff HEAD~1 HEAD {pager}"]


def make(folder: Path, name: str, files: int, lines: int) -> Case:
    """A pull request with so many files of so many lines each."""
    folder = folder / name
    contents = [(f"pkg{n // 50:03}/mod{n:05}.py", *texts(lines, n)) for n in range(files)]
    changed = tuple(ChangedFile.between(*entry) for entry in contents)
    pull_request = PullRequest("Large", "words", Author("Ada"), "python", 30, changed)
    folder.mkdir()
    (folder / "packet").write_bytes(packet_bytes(pull_request, name, "1")[0])
    recorder = open_session(read_packet(folder / "packet"), folder / "sessions", Clock(), "benchmark", folder)
    recorder.record(ev.Started())
    recorder.record(ev.LinesShown(contents[0][0], None, None, Side.RIGHT, 6, "unified"))
    recorder.close()
    size = sum(len(old) + len(new) for _, old, new in contents)
    return Case(name, folder, files * lines, size, contents)


def add_repository(case: Case) -> None:
    """The same change as two commits."""
    repo = case.folder / "repo"
    repo.mkdir()
    git = ["git", "-C", str(repo), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    for side in (1, 2):
        for entry in case.files:
            path = repo / entry[0]
            path.parent.mkdir(exist_ok=True)
            path.write_text(entry[side])
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", "x"], check=True)


def median(values: list[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: list[float], share: float) -> float:
    """The value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def first_screen(cases: list[Case], runs: int = 5) -> None:
    """Wall time until the first changed line is on the screen."""
    mark = MARK.encode()
    pager = "| delta | less -R" if shutil.which("delta") else "| less -R"
    print(f"first screen, seconds, medians of {runs}; the pipeline is git diff {pager}")
    figures: dict[str, float] = {}
    for case in cases:
        rows: dict[str, list[float]] = {"bare": [], "pipe": [], "ours": []}
        for _ in range(runs):
            rows["bare"].append(seconds_until(b"ready now", [sys.executable, "-c", BARE]))
            rows["pipe"].append(seconds_until(mark, case.pipeline(pager)))
            rows["ours"].append(seconds_until(mark, case.command))
        bare, pipe, ours = (median(rows[key]) for key in ("bare", "pipe", "ours"))
        figures[case.name] = ours
        ratio = median([o / (b + p) for o, b, p in zip(rows["ours"], rows["bare"], rows["pipe"], strict=True)])
        print(f"  {case.name:<22} ours {ours:5.2f}   bare {bare:5.2f} + pipe {pipe:5.2f}   ratio {ratio:4.2f}")
    names = list(figures)
    if "1M-one-file" in figures:
        print(f"  1M against 100k: one file {figures['1M-one-file'] / figures['100k-one-file']:.2f},", end=" ")
        print(f"many files {figures['1M-10000-files'] / figures['100k-1000-files']:.2f}")
    if find_spec("textual_diff_view") and names:
        small = cases[0]
        for lines in (2_000, 10_000):
            old, new = small.folder / "old.txt", small.folder / "new.txt"
            old.write_text("".join(small.files[0][1].splitlines(keepends=True)[:lines]))
            new.write_text("".join(small.files[0][2].splitlines(keepends=True)[:lines]))
            command = [sys.executable, "-c", DIFF_VIEW, str(old), str(new)]
            # It colours the letters that changed one by one, so the words to wait for are of a line that stayed.
            took = seconds_until(b"value_2", command, {"PYTHONPATH": ":".join(sys.path)})
            print(f"  textual-diff-view on the first {lines:,} lines: {took:.2f}")


KEYS = {
    "page down": "\x1b[6~", "next change": "]", "previous change": "[", "line down": "j", "to the end": "G",
    "to the start": "gg"[:1], "half page": "\x04", "side by side": "t", "next file": "}", "whole file": "x",
    "wrap": "w",
}  # fmt: skip


def opened(case: Case, command: list[str] | None = None) -> Terminal:
    """The program on a case, or another command, with its first screen drawn."""
    terminal = Terminal(command or case.command)
    terminal.read_until(MARK.encode())
    time.sleep(2)
    terminal.settle(0.5)
    return terminal


def pressed(terminal: Terminal, key: str, quiet: float = 0.03) -> tuple[float, float, float]:
    """Press a key: milliseconds of CPU time of all threads and of the loop's, and until something was drawn."""
    before = terminal.cpu()
    terminal.send(key)
    wall = terminal.settle(quiet)[0]
    after = terminal.cpu()
    return (after[0] - before[0]) * 1000, (after[1] - before[1]) * 1000, wall * 1000


def keys(case: Case, times: int = 60) -> None:
    """CPU time of the whole process for each key, from the key until nothing is drawn any more."""
    floor = opened(case, [sys.executable, "-c", BARE_VIEW])
    terminal = opened(case)
    print(
        f"work per key on {case.name}, milliseconds of CPU time: median, p99 (of these, in the loop's thread), to paint p99"
    )
    everything: list[tuple[float, float, float]] = []

    def report(name: str, figures: list[tuple[float, float, float]]) -> None:
        total, loop, wall = zip(*figures, strict=True)
        print(
            f"  {name:<16} {median([*total]):6.1f} {percentile([*total], 0.99):6.1f}"
            f"   ({median([*loop]):6.1f} {percentile([*loop], 0.99):6.1f})   {percentile([*wall], 0.99):6.1f}"
        )

    report("bare page down", [pressed(floor, KEYS["page down"]) for _ in range(times)])
    floor.end()
    for name, key in KEYS.items():
        often = times if name in ("page down", "next change", "line down") else times // 3
        figures = [pressed(terminal, key) for _ in range(often)]
        report(name, figures)
        everything += figures
    figures = []
    for _ in range(times // 3):
        figures.append(pressed(terminal, "c"))
        terminal.send("\x1b")
        terminal.settle(0.2)
    report("comment editor", figures)
    report("all keys", everything + figures)
    terminal.end()


def held(case: Case, seconds: float = 10.0, rate: float = 30.0) -> None:
    """A key held down: how long after the last repetition the screen stands still."""
    for name, key in (("page down", "\x1b[6~"), ("next change", "]"), ("line down", "j")):
        terminal = opened(case)
        until, behind = time.perf_counter() + seconds, []
        while time.perf_counter() < until:
            sent = time.perf_counter()
            terminal.send(key)
            terminal.settle(0.001, timeout=1 / rate)
            behind.append(time.perf_counter() - sent)
            time.sleep(max(1 / rate - (time.perf_counter() - sent), 0))
        lag = terminal.settle(0.05)[1]
        print(
            f"  {name} held for {seconds:.0f} s at {rate:.0f}/s on {case.name}: still drawing {lag * 1000:.0f} ms after the last"
        )
        terminal.end()


def search(case: Case) -> None:
    """From Enter in the search line to the first hit and to the whole count."""
    terminal = opened(case)
    firsts, counts = [], []
    for text in ("calculate.*step 7", "item_0, 5[0-9]5,", "flag", "nowhere_at_all"):
        terminal.send("g/" + text)
        terminal.settle(0.2)
        terminal.send("\r")
        begun = time.perf_counter()
        terminal.read_until(b"found")
        firsts.append(round((time.perf_counter() - begun) * 1000))
        last = terminal.settle(0.3)[1] * 1000
        counts.append(firsts[-1] + round(last))
    print(f"search on {case.name}, milliseconds from Enter: hit and count drawn {firsts}, count complete {counts}")
    terminal.end()


def typing(case: Case, letters: int = 300) -> None:
    """From a key in the comment editor to its repaint, the log included."""
    terminal = opened(case)
    terminal.send("c")
    terminal.settle(0.3)
    figures = [pressed(terminal, "the quick brown fox "[n % 20], 0.02) for n in range(letters)]
    walls, spent = [f[2] for f in figures], [f[0] for f in figures]
    print(
        f"typing in the editor on {case.name}, milliseconds from key to repaint: median {median(walls):.1f},"
        f" p99 {percentile(walls, 0.99):.1f}; CPU median {median(spent):.1f}, p99 {percentile(spent, 0.99):.1f}"
    )
    terminal.end()


def memory(case: Case) -> None:
    """Resident memory after paging and jumping about, against the text's size and a bare application."""
    bare = Terminal([sys.executable, "-c", BARE])
    bare.read_until(b"ready now")
    bare.settle(0.3)
    terminal = opened(case)
    for key in ("\x1b[6~" * 20, "G", "g", "t", "t", "x"):
        terminal.send(key)
        terminal.settle(0.2)
    terminal.send("/flag\r")
    terminal.settle(1.0)
    ours, alone, text = terminal.megabytes(), bare.megabytes(), case.text_size / 1e6
    print(
        f"memory on {case.name}: {ours:.0f} MB; bare {alone:.0f} MB; both texts {text:.1f} MB; above bare {(ours - alone) / text:.1f} times the text"
    )
    bare.end()
    terminal.end()


def main() -> None:
    """Run the parts that were asked for."""
    parts = sys.argv[1:] or ["first", "keys", "held", "search", "typing", "memory"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = make(folder, "100k-one-file", 1, 100_000)
        many = make(folder, "100k-1000-files", 1_000, 100)
        if "first" in parts:
            large = [make(folder, "1M-one-file", 1, 1_000_000), make(folder, "1M-10000-files", 10_000, 100)]
            cases = [one, many, *large]
            for case in cases:
                add_repository(case)
            first_screen(cases)
        for case in (one, many):
            if "keys" in parts:
                keys(case)
            if "held" in parts:
                held(case)
            if "search" in parts:
                search(case)
            if "memory" in parts:
                memory(case)
        if "typing" in parts:
            typing(one)


if __name__ == "__main__":
    main()
