"""Asking which of several is meant: a reading, a name that no thing or several things have, a place of words in a
text."""

from collections.abc import Sequence

from kgraph.cli.answers import Answers
from kgraph.cli.screen import Screen
from kgraph.errors import short
from kgraph.reading import Place
from kgraph.sheets.dates import Unclear
from kgraph.sheets.drafting import Doubt, Draft, said_of
from kgraph.sheets.proposals import leads
from kgraph.sheets.suggesting import classes
from kgraph.views.answers import one_line

BACK, LEAVE = "<", "!"
_MOST = 9  # how many places of words are shown


class Left(Exception):  # noqa: N818 - no error
    """The user leaves the dialogue."""


class Choosing:
    """Asks which is meant. Each method returns the text for a cell, or `None` if the field must be asked again."""

    def __init__(self, draft: Draft, answers: Answers, screen: Screen) -> None:
        self._draft, self._answers, self._screen = draft, answers, screen

    def one_of(self, texts: list[str]) -> str | None:
        """Ask for one of several answers by its number; `None` to ask again."""
        self._screen.options({str(number): text for number, text in enumerate(texts, 1)})
        which = self._number(len(texts))
        return texts[which - 1] if which else None

    def name(self, doubt: Doubt) -> str | None:
        """Ask for a name that can be read: a similar known one, that of a new thing, or another one."""
        if not doubt.classes:
            self._screen.say(f"several things are called '{doubt.name}':")
            return self.one_of(list(doubt.near))
        if doubt.told and not doubt.near:
            return self._draft.add_thing(doubt.name, doubt.classes)
        word = self._draft.class_words(doubt.classes)
        if doubt.near:
            self._screen.say(f"nothing is called '{doubt.name}'; did you mean")
            lines = {str(number): self._with_class(name) for number, name in enumerate(doubt.near, 1)}
            self._screen.options({**lines, "+": f"it is new: {word}", "+ CLASS": "it is new, of another class"})
            question = "  number, +, or another name: "
        else:
            self._screen.say(f"'{doubt.name}' is new: {word}")
            question = "  Enter if that is right, + CLASS for another class, or another name: "
        while True:
            typed = self._answers.ask(question, lambda text: classes(self._draft, text) if text.startswith("+") else ())
            if typed == LEAVE:
                raise Left
            if typed == BACK:
                return None
            name = self._settled(doubt, typed)
            if name is not None:
                return name

    def _settled(self, doubt: Doubt, typed: str) -> str | None:
        if typed == "+" or (not doubt.near and typed.casefold() in ("", "y", "yes")):
            return self._draft.add_thing(doubt.name, doubt.classes)
        if typed.startswith("+"):
            try:
                word = typed[1:].strip()
                return self._draft.add_thing(doubt.name, self._draft.classes(word), leading=leads(word))
            except Unclear as error:
                self._screen.say(str(error))
            return None
        if typed.isdecimal() and 0 < int(typed) <= len(doubt.near):
            return doubt.near[int(typed) - 1]
        return typed or None

    def _with_class(self, name: str) -> str:
        try:
            thing = self._draft.known.names.things.get(self._draft.known.names.thing(name))
        except Unclear:
            thing = None
        return f"{name} ({self._draft.class_words(thing.classes)})" if thing else name

    def words(self, words: str) -> str | None:
        """Find words in the text and show them in their surroundings; if they occur twice, ask for the place."""
        source, row = self._draft.source, self._draft.rows[0]
        row.pop("which place", None)
        searched = source.searched if source else None
        if searched is None:
            self._screen.say(
                "the document's text is not in sources/, so the words cannot be looked up; they are left out"
            )
            return ""
        places = list(searched.find(words).places)
        if not places:
            near = searched.nearest(words)
            self._screen.say("these words are not in the text" + ("; the nearest are" if near else ""))
            if near is None:
                return None
            self._screen.words(searched.text, near, 1)
            return " ".join(searched.text[near.start : near.end].split()) if self._number(1) else None
        place = self._one_place(searched.text, [place for place in places if place.whole] or places)
        if place is None:
            return None
        if len(places) > 1:
            row["which place"] = str(places.index(place) + 1)
        for fault in self._draft.faults(0, "words quoted", words):
            self._screen.say(fault.message)
        for name, claim in self._draft.resting_on(place.start, place.end):
            said = said_of(self._draft.known, claim)
            self._screen.say(
                f"{name} quotes some of these words, too: {one_line(said['who'])}: {one_line(said['what'])}"
            )
        return words

    def _one_place(self, text: str, places: Sequence[Place]) -> Place | None:
        """Show the place; if there are several, ask which is meant."""
        if len(places) == 1:
            self._screen.words(text, places[0])
            return places[0]
        self._screen.say(f"these words occur {len(places)} times")
        for number, place in enumerate(places[:_MOST], 1):
            self._screen.words(text, place, number)
        if len(places) > _MOST:
            self._screen.say(f"and {len(places) - _MOST} more; quote more of the words")
        which = self._number(len(places))
        return places[which - 1] if which else None

    def _number(self, count: int) -> int | None:
        while True:
            typed = self._answers.ask("  number, or Enter to answer again: ")
            if typed == LEAVE:
                raise Left
            if typed in ("", BACK):
                return None
            if typed.isascii() and typed.isdecimal() and 0 < int(typed) <= count:
                return int(typed)
            self._screen.say(f"there is no {short(typed)}")
