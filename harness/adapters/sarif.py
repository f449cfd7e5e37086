"""Reviews as SARIF 2.1.0, the format of static analysers. What SARIF has no word for stands in a result's properties."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, unquote

from harness import __version__
from harness.adapters.rdjsonl import severity_of
from harness.domain.comment import Comment
from harness.domain.conventional import labelled, with_label
from harness.domain.diff import Side
from harness.domain.outside_review import NotAReview, OutsideReview, Said, numbered, paths_of
from harness.domain.pull_request import PullRequest

_LEVELS = {"ERROR": "error", "WARNING": "warning", "INFO": "note"}


def sarif(comments: Sequence[Comment]) -> str:
    """The comments as one run."""
    run = {
        "tool": {"driver": {"name": "code-review-harness", "version": __version__, "rules": []}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(c) for c in comments],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=True, indent=2) + "\n"


def _result(comment: Comment) -> dict[str, Any]:
    anchor = comment.anchor
    found: dict[str, Any] = {"message": {"text": with_label(comment)}, "level": _LEVELS[severity_of(comment)]}
    if anchor.path is not None:
        path = anchor.path.encode("utf-8", "surrogatepass")
        place: dict[str, Any] = {"artifactLocation": {"uri": quote(path, safe="/")}}
        if anchor.lines:
            place["region"] = {"startLine": anchor.lines.start, "endLine": anchor.lines.end}
        found["locations"] = [{"physicalLocation": place}]
    properties = {"comment": comment.id} | ({"side": "LEFT"} if anchor.side is Side.LEFT else {})
    return {**found, "properties": properties}


def read_sarif(value: Any, pull_request: PullRequest) -> OutsideReview:
    """The review in a SARIF log. Raises NotAReview."""
    runs = value.get("runs")
    if not isinstance(runs, list) or not all(isinstance(run, dict) for run in runs):
        raise NotAReview("its runs are no list of objects")
    said = [one for run in runs for one in _run(run)]
    return OutsideReview("a SARIF log", numbered(said, paths_of(pull_request)))


def _run(run: dict[str, Any]) -> Iterator[Said]:
    results = run.get("results") or []
    if not isinstance(results, list):
        raise NotAReview("the results of a run are no list")
    for number, result in enumerate(results, 1):
        text = _text(result, run) if isinstance(result, dict) else None
        if text is None:
            raise NotAReview(f"result {number} has no message")
        path, region = _place(result)
        start, end = (_line(region, name, number) for name in ("startLine", "endLine"))
        last = end or start
        properties = result.get("properties")
        old = isinstance(properties, dict) and properties.get("side") == "LEFT"
        label, decoration, body = labelled(text)
        yield Said(
            body, path, last, start if start != last else None, Side.LEFT if old else Side.RIGHT, label, decoration
        )


def _text(result: dict[str, Any], run: dict[str, Any]) -> str | None:
    """A result's message; one that a rule holds is looked up there."""
    message = result.get("message")
    if not isinstance(message, dict):
        return None
    if isinstance(message.get("text"), str):
        return str(message["text"])
    driver = (run.get("tool") or {}).get("driver") if isinstance(run.get("tool"), dict) else None
    rules = driver.get("rules") if isinstance(driver, dict) else None
    for rule in rules if isinstance(rules, list) else ():
        if isinstance(rule, dict) and rule.get("id") == result.get("ruleId"):
            strings = rule.get("messageStrings")
            found = strings.get(message.get("id")) if isinstance(strings, dict) else None
            return str(found["text"]) if isinstance(found, dict) and isinstance(found.get("text"), str) else None
    return None


def _place(result: dict[str, Any]) -> tuple[str | None, Any]:
    locations = result.get("locations")
    first = locations[0] if isinstance(locations, list) and locations else None
    place = first.get("physicalLocation") if isinstance(first, dict) else None
    if not isinstance(place, dict):
        return None, None
    artefact = place.get("artifactLocation")
    uri = artefact.get("uri") if isinstance(artefact, dict) else None
    path = unquote(uri.removeprefix("file://"), errors="surrogatepass") if isinstance(uri, str) else None
    return path, place.get("region")


def _line(region: Any, name: str, number: int) -> int | None:
    line = region.get(name) if isinstance(region, dict) else None
    if line is not None and type(line) is not int:
        raise NotAReview(f"{name} of result {number} is no whole number")
    return line
