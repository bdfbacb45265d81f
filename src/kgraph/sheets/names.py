"""Finding things and terms by their names, and giving the shortest unambiguous name of one.

A thing can be named by its label, its other names, its IRI and the part of it after the workspace's base. A label takes
precedence over another name, and a name that differs only in letter case over one that only looks the same. A text that
names nothing is `Unknown`, with similar names as suggestions: kgraph never guesses.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kgraph.errors import nearest
from kgraph.linking.folding import key
from kgraph.model import Literal, Quad, Term
from kgraph.namespaces import IRI, KG, PREFIXES, RDF, RDFS, SKOS, compact
from kgraph.reading import fold
from kgraph.sheets.alike import Alike
from kgraph.sheets.dates import Unclear
from kgraph.sheets.plain import told_name, unquoted
from kgraph.sheets.terms import CLASS, Terms
from kgraph.vocabulary import EntityKind, Vocabulary

_MOST_SOUGHT = 20  # for so many unknown IRIs similar ones are searched among all
_NO_AGENTS = (EntityKind.place, EntityKind.event, EntityKind.equipment)
_UNFIT = {
    "where": (EntityKind.person, EntityKind.organisation),
    "publisher": (*_NO_AGENTS, EntityKind.person, EntityKind.source),
    **dict.fromkeys(("who says it", "through whom", "author"), _NO_AGENTS),
}
"""For each column, the kinds of things that do not fit there; roles fit in none of these columns."""
_SPEAKER = "; write who says it: for a body '{} (organization)', or a person, an outlet, an unnamed source"
_INSTEAD = {**dict.fromkeys(("who says it", "through whom", "author"), _SPEAKER), "where": "; write the place"}
_BODIES = {EntityKind.organisation, EntityKind.source, EntityKind.unit}
"""Kinds of groups of people, of which one is easily taken for another."""
_SAID = (KG.locatedIn, KG.side, KG.commanding)
BRACKETS = re.compile(r"(.+?) ?\(([^()]+)\)")
"""A name followed by its class or IRI in brackets."""
_NO_NAMES = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "his",
        "their",
        "same",
        "ditto",
        "idem",
        "ibid",
        "who",
        "?",
        "none",
        "all",
        "as above",
        "n/a",
        "tbc",
        "unknown",
    ]
)


class Unknown(Unclear):
    """No thing has this name. `name` is the text of the cell; `near` computes similar names when it is asked for."""

    def __init__(self, name: str, near: Callable[[], Iterable[str]] = tuple) -> None:
        super().__init__(name)
        self.name, self._look = name, near
        self._near: tuple[str, ...] | None = None

    @property
    def near(self) -> tuple[str, ...]:
        """Similar names, computed once."""
        if self._near is None:
            self._near = tuple(self._look())
        return self._near

    def __str__(self) -> str:
        near = self.near
        meant = f"; did you mean {' or '.join(told_name(one) for one in near)}?" if near else ""
        return f"nothing is called '{self.name}'{meant}"


class Several(Unclear):
    """Several things have this name. `names` are texts that distinguish them."""

    def __init__(self, name: str, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"several things are called '{name}'; write which one: {' or '.join(self.names)}")


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity of the workspace: its label, its other names, its classes, and what a sheet of things may say about
    it."""

    iri: IRI
    label: str
    others: tuple[str, ...] = ()
    classes: tuple[IRI, ...] = ()
    said: tuple[tuple[IRI, Term], ...] = ()


def things_in(quads: Iterable[Quad], graph: IRI) -> list[Thing]:
    """The things that a reference graph names."""
    labels: dict[IRI, str] = {}
    others: defaultdict[IRI, list[str]] = defaultdict(list)
    classes: defaultdict[IRI, list[IRI]] = defaultdict(list)
    said: defaultdict[IRI, list[tuple[IRI, Term]]] = defaultdict(list)
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
        elif predicate in _SAID:
            said[subject].append((predicate, value))
    return [
        Thing(iri, labels.get(iri, ""), tuple(sorted(others[iri])), tuple(sorted(classes[iri])), tuple(said[iri]))
        for iri in sorted({*labels, *others, *classes})
    ]


