"""Printing in a dialogue: lines wrapped to the terminal's width, with highlighted words if it has colours."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kgraph.reading import Place, legible
from kgraph.views.answers import harmless, one_line

if TYPE_CHECKING:
    from rich.text import Text

_AROUND = 400  # how many characters of a paragraph are shown on either side of words


class Screen:
    """Prints on standard output; control characters in labels and texts are removed."""

    def __init__(self) -> None:
        from rich.console import Console  # takes 0.1 s, and only a dialogue needs it

        self._console = Console(highlight=False, markup=False, emoji=False)
        self._said: set[str] = set()

    @property
    def width(self) -> int:
        """The width of the terminal in columns."""
        return self._console.width

    def say(self, text: str = "", indent: int = 2, style: str = "") -> None:
        """Print a text, wrapped at words."""
        from rich.text import Text

        self._print(Text(harmless(text), style=style), indent)

    def once(self, text: str) -> None:
        """Print a hint, but only the first time."""
        if text not in self._said:
            self._said.add(text)
            self.say(text, style="dim")

    def heading(self, text: str) -> None:
        """Print a heading."""
        self.say()
        self.say(one_line(text), indent=0, style="bold")

    def options(self, lines: Mapping[str, str]) -> None:
        """Print a list: choices by the keys to type, or answers by the names of fields."""
        from rich.text import Text

        wide = max((len(key) for key in lines), default=0)
        wide = 0 if self.width < wide + 26 else wide
        for key, text in lines.items():
            self._print(Text(f"{key.rjust(wide)}  {one_line(text)}"), 4, hanging=wide + 2)

    def words(self, text: str, place: Place, number: int = 0) -> None:
        """Print words of a text in their paragraph, in brackets and highlighted."""
        from rich.text import Text

        before, after = _around(text, place)
        shown = Text(f"{number}  " if number else "")
        shown.append(_flat(before))
        shown.append(f"[{_flat(text[place.start : place.end]).strip()}]", style="bold reverse")
        shown.append(_flat(after))
        self._print(shown, 4)

    def _print(self, text: "Text", indent: int, hanging: int = 0) -> None:
        """Print a text in lines that fit; those after the first are indented by `hanging` more columns."""
        narrow = self.width < 20 + indent + hanging
        indent, hanging = (0, 0) if narrow else (indent, hanging)
        room = max(self.width - indent, 1)
        first = text.wrap(self._console, room, overflow="fold")[0]
        rest = text[len(first.plain) :]
        rest = rest[1:] if rest.plain.startswith(" ") else rest
        for number, line in enumerate([first, *rest.wrap(self._console, room - hanging, overflow="fold")]):
            line.rstrip()
            if number and not line.plain:
                continue
            line.pad_left((indent + (hanging if number else 0)) if line.plain else 0)
            self._console.print(line, soft_wrap=True)


def _around(text: str, place: Place) -> tuple[str, str]:
    """The text before and after words in their paragraph."""
    before = re.split(r"\n\s*\n", text[: place.start])[-1]
    after = re.split(r"\n\s*\n", text[place.end :], maxsplit=1)[0]
    left = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before.lstrip()
    return left, f"{after[:_AROUND]}…" if len(after) > _AROUND else after.rstrip()


def _flat(text: str) -> str:
    """The text on one line; white space at its ends becomes one space."""
    flat = " ".join(legible(text).split())
    return harmless(f"{' ' if text[:1].isspace() and flat else ''}{flat}{' ' if text[-1:].isspace() and flat else ''}")
