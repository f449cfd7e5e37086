"""Loading a fixture: every fault at once, each at its place."""

from __future__ import annotations

import os

import pytest
from builders import KEY, PR, write_fixture

from harness.adapters.fixtures import check_fixture, find_fixture, load_fixture
from harness.domain.pull_request import Commit
from harness.planting.compose import compose
from harness.planting.present import pull_request_of


@pytest.mark.parametrize("slug", ["token-bucket", "forecast-cache"])
def test_shipped_fixtures_have_no_fault(slug):
    assert check_fixture(find_fixture(slug))[1] == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("severity: major", "severity: huge", "'huge'"),
        ("    severity: major", "    severety: major", "severity"),
        ("class: growth.unbounded", "class: growth.unbound", "growth.unbounded"),
        ("family: bound", "family: bond", "bound"),
        ("failure: keeps every word", "failure: something else", "something else"),
        ("symbol: Counter.__init__", "symbol: nowhere_at_all", "nowhere_at_all"),
        ('{text: "self.found.pop(word, 0) + 1"}', '{text: "self"}', "lines of words.py"),
        ("test_recent_words_come_last", "test_not_there", "test_not_there"),
        ("id: unstable-ties", "id: never-forgets", "used twice"),
    ],
)
def test_a_fault_in_the_key_is_reported_at_its_line(tmp_path, old, new, words):
    folder = write_fixture(tmp_path / "f", key__key_DOT_yaml=KEY.replace(old, new, 1))
    fixture, faults = check_fixture(folder)
    assert fixture is None
    found = [fault for fault in faults if words in str(fault)]
    assert found
    assert all(fault.line > 0 and fault.column > 0 for fault in found)


def test_several_faults_are_reported_at_once(tmp_path):
    pr = PR.replace("minutes: 10", "minutes: many")
    key = KEY.replace("severity: major", "severity: huge")
    _, faults = check_fixture(write_fixture(tmp_path / "f", pr_DOT_yaml=pr, key__key_DOT_yaml=key))
    assert {"pr.yaml", "key.yaml"} <= {fault.path.rsplit("/", 1)[-1] for fault in faults}


def test_paths_and_links_that_leave_are_refused(tmp_path):
    pr = PR.replace("artefacts/ticket.md", "../secret.md")
    _, faults = check_fixture(write_fixture(tmp_path / "f", pr_DOT_yaml=pr))
    assert any("leaves artefacts/" in fault.what for fault in faults)
    (tmp_path / "secret.md").write_text("secret")
    folder = write_fixture(tmp_path / "g")
    (folder / "artefacts" / "link.md").symlink_to(tmp_path / "secret.md")
    assert check_fixture(folder)[0] is None


def test_the_digest_follows_content_and_not_times(tmp_path):
    folder = write_fixture(tmp_path / "f")
    before = load_fixture(folder).digest
    os.utime(folder / "pr.yaml", (1, 1))
    assert load_fixture(folder).digest == before
    with (folder / "artefacts/ticket.md").open("a") as stream:
        stream.write("!")
    assert load_fixture(folder).digest != before


def test_commits_that_the_author_tells_are_what_the_candidate_sees(tmp_path):
    """Title, description and paths of each step travel with the pull request."""
    told = PR + "commits:\n  - {title: One, description: Why., paths: [words.py]}\n  - {title: Two}\n"
    pull_request = pull_request_of(compose(load_fixture(write_fixture(tmp_path / "f", pr_DOT_yaml=told)), "1"))
    assert pull_request.commits == (Commit("One", "Why.", ("words.py",)), Commit("Two"))
