"""Which variant a candidate gets: drawn from the fixture's secret and the candidate's name, the same every time.

Nobody without the secret can tell which of the forms somebody else was given, or forge a seed. The seed is the canary: it
stands in the packet and in every session log made from it, it is another one for each candidate, and it says nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass

from harness.domain.errors import BadInput
from harness.domain.fixture import Fixture, Variant
from harness.planting.compose import compose
from harness.planting.forms import Form, balanced_forms

_TRIES = 64
_MOST = 100


@dataclass(frozen=True, slots=True)
class Issued:
    """A variant for one candidate. `seed` is the canary."""

    candidate: str
    seed: str
    form: Form
    number: int
    """Which of the forms it is, counted from one."""
    variant: Variant


def candidate_name(text: str) -> str:
    """A name in the one spelling that counts. Raises BadInput for an empty or endless one."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name or len(name) > _MOST or not name.isprintable():
        raise BadInput(f"{text!r} is no name for a candidate", next_step=f"Use 1 to {_MOST} visible characters.")
    return name


def issued_variant(fixture: Fixture, secret: bytes, candidate: str) -> Issued:
    """The variant of this candidate. Raises BadInput where nothing can be planted."""
    name = candidate_name(candidate)
    forms = balanced_forms(fixture).forms
    if not forms:
        raise BadInput("no issue is planted in this fixture", where=fixture.where, next_step="Plant some first.")
    number = int.from_bytes(_mac(secret, fixture.slug, "form", name), "big") % len(forms)
    form = forms[number]
    tries = (_composed(fixture, secret, name, form, turn) for turn in range(_TRIES))
    first = next(tries)
    seed, variant = first if _spread(first[1], form) else next((t for t in tries if _spread(t[1], form)), first)
    return Issued(name, seed, form, number + 1, variant)


def _composed(fixture: Fixture, secret: bytes, name: str, form: Form, turn: int) -> tuple[str, Variant]:
    seed = base64.b32encode(_mac(secret, fixture.slug, "seed", name, str(turn)))[:16].decode("ascii").lower()
    return seed, compose(fixture, seed, form.issues)


def _spread(variant: Variant, form: Form) -> bool:
    """Whether the first source file that is presented holds an issue, and the last one too: the last is read with less
    care, so no candidate should have it empty while another has everything in it."""
    sources = [path for path in variant.file_order if path in form.files or _is_changed_source(path, variant)]
    return len(form.files) < 2 or (sources[0] in form.files and sources[-1] in form.files)


def _is_changed_source(path: str, variant: Variant) -> bool:
    from harness.planting.admissible import is_source

    return is_source(path) and variant.fixture.base.get(path) != variant.head.get(path)


def _mac(secret: bytes, *parts: str) -> bytes:
    text = "\x1f".join(("harness-issue-1", *parts)).encode("utf-8", "surrogatepass")
    return hmac.new(secret, text, hashlib.sha256).digest()
