"""Grade a review that was not made in this program: read it in whatever format it comes, and match it.

What was reviewed has to be named: a packet, or a fixture with a seed. Without a log there is no time and no order of
reading, and the scorecard says so.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from harness.adapters.comment_lines import read_lines
from harness.adapters.event_log import Header, SessionLog
from harness.adapters.fixtures import find_fixture
from harness.adapters.github_reviews import read_github
from harness.adapters.packets import packet_digest, read_packet
from harness.adapters.rdjsonl import read_rdjsonl
from harness.adapters.sarif import read_sarif
from harness.domain.assessment import Assessment
from harness.domain.errors import BadInput
from harness.domain.outside_review import NotAReview, OutsideReview
from harness.domain.provenance import Provenance
from harness.domain.pull_request import PullRequest
from harness.planting.compose import compose
from harness.planting.present import pull_request_of
from harness.reports.review_text import is_review_markdown
from harness.steps.interview.assess import Ground, assessment_of, matched
from harness.steps.interview.graders import judgement_by
from harness.steps.interview.present import chosen_issues

MOST_BYTES = 20_000_000
_FORMATS = "a GitHub review, its list of comments, reviewdog diagnostics, SARIF, or lines of `path:line: text`"


def assess_outside(
    path: Path,
    *,
    packet: Path | None = None,
    fixture: str | None = None,
    seed: str = "1",
    issues: str | None = None,
    profile: str = "backend",
    grader: str | None = None,
    by: str | None = None,
) -> Assessment:
    """The assessment of a review in another format, made on the pull request in `packet`, or on a fixture's variant.

    Raises BadInput where the file is no review, or nothing says what was reviewed.
    """
    content = _content(path)
    session = hashlib.sha256(content).hexdigest()
    ground, header = _ground(path, session[:16], packet, fixture, seed, issues, profile)
    _, pull_request = ground.variant(header, path)
    outside = read_outside(path, content, pull_request, by)
    log = SessionLog(path, header, (), None, len(content), session[:32], False)
    review = matched(log, outside.session(), ground, Provenance(outside.source, logged=False))
    basis = judgement_by(log, review.matching, review.session.comments, review.terms, grader)
    return assessment_of(review, basis, outside.left_out)


def _ground(
    path: Path, session: str, packet: Path | None, fixture: str | None, seed: str, issues: str | None, profile: str
) -> tuple[Ground, Header]:
    if packet is not None:
        opened = read_packet(packet)
        ground = Ground.of(find_fixture(fixture or opened.fixture), profile)
        return ground, Header(1, session, opened.fixture, opened.seed, opened.digest, "", "")
    if fixture is None:
        raise BadInput(
            "nothing says which pull request was reviewed",
            where=str(path),
            next_step="Name its packet with --packet, or --fixture and --seed.",
        )
    ground = Ground.of(find_fixture(fixture), profile)
    variant = compose(ground.fixture, seed, chosen_issues(issues))
    pull_request = pull_request_of(variant)
    digest = packet_digest(pull_request, ground.fixture.slug, seed)
    ground.variants[(seed, digest)] = (variant, pull_request)
    return ground, Header(1, session, ground.fixture.slug, seed, digest, "", "")


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            what = "this is a folder" if path.is_dir() else "there is no such file"
            raise BadInput(what, where=str(path), next_step=f"Name a file: {_FORMATS}.")
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(
                f"the file is larger than {MOST_BYTES:,} bytes", where=str(path), next_step="No review is as long."
            )
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"the file cannot be read: {error.strerror}", where=str(path)) from None


def read_outside(path: Path, content: bytes, pull_request: PullRequest, by: str | None = None) -> OutsideReview:
    """The review in a file's content, its format told by its shape. Raises BadInput where it is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("the file is no UTF-8 text", where=str(path), next_step=f"Give {_FORMATS}.") from None
    try:
        return _read(text, pull_request, by)
    except NotAReview as error:
        raise BadInput(
            f"this is no review that can be graded: {error}", where=str(path), next_step=f"Give {_FORMATS}."
        ) from None


def _read(text: str, pull_request: PullRequest, by: str | None) -> OutsideReview:
    value = _json(text)
    if isinstance(value, dict):
        if "runs" in value:
            return read_sarif(value, pull_request)
        if isinstance(value.get("diagnostics"), list):
            return read_rdjsonl(value["diagnostics"], pull_request)
        if "message" in value and "location" in value:
            return read_rdjsonl([value], pull_request)
        if value.keys() & {"comments", "body"}:
            return read_github(value, pull_request, by)
        raise NotAReview("the object holds neither comments nor results")
    if isinstance(value, list):
        return read_github(value, pull_request, by)
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and lines[0].lstrip().startswith("{"):
        return read_rdjsonl([_object(line, number) for number, line in enumerate(lines, 1)], pull_request)
    if is_review_markdown(text):
        raise NotAReview("Markdown is exported for people; export the session as github, rdjsonl or sarif instead")
    return read_lines(text, pull_request)


def _json(text: str) -> Any:
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except RecursionError:
        raise NotAReview("it is nested without end") from None
    except ValueError:
        return None


def _object(line: str, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise NotAReview(f"line {number} is no JSON") from None
