"""Puts the page together."""

from __future__ import annotations

from weather.board import Board, HoursOf


def make_board(fetch: HoursOf) -> Board:
    """The board of the live page. `fetch` asks the weather service; it raises TimeoutError when that is too busy."""
    return Board(fetch)
