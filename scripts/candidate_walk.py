"""A walk through every screen and state of the candidate's program, by keys: for the pictures in the docs and for the
snapshots that the tests compare."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from textual.pilot import Pilot

from harness.apps.tui.candidate.app import CandidateApp
from harness.domain.diff import Side


@dataclass(frozen=True, slots=True)
class Route:
    """The file, line and words of a walk."""

    path: str
    line: int
    body: str
    search: str


class Walk:
    """One walk over a pull request that has not been started."""

    def __init__(self, app: CandidateApp, pilot: Pilot[object], route: Route) -> None:
        self._app, self._pilot, self._route = app, pilot, route

    async def _press(self, *keys: str) -> None:
        await self._pilot.press(*keys)
        await self._app.workers.wait_for_complete()
        await self._pilot.pause()

    async def _type(self, text: str) -> None:
        await self._pilot.press(*["space" if c == " " else c for c in text])

    async def states(self) -> AsyncIterator[str]:
        """Goes from state to state, and says the name of each."""
        yield "welcome"
        await self._press("enter")
        yield "description"
        await self._press("tab")
        yield "files"
        await self._press("tab")
        while self._app.current != self._route.path:
            await self._press("right_curly_bracket")
        yield "diff"
        for part in (self._commenting(), self._reading(), self._around(), self._end()):
            async for name in part:
                yield name

    async def _commenting(self) -> AsyncIterator[str]:
        app, route = self._app, self._route
        app.view.go_to(Side.RIGHT, route.line)
        await self._press("c")
        await self._type(route.body)
        yield "editor"
        await self._press("ctrl+l")
        yield "label"
        await self._press("q", "b", "enter", "ctrl+s")
        yield "comment"
        app.view.go_to_comment("c1")
        await self._press("a")
        await self._type("And on a long day?")
        await self._press("ctrl+s")
        yield "thread"
        app.view.go_to(Side.RIGHT, route.line + 2)
        await self._press("v", "j")
        yield "selection"
        await self._press("S", *"Rather")
        yield "suggestion"
        await self._press("ctrl+r")
        yield "preview"
        await self._press("escape", "escape")
        yield "draft"
        await self._press("L")
        yield "comments"
        await self._press("escape")

    async def _reading(self) -> AsyncIterator[str]:
        other = self._app.view.mode.value == "unified"
        await self._press("t")
        yield "side-by-side" if other else "unified"
        await self._press("t", "slash")
        await self._type(self._route.search)
        await self._press("enter")
        yield "search"
        await self._press("H")
        yield "hits"
        await self._press("escape", "question_mark")
        yield "keys"
        await self._press("escape", "g")

    async def _around(self) -> AsyncIterator[str]:
        await self._press("p")
        yield "prompts"
        if self._app.pull_request.prompts:
            await self._press("enter")
            yield "answer"
            await self._type("7")
            await self._press("ctrl+s")
        else:
            await self._press("escape")
        await self._press("P")
        yield "pause"
        await self._press("enter", "q")
        yield "leave"
        await self._press("escape")

    async def _end(self) -> AsyncIterator[str]:
        await self._press("s", "r")
        yield "hand-in"
        await self._press("e")
        await self._type("Two things before this goes in.")
        yield "summary"
        await self._press("ctrl+s", "y")
        yield "handed-in"
        await self._press("r", "n", "n", "n")
        yield "look-back"
        await self._press("escape")
