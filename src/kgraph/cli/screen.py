"""What a dialogue shows: lines as wide as the terminal, with words that stand out where it has colours."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kgraph.reading import Place, legible
from kgraph.views.answers import harmless, one_line

if TYPE_CHECKING:
    from rich.text import Text

_AROUND = 400  # characters of a paragraph that are shown on either side of words


class Screen:
    """Prints on standard output; labels and texts in it steer no terminal."""

    def __init__(self) -> None:
        from rich.console import Console  # 0.1 s that only a dialogue needs

        self._console = Console(highlight=False, markup=False, emoji=False)
        self._said: set[str] = set()

    @property
    def width(self) -> int:
        """The columns of the terminal."""
        return self._console.width

    def say(self, text: str = "", indent: int = 2, style: str = "") -> None:
        """A text, broken at words where it is too long."""
        from rich.text import Text

        self._print(Text(harmless(text), style=style), indent)

    def once(self, text: str) -> None:
        """A hint, the first time that it is to be given."""
        if text not in self._said:
            self._said.add(text)
            self.say(text, style="dim")

    def heading(self, text: str) -> None:
        """A line that begins something."""
        self.say()
        self.say(one_line(text), indent=0, style="bold")

    def options(self, lines: Mapping[str, str]) -> None:
        """What can be chosen, by what is to be typed, or what stands in fields, by their names."""
        from rich.text import Text

        wide = max((len(key) for key in lines), default=0)
        wide = 0 if self.width < wide + 26 else wide
        for key, text in lines.items():
            self._print(Text(f"{key.rjust(wide)}  {one_line(text)}"), 4, hanging=wide + 2)

    def words(self, text: str, place: Place, number: int = 0) -> None:
        """Words of a text in their paragraph, between brackets, and standing out."""
        from rich.text import Text

        before, after = _around(text, place)
        shown = Text(f"{number}  " if number else "")
        shown.append(_flat(before))
        shown.append(f"[{_flat(text[place.start : place.end]).strip()}]", style="bold reverse")
        shown.append(_flat(after))
        self._print(shown, 4)

    def _print(self, text: "Text", indent: int, hanging: int = 0) -> None:
        """Print a text in lines that fit; those behind the first stand `hanging` columns further to the right."""
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
    """What stands before and behind words in their paragraph."""
    before = re.split(r"\n\s*\n", text[: place.start])[-1]
    after = re.split(r"\n\s*\n", text[place.end :], maxsplit=1)[0]
    left = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before.lstrip()
    return left, f"{after[:_AROUND]}…" if len(after) > _AROUND else after.rstrip()


def _flat(text: str) -> str:
    """Text on one line, whose white space at its ends stays one space."""
    flat = " ".join(legible(text).split())
    return harmless(f"{' ' if text[:1].isspace() and flat else ''}{flat}{' ' if text[-1:].isspace() and flat else ''}")
