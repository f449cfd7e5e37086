"""Patches: applied exactly or refused with the line that says why."""

from __future__ import annotations

import pytest
from builders import patch

from harness.adapters.patches import PatchFault, apply_change, edits_on, read_patch
from harness.domain.edit import edit_tree

OLD = "one\ntwo\nthree\nfour\n"
NEW = "one\nTWO\nthree\nfour\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [(OLD, NEW), (OLD.replace("\n", "\r\n"), NEW.replace("\n", "\r\n")), (OLD, OLD + "five\n"), (OLD, "one\nfour\n")],
)
def test_a_patch_turns_the_old_text_into_the_new(old, new):
    tree = {"a.py": old.encode()}
    assert edit_tree(tree, edits_on(tree, read_patch(patch(old, new, "a.py")))) == {"a.py": new.encode()}


def test_a_line_without_newline_at_the_end():
    text = "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n"
    tree = {"a.py": b"x"}
    assert edit_tree(tree, edits_on(tree, read_patch(text))) == {"a.py": b"y"}


def test_a_hunk_that_does_not_apply_says_where_and_what_stands_there():
    moved = "zero\n" + OLD
    with pytest.raises(PatchFault) as fault:
        edits_on({"a.py": moved.encode()}, read_patch(patch(OLD, NEW, "a.py")))
    assert "hunk 1" in fault.value.what
    assert "a.py: the patch has 'one' as line 1, and the file has 'zero'" in fault.value.what
    assert "Its lines stand at line 2." in fault.value.remedy


def test_lines_that_a_header_does_not_count_are_refused_and_not_lost():
    """A hunk that was edited by hand, and its header not."""
    good = patch(OLD, NEW + "five\n", "a.py")
    with pytest.raises(PatchFault, match="line 10 stands behind the end of its hunk"):
        read_patch(good.replace("+1,5 @@", "+1,4 @@"))
    two = good + patch(OLD, NEW, "b.py") + "-- \n2.39.5\n"
    assert len(read_patch(two)) == 2 == len(read_patch(two.replace("diff --git a/b.py b/b.py\n", "")))


@pytest.mark.parametrize("path", ["../a.py", "/etc/passwd", "x/../../a.py", ".git/config", "a\\b.py"])
def test_paths_that_leave_are_refused(path):
    with pytest.raises(PatchFault):
        read_patch(f"--- a/{path}\n+++ b/{path}\n@@ -1 +1 @@\n-x\n+y\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello\n",
        "@@@ -1,1 -1,1 +1,1 @@@\n",
        "--- a/a\n+++ b/a\n@@ -1,5 +1,5 @@\n-x\n+y\n",
    ],
)
def test_what_is_no_patch_is_refused(text):
    with pytest.raises(PatchFault):
        read_patch(text)


def test_the_change_may_add_and_delete_and_an_issue_may_not():
    add = patch("", "new\n", "b.py")
    assert apply_change({"a.py": b"x\n"}, read_patch(add)) == {"a.py": b"x\n", "b.py": b"new\n"}
    with pytest.raises(PatchFault, match="adds, deletes or renames"):
        edits_on({"a.py": b"x\n"}, read_patch(add))
    gone = "--- a/a.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
    assert apply_change({"a.py": b"x\n"}, read_patch(gone)) == {}
