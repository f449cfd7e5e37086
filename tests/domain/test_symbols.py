"""Definitions, by how their lines look."""

from __future__ import annotations

import pytest

from harness.domain.symbols import (
    defined_name,
    definition_test,
    enclosing_definition,
    name_at,
    names_in,
    use_test,
)


@pytest.mark.parametrize(
    ("path", "line", "name"),
    [
        ("a.py", "    async def run(self):", "run"),
        ("a.py", "class Cache(Base):", "Cache"),
        ("a.go", "func (s *Store) Get(key string) error {", "Get"),
        ("a.rs", "pub(crate) fn open<T>(x: T) {", "open"),
        ("a.ts", "export const load = async (x) => {", "load"),
        ("a.js", "export default function main() {", "main"),
        ("a.java", "    public static int count(List<String> x) {", "count"),
        ("a.c", "static int *find(struct node *n)", "find"),
        ("a.kt", "suspend fun fetch(): Int {", "fetch"),
        ("a.rb", "  def self.build(x)", "build"),
        ("a.sh", "function deploy {", "deploy"),
        ("a.c", "    return find(x)", None),
        ("a.py", "    defined = 1", None),
        ("a.py", "# Heading", None),
        ("a.md", "# Heading", "# Heading"),
    ],
)
def test_definitions_of_many_languages(path: str, line: str, name: str | None) -> None:
    """No parser, so that it works in any language and in half a file."""
    assert defined_name(line, path) == name


CODE = [
    "import x",
    "",
    "class A:",
    "    def f(self):",
    "        if x:",
    "            y()",
    "",
    "    z = 1",
    "",
    "w = 2",
]


def test_a_line_is_enclosed_by_what_is_indented_less_above_it() -> None:
    """The method for its body, the class between methods, nothing at the top."""
    found = [enclosing_definition(CODE, n, "a.py") for n in range(1, 11)]
    assert found == [None, None, 3, 4, 4, 4, 4, 3, 3, None]
    assert enclosing_definition(CODE, 99, "a.py") is None


def test_names_definitions_and_uses() -> None:
    """Whole words only; a value at the beginning of a line counts as defined."""
    assert names_in("if self.cache.get(key) is None:") == ["cache", "get", "key"]
    assert name_at("ab cd", 3) == "cd"
    assert name_at("ab cd", 2) is None
    test = definition_test(frozenset({"LIMIT", "get"}), "a.py")
    assert [test(x) for x in ("LIMIT = 5", "LIMIT: int = 5", "x = LIMIT", "LIMIT == 5", "def get():", "target = 1")] == [
        True, True, False, False, True, False,
    ]  # fmt: skip
    assert [use_test("get")(x) for x in ("a.get(", "target", "get")] == [True, False, True]
