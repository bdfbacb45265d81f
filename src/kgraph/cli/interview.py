"""Asking for one claim field by field. Each answer is read at once, in the same way as a sheet's cell."""

from collections.abc import Iterator, Mapping

from kgraph.cli.answers import Answers
from kgraph.cli.choosing import BACK, LEAVE, Choosing, Left
from kgraph.cli.screen import Screen
from kgraph.errors import nearest, short
from kgraph.sheets.columns import BY_NAME, RELATIONS
from kgraph.sheets.drafting import Draft, said_of
from kgraph.sheets.fields import MORE, Field, field_of, fields_of, more_of
from kgraph.sheets.suggesting import suggestions

HELP, NONE = "?", "-"
KEYS = "Enter takes the answer in [ ] · Tab completes · ? explains · < goes back · - leaves it empty · ! leaves"
_SHOWN = 14  # how many claims, and terms with their meaning, are shown at once


class Back(Exception):  # noqa: N818 - no error
    """The user wants to go back to the previous question."""


class Interview:
    """Asks for the fields of a draft. `defaults` are the answers for Enter in fields without an earlier answer."""

    def __init__(self, draft: Draft, answers: Answers, screen: Screen, defaults: Mapping[str, str]) -> None:
        self.draft, self._answers, self._screen, self._defaults = draft, answers, screen, defaults
        self._choosing = Choosing(draft, answers, screen)
        self._answered: list[tuple[int, str]] = []
        self._opened: list[set[str]] = [set()]

    def know(self, column: str) -> None:
        """Mark a field as answered."""
        self._answered.append((0, column))

    def go(self) -> None:
        """Ask for all unanswered fields; raises `Left`."""
        while (open_field := self._next()) is not None:
            at, field = open_field
            try:
                self._one(at, field)
            except Back:
                self._back(at, field)

    def again(self, column: str, at: int) -> None:
        """Ask for a field once more."""
        self._answered = [one for one in self._answered if one != (at, column)]
        if column in more_of(self.draft.rows[at], first=at == 0):
            self._opened[at].add(column)

    def names(self) -> list[str]:
        """The fields that can be asked for again."""
        return list(dict.fromkeys(field.column for _, field in self._fields() if field.column != MORE))

    def places(self, name: str) -> list[tuple[int, str]]:
        """The row and column of each field with this name, or of the only field whose name begins so."""
        column = _of_choices(name, [*self.names(), *more_of(self.draft.rows[0])])
        found = [(at, field.column) for at, field in self._fields() if field.column == column]
        return found or ([(0, column)] if column else [])

    def another(self) -> None:
        """Ask for one more statement of the claim."""
        self.draft.rows.append({})
        self._opened.append(set())

    def _fields(self) -> Iterator[tuple[int, Field]]:
        for at, row in enumerate(self.draft.rows):
            for field in fields_of(row, self._opened[at], first=at == 0):
                if field.column != "unit" or self.draft.needs_unit(at):
                    yield at, field

    def _next(self) -> tuple[int, Field] | None:
        return next((one for one in self._fields() if (one[0], one[1].column) not in self._answered), None)

    def _back(self, at: int, field: Field) -> None:
        """Go back to the previous question."""
        before = None
        for one in self._fields():
            if (one[0], one[1].column) == (at, field.column):
                break
            before = one
        if before is None:
            self._screen.say("this is the first question")
            return
        self._answered = [one for one in self._answered if one != (before[0], before[1].column)]

    def _one(self, at: int, field: Field) -> None:
        """Ask for one field until its answer can be read."""
        self._introduce(at, field)
        while True:
            typed = self._ask(self._question(at, field), at, field)
            if field.column == MORE:
                if typed and not self._more(at, typed):
                    continue
                break
            if not typed and not self._may_be_empty(at, field):
                continue
            if typed == NONE and not self._may_be_empty(at, field, default=""):
                continue
            text = self._default(at, field) if not typed else "" if typed == NONE else self._read(at, field, typed)
            if text is not None:
                self.draft.put(at, field.column, text)
                break
        self._answered.append((at, field.column))

    def _ask(self, question: str, at: int, field: Field) -> str:
        """Ask, and handle the answers for leaving, going back and help; returns any other answer."""
        while True:
            typed = self._answers.ask(question, lambda text: suggestions(self.draft, at, field, text))
            if typed == LEAVE:
                raise Left
            if typed == BACK:
                raise Back
            if not typed.startswith(HELP):
                return typed
            self._explain(at, field, typed[1:].strip())

    def _question(self, at: int, field: Field) -> str:
        hint = f" ({field.hint})" if field.hint else ""
        default = self._default(at, field) or self._left_empty(field)
        return f"{field.column}{hint}{f' [{short(default)}]' if default else ''}: "

    def _default(self, at: int, field: Field) -> str:
        former = self.draft.rows[at].get(field.column, "")
        return former or (self._defaults.get(field.column, "") if not at else "")

    def _left_empty(self, field: Field) -> str:
        """What an empty answer means for a field."""
        denies = bool(self.draft.rows[0].get("denies"))
        told = {"when said": "the document's day", "how it is said": "denial" if denies else "assertion"}
        told |= {"how sure": "unstated", "voice": "outlet or indirect speech, by who says it", "status": "accepted"}
        told |= {"kind": "what it denies"} if denies else {}
        return told.get(field.column, "" if field.needed else "none")

    def _may_be_empty(self, at: int, field: Field, default: str | None = None) -> bool:
        if self._default(at, field) if default is None else default:
            return True
        wrong = [fault for fault in self.draft.faults(at, field.column, "") if fault.grave]
        if field.needed or wrong:
            self._screen.say(wrong[0].message if wrong else "it cannot be empty; ? explains, ! leaves")
        return not (field.needed or wrong)

    def _introduce(self, at: int, field: Field) -> None:
        """Show what the user needs to see before answering."""
        if field.column == MORE:
            self._screen.once(f"rarely needed: {', '.join(more_of(self.draft.rows[at], first=at == 0))}")
        elif field.column in RELATIONS:
            self._list_claims()
        elif field.column == "document":
            known = self.draft.known
            titles = {known.slug(iri): next(iter(source.names), "") for iri, source in known.sources.items()}
            self._screen.options(dict(list(titles.items())[:_SHOWN]))
        elif listed := self._listed(field) or self._few_terms(field):
            self._screen.once(" · ".join(listed))

    def _listed(self, field: Field) -> tuple[str, ...]:
        """The legal answers of a field if they are few: then the beginning of one is enough."""
        return field.choices or (() if field.things else self._few_terms(field))

    def _few_terms(self, field: Field) -> tuple[str, ...]:
        terms = tuple(term.label for term in self.draft.terms(field))
        return terms if len(terms) <= _SHOWN else ()

    def _list_claims(self) -> None:
        claims = list(self.draft.others())
        for name, claim in claims[:_SHOWN]:
            said = said_of(self.draft.known, claim)
            self._screen.options({name: f"{said['who']}: {said['what']}"})
        if len(claims) > _SHOWN:
            self._screen.say(f"and {len(claims) - _SHOWN} more; Tab lists them", indent=4)

    def _more(self, at: int, typed: str) -> bool:
        """Open a rarely used field: "note", or with its answer: "denies c3"."""
        names = more_of(self.draft.rows[at], first=at == 0)
        name = next((one for one in sorted(names, key=len, reverse=True) if _starts(typed, one)), "")
        rest = typed[len(name) :].lstrip(" :") if name else ""
        name = name or _of_choices(typed, names)
        if not name:
            self._screen.say(f"no field is called '{short(typed)}'; write {', '.join(names)}")
            return False
        self._opened[at].add(name)
        field = field_of(name, self.draft.rows[at])
        text = self._read(at, field, rest) if rest else None
        if text is not None:
            self.draft.put(at, name, text)
            self._answered.append((at, name))
        else:
            self._answered = [one for one in self._answered if one != (at, name)]
            self._one(at, field)
        return False

    def _read(self, at: int, field: Field, typed: str) -> str | None:
        """The cell of an answer; `None` if the field must be asked again, after printing why."""
        text = _of_choices(typed, self._listed(field)) or typed
        while field.column != "words quoted" and (doubt := self.draft.unknown(at, field, text)) is not None:
            name = self._choosing.name(doubt)
            if name is None:
                return None
            text = self.draft.replaced(at, field, text, doubt.name, name)
        if field.column == "words quoted":
            return self._choosing.words(text)
        faults = self.draft.faults(at, field.column, text)
        if not faults:
            return text
        if not faults[0].grave:
            self._screen.say(faults[0].message)
            return text
        if readings := self.draft.readings(at, field.column, text, faults[0].message):
            self._screen.say(f"'{text}' can be read in two ways:")
            return self._choosing.one_of(readings)
        self._screen.say(faults[0].message)
        return self._choosing.one_of(near) if (near := self.draft.near(field, text)) else None

    def _explain(self, at: int, field: Field, word: str) -> None:
        """Explain a field, and the meaning of its choices and terms, or of those similar to a word."""
        if not word:
            self._screen.say(
                BY_NAME[field.column].help
                if field.column in BY_NAME
                else "Write a field's name to be asked for it, or its name and the answer: denies c3."
            )
            self._screen.say(KEYS, style="dim")
        meanings = self.draft.meanings(field, whole=bool(word))
        if not word and len(meanings) > _SHOWN:
            self._screen.say(
                f"this field takes one of {len(meanings)} terms; '? WORDS' explains those that resemble the words"
            )
            return
        alike = _alike(meanings, word)
        if word and not alike:
            alike = {one.text: one.told for one in suggestions(self.draft, at, field, word)[:_SHOWN]}
        if word and not alike:
            self._screen.say(f"no term here resembles '{short(word)}'")
        for term, told in alike.items():
            self._screen.say(f"{term}: {told}" if told else term, indent=4)


def _alike(meanings: Mapping[str, str], word: str) -> dict[str, str]:
    """The terms that contain a word or are similar to it; all terms for ""."""
    near = nearest(word, meanings) if word else ()
    return {term: told for term, told in meanings.items() if term in near or word.casefold() in term.casefold()}


def _starts(typed: str, name: str) -> bool:
    return typed.casefold().startswith(name) and typed[len(name) : len(name) + 1] in ("", " ", ":")


def _of_choices(typed: str, choices: "tuple[str, ...] | list[str]") -> str:
    """The choice that equals the typed text, or the only one that begins with it; "" for none or several."""
    sought = typed.casefold()
    begun = [choice for choice in choices if choice.startswith(sought)]
    return sought if sought in choices else begun[0] if sought and len(begun) == 1 else ""
