"""API keys and the tenants they belong to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def digest(key: str) -> str:
    """How a key is kept: never in the clear."""
    return hashlib.sha256(key.encode()).hexdigest()


class KeyDirectory:
    """The keys that were given out, by their digest."""

    def __init__(self, tenants_by_digest: Mapping[str, str]) -> None:
        self._tenants = dict(tenants_by_digest)

    def tenant_of(self, key: str) -> str | None:
        """The tenant a key belongs to, or None when we never gave it out."""
        return self._tenants.get(digest(key))
