"""Saying and asking, line by line, over any pair of streams."""

from __future__ import annotations

import sys

from harness.domain.display import display_lines


class Over(Exception):
    """The input has ended."""


class Talk:
    """Reads lines and says sentences. Nothing that is said can act on the terminal."""

    def say(self, text: str = "") -> None:
        """Say one or more lines."""
        print(display_lines(text), flush=True)

    def ask(self, prompt: str) -> str:
        """A line of the input. Raises Over at its end."""
        try:
            return input(display_lines(prompt))
        except EOFError:
            raise Over from None
        except UnicodeDecodeError:
            self.say("That line is not UTF-8; it was not taken.")
            return ""

    def ask_yes(self, question: str) -> bool:
        """Whether the answer is yes."""
        return self.ask(f"{question} (yes or no) ").strip().lower() in ("y", "yes")


def use_line_editing() -> None:
    """Let a terminal's user edit the line and walk through earlier ones, where Python can."""
    if sys.stdin.isatty():
        try:
            import readline  # noqa: F401  # importing it is what turns it on
        except ImportError:
            return


def counted(number: int, word: str) -> str:
    """A number and what it counts."""
    return f"{number} {word}{'' if number == 1 else 's'}"
