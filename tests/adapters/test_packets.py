"""The packet: the same bytes for the same pull request, whatever the key says; anything off is refused."""

from __future__ import annotations

import base64
import io
import json
import os
import struct
import warnings
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from builders import fixture_files, write_fixture
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.adapters.fixtures import load_fixture
from harness.adapters.packets import packet_bytes, packet_digest, read_packet, write_member
from harness.adapters.single_file import single_file
from harness.domain.diff import FileText
from harness.domain.errors import BadPacket
from harness.domain.pull_request import Author, ChangedFile, Commit, PullRequest, TreeFile
from harness.planting.compose import compose
from harness.planting.present import pull_request_of

MARK = "zqxCANARYvwk"
TEXT = st.text(st.characters(codec=None), max_size=40)


def pull_request(base: str = "a\nb\n", head: str = "a\nc\n") -> PullRequest:
    return PullRequest("title", "description", Author("Ada"), "python", 10, (ChangedFile.between("a.py", base, head),))


def packet_of(folder: Path) -> bytes:
    fixture = load_fixture(folder)
    return packet_bytes(pull_request_of(compose(fixture, "1", None)), fixture.slug, "1")[0]


def another_key(decoys: bool = False) -> dict[str, str]:
    """The same pull request, with every sentence, id, severity, decoy and proof of the key replaced or marked."""
    files = {}
    for path, text in fixture_files().items():
        path = path.replace("never-forgets", "zz-other").replace("unstable-ties", "aa-more")
        path = path.replace("never_forgets", "zz_other").replace("unstable_ties", "aa_more")
        if path.endswith((".yaml", ".py")) and path.startswith("key/"):
            text = text.replace("never-forgets", "zz-other").replace("unstable-ties", "aa-more")
        files[path] = text
    key = files["key/key.yaml"]
    for word in ("title: ", "mechanism: ", "trigger: ", "consequence: ", "remedy: ", "looks_like: ", "right_because: "):
        key = key.replace(word, f"{word}{MARK} ")
    key = key.replace("hidden_because: ", f"hidden_because: {MARK} ").replace("note: ", f"note: {MARK} ")
    key = key.replace('wordings: ["', f'wordings: ["{MARK} ').replace('reasoning: "', f'reasoning: "{MARK} ')
    key = key.replace("severity: major", "severity: minor").replace("[1, 10]", "[7, 70]")
    key = key.replace("failure: ", f"failure: {MARK} ")
    if not decoys:
        key = key[: key.index("decoys:\n")] + key[key.index("blemishes:\n") :]
        del files["key/decoys/pop-before-set.naive.patch"]
    files["key/key.yaml"] = key
    for path in ("key/proofs/test_zz_other.py", "key/proofs/test_aa_more.py"):
        for failure in ("keeps every word", "depends on the order"):
            files[path] = files[path].replace(failure, f"{MARK} {failure}")
        files[path] += f"# {MARK}\n"
    return files


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_two_keys_give_one_packet(tmp_path: Path) -> None:
    """The wall: nothing of the key can be in a file that does not change with the key."""
    one = packet_of(write_fixture(tmp_path / "one" / "words"))
    other = packet_of(write(tmp_path / "other" / "words", another_key()))
    assert one == other
    assert single_file(one) == single_file(other)


@pytest.mark.parametrize("shape", ["packet", "single file"])
def test_no_mark_of_the_key_is_found_in_what_is_sent(tmp_path: Path, shape: str) -> None:
    """Neither raw nor unpacked, in whatever dress; a mark in the description shows that the search can find one."""
    files = another_key(decoys=True)
    files["pr.yaml"] = files["pr.yaml"].replace("**bounded** memory", "**bounded** memory, PUBLICxMARK")
    content = packet_of(write(tmp_path / "words", files))
    content = single_file(content) if shape == "single file" else content
    found = all_bytes(content)
    assert any(form in found for form in dressed("PUBLICxMARK"))
    for secret in (MARK, "zz-other", "aa-more", "zz_other", "aa_more", "pop-before-set", "short-name"):
        assert not any(form in found for form in dressed(secret)), secret


