"""Every command, given what people give by mistake: one sentence, a documented exit code, no traceback, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from builders import write_fixture

from harness.apps.exit_codes import ExitCode

ROOT = Path(__file__).resolve().parents[3]


def harness(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    command = [sys.executable, "-m", "harness", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False
    )


def bad_files(folder: Path) -> dict[str, Path]:
    """Files of every wrong kind."""
    files = {
        "missing": folder / "missing",
        "empty": folder / "empty",
        "binary": folder / "binary",
        "text": folder / "text",
        "latin": folder / "latin",
        "folder": folder / "folder",
    }
    files["empty"].write_bytes(b"")
    files["binary"].write_bytes(bytes(range(256)) * 50)
    files["text"].write_text("hello\nworld\n")
    files["latin"].write_bytes("schön\n".encode("latin-1"))
    files["folder"].mkdir()
    return files


@pytest.mark.parametrize("command", ["grade", "replay", "review", "lint", "verify"])
@pytest.mark.parametrize("kind", ["missing", "empty", "binary", "text", "latin", "folder"])
def test_a_wrong_file_gets_one_clear_answer(tmp_path: Path, command: str, kind: str) -> None:
    """It says what is wrong, and ends with a documented code that is not success."""
    done = harness(command, str(bad_files(tmp_path)[kind]))
    assert done.returncode in (ExitCode.NOT_PROVEN, ExitCode.BAD_INPUT, ExitCode.CANNOT_RUN)
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stderr.strip() + done.stdout.strip()
    assert len(done.stderr) < 1500


@pytest.mark.parametrize("command", ["lint", "verify", "variants", "author"])
def test_a_folder_that_is_no_fixture_is_called_that(tmp_path: Path, command: str) -> None:
    """One sentence instead of a list of all that is missing; a folder of fixtures is told from one."""
    (tmp_path / "notes.txt").write_text("x")
    done = harness(command, str(tmp_path))
    assert done.returncode == ExitCode.BAD_INPUT
    assert done.stdout == "" and done.stderr.count("\n") == 1
    assert "no fixture" in done.stderr and "harness new" in done.stderr
    write_fixture(tmp_path / "words")
    assert "name one: words." in harness(command, str(tmp_path)).stderr


@pytest.mark.parametrize("name", ["pipe", "/dev/zero"])
def test_the_matcher_waits_for_no_pipe_and_reads_no_device(tmp_path: Path, name: str) -> None:
    """Neither would end; what the shell opened is read."""
    os.mkfifo(tmp_path / "pipe")
    done = harness("match", name, cwd=tmp_path)
    assert done.returncode == ExitCode.USAGE
    assert "this is no file" in done.stderr
    command = f"'{sys.executable}' -P -m harness match <(echo '{{}}')"
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    given = subprocess.run(["bash", "-c", command], env=env, capture_output=True, text=True, timeout=60, check=False)
    assert given.returncode == 0 and given.stdout.count("\n") == 1


def test_a_folder_called_harness_is_not_taken_for_the_program(tmp_path: Path) -> None:
    """The candidate's program is ours also where the command is given beside other people's code."""
    (tmp_path / "harness").mkdir()
    (tmp_path / "harness" / "__init__.py").write_text("raise SystemExit('not ours')\n")
    command = [sys.executable, "-P", "-m", "harness", "review", "forecast-cache"]
    env = os.environ | {"PYTHONPATH": str(ROOT), "HARNESS_DATA": str(tmp_path / "data")}
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    assert (done.returncode, "not ours" in done.stderr) == (ExitCode.NO_TERMINAL, False)


@pytest.mark.parametrize("command", [["demo"], ["review", "forecast-cache"]])
def test_a_screen_without_a_terminal_says_so(tmp_path: Path, command: list[str]) -> None:
    """Exit code 4, and what to do."""
    done = harness(*command, HARNESS_DATA=str(tmp_path))
    assert done.returncode == ExitCode.NO_TERMINAL
    assert "needs a terminal" in done.stderr and "--plain" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_fixture_names_the_nearest(tmp_path: Path) -> None:
    """A slip in the slug gets a hint."""
    done = harness("pack", "token-buckt", "-o", str(tmp_path / "x.pyz"))
    assert done.returncode == ExitCode.BAD_INPUT
    assert "Did you mean 'token-bucket'" in done.stderr


def test_pack_never_overwrites_by_itself_and_names_unknown_issues(tmp_path: Path) -> None:
    """An existing file stays as it is."""
    target = tmp_path / "x.packet"
    target.write_text("mine")
    assert harness("pack", "forecast-cache", "--bare", "-o", str(target)).returncode == ExitCode.BAD_INPUT
    assert target.read_text() == "mine"
    done = harness("pack", "forecast-cache", "--bare", "--issues", "nope", "-o", str(tmp_path / "y"))
    assert done.returncode == ExitCode.BAD_INPUT
    assert "there is no planted issue 'nope'" in done.stderr


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    """/dev/full refuses every byte: one sentence, and no file."""
    done = harness("pack", "forecast-cache", "--bare", "-o", "/dev/full/x")
    assert done.returncode == ExitCode.CANNOT_RUN
    assert "Traceback" not in done.stderr
    limited = subprocess.run(
        ["bash", "-c", f"ulimit -f 1; exec '{sys.executable}' -m harness pack forecast-cache -o '{tmp_path}/x.pyz'"],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert limited.returncode == ExitCode.CANNOT_RUN
    assert "Traceback" not in limited.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_may_not_be_written_is_named() -> None:
    """Not even root may make a file in /proc: the place is named, with what to do."""
    done = harness("pack", "forecast-cache", "--bare", "-o", "/proc/x.packet")
    assert done.returncode == ExitCode.CANNOT_RUN
    assert "/proc/" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_profile_names_the_nearest(tmp_path: Path) -> None:
    """The profiles are listed or suggested."""
    write_fixture(tmp_path / "words")
    done = harness("grade", str(tmp_path / "none"), "--profile", "backnd")
    assert done.returncode == ExitCode.BAD_INPUT


@pytest.mark.parametrize("kind", ["pipe", "device"])
@pytest.mark.parametrize(
    "command",
    [["calibrate", "FILE"], ["pack", "token-bucket", "--candidates", "FILE", "-o", "out", "--unverified"]],
)
def test_what_has_no_end_is_not_read(tmp_path: Path, command: list[str], kind: str) -> None:
    """A pipe would be waited for, a device would fill the memory."""
    os.mkfifo(tmp_path / "pipe")
    file = str(tmp_path / "pipe") if kind == "pipe" else "/dev/zero"
    done = harness(*[file if word == "FILE" else word for word in command], cwd=tmp_path)
    assert done.returncode == ExitCode.BAD_INPUT
    assert "no ordinary file" in done.stderr and "Traceback" not in done.stderr


HOSTILE = "\x1b]52;c;eA==\x07\u202e[_"


@pytest.mark.parametrize(
    "command",
    [
        ["pack", "forecast-cache", "--bare", "--unverified", "-o", HOSTILE],
        ["pack", "forecast-cache", "-o", "x", HOSTILE],
        ["variants", "forecast-cache", "--whose", HOSTILE],
    ],
)
def test_a_name_on_the_command_line_does_not_act_on_the_terminal(tmp_path: Path, command: list[str]) -> None:
    """A file's name may come from anywhere, by `*`."""
    if "variants" in command:
        packed = ["pack", "forecast-cache", "--bare", "--unverified", "-o", HOSTILE]
        assert harness(*packed, cwd=tmp_path, HARNESS_DATA=str(tmp_path)).returncode == ExitCode.OK
    done = harness(*command, cwd=tmp_path, HARNESS_DATA=str(tmp_path))
    shown = done.stdout + done.stderr
    assert "\u241b]52" in shown or "\\x1b]52" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_no_process_that_knows_the_key_stays_while_the_candidate_reviews(tmp_path: Path) -> None:
    """The process that composed the variant becomes the candidate's, and its command line names no issue."""
    command = [sys.executable, "-m", "harness", "review", "forecast-cache", "--plain", "--issues", "none"]
    env = os.environ | {"PYTHONPATH": str(ROOT), "HARNESS_DATA": str(tmp_path)}
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdin
        assert process.stdout.readline()
        words = Path(f"/proc/{process.pid}/cmdline").read_bytes().split(b"\0")
        process.stdin.close()
        process.stdout.read()
    assert b"harness.apps.tui.candidate" in words and b"--issues" not in words