@dataclass(slots=True)
class Names:
    """The things and terms that cells may name; things may be added. `base` is the workspace's."""

    base: str
    vocabulary: Vocabulary
    things: dict[IRI, Thing] = field(default_factory=dict)
    _forms: list[dict[str, set[IRI]]] = field(default_factory=lambda: [defaultdict(set) for _ in range(4)])
    _alike: Alike = field(default_factory=Alike)
    _terms: Terms = field(init=False)
    _found: dict[tuple[str, str], IRI | Unclear] = field(default_factory=dict)
    _near: dict[tuple[str, str], list[IRI]] = field(default_factory=dict)
    _iris_sought: int = 0

    def __post_init__(self) -> None:
        self._terms = Terms(self.vocabulary)

    def add(self, things: Iterable[Thing]) -> None:
        """Add things that cells may name."""
        for thing in things:
            self._found.clear()
            self._near.clear()
            self.things[thing.iri] = thing
            for name in filter(None, (thing.label, *thing.others)):
                self._alike.add(name, thing.iri)
                for at, form in enumerate(_SAME_NAME):
                    self._forms[at][form(name)].add(thing.iri)

    def thing(self, text: str, column: str = "") -> IRI:
        """The one thing that a text names; raises `Unknown`, or `Unclear` if it names several.

        `column` limits the kinds of things: a place cannot be a claimant, and a person cannot be a place.
        """
        found = self._found.get((text, column))
        if found is None:
            try:
                found = self._sought(text, column)
            except Unclear as error:
                found = error
            self._found[text, column] = found
        if isinstance(found, Unclear):
            raise found.with_traceback(None)
        return found

    def _sought(self, text: str, column: str) -> IRI:
        text = unquoted(text)
        self._refuse(text)
        if (iri := self._written_iri(text)) in self.things and iri is not None:
            return iri
        hits = self._hits(text, column)
        if not hits and (inside := BRACKETS.fullmatch(text)):
            hits = self._in_brackets(inside[1], inside[2], column)
        if not hits and (iri is not None and not re.fullmatch(r"[\d/]+|[^/:]+ [^/:]+", text)):
            raise Unknown(text, lambda: self._near_iri(text))
        if not hits:
            raise Unknown(text, lambda: self.near(text, column))
        if len(hits) > 1:
            raise Several(text, map(self.short, hits))
        if self._is_unfit(hits[0], column):
            kind = self.vocabulary.label(self.things[hits[0]].classes[0])
            others = [self.short(one) for one in self.meant(text, column)[:3] if one != hits[0]]
            meant = f"; did you mean {' or '.join(others)}?" if others else ""
            meant = meant or _INSTEAD.get(column, "; write another, or empty the cell").format(bare(text))
            raise Unclear(f"'{text}' is a {kind} ({self.short(hits[0])}), which cannot be under '{column}'{meant}")
        return hits[0]

    def _refuse(self, text: str) -> None:
        """Raise `Unclear` for a text that is no name: a formula's error, or a word that means the row above."""
        if (
            (text.casefold().strip(". ") in _NO_NAMES and text != "WHO")
            or (text.startswith("#") and text.isupper())
            or not re.search(r"\w", text)
        ):
            raise Unclear(f"'{text}' is no name; write whom or what is meant, or leave the cell empty")
        if ";" in text:
            each = [self.short(iri) for part in text.split(";") for iri in self._hits(part.strip(), "")]
            raise Unclear(
                f"this cell takes one name, and '{text}' has several; write a row for each: {', '.join(each)}"
            )

    def _written_iri(self, text: str) -> IRI | None:
        iri = self.iri(text)
        if iri is not None and text.startswith("<") and not re.match("[a-z]+:", iri):
            return IRI(self.base + iri)
        return iri

    def _hits(self, text: str, column: str) -> list[IRI]:
        """The things with this name, by the strictest comparison that finds any; of these, those that fit the column,
        if any do."""
        for at, form in enumerate(_SAME_NAME):
            for name in _ways(text) if at else (text,):
                if at == len(_SAME_NAME) - 1 and not _is_plain(name):
                    continue
                found = sorted(self._forms[at].get(form(name), ()))
                if found and not self._is_shorthand(text, found):
                    fit = [iri for iri in found if not self._is_unfit(iri, column)]
                    return fit or found
        return []

    def _is_shorthand(self, text: str, found: list[IRI]) -> bool:
        """Whether the text is an acronym in lower case: "un" for "UN"."""
        names = [name for iri in found for name in (self.things[iri].label, *self.things[iri].others)]
        return text.islower() and len(text) < 5 and any(name.isupper() and name.casefold() == text for name in names)

    def _in_brackets(self, name: str, inside: str, column: str) -> list[IRI]:
        """The things with a name and, in brackets after it, this class or IRI: "Alba (city)"."""
        hits = self._hits(name, column)
        if (iri := self.iri(inside)) in hits and iri is not None:
            return [iri]
        try:
            wanted = self.term(inside, CLASS)
        except Unclear:
            return []
        return [iri for iri in hits if wanted in self.things[iri].classes]

    def _is_unfit(self, iri: IRI, column: str) -> bool:
        if column not in _UNFIT:
            return False
        classes = self.things[iri].classes
        return KG.Role in classes or self.vocabulary.entity_kind(classes) in _UNFIT[column]

    def meant(self, text: str, column: str = "") -> list[IRI]:
        """The things that an unknown text may mean: it has another order of words, a typing error, or only a part of
        the name."""
        if (text, column) not in self._near:
            found = self._alike.meant(bare(text) if not BRACKETS.fullmatch(text) else text)
            self._near[text, column] = [iri for iri in found if not self._is_unfit(iri, column)] or found
        return self._near[text, column]

    def near(self, text: str, column: str = "") -> list[str]:
        """The labels of the three likeliest things of `meant`, or their short names if a label is ambiguous."""
        return self._labels(self.meant(text, column))

    def near_new(self, text: str, column: str, classes: Iterable[IRI] = ()) -> list[str]:
        """Like `near`, but only existing things that a new thing may in fact be: they fit the column and, with
        `classes`, may be of one of these classes."""
        found = [iri for iri in self.meant(text, column) if not self._is_unfit(iri, column)]
        return self._labels([iri for iri in found if self._may_be(iri, tuple(classes))])

    def _labels(self, things: Sequence[IRI]) -> list[str]:
        found = things[:3]
        labels = [self.things[iri].label for iri in found]
        return [
            label if label and labels.count(label) == 1 else self.short(iri)
            for label, iri in zip(labels, found, strict=True)
        ]

    def _may_be(self, iri: IRI, classes: tuple[IRI, ...]) -> bool:
        """Whether a thing may be of one of these classes: its class and one of them are of the same kind, or both are
        kinds of groups; nothing but a role may be a role."""
        if KG.Role in classes:
            return KG.Role in self.things[iri].classes
        one, other = (self.vocabulary.entity_kind(some) for some in (classes, self.things[iri].classes))
        return not classes or one == other or {one, other} <= _BODIES or None in (one, other)

    def _near_iri(self, text: str) -> list[str]:
        """IRIs similar to an unknown one; done only for a few, since each is compared with all."""
        self._iris_sought += 1
        return nearest(text, self._short) if self._iris_sought <= _MOST_SOUGHT else []

    def has_word(self, word: str) -> bool:
        """Whether a word is in the name of a thing."""
        return self._alike.has_word(word)

    def kin(self, text: str) -> list[str]:
        """Known names that are a little similar to a new one."""
        found = (self.things[iri].label or self.short(iri) for iri in self._alike.kin(text))
        return [name for name in found if name != text]

    def term(self, text: str, kind: str) -> IRI:
        """The term of a kind ("measure", "unit", `terms.CLASS`) that a text names; raises `Unclear` (see `terms`)."""
        return self._terms.find(text, kind, self.iri(text))

    def seems_other(self, measure: IRI) -> bool:
        """Whether the words of a workspace's own measure tell another kind of quantity than its definition: "tonnes
        leaked", defined as people."""
        entry, known = self.vocabulary.terms.get(measure), self.vocabulary.measure(measure)
        told = self._terms.kinds_in(entry.label) if entry and entry.own else frozenset()
        return bool(told) and known is not None and known.kind not in told

    def name(self, iri: IRI) -> str:
        """The shortest text that `thing` reads as this thing: its label, else `short`."""
        thing = self.things.get(iri)
        return self._safe(thing.label, iri, self.thing) if thing and thing.label else self.short(iri)

    def word(self, iri: IRI, kind: str) -> str:
        """The shortest text that `term` reads as this term: its label, else its prefixed name."""
        return self._safe(self.vocabulary.label(iri), iri, lambda text: self.term(text, kind))

    def _safe(self, text: str, iri: IRI, read: Callable[[str], IRI]) -> str:
        try:
            if not set(text) & set(';\n"<>#()=:/+') and text == " ".join(text.split()) and read(text) == iri:
                return text
        except Unclear:
            pass
        return self.short(iri)

    def short(self, iri: IRI) -> str:
        """The IRI in the form for cells: the part after the base, a prefixed name, or the IRI in angle brackets."""
        if iri.startswith(self.base) and self.iri(rest := iri[len(self.base) :]) == iri:
            return rest
        shortened = compact(iri)
        return shortened if shortened != iri and self.iri(shortened) == iri else f"<{iri}>"

    def iri(self, text: str) -> IRI | None:
        """The IRI of a text in one of the forms of `short`; `None` for a name."""
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
    def _short(self) -> list[str]:
        return [iri.removeprefix(self.base) for iri in self.things]