def all_bytes(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join([content, *(n.encode() + b"\n" + archive.read(n) for n in archive.namelist())])


def dressed(text: str) -> list[bytes]:
    raw = text.encode()
    # Base64 depends on where a word begins, so its middle is looked for at each of the three offsets.
    shifted = [base64.b64encode(b"x" * n + raw)[4:-4] for n in range(3)]
    wide = [text.encode(code) for code in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")]
    return [raw, raw[::-1], raw.hex().encode(), raw.hex().upper().encode(), *wide, *shifted]


def test_the_moment_of_packing_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip notes times unless told otherwise."""
    first = packet_bytes(pull_request(), "s", "1")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert packet_bytes(pull_request(), "s", "1") == first
    with zipfile.ZipFile(io.BytesIO(first[0])) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@settings(max_examples=60, deadline=None)
@given(base=TEXT, head=TEXT, title=TEXT)
def test_what_is_packed_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, base: str, head: str, title: str
) -> None:
    """Every text, whatever its line ends and characters, and the digest that was told when packing."""
    original = PullRequest(title, title, Author("A"), "python", 5, (ChangedFile.between("a", base, head),))
    content, digest = packet_bytes(original, "s", "7")
    path = tmp_path_factory.mktemp("p") / "p.packet"
    path.write_bytes(content)
    packet = read_packet(path)
    assert (packet.fixture, packet.seed, packet.digest) == ("s", "7", digest)
    assert packet_digest(original, "s", "7") == digest
    read = packet.pull_request.files[0]
    assert (read.base.text(), read.head.text()) == (base, head)
    assert (packet.pull_request.title, read.changes, read.status) == (
        title,
        original.files[0].changes,
        original.files[0].status,
    )


def test_every_text_counts_in_the_digest() -> None:
    """One character more in a text, another seed, another title: another digest."""
    digests = {
        packet_digest(pull_request(), "s", "1"),
        packet_digest(pull_request(), "s", "2"),
        packet_digest(pull_request(), "t", "1"),
        packet_digest(pull_request(head="a\nd\n"), "s", "1"),
        packet_digest(pull_request(head="a\nc"), "s", "1"),
    }
    assert len(digests) == 5


def remade(content: bytes, **changes: bytes | None) -> bytes:
    """The packet with members replaced, or left out with None."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = changes.get(name.removeprefix("packet/").partition(".")[0], old.read(name))
            if text is not None:
                write_member(new, name, text)
    return buffer.getvalue()


@pytest.fixture
def content() -> bytes:
    return packet_bytes(pull_request(), "s", "1")[0]


def read_all(path: Path) -> None:
    for file in read_packet(path).pull_request.files:
        file.base.text()
        file.head.text()


def refused(tmp_path: Path, content: bytes) -> str:
    (tmp_path / "p").write_bytes(content)
    with pytest.raises(BadPacket) as error:
        read_all(tmp_path / "p")
    return str(error.value)


def with_blocks(content: bytes, *blocks: bytes) -> bytes:
    """The packet with other blocks of text and an index that fits them."""
    packed = [zlib.compress(block) for block in blocks]
    index = struct.pack(f"<{len(packed)}I", *map(len, packed))
    return remade(content, texts=b"".join(packed), index=index)


CHANGE = struct.pack("<4I", 2, 3, 2, 3)


@pytest.mark.parametrize("wrong", [b"a\nx", b"", b"a\nb\nc"])
def test_a_text_that_was_changed_is_refused_when_it_is_looked_at(tmp_path: Path, content: bytes, wrong: bytes) -> None:
    """Opening reads the manifest alone; the first look at the text checks it."""
    changed = with_blocks(content, b"a\nb", wrong, CHANGE)
    (tmp_path / "lazy").write_bytes(changed)
    read_packet(tmp_path / "lazy")
    assert refused(tmp_path, changed)
    assert "a text of the packet was changed" in refused(tmp_path, with_blocks(content, b"a\nb", b"a\nx", CHANGE))


def test_texts_that_are_missing_or_too_many_are_refused_on_opening(tmp_path: Path, content: bytes) -> None:
    """The index, the texts and the manifest must speak of the same blocks."""
    for off in (
        remade(content, texts=None), remade(content, index=None), remade(content, index=b"\x01\x00"),
        with_blocks(content, b"a\nb", b"a\nc"), with_blocks(content, b"a\nb", b"a\nc", CHANGE, b"more"),
    ):  # fmt: skip
        (tmp_path / "off").write_bytes(off)
        with pytest.raises(BadPacket):
            read_packet(tmp_path / "off")


def test_a_long_text_is_read_in_blocks(tmp_path: Path) -> None:
    """Lines, slices and the whole come out right on both sides of a block's border, and damage elsewhere does not show."""
    text = "".join(f"line {n}\n" for n in range(2_500))
    content, _ = packet_bytes(pull_request(text, text.replace("line 1700\n", "other\n")), "s", "1")
    (tmp_path / "p").write_bytes(content)
    file = read_packet(tmp_path / "p").pull_request.files[0]
    assert file.base.text() == text
    assert list(file.base.lines[998:1002]) == ["line 998", "line 999", "line 1000", "line 1001"]
    assert (file.base.lines[-1], file.head.lines[1700]) == ("line 2499", "other")
    assert [len(file.base.lines[a:b]) for a, b in ((0, 2_500), (1_000, 2_000), (2_499, 9_999), (5, 5))] == [
        2_500, 1_000, 1, 0,
    ]  # fmt: skip
    start = zipfile.ZipFile(tmp_path / "p").getinfo("packet/texts").header_offset + 30 + len("packet/texts")
    (tmp_path / "p").write_bytes(content[:start] + b"\xff" + content[start + 1 :])
    file = read_packet(tmp_path / "p").pull_request.files[0]
    assert file.base.lines[1_500] == "line 1500"
    with pytest.raises(BadPacket):
        file.base.lines[500]


def test_the_rest_of_the_project_and_the_commits_are_read_back(tmp_path: Path) -> None:
    """What the pull request leaves unchanged travels too, and so does what its author said of each step."""
    original = replace(
        pull_request(),
        tree=(TreeFile("lib/b.py", FileText.of("x = 1\n")), TreeFile("empty", FileText.of(""))),
        commits=(Commit("one", "why", ("a.py",)), Commit("two")),
    )
    (tmp_path / "p").write_bytes(packet_bytes(original, "s", "1")[0])
    read = read_packet(tmp_path / "p").pull_request
    assert [(f.path, f.text.text()) for f in read.tree] == [("lib/b.py", "x = 1\n"), ("empty", "")]
    assert read.commits == original.commits
    assert read.document("lib/b.py") is read.tree[0]


def test_a_packet_cut_anywhere_is_refused(tmp_path: Path, content: bytes) -> None:
    """As a broken download leaves it."""
    for cut in range(len(content)):
        refused(tmp_path, content[:cut])


def test_a_flipped_byte_is_refused_or_harmless(tmp_path: Path, content: bytes) -> None:
    """Wherever it is: never another error than the one for people, never another text."""
    good = pull_request().files[0]
    for at in range(len(content)):
        (tmp_path / "p").write_bytes(content[:at] + bytes([content[at] ^ 0x41]) + content[at + 1 :])
        try:
            file = read_packet(tmp_path / "p").pull_request.files[0]
            assert (file.base.text(), file.head.text()) == (good.base.text(), good.head.text())
        except BadPacket:
            pass


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"null", b"[" * 200_000, b'{"format":1}', b"\xff\xfe", b'{"format":1,"files":[[]]}'],
)
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, content: bytes, body: bytes) -> None:
    """Empty, of another shape, nested without end, not text."""
    assert refused(tmp_path, remade(content, manifest=body))


