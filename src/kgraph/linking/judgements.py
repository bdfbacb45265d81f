"""People's and the tool's judgements on links between an entity and an external entry.

A pair may have several judgements, by several people and tools, found in several ways. Each is kept until somebody
takes it back. If they differ, everybody else's judgement takes precedence over kgraph's own, and an author's newer one
over the older one. If the remaining ones say both yes and no, neither wins: the pair is no match, and a conflict is
reported.

They are kept in SSSOM (see `sssom`). This is how verdicts are written there and in the graph:

    verdict   predicate          modifier   in the links graph
    match     skos:exactMatch               that triple, kg:Accepted
    close     skos:closeMatch               that triple, kg:Accepted
    no        skos:exactMatch    Not        kg:Rejected
              skos:closeMatch    Not        the same: what is not even close is no match
              any                           kg:Rejected, of sssom:NoTermFound: nothing in the data set is it
    unsure    rdfs:seeAlso                  kg:Suggested: an entry to look at, and no more
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kgraph.errors import UsageError
from kgraph.linking.records import MappingSet, Record
from kgraph.linking.sssom_table import split_cell
from kgraph.model import Literal, Quad
from kgraph.namespaces import DCTERMS, IRI, KG, OWL, PREFIXES, RDF, RDFS, SEMAPV, SKOS, SSSOM, XSD
from kgraph.resources import VERSION

SPACES = {"geonames": PREFIXES["gn"], "wikidata": PREFIXES["wd"]}
"""Data sets that have a short name, and the namespaces of their entries' IRIs."""

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
TOOL = "kgraph"
TOOL_AUTHOR = "kgraph, by itself"
BY_HAND = "ManualMappingCuration"
BY_TOOL = "CompositeMatching"

_Pair = tuple[IRI, IRI | None, str]


class Verdict(StrEnum):
    """What a judgement says on a pair."""

    match = "match"
    close = "close"
    no = "no"
    unsure = "unsure"


