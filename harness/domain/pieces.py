"""A text that is edited very many times: kept in pieces, so that an edit costs the length of a piece and not of the text."""

from __future__ import annotations

_MOST = 4096
"""Characters in a piece before it is cut in two."""


class Pieces:
    """A text under edits. Positions mean what they mean in a slice: behind the end is the end."""

    def __init__(self, text: str) -> None:
        self._pieces = _cut(text)

    def text(self) -> str:
        """The whole text."""
        return "".join(self._pieces)

    def splice(self, at: int, removed: int, inserted: str) -> None:
        """Put `inserted` in the place of `removed` characters at `at`."""
        if at < 0 or removed < 0:  # as only a forged log has them; a slice counts these from the end
            text = self.text()
            self._pieces = _cut(text[:at] + inserted + text[at + removed :])
            return
        number = 0
        while number < len(self._pieces) - 1 and at > len(self._pieces[number]):
            at -= len(self._pieces[number])
            number += 1
        piece = self._pieces[number]
        beyond = at + removed - len(piece)
        piece = piece[:at] + inserted + piece[at + removed :]
        if len(piece) > _MOST:
            cut = _cut(piece)
            self._pieces[number : number + 1] = cut
            number += len(cut) - 1
        else:
            self._pieces[number] = piece
        if beyond > 0:
            self._remove_ahead(number + 1, beyond)

    def _remove_ahead(self, number: int, count: int) -> None:
        """Take this many characters away from the beginning of what stands from a piece on."""
        while count > 0 and number < len(self._pieces):
            piece = self._pieces[number]
            if len(piece) > count:
                self._pieces[number] = piece[count:]
                return
            count -= len(piece)
            del self._pieces[number]


def _cut(text: str) -> list[str]:
    half = _MOST // 2
    return [text[at : at + half] for at in range(0, len(text), half)] or [""]
