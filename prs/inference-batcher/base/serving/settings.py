"""What operations may set, from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How the service runs."""

    socket: str = "/run/gpu/embed.sock"

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Settings:
        """The settings in `environ`; what is not set there stays as it is above."""
        return cls(socket=environ.get("EMBED_SOCKET", cls.socket))
