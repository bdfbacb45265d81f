"""Converting cases of made-up news from their notation (cases/README.md) into quads."""

import tomllib
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from deriving import derive
from kgraph.analysis.graph import Network, network
from kgraph.analysis.questions import Disputed, disputed
from kgraph.claims import Claim, Hop, Span, Statement, to_quads
from kgraph.days import Day
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import DCTERMS, IRI, KG, ORG, RDF, RDFS, SCHEMA, XSD
from kgraph.store import OxigraphStore
from kgraph.vocabulary import bundled_terms
from kgraph.worlds import World, materialise

BASE = "https://example.org/id/"
OWN = f"{BASE}ontology#"
CASES = {path.stem: path for path in sorted((Path(__file__).parent / "disputes/cases").glob("*.toml"))}
"""The files of cases, by name."""
_REFERENCE = IRI(f"{BASE}graph/reference")
_ONTOLOGY = IRI(f"{BASE}graph/ontology")

_MEASURES = {
    "killed": "PeopleKilled", "wounded": "PeopleWounded", "treated": "PeopleTreated", "missing": "PeopleMissing",
    "captured": "PeopleCaptured", "detained": "PeopleDetained", "displaced": "PeopleDisplaced",
    "evacuated": "PeopleEvacuated", "homeless": "PeopleHomeless", "rescued": "PeopleRescued",
    "strength": "TroopStrength", "share-captured": "ShareOfTerritoryCaptured", "area": "Area",
    "distance": "DistanceAdvanced", "width": "Width", "duration": "Duration", "money": "AmountOfMoney",
    "votes": "Votes", "vote-share": "ShareOfVotes", "turnout": "Turnout", "magnitude": "Magnitude", "depth": "Depth",
    "water-level": "WaterLevel", "attendance": "Attendance", "population": "Population",
    "launched": "EquipmentLaunched", "intercepted": "EquipmentIntercepted", "equipment-lost": "EquipmentLost",
    "mass-leaked": "MassLeaked", "volume-leaked": "VolumeLeaked", "speed": "Speed", "how-far": "Distance",
    "temperature": "Temperature",
}  # fmt: skip
_RUNNING = {"PeopleKilled": "PeopleKilledSoFar", "PeopleWounded": "PeopleWoundedSoFar"}
_LIVES = {"state": "State", "event-total": "EventTotal", "running-total": "RunningTotal", "flow": "Flow"}
_UNITS = {
    "persons": "Persons", "km": "Kilometre", "mi": "Mile", "m": "Metre", "ha": "Hectare", "acre": "Acre",
    "%": "Percent", "fraction": "Fraction", "km²": "SquareKilometre", "days": "Day", "weeks": "Week", "hours": "Hour",
    "h": "Hour", "d": "Day", "km2": "SquareKilometre", "ft": "Foot", "cm": "Centimetre",
    "nmi": "NauticalMile", "t": "Tonne", "kg": "Kilogram", "short ton": "ShortTon", "km/h": "KilometrePerHour",
    "mph": "MilePerHour", "C": "DegreeCelsius", "F": "DegreeFahrenheit", "l": "Litre", "bbl": "Barrel",
    "US gal": "USGallon", "imp gal": "ImperialGallon",
}  # fmt: skip
_COMPARED = {"more than": "MoreThan", "less than": "LessThan", "at least": "AtLeast", "at most": "AtMost"}
_EXTENTS = {"full": "Full", "partial": "Partial", "full-in-part": "FullInPart", "contested": "Contested"}
_PLACES = {"Village": "City", "Town": "City", "District": "Region", "Province": "Region", "Island": "Region"}
_KEYS = (
    ("side", KG.side),
    ("in", KG.locatedIn),
    ("part_of", ORG.subOrganizationOf),
    ("replaced_by", DCTERMS.isReplacedBy),
)
_AGENTS = {"Company": "Organization", "Union": "Organization"}


@dataclass(frozen=True)
class Case:
    """A case: its claims and quads, and what is expected of them (by claims' short names)."""

    name: str
    claims: list[Claim]
    quads: list[Quad]
    expected: dict[str, Any]


def short(claim: IRI) -> str:
    return claim.rpartition("/")[2]


def read_case(path: Path) -> Case:
    """The case of a file."""
    return case_of(path.read_text(encoding="utf8"), path.stem)