def bare(text: str) -> str:
    """A name without the plus before it and the class after it, by which rows introduce new things.

    >>> bare("+Harbour Office (organization)")
    'Harbour Office'
    """
    return re.sub(r"(?<=\S) ?\([^()]*\)$", "", text.removeprefix("+").strip()) or text


def _any_case(name: str) -> str:
    return " ".join(name.casefold().split())


def _ways(text: str) -> Iterator[str]:
    """The variants of a name: as written, without its article, and with the family name last for "Lorne, Ada"."""
    yield text
    if (rest := re.sub(r"^the ", "", text, flags=re.IGNORECASE)) != text and " " in rest:
        yield rest
    last, comma, first = text.partition(",")
    if comma and "," not in first and not re.search(r"\d", text):
        yield f"{first.strip()} {last.strip()}"


def _is_plain(text: str) -> bool:
    """Whether leaving out spaces and full stops does not change a name's meaning: it has no numbers and no "U.N."."""
    return not re.search(r"\d|\w\.\w|[ʹʺ]", text)


def _keyed(name: str) -> str:
    return key(name) if not re.search(r"\w\.\w|[ʹʺ]", name) else name


_SAME_NAME: tuple[Callable[[str], str], ...] = (_any_case, fold, _keyed, lambda name: key(name).replace(" ", ""))
"""Functions by which names are compared, the strictest first; each finds all that the one before finds, and more."""
