"""The pages: whole, harmless, and, in the candidate's edition, empty of the key."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from builders import fixture_files, write_fixture
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reports.test_reports import NASTY, hostile
from sessions import WORDS_REVIEW, begins, ends, fixed_assessment, says, shows, write_session

from harness.domain.assessment import Assessment
from harness.reports.candidate_report import candidate_report
from harness.reports.contents import Quote
from harness.reports.html_report import code, html_report, parts
from harness.reports.pages import page
from harness.steps.interview.assess import assess

VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """What a browser would find: elements with attributes, text, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


def check(text: str) -> Page:
    """The page is whole, and nothing in it acts or reaches out."""
    found = Page(text)
    assert found.open == []
    names = {tag for tag, _ in found.tags}
    assert not names & {"script", "iframe", "object", "embed", "link", "img", "form", "base", "a", "foreignobject"}
    for tag, attributes in found.tags:
        for name, value in attributes.items():
            assert not name.startswith("on") and name not in ("href", "src", "style", "xlink:href"), (tag, name)
            assert name != "http-equiv" or value == "Content-Security-Policy"
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\ud800-\udfff]", text)
    assert "default-src 'none'" in text and "{{" not in text.replace("{{ 7*7 }}", "")
    return found


def candidates(a: Assessment) -> str:
    return candidate_report(a.pull_request, a.session, a.records, a.times, a.digest)


@pytest.fixture
def graded(tmp_path: Path) -> Assessment:
    return fixed_assessment(tmp_path / "fixed")


def test_the_first_line_and_the_title_say_that_it_contains_answers(graded: Assessment) -> None:
    text = html_report(graded)
    assert "CONTAINS ANSWERS" in text.split("\n")[0]
    assert "<title>CONTAINS ANSWERS" in text
    assert text.split("\n")[1] == "<!DOCTYPE html>"
    check(text)


def test_the_page_says_what_the_text_says(graded: Assessment) -> None:
    """Issues, quotes with the words that count, follow-up questions, roles, and what cannot be said."""
    found = check(html_report(graded))
    words = " ".join(" ".join(found.words).split())
    for said in ("1 of 2", "Words are never forgotten", "every new word stays", "level 3, explained", "missed", "Backend engineer",
                 "A good answer contains", "Below 15 issues nobody can be ranked", "18–97 %"):  # fmt: skip
        assert said in words, said
    assert sum(tag == "mark" for tag, _ in found.tags) == 1
    assert sum(tag == "svg" for tag, _ in found.tags) > 5
    assert not re.search(r"\b(hire|reject)\b", words, re.IGNORECASE)


def test_many_remarks_of_one_sort_are_folded_and_complete_on_paper(tmp_path: Path) -> None:
    """Five stand there, the rest is behind a box that paper does not have."""
    fixture = write_fixture(tmp_path / "words")
    nits = [says(f"c{n}", "words.py", n, f"nit: name number {n} could be better") for n in range(1, 13)]
    session = write_session(
        tmp_path / "a.session.jsonl", fixture, [*begins(), *(s for nit in nits for s in nit), *ends()]
    )
    text = html_report(assess(session, str(fixture)))
    found = check(text)
    assert [n for n in range(1, 13) if f"name number {n} " not in " ".join(found.words)] == []
    assert "7 more" in " ".join(found.words)
    assert text.index("name number 5 ") < text.index('<div class="rest">') < text.index("name number 6 ")
    paper = text[text.index("@media print") :]
    assert ".rest { display: block; }" in paper and ".more { display: none; }" in paper


def test_a_page_is_the_same_every_time(graded: Assessment) -> None:
    assert html_report(graded) == html_report(graded) and candidates(graded) == candidates(graded)


def test_nothing_hostile_acts_in_either_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Script, markup of Jinja, style and terminal, directions, controls: all of it is shown as text."""
    monkeypatch.setenv("HARNESS_GRADER", "ada")
    nasty = hostile(tmp_path, write_fixture(tmp_path / "words"))
    for text in (html_report(nasty), candidates(nasty)):
        words = " ".join(check(text).words)
        assert "<script>alert(1)</script>" in words and "{{ 7*7 }}" in words and "␛" in words and "<U+202E>" in words


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60) | st.sampled_from([NASTY, "</title><script>", "`<b>`", "--><script>"]))
def test_no_text_breaks_out_of_the_candidates_page(text: str) -> None:
    made = page(
        "candidate.html.j2", title=text, digest=text, seconds=None, conclusion=text, summary=text, comments=[],
        answers=[(text, text)], timeline=None, coverage=[], lines=(0, 0), order=[],
    )  # fmt: skip
    check(made)


@given(st.text(max_size=80))
def test_code_in_a_sentence_of_the_key_is_escaped(text: str) -> None:
    assert not re.search(r"<(?!/?code>)", str(code(text)))


@given(st.text(min_size=1, max_size=40), st.data())
def test_the_parts_of_a_quote_are_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    marks = ((start, end),) if end > start else ()
    found = list(parts(Quote("c1", "x", text, marks)))
    assert "".join(piece for piece, _ in found) == text
    assert "".join(piece for piece, marked in found if marked) == text[start:end]


# The candidate's edition and the wall


def test_two_answer_keys_give_one_candidates_page(tmp_path: Path) -> None:
    """Every sentence, class, severity, decoy and answer of the key is another; what the candidate saw is the same."""
    files = fixture_files()
    one = write_fixture(tmp_path / "one" / "words")
    other = write_fixture(tmp_path / "other" / "words", key__key_DOT_yaml=marked_key(files["key/key.yaml"]))
    pages = []
    for folder in (one, other):
        session = write_session(folder.parent / "s.session.jsonl", folder, WORDS_REVIEW)
        graded = assess(session, str(folder))
        pages.append(candidates(graded))
        assert (MARK in html_report(graded)) == (folder == other)
    assert pages[0] == pages[1]


MARK = "KEYxCANARY"


def marked_key(key: str) -> str:
    """The key with a mark in every sentence, and other classes and severities; its patches and proofs stay."""
    changed = re.sub(r"^(    (?:title|mechanism|trigger|consequence|remedy|hidden_because|looks_like|right_because|note): )(.*)$",
                     rf"\1{MARK} \2", key, flags=re.MULTILINE)  # fmt: skip
    changed = changed.replace("growth.unbounded", "fail.leak").replace("severity: major", "severity: critical")
    return changed.replace("range: [1, 10]", "range: [3, 30]").replace("A hundred words", f"{MARK} words")


def test_no_mark_of_the_key_is_in_the_candidates_page(tmp_path: Path) -> None:
    """Nor a number of issues, an outcome, a level or a class; the search finds the mark in the scorecard."""
    key = marked_key(fixture_files()["key/key.yaml"])
    folder = write_fixture(tmp_path / "words", key__key_DOT_yaml=key)
    steps = [*begins(), *shows("words.py", 1, 26), *says("c1", "words.py", 17, "this grows for ever"), *ends()]
    graded = assess(write_session(tmp_path / "s.session.jsonl", folder, steps), str(folder))
    assert MARK in html_report(graded)
    text = candidates(graded)
    assert MARK not in text and MARK.lower() not in text.lower()
    words = " ".join(check(text).words).lower()
    for secret in (
        "never-forgets",
        "unstable-ties",
        "planted",
        "missed",
        "level",
        "decoy",
        "opportunity",
        "fail.leak",
        "critical",
    ):
        assert secret not in words, secret