def case_of(text: str, name: str = "") -> Case:
    """The case of a text in the notation."""
    return made(tomllib.loads(text), name)


def made(told: dict[str, Any], name: str = "") -> Case:
    """The case of the tables of such a text."""
    reader = Reader(told)
    claims = [reader.claim(one) for one in told["claim"]]
    quads = [*reader.entities(), *reader.documents(), *reader.own, *(q for claim in claims for q in to_quads(claim))]
    return Case(name, claims, quads, told)


@cache
def ontology_lines() -> bytes:
    """kgraph's ontology as lines of N-Triples: an engine reads them ten times as fast as it takes quads of ours."""
    with OxigraphStore() as store:
        store.load((s, p, o, _ONTOLOGY) for s, p, o, _ in bundled_terms())
        return b"".join(line for _, lines in store.lines([_ONTOLOGY]) for line in lines)


def asked(case: Case, as_of: str | None = None, *more: Quad) -> Disputed:
    """The result of `kgraph disputes` for a case, as of a day; `more` are quads of editors."""
    world = World("record", as_of=Day.of(as_of) if as_of else None)
    return disputed(*materialise(_loaded((*case.quads, *more)), BASE, world))


def network_of(case: Case) -> Network:
    """The network of a case."""
    return network(*materialise(_loaded(tuple(case.quads)), BASE, World("undisputed")))


@lru_cache(maxsize=1)  # a test asks for many days and worlds of one case
def _loaded(quads: tuple[Quad, ...]) -> OxigraphStore:
    """A store of the quads, of what follows from them and of the ontology; worlds that were asked for stay in it."""
    store = OxigraphStore()
    store.load([*quads, *derive(quads, BASE)])
    store.load_lines({_ONTOLOGY: ontology_lines()})
    return store


def numbered(claim: Claim, told: dict[str, Any]) -> Iterator[tuple[int, Statement]]:
    """The statements of a claim with their numbers in the notation; two numbers may be of one event."""
    nodes = [_node(claim.id, one, i) for i, one in enumerate((told, *told.get("also", ())), 1)]
    for number, node in enumerate(nodes, 1):
        yield from ((number, one) for one in claim.statements if one.node == node)


def _node(claim: IRI, told: dict[str, Any], number: int) -> IRI:
    of_event = told.get("statement") in ("event", "winner") and "event" in told
    return named(told["event"]) if of_event else IRI(f"{claim}#s{number}")


def named(name: str) -> IRI:
    return IRI(f"{BASE}thing/{str(name).replace(' ', '-')}")


