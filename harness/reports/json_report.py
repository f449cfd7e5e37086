"""The scorecard as JSON, complete and stable."""

from __future__ import annotations

import json
from dataclasses import asdict

from harness.domain.assessment import Assessment
from harness.domain.judgement import JudgedRemark

SCHEMA = 1


def json_report(assessment: Assessment) -> str:
    """The scorecard as JSON text ending in a line feed; times in working seconds."""
    a = assessment
    places = dict(a.variant.places)
    content = {
        "schema": SCHEMA,
        "contains_answers": True,
        "session": a.session_id,
        "digest": a.digest,
        "fixture": a.variant.fixture.slug,
        "fixture_digest": a.variant.fixture.digest,
        "seed": a.variant.seed,
        "variant_digest": a.variant.digest,
        "submitted": a.session.submitted,
        "remarks_on_log": list(a.remarks_on_log),
        "seconds": round(a.times[-1], 1) if a.times else 0.0,
        "profile": a.scorecard.profile,
        "found_share": asdict(a.scorecard.found_share) if a.scorecard.found_share else None,
        "issues": [{**asdict(row), "undecided": row.undecided, "places": [str(p) for p in places[row.issue]]} for row in a.scorecard.issues],
        "judged_by": {"graders": list(a.judgement.graders), "basis": a.basis, "done": a.judgement.done},
        "remarks": [_remark(remark) for remark in a.judgement.remarks],
        "communication": [asdict(rating) for rating in a.judgement.communication],
        "matches": [asdict(match) for match in a.matching.matches],
        "outcomes": [{"comment": comment, "outcome": outcome.value} for comment, outcome in a.scorecard.outcomes],
        "comments": [
            {"id": c.id, "path": c.anchor.path, "side": c.anchor.side, "line": c.anchor.line,
             "start_line": c.anchor.start_line, "body": c.body}
            for c in a.session.comments.values()
        ],
        "decoys_taken": list(a.scorecard.decoys_taken),
        "constraint_share": a.scorecard.constraint_share,
        "style_share": a.scorecard.style_share,
        "coverage": asdict(a.coverage),
        "conclusion": a.session.conclusion,
        "summary": a.session.summary,
        "answers": a.session.answers,
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=True, indent=2) + "\n"


def _remark(remark: JudgedRemark) -> dict[str, object]:
    """A judged remark; what the matcher said of it stands under `matches`."""
    return {name: value for name, value in asdict(remark).items() if name != "proposal"}
