"""A new fixture that loads and verifies: a small project, an honest change, an empty key."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from harness.adapters.fixture_models import ID
from harness.domain.errors import BadInput, CannotRun

_FILES = {
    "pr.yaml": """\
# What the candidate reads beside the code. Everything in this file is public.
schema: 1
title: "feat: say what the pull request does"
author: {name: Kim Berg, role: engineer}
description: |
  What changes and why, as a colleague would write it.
language: python
minutes: 30
tests: [tests]
""",
    "base/greeting.py": '''\
"""Greets people."""


def greet(name):
    """A greeting for one person."""
    return f"Hello {name}"
''',
    "base/tests/test_greeting.py": """\
from greeting import greet


def test_greet():
    assert greet("Ada") == "Hello Ada"
""",
    "change.patch": """\
diff --git a/greeting.py b/greeting.py
--- a/greeting.py
+++ b/greeting.py
@@ -4,3 +4,8 @@
 def greet(name):
     \"\"\"A greeting for one person.\"\"\"
     return f"Hello {name}"
+
+
+def greet_all(names):
+    \"\"\"A greeting for each person.\"\"\"
+    return [greet(name) for name in names]
""",
    "key/key.yaml": """\
# The answer key. Everything in this folder is secret.
# `harness plant FIXTURE ID` adds an issue; docs/fixture-format.md says what each field means.
schema: 1
variant: {issues: 4, blemishes: 2}
issues: []
""",
}


def scaffold(slug: str, into: Path) -> Path:
    """Write a new fixture `into/slug` and return its folder. Raises BadInput for a bad or taken name, CannotRun."""
    if not re.fullmatch(ID, slug):
        better = "-".join(re.findall(r"[a-z0-9]+", slug.lower())).lstrip("0123456789-")
        hint = f"Try {better!r}." if better else "Use lower-case words joined by dashes."
        raise BadInput(f"{slug!r} is no slug", next_step=hint)
    target = into / slug
    if target.exists():
        raise BadInput(
            "this is there already", where=str(target), next_step="Choose another slug, or another folder with --into."
        )
    if not into.is_dir():
        raise BadInput("this folder does not exist", where=str(into), next_step="Make it, or name another with --into.")
    try:
        draft = Path(tempfile.mkdtemp(prefix=f".{slug}-", dir=into))
        for name, text in _FILES.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).write_text(text, encoding="utf-8")
        for folder in ("artefacts", "key/issues", "key/proofs", "key/decoys", "key/blemishes"):
            (draft / folder).mkdir(parents=True, exist_ok=True)
        draft.chmod(0o755)
        os.replace(draft, target)
    except OSError as error:
        shutil.rmtree(locals().get("draft", Path("/nonexistent")), ignore_errors=True)
        raise CannotRun(f"the fixture cannot be written: {error.strerror}", where=str(target)) from None
    return target