def _of_each_node(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements, with those on one event joined."""
    found: dict[Any, Statement] = {}
    for one in statements:
        before = found.get(one.node)
        found[one.node] = Statement(one.node, before.said + one.said, before.time or one.time) if before else one
    return tuple(found.values())


class Reader:
    """Makes values and quads from the tables of a case."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.own: list[Quad] = []
        self.classes = {one["id"]: one["class"] for one in told.get("entity", [])}

    def document(self, name: str) -> IRI:
        return IRI(f"{BASE}doc/{name}")

    def id(self, name: str) -> IRI:
        one = next(claim for claim in self.told["claim"] if claim["id"] == name)
        return IRI(f"{BASE}claim/{one['in']}/{name}")

    def kind(self, name: str, above: str = "Event") -> IRI:
        """A class by its name: kgraph's, or the workspace's own."""
        name = _PLACES.get(name, _AGENTS.get(name, name))
        if name in KG.terms:
            return KG[name]
        self.own += [(IRI(OWN + name), RDFS.subClassOf, KG[above], _ONTOLOGY)]
        return IRI(OWN + name)

    def entities(self) -> Iterator[Quad]:
        events = {one.get("event") for claim in self.told["claim"] for one in (claim, *claim.get("also", ()))}
        for one in self.told.get("entity", []):
            thing = named(one["id"])
            yield thing, RDF.type, self.kind(one["class"], "Event" if one["id"] in events else "Equipment"), _REFERENCE
            yield thing, RDFS.label, Literal(one["label"], language="en"), _REFERENCE
            for key, predicate in _KEYS:
                if key in one:
                    yield thing, predicate, named(one[key]), _REFERENCE
        said = [one for claim in self.told["claim"] for one in (claim, *claim.get("also", ()))]
        roles = {one["role"] for one in said if "role" in one}
        for role in roles:
            alone = "false" if any(word in role for word in ("member", "founder", "deputy")) else "true"
            yield named(f"role-{role}"), KG.commanding, Literal(alone, XSD.boolean), _REFERENCE

    def documents(self) -> Iterator[Quad]:
        for one in self.told["document"]:
            document = self.document(one["id"])
            yield document, RDF.type, KG.Document, document
            yield document, SCHEMA.publisher, named(one["outlet"]), document
            if "published" in one:
                yield document, SCHEMA.datePublished, Literal(str(one["published"]), XSD.date), document

    def claim(self, told: dict[str, Any]) -> Claim:
        iri = self.id(told["id"])
        modality = KG[told.get("modality", "assertion").capitalize()]
        relations = [(KG.derivedFrom, self.id(told["copy_of"]))] if "copy_of" in told else []
        marks = {"denies": KG.denies, "contradicts": KG.contradicts}
        relations += [(predicate, self.id(told[key])) for key, predicate in marks.items() if key in told]
        doubted = told.get("no_evidence_for", told.get("claim"))
        relations += [(KG.findsNoEvidenceFor, self.id(doubted))] if doubted else []
        said = (
            self.span(BlankNode(f"{told['id']}said"), dict.fromkeys(("from", "to"), told["said"]), True)
            if "said" in told
            else None
        )
        statements = [self.statement(iri, one, i) for i, one in enumerate((told, *told.get("also", ())), 1)]
        hops = [Hop(BlankNode(f"{told['id']}hop{i}"), named(agent)) for i, agent in enumerate(told.get("through", []))]
        return Claim(
            id=iri,
            document=self.document(told["in"]),
            claimant=named(told["by"]),
            hops=tuple(hops),
            modality=modality,
            polarity=KG.Negative if told.get("polarity") == "negative" else KG.Positive,
            said=said,
            paraphrases=(Literal(told.get("paraphrase", f"{told['id']} says so."), language="en"),),
            relations=tuple(relations),
            content=IRI(f"{iri}#content"),
            statements=_of_each_node(one for one in statements if one),
        )

    def span(self, node: Any, told: dict[str, Any], exact: bool) -> Span | None:
        """A time span: for an event, or if exact, all four bounds; for a state, that it holds on the day."""
        day, begin, end = (str(told[k]) if k in told else None for k in ("day", "from", "to"))
        begin, end = day or begin, day or end
        if begin is None and end is None:
            return None

        def date(text: str | None) -> Literal | None:
            return Literal(text, XSD.dateTime if "T" in text else XSD.date) if text else None

        # a state in a month holds for all of it, an event is some time within it
        if day and len(day) == len("2031-05"):
            of_month = monthrange(int(day[:4]), int(day[5:]))[1]
            begun, over = date(f"{day}-01"), date(f"{day}-{of_month}")
            return Span(node, begun, None, None, over) if exact else Span(node, None, begun, over, None)
        begin = f"{begin}-01-01" if begin and len(begin) == 4 else begin
        end = f"{end}-12-31" if end and len(end) == 4 else end
        first, last = date(begin), date(end)
        if exact and (begin is None or end is None or (day and len(day) == 4)):
            # by a day, not before a day, some time within a stretch
            return Span(node, earliest_begin=first, latest_end=last)
        if exact or day is None:
            return Span(node, first, first, last, last)
        return Span(node, latest_begin=first, earliest_end=last)

    def statement(self, claim: IRI, told: dict[str, Any], number: int = 1) -> Statement | None:
        kind = told.get("statement")
        if kind in (None, "no-evidence"):
            return None
        node = _node(claim, told, number)
        says = getattr(self, f"_{kind}")(told)
        return Statement.of(node, says, self.span(IRI(f"{claim}#t{number}"), told, kind in ("event", "winner")))

    def _things(self, told: dict[str, Any], **keys: IRI) -> list[tuple[IRI, Term]]:
        return [(predicate, named(told[key])) for key, predicate in keys.items() if key in told]

    def _figure(self, told: dict[str, Any]) -> list[tuple[IRI, Term]]:
        found: list[tuple[IRI, Term]] = [(RDF.type, KG.Measurement), (KG.measure, self.measure(told))]
        keys = {
            "subject": KG.subject,
            "event": KG.event,
            "place": KG.place,
            "compared": KG.comparedWith,
        }
        found += self._things(told, **keys)
        if (counted := told.get("counted")) is not None:
            term = "Everybody" if counted == "in all" else counted if counted in KG.terms else counted.capitalize()
            found.append((KG.counted, KG[term] if term in KG.terms else named(counted)))
        for key, predicate in (("value", KG.value), ("min", KG.minValue), ("max", KG.maxValue)):
            if key in told:
                found.append((predicate, Literal(str(Decimal(str(told[key]))), XSD.decimal)))
        if told.get("approx"):
            found.append((KG.approximate, Literal("true", XSD.boolean)))
        if "comparator" in told:
            found.append((KG.comparator, KG[_COMPARED[told["comparator"]]]))
        if "unit" in told:
            unit = told["unit"]
            found.append((KG.unit, KG[_UNITS[unit]] if unit in _UNITS else IRI(OWN + unit)))
        if "printed" in told:
            found.append((KG.figure, Literal(told["printed"])))
        return found

    def measure(self, told: dict[str, Any]) -> IRI:
        name, lives = told["measure"], told.get("measure_lives")
        term = _MEASURES.get(name)
        if term and lives == "running-total":
            term = _RUNNING.get(term)
        if term and lives in (None, "running-total"):
            return KG[term]
        own = IRI(f"{OWN}{name}-{lives}".replace(" ", "-"))
        if lives:
            self.own.append((own, KG.temporality, KG[_LIVES[lives]], _ONTOLOGY))
        return own

    def _control(self, told: dict[str, Any]) -> list[tuple[IRI, Term]]:
        extent = [(KG.extent, KG[_EXTENTS[told["extent"]]])] if "extent" in told else []
        return [(RDF.type, KG.Control), *self._things(told, subject=KG.subject, place=KG.place), *extent]

    def _event(self, told: dict[str, Any]) -> list[tuple[IRI, Term]]:
        keys = {"actor": KG.actor, "target": KG.target, "place": KG.place, "uses": KG.uses, "winner": KG.winner}
        found = self._things(told, **keys, cause=KG.cause, purpose=KG.purpose)
        for key, predicate in (("cause_mark", KG.causeMark), ("purpose_mark", KG.purposeMark)):
            if key in told:
                found.append((predicate, KG[told[key].capitalize()]))
        if (phase := told.get("phase", "completed")) != "none":
            found.append((KG.phase, KG[phase.title().replace(" ", "")]))
        if "outcome" in told:
            found.append((KG.winner, named(told["outcome"])))
        if "event" not in told and "class" in told:
            found.append((RDF.type, self.kind(told["class"])))
        return found

    def _posting(self, told: dict[str, Any]) -> list[tuple[IRI, Term]]:
        return [
            (RDF.type, KG.Posting),
            (ORG.role, named(f"role-{told['role']}")),
            *self._things(told, person=ORG.member, of=ORG.organization),
        ]

    def _subordination(self, told: dict[str, Any]) -> list[tuple[IRI, Term]]:
        return [(RDF.type, KG.Subordination), *self._things(told, unit=ORG.member, under=ORG.organization)]

    def _presence(self, told: dict[str, Any]) -> list[tuple[IRI, Term]]:
        return [(RDF.type, KG.Presence), *self._things(told, who=KG.subject, place=KG.place)]

    def _characterisation(self, told: dict[str, Any]) -> list[tuple[IRI, Term]]:
        keys = {"subject": KG.subject, "norm": KG.norm, "aspect": KG.aspect}
        name = str(told["label"])
        label = KG[name.capitalize()] if name.capitalize() in KG.terms else named(name)
        return [(RDF.type, KG.Characterisation), (KG.characterisedAs, label), *self._things(told, **keys)]

    def _winner(self, told: dict[str, Any]) -> list[tuple[IRI, Term]]:
        return self._things(told, who=KG.winner)

    def _entitlement(self, told: dict[str, Any]) -> list[tuple[IRI, Term]]:
        return [(RDF.type, KG.Entitlement), *self._things(told, holder=KG.subject, place=KG.place)]
