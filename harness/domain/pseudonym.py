"""A name for a candidate that tells nothing of the person: the same session always has the same one."""

from __future__ import annotations

from hashlib import sha256

_WORDS = (
    "Alder", "Amber", "Aspen", "Basalt", "Birch", "Brook", "Cedar", "Chalk", "Clover", "Cobalt", "Copper", "Coral",
    "Delta", "Dune", "Elm", "Ember", "Fern", "Fjord", "Flint", "Garnet", "Granite", "Harbour", "Hazel", "Heath",
    "Heron", "Indigo", "Ivory", "Jade", "Juniper", "Kestrel", "Lagoon", "Larch", "Lark", "Linden", "Lotus", "Maple",
    "Marble", "Meadow", "Moss", "Nettle", "Oak", "Ochre", "Olive", "Onyx", "Opal", "Osprey", "Pearl", "Pebble", "Pine",
    "Plover", "Quartz", "Reed", "Ridge", "Rowan", "Sage", "Sienna", "Slate", "Spruce", "Teal", "Thistle", "Umber",
    "Walnut", "Willow", "Zinc",
)  # fmt: skip


def pseudonym(session: str) -> str:
    """A word and two digits, drawn from the session's id."""
    number = int.from_bytes(sha256(f"pseudonym {session}".encode("utf-8", "surrogatepass")).digest()[:4], "big")
    return f"{_WORDS[number % len(_WORDS)]} {number // len(_WORDS) % 90 + 10}"
