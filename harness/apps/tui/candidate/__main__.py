"""The candidate's program: `python -m harness.apps.tui.candidate PACKET`, or the packet itself as one file."""

from __future__ import annotations

import contextlib
import gc
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from harness.apps.tui.safety import no_core_file, quieten

if TYPE_CHECKING:
    from harness.domain.packet import Packet
    from harness.steps.interview.record import Recorder, Submission

_EXIT = {"NoTerminal": 4, "CannotRun": 5}


class Arguments:
    """What was said on the command line."""

    packet: Path
    sessions: Path | None
    minutes: int | None
    extra_time: int
    out: Path
    plain: bool
    again: bool
    look_back: bool
    served: bool
    theme: str | None


def main(argv: list[str] | None = None) -> int:
    """Review a packet. Returns the exit code: 0 handed in or left, 3 bad packet, 4 no terminal, 5 cannot run."""
    quieten()
    no_core_file()
    arguments = _parse(sys.argv[1:] if argv is None else argv)
    from harness.domain.display import display_lines
    from harness.domain.errors import HarnessError

    try:
        return _review(arguments)
    except HarnessError as error:
        print(display_lines(str(error)), file=sys.stderr)
        return _EXIT.get(type(error).__name__, 3)
    except KeyboardInterrupt:
        return 130


def _parse(argv: list[str]) -> Arguments:
    inside = _archive()
    parser = ArgumentParser(
        prog="review", description="Review a pull request in the terminal. Nothing is sent anywhere."
    )
    if inside is None:
        parser.add_argument("packet", type=Path, help="the packet that you were sent")
    parser.add_argument("--plain", action="store_true", help="prompts and text, line by line, as for a screen reader")
    parser.add_argument("--look-back", action="store_true", help="walk through your own review after handing it in")
    parser.add_argument("--again", action="store_true", help="begin anew, though a review was handed in already")
    parser.add_argument("--extra-time", type=int, default=0, metavar="PERCENT", help="more time than is meant")
    parser.add_argument("--minutes", type=int, help="the time shown as meant for the review")
    parser.add_argument("--sessions", type=Path, help="where the session log is kept")
    parser.add_argument("--out", type=Path, default=Path.cwd(), help="where the file to send back is put (here)")
    parser.add_argument("--served", action="store_true", help="for a server: start no other program")
    parser.add_argument("--theme", help="dark, light, contrast-dark, contrast-light, green-red, sixteen or mono")
    arguments = parser.parse_args(argv, namespace=Arguments())
    if inside is not None:
        arguments.packet = inside
    return arguments


def _archive() -> Path | None:
    """The single-file program that this runs from, if it does."""
    for parent in Path(__file__).parents:
        if parent.is_file():
            return parent
    return None


def _review(arguments: Arguments) -> int:
    from harness import __version__
    from harness.adapters.clock import Clock
    from harness.adapters.locations import sessions_dir
    from harness.adapters.packets import read_packet
    from harness.apps.tui.guardian import guarded_terminal
    from harness.steps.interview.record import find_handed_in, find_unfinished, open_session

    if not (arguments.plain or arguments.look_back):
        gc.disable()  # until the first screen stands; the app has the collector begin then
    packet = read_packet(arguments.packet)
    folder = arguments.sessions or sessions_dir()
    done = find_handed_in(packet.digest, folder)
    if arguments.look_back:
        return _look_back(packet, done)
    if done and not arguments.again and not find_unfinished(packet.digest, folder):
        return _is_done(done)
    if not arguments.plain:
        from harness.apps.tui.safety import need_terminal

        need_terminal("or add --plain, which needs none")
    with contextlib.nullcontext() if arguments.plain else guarded_terminal():
        recorder = open_session(packet, folder, Clock(), __version__, arguments.out)
        try:
            submission, code = (_plain if arguments.plain else _full_screen)(packet, recorder, arguments)
        finally:
            recorder.close()
    return _farewell(recorder, submission, code)


def _minutes(packet: Packet, recorder: Recorder, arguments: Arguments) -> int | None:
    """The time to show, where the command line or the session says something about it."""
    if arguments.minutes or arguments.extra_time:
        minutes = arguments.minutes or packet.pull_request.minutes
        return max(1, min(minutes + minutes * max(arguments.extra_time, 0) // 100, 600))
    return recorder.session.minutes


def _full_screen(packet: Packet, recorder: Recorder, arguments: Arguments) -> tuple[Submission | None, int]:
    from harness.adapters.preferences import read_preferences
    from harness.apps.tui.candidate.app import CandidateApp
    from harness.apps.tui.safety import take_any_bytes

    take_any_bytes()
    minutes = _minutes(packet, recorder, arguments)
    while True:
        app = CandidateApp(packet, recorder, minutes)
        app.is_local = not arguments.served and not app.is_web
        app.chosen_theme = arguments.theme or read_preferences(recorder.path.parent).get("theme")
        submission = app.run()
        if not app.wants_practice:
            return submission, app.return_code or 0
        minutes = app.minutes
        _practise(app.is_local, app.theme)


def _practise(is_local: bool, theme: str) -> None:
    from tempfile import TemporaryDirectory

    from harness import __version__
    from harness.apps.tui.candidate.app import CandidateApp
    from harness.apps.tui.candidate.practice import practice_packet, practice_recorder

    with TemporaryDirectory(prefix="practice-") as folder:
        recorder = practice_recorder(Path(folder), __version__)
        try:
            app = CandidateApp(practice_packet(), recorder, practice=True)
            app.is_local, app.chosen_theme = is_local, theme
            app.run()
        finally:
            recorder.close()


def _plain(packet: Packet, recorder: Recorder, arguments: Arguments) -> tuple[Submission | None, int]:
    from harness.apps.plain.review import PlainReview

    review = PlainReview(packet, recorder, _minutes(packet, recorder, arguments))
    review.may_start_programs = not arguments.served
    return review.run(), 0


def _look_back(packet: Packet, done: Path | None) -> int:
    from harness.adapters.event_log import read_log
    from harness.apps.tui.candidate.look_back import LookBackApp
    from harness.apps.tui.safety import need_terminal
    from harness.domain.errors import BadSession

    if done is None:
        raise BadSession("no review of this packet was handed in here", next_step="Hand one in first.")
    need_terminal()
    LookBackApp(packet.pull_request, read_log(done).records).run()
    return 0


def _is_done(done: Path) -> int:
    from harness.adapters.event_log import read_log
    from harness.domain.display import display

    print(f"You handed this review in already. Its session: {display(str(done))}")
    print(f"Its digest: {read_log(done).digest}")
    print("--look-back walks through it; --again begins a new one.")
    return 0


def _farewell(recorder: Recorder, submission: Submission | None, code: int) -> int:
    from harness.domain.display import display

    if recorder.waiting:
        print(f"NOT SAVED: the disk refused the last {recorder.waiting} things you did.", file=sys.stderr)
        return 5
    if recorder.session.submitted and submission:
        print(f"Handed in. The file to send back: {display(str(submission.path))}")
    elif code == 0:
        print("Left. Everything is kept; the same command brings you back.")
    return code


if __name__ == "__main__":
    sys.exit(main())
