"""Packing: only what is proven, one variant for each candidate, and a ledger that knows whose a packet is."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest

from harness.adapters.fixtures import LEDGER, SECRET, find_fixture, load_fixture
from harness.adapters.ledger import Entry, append_entry, fixture_secret, read_ledger
from harness.adapters.packets import read_packet
from harness.apps.cli.main import main
from harness.apps.exit_codes import ExitCode
from harness.domain.errors import BadInput

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a proven fixture, with a key folder of its own."""
    return Path(shutil.copytree(find_fixture("forecast-cache"), tmp_path / "forecast-cache"))


def test_what_is_not_proven_is_not_packed(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """A changed proof makes the evidence worthless; --unverified packs all the same, and says nothing else."""
    out = tmp_path / "x.packet"
    assert main(["pack", str(folder), "--bare", "-o", str(out)]) == 0
    proof = folder / "key/proofs/test_shared_list.py"
    proof.write_text(proof.read_text("utf-8") + "\n", "utf-8")
    assert main(["pack", str(folder), "--bare", "--force", "-o", str(out)]) == ExitCode.NOT_PROVEN
    said = capsys.readouterr().err
    assert "changed after it was verified" in said and "--publish" in said
    assert main(["pack", str(folder), "--bare", "--force", "--unverified", "-o", str(out)]) == 0
    (folder / "key/evidence.json").unlink()
    assert main(["pack", str(folder), "--bare", "--candidate", "Ada", "-o", str(tmp_path)]) == ExitCode.NOT_PROVEN
    assert "never verified" in capsys.readouterr().err
    assert not (tmp_path / "ada.packet").exists() and not read_ledger(folder)


def test_a_candidate_gets_the_same_packet_twice_and_the_ledger_one_line(folder: Path, tmp_path: Path) -> None:
    """Reproducible from the secret; the secret is its owner's alone, and neither file is part of the fixture."""
    digest = load_fixture(folder).digest
    for name in ("one.packet", "two.packet"):
        assert main(["pack", str(folder), "--bare", "--candidate", "Ada Byron", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "one.packet").read_bytes() == (tmp_path / "two.packet").read_bytes()
    (entry,) = read_ledger(folder)
    packet = read_packet(tmp_path / "one.packet")
    assert (entry.candidate, entry.seed, entry.packet) == ("Ada Byron", packet.seed, packet.digest)
    assert stat.S_IMODE((folder / SECRET).stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / LEDGER).stat().st_mode) == 0o600
    assert load_fixture(folder).digest == digest
    content = (tmp_path / "one.packet").read_bytes()
    assert b"Ada" not in content and fixture_secret(folder) not in content


def test_a_file_of_names_makes_a_folder_of_packets(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """One command for all; a packet that turns up is traced to its owner, a stranger's is not."""
    names = tmp_path / "names.txt"
    names.write_text("# spring\nAda Byron\nGrace Hopper\n\n", "utf-8")
    out = tmp_path / "out"
    command = ["pack", str(folder), "--candidates", str(names), "-o", str(out), "--bare"]
    assert main(command) == 0
    assert sorted(p.name for p in out.iterdir()) == ["ada-byron.packet", "grace-hopper.packet"]
    assert main(command) == ExitCode.BAD_INPUT, "nothing is overwritten by itself"
    capsys.readouterr()
    assert main(["variants", str(folder), "--whose", str(out / "grace-hopper.packet")]) == 0
    assert capsys.readouterr().out.startswith("Grace Hopper: packed ")
    assert main(["pack", str(folder), "--bare", "-o", str(tmp_path / "other.packet")]) == 0
    assert main(["variants", str(folder), "--whose", str(tmp_path / "other.packet")]) == 1
    assert "its seed is '1', and the ledger of this fixture has no such canary" in capsys.readouterr().err
    assert main(["variants", "token-bucket", "--whose", str(out / "ada-byron.packet")]) == 1
    assert "of the fixture forecast-cache" in capsys.readouterr().err
    assert main(["variants", str(folder), "--whose", str(tmp_path / "none")]) == ExitCode.BAD_INPUT
    assert "there is no such file" in capsys.readouterr().err
    assert main(["variants", str(folder), "--ledger", "--json"]) == 0
    assert [e["candidate"] for e in json.loads(capsys.readouterr().out)] == ["Ada Byron", "Grace Hopper"]


def test_a_session_is_traced_as_well(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """The canary stands in every log that was made on the packet."""
    from harness.adapters.clock import Clock
    from harness.adapters.event_log import EventLog, Header

    assert main(["pack", str(folder), "--bare", "--candidate", "Ada", "-o", str(tmp_path / "a.packet")]) == 0
    packet = read_packet(tmp_path / "a.packet")
    log = tmp_path / "a.session.jsonl"
    clock = Clock()
    EventLog.create(log, Header(1, "s", packet.fixture, packet.seed, packet.digest, "t", clock.now()), clock).close()
    capsys.readouterr()
    assert main(["variants", str(folder), "--whose", str(log)]) == 0
    assert capsys.readouterr().out.startswith("Ada: ")
    (tmp_path / "junk").write_text("junk", "utf-8")
    assert main(["variants", str(folder), "--whose", str(tmp_path / "junk")]) == ExitCode.BAD_INPUT


def test_a_candidates_session_can_be_graded(folder: Path, tmp_path: Path) -> None:
    """Grading composes the variant from the seed in the log, without the ledger."""
    from harness.planting.compose import compose
    from harness.planting.issuing import issued_variant

    fixture = load_fixture(folder)
    issued = issued_variant(fixture, fixture_secret(folder), "Ada")
    assert compose(fixture, issued.seed, issued.form.issues).digest == issued.variant.digest


def test_names_that_would_share_a_file_are_refused(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    """Before anything is written."""
    names = tmp_path / "names.txt"
    names.write_text("Ada Byron\nada-byron\n", "utf-8")
    assert main(["pack", str(folder), "--candidates", str(names), "-o", str(tmp_path / "out")]) == ExitCode.BAD_INPUT
    assert "would get the same file" in capsys.readouterr().err
    assert not (folder / SECRET).exists()


def test_options_that_exclude_each_other_are_refused(folder: Path, tmp_path: Path) -> None:
    """A candidate's variant is not chosen by hand."""
    base = ["pack", str(folder), "-o", str(tmp_path / "x"), "--candidate", "Ada"]
    assert main([*base, "--seed", "1"]) == ExitCode.USAGE
    assert main([*base, "--issues", "none"]) == ExitCode.USAGE
    assert main([*base, "--candidates", "x"]) == ExitCode.USAGE


def test_a_ledger_that_was_cut_off_loses_that_line_only(folder: Path) -> None:
    """A full disk or a power cut in the middle of a line harms neither the lines before nor those after."""
    one, two = (Entry(name, "t", name, 1, ("a",), name) for name in ("one", "two"))
    append_entry(folder, one)
    with (folder / LEDGER).open("ab") as stream:
        stream.write(b'{"candidate": "ha')
    append_entry(folder, two)
    append_entry(folder, two)
    assert read_ledger(folder) == (one, two)


def test_a_spoilt_secret_is_not_replaced(folder: Path) -> None:
    """With a new one nobody's variant could be made again, so a person has to decide."""
    fixture_secret(folder)
    (folder / SECRET).write_text("short\n", "ascii")
    with pytest.raises(BadInput, match="shorter than"):
        fixture_secret(folder)


def test_the_forms_are_listed(capsys: Capture) -> None:
    """With what they have in common, and what a seed gives."""
    assert main(["variants", "token-bucket", "--seed", "ada", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert len(value["forms"]) >= 15 and value["seeds"]["ada"]["issues"] in [f["issues"] for f in value["forms"]]
    assert main(["variants", "token-bucket"]) == 0
    assert f"{len(value['forms'])} of {value['admissible']} admissible sets" in capsys.readouterr().out


def test_a_shipped_fixture_keeps_its_secret_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written among the installed files, and so nothing ends up in a wheel that is built from them."""
    monkeypatch.setenv("HARNESS_DATA", str(tmp_path / "data"))
    shipped = find_fixture("forecast-cache")
    assert main(["pack", "forecast-cache", "--bare", "--candidate", "Ada", "-o", str(tmp_path)]) == 0
    assert not (shipped / SECRET).exists() and not (shipped / LEDGER).exists()
    assert [entry.candidate for entry in read_ledger(shipped)] == ["Ada"]
    assert (tmp_path / "data/issued/forecast-cache" / SECRET).exists()
