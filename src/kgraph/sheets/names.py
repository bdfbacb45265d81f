"""Things and terms by what people call them, and the shortest name that means nothing else.

A thing answers to its label, its other names, its IRI and the part of it after the workspace's base. A label beats
another name, and a name that differs in letter case alone beats one that only looks the same. What answers to nothing
is `Unknown`, with the names that come near: it is never guessed.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kgraph.errors import nearest
from kgraph.linking.folding import likeness, sound
from kgraph.model import Literal, Quad
from kgraph.namespaces import IRI, PREFIXES, RDF, RDFS, SKOS, compact
from kgraph.reading import fold
from kgraph.sheets.dates import Unclear
from kgraph.vocabulary import Vocabulary, is_of_kind, spelt

_NEAR = 0.75
"""From which likeness on a name comes near another."""


class Unknown(Unclear):
    """Nothing is called so. `name` is what was written, `near` what comes near, and may have been meant."""

    def __init__(self, name: str, near: Iterable[str] = ()) -> None:
        self.name, self.near = name, tuple(near)
        meant = f"; did you mean {' or '.join(repr(one) for one in self.near)}?" if self.near else ""
        super().__init__(f"nothing is called '{name}'{meant}")


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity of the workspace: its label, its other names, its classes."""

    iri: IRI
    label: str
    others: tuple[str, ...] = ()
    classes: tuple[IRI, ...] = ()


def things_in(quads: Iterable[Quad], graph: IRI) -> list[Thing]:
    """The things that a reference graph names."""
    labels: dict[IRI, str] = {}
    others: defaultdict[IRI, list[str]] = defaultdict(list)
    classes: defaultdict[IRI, list[IRI]] = defaultdict(list)
    for subject, predicate, value, name in quads:
        if name != graph or not isinstance(subject, IRI):
            continue
        if predicate == RDFS.label and isinstance(value, Literal):
            if subject not in labels or value.language == "en":
                labels[subject] = value.lexical
        elif predicate == SKOS.altLabel and isinstance(value, Literal):
            others[subject].append(value.lexical)
        elif predicate == RDF.type and isinstance(value, IRI):
            classes[subject].append(value)
    return [
        Thing(iri, labels.get(iri, ""), tuple(sorted(others[iri])), tuple(sorted(classes[iri])))
        for iri in sorted({*labels, *others, *classes})
    ]


