"""The candidate's program: `python -m harness.apps.tui.candidate PACKET`, or the packet itself as one file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from harness.apps.tui.safety import need_terminal, quieten

_EXIT = {"NoTerminal": 4, "CannotRun": 5}


def main(argv: list[str] | None = None) -> int:
    """Review a packet. Returns the exit code: 0 handed in or left, 3 bad packet, 4 no terminal, 5 cannot run."""
    quieten()
    arguments = _parse(sys.argv[1:] if argv is None else argv)
    from harness.domain.display import display_lines
    from harness.domain.errors import HarnessError

    try:
        return _review(arguments.packet, arguments.sessions, arguments.minutes, arguments.out)
    except HarnessError as error:
        print(display_lines(str(error)), file=sys.stderr)
        return _EXIT.get(type(error).__name__, 3)
    except KeyboardInterrupt:
        return 130


class _Arguments:
    packet: Path
    sessions: Path | None
    minutes: int | None
    out: Path


def _parse(argv: list[str]) -> _Arguments:
    inside = _archive()
    parser = ArgumentParser(
        prog="review", description="Review a pull request in the terminal. Nothing is sent anywhere."
    )
    if inside is None:
        parser.add_argument("packet", type=Path, help="the packet that you were sent")
    parser.add_argument("--sessions", type=Path, help="where the session log is kept")
    parser.add_argument("--minutes", type=int, help="the time shown as meant for the review")
    parser.add_argument("--out", type=Path, default=Path.cwd(), help="where the file to send back is put (here)")
    arguments = parser.parse_args(argv, namespace=_Arguments())
    if inside is not None:
        arguments.packet = inside
    return arguments


def _archive() -> Path | None:
    """The single-file program that this runs from, if it does."""
    for parent in Path(__file__).parents:
        if parent.is_file():
            return parent
    return None


def _review(path: Path, sessions: Path | None, minutes: int | None, out: Path) -> int:
    from harness import __version__
    from harness.adapters.clock import Clock
    from harness.adapters.locations import sessions_dir
    from harness.adapters.packets import read_packet
    from harness.steps.interview.record import open_session

    packet = read_packet(path)
    need_terminal()
    recorder = open_session(packet, sessions or sessions_dir(), Clock(), __version__, out)
    try:
        from harness.apps.tui.candidate.app import CandidateApp

        app = CandidateApp(packet, recorder, minutes)
        submission = app.run()
        code = app.return_code or 0
    finally:
        recorder.close()
    _farewell(recorder.session.submitted, submission.path if submission else None, code)
    return code


def _farewell(submitted: bool, path: Path | None, code: int) -> None:
    from harness.domain.display import display

    if submitted and path:
        print(f"Handed in. The file to send back: {display(str(path))}")
    elif code == 0:
        print("Left. Everything is kept; the same command brings you back.")


if __name__ == "__main__":
    sys.exit(main())
