"""Writes the golden reports in tests/golden/ anew. Read the difference before you commit it.

python scripts/bless_reports.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from reports.test_reports import GOLDEN_FORMS, golden_text  # noqa: E402
from sessions import fixed_assessment  # noqa: E402

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        assessment = fixed_assessment(Path(folder))
        for form in GOLDEN_FORMS:
            (ROOT / "tests" / "golden" / f"scorecard.{form}").write_text(
                golden_text(assessment, form), encoding="utf-8"
            )