PREDICATES = {
    Verdict.match: SKOS.exactMatch,
    Verdict.close: SKOS.closeMatch,
    Verdict.no: SKOS.exactMatch,
    Verdict.unsure: RDFS.seeAlso,
}
_STATUS = {
    Verdict.match: KG.Accepted,
    Verdict.close: KG.Accepted,
    Verdict.no: KG.Rejected,
    Verdict.unsure: KG.Suggested,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's or tool's judgement on one pair of an entity and an external entry.

    `target` is `None` only with `Verdict.no`: no entry of `source` is the entity. `source` names the data set by the
    namespace of its entries. `confidence` is from 0 to 1, `None` if none is given; `date` is an ISO day.
    `justification` is a term of SEMAPV. `author` has one or several names in the form of an SSSOM cell, else
    identifiers; `author_ids` are identifiers as IRIs. `tool` and `version` are those of the program that recorded it.
    `record` is the row of the file from which it was read.
    """

    subject: IRI
    verdict: Verdict
    target: IRI | None
    subject_label: str = ""
    target_label: str = ""
    source: str = ""
    justification: str = BY_HAND
    author: str = ""
    confidence: float | None = 1.0
    date: str = ""
    version: str = VERSION
    comment: str = ""
    tool: str = TOOL
    author_ids: tuple[IRI, ...] = ()
    record: Record | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.target is None and self.verdict is not Verdict.no:
            raise UsageError(f"'{self.verdict}' needs an entry to judge; only 'no' can do without")

    @property
    def pair(self) -> "_Pair":
        """The pair that is judged."""
        return self.subject, self.target, "" if self.target else self.source

    def node(self, base: str, *, is_only: bool = True) -> IRI:
        """The node of this judgement in the links graph of a workspace with this base.

        It is named after the pair if the judgement `is_only` one on it, else after all its values.
        """
        more = () if is_only else tuple(repr(getattr(self, name)) for name in _TOLD)
        digest = hashlib.sha256("\n".join(map(str, (*self.pair, *more))).encode()).hexdigest()[:12]
        return IRI(f"{base}link/{digest}")

    @property
    def by_tool(self) -> bool:
        """Whether kgraph made the judgement by itself, so that a later run may change it."""
        own = self.justification == BY_TOOL and self.tool == TOOL and self.author in ("", TOOL_AUTHOR)
        return own and not self.has_more

    @property
    def confidence_text(self) -> str:
        """The confidence as a decimal number without an exponent; "" if none is given."""
        return "" if self.confidence is None else f"{self.confidence:.6f}".rstrip("0").rstrip(".")

    @property
    def matches(self) -> bool:
        """Whether it says that the two match."""
        return self.verdict in (Verdict.match, Verdict.close)

    def is_own_word_of(self, newer: "Judgement") -> bool:
        """Whether kgraph recorded it earlier for the author of `newer`, and nobody has added anything to its row."""
        same = (self.author, self.justification, self.tool) == (newer.author, BY_HAND, TOOL)
        return same and not self.has_more

    @property
    def has_more(self) -> bool:
        """Whether its row has cells that kgraph does not use: a reviewer, a number in a register …"""
        return self.record is not None and self.record.has_more


_TOLD = ("author", "justification", "verdict", "date", "tool", "version", "confidence", "comment", "target_label")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Judgements that cannot all be right."""

    what: str
    judgements: tuple[Judgement, ...]
    fix: str = "judge one of them 'no' or 'close' with 'kgraph link judge'"


@dataclass(frozen=True, slots=True)
class Fault:
    """A value in a set that does not follow the standard; the file keeps it, and the graph leaves it out."""

    path: Path
    line: int
    what: str
    fix: str = ""
    is_error: bool = True


class Judgements:
    """A set of judgements, changed by `add` and `forget`.

    `file` is the mapping set from which they were read, with all its records; `read` has each judgement as it was read,
    by its record; `faults` are the faults of the set.
    """

    def __init__(self, judgements: Iterable[Judgement] = (), title: str = "", base: str = "") -> None:
        self._kept: dict[IRI, list[Judgement]] = {}
        self.title, self.base = title, base
        self.file: MappingSet | None = None
        self.read: dict[Record, Judgement] = {}
        self.faults: list[Fault] = []
        for judgement in judgements:
            self.add(judgement)

    def __iter__(self) -> Iterator[Judgement]:
        return (one for subject in sorted(self._kept) for one in self.of(subject))

    def __len__(self) -> int:
        return sum(map(len, self._kept.values()))

    def of(self, subject: IRI) -> list[Judgement]:
        """The judgements on an entity, in a fixed order."""
        return sorted(self._kept.get(subject, ()), key=lambda one: (one.source, one.target or ""))

    def on(self, pair: _Pair) -> list[Judgement]:
        """The judgements on a `Judgement.pair`."""
        return [one for one in self._kept.get(pair[0], ()) if one.pair == pair]

    def counted(self, subject: IRI) -> list[Judgement]:
        """The judgements on an entity that count (see the module), in the order of `of`."""
        on: dict[_Pair, list[Judgement]] = defaultdict(list)
        for one in self.of(subject):
            on[one.pair].append(one)
        return [one for several in on.values() for one in _counted(several)]

    def matches(self, subject: IRI) -> list[Judgement]:
        """The judgements by which an entity is matched: those that count and that no other one contradicts."""
        counted = self.counted(subject)
        refused = {one.pair for one in counted if one.verdict is Verdict.no}
        return [one for one in counted if one.matches and one.pair not in refused]

    def all_matches(self) -> list[Judgement]:
        """The `matches` of all entities."""
        return [one for subject in sorted(self._kept) for one in self.matches(subject)]

    def keep(self, judgement: Judgement) -> None:
        """Keep a judgement besides all others, for reading a file."""
        self._kept.setdefault(judgement.subject, []).append(judgement)

    def add(self, judgement: Judgement) -> bool:
        """Keep a judgement; returns whether anything but a date changed.

        It replaces the judgement on the pair that kgraph recorded earlier for this author, and kgraph's own; all others
        are kept. kgraph's own judgement on a pair is not kept if somebody else has judged the pair.
        """
        on = self.on(judgement.pair)
        if judgement.by_tool and not all(one.by_tool for one in on):
            return False
        older = [one for one in on if one.by_tool or one.is_own_word_of(judgement)]
        same = next((one for one in older if _without_date(one) == _without_date(judgement)), None)
        if same and len(older) == 1:
            return False
        first = next((one for one in older if not one.by_tool or judgement.by_tool), None)
        newest = same or replace(judgement, record=first.record if first else None)
        kept = self._kept.setdefault(judgement.subject, [])
        kept[:] = [one for one in kept if not any(one is other for other in older)] + [newest]
        return True

    def forget(
        self, subject: IRI, target: IRI | None = None, *, by_tool: bool = False, author: str = ""
    ) -> list[Judgement]:
        """Remove the judgements on an entity or on one pair: with `by_tool` only kgraph's own, with `author` only that
        author's."""
        gone = [
            one
            for one in self.of(subject)
            if target in (None, one.target) and (one.by_tool or not by_tool) and author in ("", one.author)
        ]
        kept = self._kept.get(subject, [])
        kept[:] = [one for one in kept if not any(one is other for other in gone)]
        return gone

    def conflicts(self) -> list[Conflict]:
        """The sets of judgements that cannot all be right; only a person can resolve them."""
        by_subject, by_target = defaultdict(list), defaultdict(list)
        found: list[Conflict] = []
        for subject in sorted(self._kept):
            found += _contested(self.counted(subject))
            exact = {one.target: one for one in self.matches(subject) if one.verdict is Verdict.match and one.target}
            for target, one in exact.items():
                by_subject[subject, space_of(target)].append(one)
                by_target[target].append(one)
        for several in by_subject.values():
            if len(several) > 1:
                entries = " and ".join(one.target_label or str(one.target) for one in several)
                found.append(Conflict(f"{_named(several[0])} is matched with {entries}", tuple(several)))
        for nothing in (one for one in self if one.target is None):
            for one in by_subject.get((nothing.subject, nothing.source), ()):
                what = f"{_named(one)} is matched with {one.target_label or one.target}, and also judged to have none"
                found.append(Conflict(what, (one, nothing)))
        for several in by_target.values():
            if len(several) > 1:
                entities, entry = " and ".join(map(_named, several)), several[0].target_label or several[0].target
                found.append(Conflict(f"{entities} are matched with {entry}", tuple(several)))
        return found

    def licence(self, own: str) -> str:
        """The licence of the set: `own`, or that of GeoNames if the set has names and numbers of GeoNames' entries."""
        return CC_BY if any(one.target and one.target.startswith(SPACES["geonames"]) for one in self) else own

    def quads(self) -> Iterator[Quad]:
        """The links graph: a triple for each match, and every judgement with who, how, when and how surely."""
        graph = IRI(f"{self.base}graph/links")
        if self.licence("") == CC_BY:
            yield graph, DCTERMS.license, IRI(CC_BY), graph
        for one in self.all_matches():
            yield one.subject, PREDICATES[one.verdict], one.target or SSSOM.NoTermFound, graph
        for subject in sorted(self._kept):
            counted = self.counted(subject)
            often = Counter(one.pair for one in counted)
            for one in counted:
                node = one.node(self.base, is_only=often[one.pair] == 1)
                for predicate, value in _told(one):
                    if str(value):
                        yield node, predicate, value, graph


def _told(one: Judgement) -> Iterator[tuple[IRI, Any]]:
    """The (predicate, value) pairs of a judgement in the graph; pairs with an empty text are left out."""
    yield RDF.type, OWL.Axiom
    yield OWL.annotatedSource, one.subject
    yield OWL.annotatedProperty, PREDICATES[one.verdict]
    yield OWL.annotatedTarget, one.target or SSSOM.NoTermFound
    yield KG.status, _STATUS[one.verdict]
    yield SSSOM.mapping_justification, SEMAPV[one.justification]
    yield SSSOM.confidence, Literal(one.confidence_text, XSD.decimal)
    names = split_cell(one.author)
    for name in () if one.author_ids and not names else names:
        yield SSSOM.author_label, Literal(name)
    for author in one.author_ids:
        yield SSSOM.author_id, author
    yield SSSOM.mapping_date, Literal(one.date, XSD.date)
    yield SSSOM.mapping_tool, Literal(f"{one.tool} {one.version}".strip() if one.tool else "")
    yield DCTERMS.description, Literal(one.comment, language="en")
    if one.verdict is Verdict.no and one.target:
        yield SSSOM.predicate_modifier, SSSOM.NegatedPredicate


def _counted(on: Sequence[Judgement]) -> list[Judgement]:
    """Those judgements on one pair that count: the newest one of each author, and kgraph's own if there is no other."""
    said = [one for one in on if not one.by_tool] or list(on)
    newest: dict[str, Judgement] = {}
    for one in said:
        if one.author not in newest or one.date >= newest[one.author].date:
            newest[one.author] = one
    return [one for one in said if not one.author or one.verdict is newest[one.author].verdict]


def _contested(counted: Sequence[Judgement]) -> Iterator[Conflict]:
    """A conflict for each pair on which some judgements say that it is a match and others that it is not."""
    for against in {one.pair: one for one in counted if one.verdict is Verdict.no and one.target}.values():
        on = [one for one in counted if one.pair == against.pair and one.verdict is not Verdict.unsure]
        if any(one.matches for one in on):
            label = next((one.target_label for one in on if one.target_label), against.target)
            said = ", ".join(f"{one.author or 'somebody'} says {one.verdict}" for one in on)
            fix = (
                "until they agree it is no match; 'kgraph link forget' with --by NAME takes back what one of them said"
            )
            yield Conflict(f"{_named(against)} and {label}: {said}", tuple(on), fix)


def _without_date(one: Judgement) -> Judgement:
    """A judgement without its date, to see whether it was only repeated."""
    return replace(one, date="", version="", tool="", record=None)


def space_of(entry: IRI) -> str:
    """The namespace of an entry's data set: GeoNames', Wikidata's, else the entry's scheme and host."""
    host = urlsplit(entry)._replace(path="/", query="", fragment="").geturl()
    return next((space for space in SPACES.values() if entry.startswith(space)), host)


def _named(judgement: Judgement) -> str:
    return judgement.subject_label or judgement.subject
