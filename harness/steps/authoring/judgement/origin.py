"""Where the code came from, and what an outsider could not know: an upstream to compare with, names from inside a company."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import packages_distributions

from harness.domain.fault import Fault, Weight
from harness.steps.authoring.judgement.subject import Subject, VisibleLine

_UPSTREAM = re.compile(
    r"https?://(?:www\.)?(?:github|gitlab|bitbucket|codeberg|sr)\.(?:com|org|ht)/[\w.~-]+/[\w.-]+|https?://pypi\.org/project/[\w.-]+"
)
_LICENCE = re.compile(r"\b(Copyright \(c\)|Copyright ©?\s*\d{4}|SPDX-License-Identifier|Licensed under the)\b", re.I)
_INSIDE = (
    (re.compile(r"\b[\w.+-]+@(?!example\.|localhost)[\w-]+\.[a-z]{2,}\b"), "an e-mail address"),
    (re.compile(r"\b[\w-]+\.(?:corp|internal|intra|lan)\b(?!\()"), "a host inside a company"),
    (re.compile(r"\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b"), "an address of a private network"),
    (re.compile(r"\b(?:AKIA[0-9A-Z]{16}|ghp_\w{30,}|xox[bp]-\w{8,}|-----BEGIN [A-Z ]*PRIVATE KEY)"), "something like a secret"),
)  # fmt: skip
_ELSEWHERE = re.compile(
    r"\b(?:see|as (?:discussed|agreed)|per|described) (?:in|on|at)? ?(?:our )?(slack|confluence|notion|jira|the wiki|teams|sharepoint)\b",
    re.I,
)
_TICKET = re.compile(r"\b(?:see|as in|described in|details in) ([A-Z]{2,8}-\d+)\b")
_KNOWN = {
    "requests", "flask", "django", "fastapi", "starlette", "celery", "sqlalchemy", "numpy", "pandas", "sklearn", "torch",
    "tenacity", "cachetools", "attrs", "aiohttp", "httpx", "urllib3", "redis", "kombu", "dramatiq", "rq", "huey", "tornado",
    "twisted", "scrapy", "marshmallow", "alembic", "pyramid", "bottle", "falcon", "sanic", "dask", "ray", "transformers",
    "paramiko", "boto3", "stripe", "jinja2", "lxml", "pillow", "loguru", "structlog", "apscheduler", "watchdog", "diskcache",
}  # fmt: skip


def origin(subject: Subject) -> Iterator[Fault]:
    """A public upstream that would be the answer, and context that only insiders have."""
    yield from _packages(subject)
    for line in subject.code_lines():
        yield from _upstream(line)
        yield from _private(subject, line)
    for line in subject.prose_lines():
        yield from _private(subject, line)


def _upstream(line: VisibleLine) -> Iterator[Fault]:
    for pattern, what in ((_UPSTREAM, "names a public project"), (_LICENCE, "is a notice of somebody's licence")):
        if found := pattern.search(line.text):
            said = f"{found.group()!r} {what}: if this code is public, its good version is the answer"
            yield _fault(
                line, found.start(), said, "Write a small project of your own, or take the trace away.", Weight.WARNING
            )


def _packages(subject: Subject) -> Iterator[Fault]:
    """A package of the project that is called as a well-known one."""
    known = _KNOWN | set(packages_distributions())
    tops = sorted({path.split("/")[0] for path in subject.fixture.base if "/" in path and path.endswith(".py")})
    for top in tops:
        if top.lower() in known and top not in ("tests", "test", "docs", "benchmarks", "examples"):
            what = f"the project's package {top!r} has the name of a public one, whose good version may be the answer"
            place = f"{subject.fixture.where}/base/{top}"
            yield Fault(place, 0, 0, what, "Call it otherwise, and write it anew.", Weight.WARNING)


def _private(subject: Subject, line: VisibleLine) -> Iterator[Fault]:
    for pattern, what in _INSIDE:
        if found := pattern.search(line.text):
            remedy = "Make it up (example.com, 198.51.100.7), or leave it out."
            yield _fault(line, found.start(), f"{found.group()!r} looks like {what}", remedy, Weight.WARNING)
    if found := _ELSEWHERE.search(line.text):
        yield _fault(
            line, found.start(), f"{found.group()!r} leads to what a candidate cannot read", "Say it here.", Weight.HINT
        )
    titles = " ".join(artefact.title for artefact in subject.fixture.brief.artefacts)
    for found in _TICKET.finditer(line.text):
        if found[1] not in titles:
            remedy = "Add it as an artefact, or say here what it says."
            yield _fault(
                line, found.start(), f"{found.group()!r} leads to what a candidate cannot read", remedy, Weight.HINT
            )


def _fault(line: VisibleLine, column: int, what: str, remedy: str, weight: Weight) -> Fault:
    return Fault(line.place, line.number, column + 1 if line.number else 0, what, remedy, weight)