@dataclass(slots=True)
class Names:
    """The things and terms that cells may name. `base` is the workspace's; things may be added."""

    base: str
    vocabulary: Vocabulary
    things: dict[IRI, Thing] = field(default_factory=dict)
    _forms: list[dict[str, set[IRI]]] = field(default_factory=lambda: [defaultdict(set) for _ in range(4)])
    _sounds: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _terms: dict[tuple[str, str], IRI | None] = field(default_factory=dict)

    def add(self, things: Iterable[Thing]) -> None:
        """Let cells name these things, too."""
        for thing in things:
            self.things[thing.iri] = thing
            for at, form in ((0, _any_case), (2, fold)):
                self._forms[at][form(thing.label)].add(thing.iri)
                for other in thing.others:
                    self._forms[at + 1][form(other)].add(thing.iri)
            for name in filter(None, (thing.label, *thing.others)):
                self._sounds[_sounds(name)].add(name)

    def thing(self, text: str) -> IRI:
        """The one thing that a text names; raises `Unknown`, or `Unclear` where it names several."""
        if iri := self.iri(text):
            if iri in self.things:
                return iri
            raise Unknown(text, nearest(text, self._short))
        for form, at in ((_any_case, 0), (_any_case, 1), (fold, 2), (fold, 3)):
            hits = sorted(self._forms[at].get(form(text), ()))
            if len(hits) == 1:
                return hits[0]
            if hits:
                raise Unclear(f"'{text}' names several things; write which: {' or '.join(map(self.short, hits))}")
        if (plain := bare(text)) != text:
            return self.thing(plain)
        raise Unknown(text, self.near(text))

    def near(self, text: str) -> list[str]:
        """Names that come near a text, the likeliest first: another order of words, another spelling, a slip."""
        same = sorted(self._sounds.get(_sounds(text), ()))
        close = nearest(text, self._every)
        worded = [name for name in self._every if _shares_a_word(text, name)][:50]
        ranked = sorted({*close, *worded} - set(same), key=lambda name: -likeness(text, name))
        return [*same, *(name for name in ranked if likeness(text, name) >= _NEAR or name in close[:1])][:3]

    def term(self, text: str, kind: str) -> IRI:
        """The term of a kind ("measure", "unit") that a text names by its label, its name, or a common word."""
        key = (kind, _joined(text))
        if key not in self._terms:
            self._terms[key] = self._find_term(text, kind)
        found = self._terms[key]
        if found is None:
            known = [entry.label for entry in self.vocabulary.terms.values() if is_of_kind(entry, kind)]
            near = nearest(text, known)
            meant = f"did you mean {' or '.join(repr(one) for one in near)}?" if near else _some(known)
            raise Unclear(f"no {kind} is called '{text}'; {meant}")
        return found

    def _find_term(self, text: str, kind: str) -> IRI | None:
        sought = _joined(text)
        if iri := self.iri(text):
            entry = self.vocabulary.terms.get(iri)
            if entry and is_of_kind(entry, kind):
                return iri  # else "km/h", which is a name
        ranked: list[tuple[int, bool, IRI]] = []
        for entry in self.vocabulary.terms.values():
            if is_of_kind(entry, kind):
                names = [entry.label, spelt(entry.iri), *entry.alternatives]
                ranked += [(n > 1, not entry.own, entry.iri) for n, name in enumerate(names) if _joined(name) == sought]
        ranked.sort()
        best = [iri for rank, own, iri in ranked if (rank, own) == ranked[0][:2]]
        return best[0] if len(set(best)) == 1 else None

    def name(self, iri: IRI) -> str:
        """The shortest text that `thing` reads as this: its label, else `short`."""
        thing = self.things.get(iri)
        return self._safe(thing.label, iri, self.thing) if thing and thing.label else self.short(iri)

    def word(self, iri: IRI, kind: str) -> str:
        """The shortest text that `term` reads as this: its label, else its prefixed name."""
        return self._safe(self.vocabulary.label(iri), iri, lambda text: self.term(text, kind))

    def _safe(self, text: str, iri: IRI, read: Callable[[str], IRI]) -> str:
        try:
            if not set(text) & set(";\n\"<>#()=:/+") and text == " ".join(text.split()) and read(text) == iri:
                return text
        except Unclear:
            pass
        return self.short(iri)

    def short(self, iri: IRI) -> str:
        """The IRI as cells write it: the part after the base, or `kg:Name`, or in angle brackets."""
        if iri.startswith(self.base) and self.iri(rest := iri[len(self.base) :]) == iri:
            return rest
        shortened = compact(iri)
        return shortened if shortened != iri and self.iri(shortened) == iri else f"<{iri}>"

    def iri(self, text: str) -> IRI | None:
        """The IRI that a text is, in one of the forms of `short`; `None` for a name."""
        if text.startswith("<") and text.endswith(">"):
            return IRI(text[1:-1])
        if any(char.isspace() or char in '"<>;' for char in text):
            return None
        prefix, colon, local = text.partition(":")
        if colon and local and prefix in PREFIXES:
            return IRI(PREFIXES[prefix] + local)
        if text.startswith(("http://", "https://")):
            return IRI(text)
        return IRI(self.base + text) if "/" in text.strip("/") and not colon else None

    @property
    def _every(self) -> list[str]:
        return [name for names in self._sounds.values() for name in names]

    @property
    def _short(self) -> list[str]:
        return [iri.removeprefix(self.base) for iri in self.things]


def bare(text: str) -> str:
    """A name without the class behind it and the plus before it, with which rows introduce new things.

    >>> bare("+Harbour Office (organization)")
    'Harbour Office'
    """
    return re.sub(r"(?<=\S) ?\([^()]*\)$", "", text.removeprefix("+").strip()) or text


def _any_case(name: str) -> str:
    return " ".join(name.casefold().split())


def _joined(name: str) -> str:
    return "".join(char for char in fold(name).removeprefix("kg:") if char.isalnum() or char in "%$€£¥₹₽₴")


def _sounds(name: str) -> str:
    """Equal for names of the same words in any order and romanisation."""
    return " ".join(sorted(sound(word) for word in name.replace(",", " ").split()))


def _shares_a_word(one: str, other: str) -> bool:
    words = {fold(word) for word in one.split() if len(word) > 3}
    return any(fold(word) in words for word in other.split())


def _some(known: list[str]) -> str:
    return f"there are {', '.join(sorted(known)[:8])}{' …' if len(known) > 8 else ''}"
