"""People's and the tool's judgements on links: at most one on each pair of an entity and an external entry.

They are kept in SSSOM (see `sssom`). What the verdicts are there, and in the graph:

    verdict   predicate          modifier   in the links graph
    match     skos:exactMatch               that triple, kg:Accepted
    close     skos:closeMatch               that triple, kg:Accepted
    no        skos:exactMatch    Not        kg:Rejected
              skos:exactMatch               kg:Rejected, of sssom:NoTermFound: nothing in the data set is it
    unsure    rdfs:seeAlso                  kg:Suggested: an entry to look at, and no more
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from kgraph.errors import UsageError
from kgraph.model import Literal, Quad
from kgraph.namespaces import DCTERMS, IRI, KG, OWL, PREFIXES, RDF, RDFS, SEMAPV, SKOS, SSSOM, XSD
from kgraph.resources import VERSION

SPACES = {"geonames": PREFIXES["gn"], "wikidata": PREFIXES["wd"]}
"""Data sets with a name of their own, and what their entries' IRIs begin with."""

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
TOOL = "kgraph"
BY_HAND = "ManualMappingCuration"
BY_TOOL = "CompositeMatching"


_Pair = tuple[IRI, IRI | None, str]


class Verdict(StrEnum):
    """What is thought of a pair."""

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
    """What somebody thinks of one pair of an entity and an external entry.

    `target` is `None` with `Verdict.no` alone: nothing in `source` is the entity. `source` names the data set by the
    IRI that its entries begin with. `confidence` is from 0 to 1, `date` an ISO day. `justification` is a term of
    SEMAPV; `BY_TOOL` marks what the tool decided alone, which a later run may change.
    """

    subject: IRI
    verdict: Verdict
    target: IRI | None
    subject_label: str = ""
    target_label: str = ""
    source: str = ""
    justification: str = BY_HAND
    author: str = ""
    confidence: float = 1.0
    date: str = ""
    version: str = VERSION
    comment: str = ""

    def __post_init__(self) -> None:
        if self.target is None and self.verdict is not Verdict.no:
            raise UsageError(f"'{self.verdict}' needs an entry to judge; only 'no' can do without")

    @property
    def pair(self) -> "_Pair":
        """What is judged: two judgements of one pair cannot stand side by side."""
        return self.subject, self.target, "" if self.target else self.source

    def node(self, base: str) -> IRI:
        """The node of this judgement in the links graph of a workspace with this base."""
        digest = hashlib.sha256("\n".join(map(str, self.pair)).encode()).hexdigest()[:12]
        return IRI(f"{base}link/{digest}")

    @property
    def by_tool(self) -> bool:
        """Whether the tool decided it, and no person."""
        return self.justification == BY_TOOL

    @property
    def confidence_text(self) -> str:
        """The confidence as a decimal number, without an exponent."""
        return f"{self.confidence:.6f}".rstrip("0").rstrip(".")

    @property
    def matches(self) -> bool:
        """Whether it links the two."""
        return self.verdict in (Verdict.match, Verdict.close)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Judgements that cannot all be right: one entity with two entries of one data set, or two with one entry."""

    what: str
    judgements: tuple[Judgement, ...]
    fix: str = "judge one of them 'no' or 'close' with 'kgraph link judge'"


class Judgements:
    """A set of judgements, at most one on each pair, changed by `add` and `forget`.

    `foreign` names what the file that they are from has beside, and what would be lost by writing it.
    """

    def __init__(self, judgements: Iterable[Judgement] = (), title: str = "", base: str = "") -> None:
        self._kept: dict[IRI, dict[_Pair, Judgement]] = {}
        self.title, self.base = title, base
        self.foreign: tuple[str, ...] = ()
        for judgement in judgements:
            self.add(judgement)

    def __iter__(self) -> Iterator[Judgement]:
        return (one for subject in sorted(self._kept) for one in self.of(subject))

    def __len__(self) -> int:
        return sum(map(len, self._kept.values()))

    def of(self, subject: IRI) -> list[Judgement]:
        """The judgements on an entity, in a fixed order."""
        return sorted(self._kept.get(subject, {}).values(), key=lambda one: (one.source, one.target or ""))

    def on(self, pair: _Pair) -> Judgement | None:
        """The judgement on a `Judgement.pair`."""
        return self._kept.get(pair[0], {}).get(pair)

    def _keep(self, judgement: Judgement) -> None:
        self._kept.setdefault(judgement.subject, {})[judgement.pair] = judgement

    def add(self, judgement: Judgement) -> bool:
        """Keep a judgement in the place of the pair's older one; whether that changed anything but its date.

        The tool never overrules a person.
        """
        older = self.on(judgement.pair)
        if older and judgement.by_tool and not older.by_tool:
            return False
        if older and replace(older, date="", version="") == replace(judgement, date="", version=""):
            return False
        self._keep(judgement)
        return True

    def forget(self, subject: IRI, target: IRI | None = None, *, by_tool: bool = False) -> list[Judgement]:
        """Take back the judgements on an entity, or on one pair; with `by_tool` only the tool's. Returns them."""
        gone = [
            one for one in self.of(subject) if (target is None or one.target == target) and (one.by_tool or not by_tool)
        ]
        for one in gone:
            del self._kept[subject][one.pair]
        return gone

    def conflicts(self) -> list[Conflict]:
        """Exact matches that contradict each other. Nobody but a person can resolve them."""
        exact = [(one, one.target) for one in self if one.verdict is Verdict.match and one.target]
        by_subject, by_target = defaultdict(list), defaultdict(list)
        for one, target in exact:
            by_subject[one.subject, space_of(target)].append(one)
            by_target[target].append(one)
        found = []
        for several in by_subject.values():
            if len(several) > 1:
                entries = " and ".join(one.target_label or str(one.target) for one in several)
                found.append(Conflict(f"{_named(several[0])} is matched with {entries}", tuple(several)))
        for nothing in (one for one in self if one.target is None):
            for one in by_subject.get((nothing.subject, nothing.source), ()):
                what = (
                    f"{_named(one)} is matched with {one.target_label or one.target}, and judged not to be there at all"
                )
                found.append(Conflict(what, (one, nothing)))
        for several in by_target.values():
            if len(several) > 1:
                entities, entry = " and ".join(map(_named, several)), several[0].target_label or several[0].target
                found.append(Conflict(f"{entities} are matched with {entry}", tuple(several)))
        return found

    def licence(self, own: str) -> str:
        """The licence of the set: `own`, but that of GeoNames where entries' names and numbers are from there."""
        return CC_BY if any(one.target and one.target.startswith(SPACES["geonames"]) for one in self) else own

    def quads(self) -> Iterator[Quad]:
        """The links graph: a triple for each match, and every judgement with who, how, when and how surely."""
        graph = IRI(f"{self.base}graph/links")
        if self.licence("") == CC_BY:
            yield graph, DCTERMS.license, IRI(CC_BY), graph
        for one in self:
            if one.matches and one.target:
                yield one.subject, PREDICATES[one.verdict], one.target, graph
            node = one.node(self.base)
            told: list[tuple[IRI, Any]] = [
                (RDF.type, OWL.Axiom),
                (OWL.annotatedSource, one.subject),
                (OWL.annotatedProperty, PREDICATES[one.verdict]),
                (OWL.annotatedTarget, one.target or SSSOM.NoTermFound),
                (KG.status, _STATUS[one.verdict]),
                (SSSOM.mapping_justification, SEMAPV[one.justification]),
                (SSSOM.confidence, Literal(one.confidence_text, XSD.decimal)),
                (SSSOM.author_label, Literal(one.author)),
                (SSSOM.mapping_date, Literal(one.date, XSD.date)),
                (SSSOM.mapping_tool, Literal(f"{TOOL} {one.version}")),
                (DCTERMS.description, Literal(one.comment, language="en")),
            ]
            if one.verdict is Verdict.no and one.target:
                told.append((SSSOM.predicate_modifier, SSSOM.NegatedPredicate))
            for predicate, value in told:
                if str(value):
                    yield node, predicate, value, graph


def space_of(entry: IRI) -> str:
    """What the IRIs of the data set begin with that an entry is of: GeoNames', Wikidata's, else those of its host."""
    host = urlsplit(entry)._replace(path="/", query="", fragment="").geturl()
    return next((space for space in SPACES.values() if entry.startswith(space)), host)


def _named(judgement: Judgement) -> str:
    return judgement.subject_label or judgement.subject