def test_a_packet_of_tomorrow_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    """Its format is checked before anything else is."""
    assert "newer version" in refused(tmp_path, remade(content, manifest=json.dumps({"format": 3}).encode()))
    assert "packed again" in refused(tmp_path, remade(content, manifest=json.dumps({"format": 1}).encode()))


def test_a_bomb_is_refused_before_it_unfolds(tmp_path: Path, content: bytes) -> None:
    """A text may be no longer than the manifest says."""
    assert "larger" in refused(tmp_path, with_blocks(content, b"a\nb", b"x" * 50_000_000, CHANGE))


def test_two_parts_of_one_name_are_refused(tmp_path: Path, content: bytes) -> None:
    """Readers differ in which one they take."""
    buffer = io.BytesIO(content)
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        write_member(archive, "packet/index", b"other\n")
    assert "one name" in refused(tmp_path, buffer.getvalue())


@pytest.mark.parametrize("content", [b"", b"hello", b"\0" * 5000, b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_packet_is_refused(tmp_path: Path, content: bytes) -> None:
    """Empty, text, zeros, an empty zip."""
    assert refused(tmp_path, content)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder, nothing at all, a path through a file."""
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "absent", tmp_path / "file" / "below"):
        with pytest.raises(BadPacket):
            read_packet(path)


def test_whether_pauses_are_allowed_travels_and_changes_no_packet_that_allows_them(tmp_path: Path) -> None:
    """Packets of fixtures that say nothing keep their digests."""
    allowed = pull_request()
    assert packet_digest(replace(allowed, pauses=True), "a", "1") == packet_digest(allowed, "a", "1")
    path = tmp_path / "p.packet"
    path.write_bytes(packet_bytes(replace(allowed, pauses=False), "a", "1")[0])
    assert not read_packet(path).pull_request.pauses


@pytest.mark.parametrize("fixture", ["../../elsewhere", "/tmp/x", "a\\b", "x\x1b]52;c;eA==\x07", "x" * 300, 7, None])
def test_a_fixture_name_that_leads_elsewhere_is_refused(tmp_path: Path, content: bytes, fixture: object) -> None:
    """The names of session files begin with it, so it must not be a path."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = json.loads(archive.read("packet/manifest.json"))
    assert refused(tmp_path, remade(content, manifest=json.dumps(manifest | {"fixture": fixture}).encode()))


def test_a_pipe_and_a_device_are_refused_at_once(tmp_path: Path) -> None:
    """The one would be waited for, the other read, without end."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(BadPacket, match="no ordinary file"):
            read_packet(path)


def test_a_manifest_of_many_small_values_is_refused_before_it_is_read(tmp_path: Path, content: bytes) -> None:
    """Three million empty lists pack into some kilobytes and would unfold into hundreds of megabytes."""
    assert "more than" in refused(tmp_path, remade(content, manifest=b"[" + b"[]," * 3_000_000 + b"[]]"))


@pytest.mark.parametrize(("size", "count"), [(1 << 30, 1), (-1, 1), (3, 1 << 40), (3, -1)])
def test_a_claim_no_block_can_keep_is_refused_on_opening(tmp_path: Path, content: bytes, size: int, count: int) -> None:
    """What a manifest says of a block is the limit to which it is unpacked, so it has a limit itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = json.loads(archive.read("packet/manifest.json"))
    file = manifest["files"][0]
    file[8][0] = count
    file[7][2][0][0] = size
    assert refused(tmp_path, remade(content, manifest=json.dumps(manifest).encode()))
