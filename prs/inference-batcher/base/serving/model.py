"""What the GPU process can do for us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from serving.tokens import Tokens

Vector = list[float]


class ModelFailed(Exception):
    """The GPU process could not answer: out of memory, restarting, gone."""


class Model(Protocol):
    """The GPU process at the other end of a socket."""

    async def embed(self, texts: Sequence[Tokens]) -> list[Vector]:
        """One vector for each text, in the order of the texts. Short texts are padded to the longest one.

        Raises ModelFailed.
        """
