"""The scorecard as JSON, complete and stable."""

from __future__ import annotations

import json
from dataclasses import asdict

from harness.domain.assessment import Assessment
from harness.domain.judgement import JudgedRemark
from harness.reports.contents import contents
from harness.reports.prompts import PromptAnswer

SCHEMA = 1


def json_report(assessment: Assessment) -> str:
    """The scorecard as JSON text ending in a line feed; times in working seconds."""
    a = assessment
    places, c, share = dict(a.variant.places), contents(a), a.scorecard.found_share
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
        "source": a.provenance.source,
        "marks": list(a.provenance.marks),
        "provenance": a.provenance.words,
        "profile": a.scorecard.profile,
        "found_share": asdict(a.scorecard.found_share) if a.scorecard.found_share else None,
        "issues": [{**asdict(row), "undecided": row.undecided, "places": [str(p) for p in places[row.issue]]} for row in a.scorecard.issues],
        "judged_by": {"graders": list(a.judgement.graders), "basis": a.basis, "done": a.judgement.done},
        "remarks": [_remark(remark) for remark in a.judgement.remarks],
        "answer_ratings": [asdict(rating) for rating in a.judgement.answers],
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
        "kinds": dict(c.kinds),
        "caution": {**asdict(a.caution), "unproven": a.caution.unproven,
                    "false_alarm_share": a.caution.false_alarm_share,
                    "discernment": a.caution.discernment(share.middle) if share else None, "caveat": c.caveat},
        "profiles": [asdict(p) for p in a.scorecard.under],
        "prompts": [_prompt(p) for p in c.prompts],
        "questions": asdict(c.questions),
        "follow_ups": [asdict(q) for q in c.follow_ups],
        "limits": list(c.limits),
        "coverage": asdict(a.coverage),
        "conclusion": a.session.conclusion,
        "summary": a.session.summary,
        "answers": a.session.answers,
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=True, indent=2) + "\n"


def _remark(remark: JudgedRemark) -> dict[str, object]:
    """A judged remark; what the matcher said of it stands under `matches`."""
    return {name: value for name, value in asdict(remark).items() if name != "proposal"}


def _prompt(p: PromptAnswer) -> dict[str, object]:
    """An answer with what was measured of it."""
    return {
        "id": p.prompt.id,
        "kind": p.prompt.kind,
        "unit": p.prompt.unit,
        "answer": p.answer,
        "judged": asdict(p.judged) if p.judged else None,
        "recomputed": asdict(p.recomputed) if p.recomputed else None,
        "rated": list(p.rated),
        "to_rate": p.to_rate,
    }
