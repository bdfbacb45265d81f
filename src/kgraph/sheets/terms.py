"""Finding terms of the vocabulary by label, by name, or by another word that only one term has.

An ambiguous word (see `leading`) is never accepted: the error lists the terms that may be meant.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from kgraph.errors import nearest
from kgraph.namespaces import IRI, KG, compact
from kgraph.reading import fold
from kgraph.sheets.dates import Unclear
from kgraph.sheets.leading import LEADING, NO_UNITS
from kgraph.sheets.plain import told_name
from kgraph.vocabulary import Entry, Vocabulary, is_of_kind, kinds_in, spelt

CLASS = "class"
"""The kind of terms that are classes of things: of people, places, events."""
LEADING_ROLE = frozenset(("leadingrole", "headrole", "commandingrole", "roleatthehead"))
"""Words for a role whose holder heads a body; their class is the class of roles."""
_CLASSES = "write person, organization, media outlet, city, region, facility, event …"
_SHOWN = 8
_MOST_NEAR = 4


class Terms:
    """The terms of a vocabulary, by kind and name; results are cached by text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._of: dict[str, list[Entry]] = {}
        self._called: dict[str, tuple[dict[str, list[Entry]], dict[str, list[Entry]]]] = {}
        self._found: dict[tuple[str, str], IRI | str] = {}
        self._in_words: dict[str, frozenset[IRI]] = {}

    def find(self, text: str, kind: str, iri: IRI | None = None) -> IRI:
        """The term of a kind ("measure", "unit", `CLASS`) that a text names, or that has this `iri`; raises
        `Unclear`."""
        key = (kind, text)
        if key not in self._found:
            self._found[key] = self._sought(text, kind, iri)
        found = self._found[key]
        if not isinstance(found, IRI):
            raise Unclear(found)
        return found

    def kinds_in(self, label: str) -> frozenset[IRI]:
        """The kinds of quantity that the words of a measure's name tell."""
        if label not in self._in_words:
            self._in_words[label] = kinds_in(label, self._vocabulary)
        return self._in_words[label]

    def _sought(self, text: str, kind: str, iri: IRI | None) -> IRI | str:
        """The term, or the message of an error."""
        if iri is not None and any(entry.iri == iri for entry in self._entries(kind)):
            return iri
        name = joined(text)
        if kind == CLASS and name in LEADING_ROLE:
            return KG.Role
        if kind == "unit" and name in NO_UNITS:
            return f"'{text}' is no unit; write {NO_UNITS[name]}"
        if kind == "unit" and text == "M":
            return _asked(text, kind, ("'moment magnitude'", "'metre'"))
        if leading := self._leading(text, kind):
            return _asked(text, kind, [self._offered(label, name, kind) for label in leading])
        found = self._called_so(name, kind)
        if not found and kind == "unit" and len(name) > 3 and name.endswith("s"):
            found = self._called_so(name[:-1], kind)
        if kind == "unit" and len(found) > 1:
            found = [
                entry for entry in found if text in entry.alternatives
            ] or found  # MW is a megawatt, Mw a magnitude
        if len(found) == 1:
            return found[0].iri
        if found:
            return _asked(text, kind, [self._offered(entry.label, name, kind, entry) for entry in found])
        return self._none(text, kind)

    def _called_so(self, name: str, kind: str) -> list[Entry]:
        """The terms with a name: labels take precedence over other words, and a workspace's own terms over kgraph's."""
        labels, words = self._names(kind)
        found = labels.get(name) or words.get(name, [])
        return [entry for entry in found if entry.own] or found

    def _leading(self, text: str, kind: str) -> list[str]:
        """The labels of the terms that an ambiguous word may mean; a workspace's own label or word takes precedence."""
        name = joined(text)
        if any(entry.own for names in self._names(kind) for entry in names.get(name, ())):
            return []
        found = LEADING.get(kind, {}).get(" ".join(text.casefold().split()), "")
        return [self._vocabulary.label(KG[one]) for one in found.split()]

    def _offered(self, label: str, name: str, kind: str, entry: Entry | None = None) -> str:
        """How a term is suggested: by its label; if the user wrote the label itself, by its IRI and common words."""
        if joined(label) != name:
            return told_name(label)
        entry = entry or next((one for one in self._entries(kind) if one.label == label), None)
        words = ", ".join(entry.alternatives[:3]) if entry else ""
        return f"'{compact(entry.iri)}'{f' ({words} …)' if words else ''}" if entry else told_name(label)

    def _none(self, text: str, kind: str) -> str:
        labels = [entry.label for entry in self._entries(kind)]
        near = list(dict.fromkeys([*self._parts(text, kind), *nearest(text, labels), *self._sharing(text, kind)]))
        some = _CLASSES if kind == CLASS else _some(labels)
        meant = f"did you mean {' or '.join(map(told_name, near[:_MOST_NEAR]))}?" if near else some
        if kind == "measure" and not nearest(text, labels):
            meant += f" For one of your own: kgraph vocabulary --kind measure --new '{text}'"
        if kind == "kind of event":
            meant += "; where none fits, write 'event: a few words'"
        return f"no {kind} is called '{text}'; {meant}"

    def _parts(self, text: str, kind: str) -> list[str]:
        """The terms of a text's parts, as in "dead and wounded", and of its last word if "people" is before it."""
        parts = re.split(r" (?:and|or) |[,/;] ?", text.casefold())
        parts += [part.removeprefix("people ") for part in parts]
        found: list[str] = []
        for part in parts:
            found += self._leading(part, kind) or [entry.label for entry in self._called_so(joined(part), kind)]
        return found

    def _sharing(self, text: str, kind: str) -> list[str]:
        """The terms whose names have the text's last word."""
        word = (text.casefold().split() or [""])[-1]
        named = ((entry, (entry.label, *entry.alternatives)) for entry in self._entries(kind) if len(word) > 3)
        return [entry.label for entry, names in named if any(word in name.casefold().split() for name in names)]

    def _entries(self, kind: str) -> list[Entry]:
        if kind not in self._of:
            entries: Iterable[Entry] = self._vocabulary.terms.values()
            self._of[kind] = [entry for entry in entries if self._is_of(entry, kind)]
        return self._of[kind]

    def _is_of(self, entry: Entry, kind: str) -> bool:
        if kind != CLASS:
            return is_of_kind(entry, kind)
        return entry.iri == KG.Role or self._vocabulary.entity_kind([entry.iri]) is not None

    def _names(self, kind: str) -> tuple[dict[str, list[Entry]], dict[str, list[Entry]]]:
        if kind not in self._called:
            labels: defaultdict[str, list[Entry]] = defaultdict(list)
            words: defaultdict[str, list[Entry]] = defaultdict(list)
            for entry in self._entries(kind):
                for name in {joined(entry.label), joined(spelt(entry.iri))}:
                    labels[name].append(entry)
                for name in {joined(word) for word in entry.alternatives}:
                    words[name].append(entry)
            self._called[kind] = dict(labels), dict(words)
        return self._called[kind]


@lru_cache(maxsize=20_000)
def joined(name: str) -> str:
    """A name in the form by which terms are compared: without case, accents, spaces and hyphens, but with currency
    signs and %."""
    return "".join(char for char in fold(name).removeprefix("kg:") if char.isalnum() or char in "%$€£¥₹₽₴")


def _asked(text: str, kind: str, offered: Iterable[str]) -> str:
    return f"'{text}' is no {kind} for sure; did you mean {' or '.join(offered)}? if so, write that"


def _some(known: list[str]) -> str:
    return f"there are {', '.join(sorted(known)[:_SHOWN])}{' …' if len(known) > _SHOWN else ''}"
