"""Worlds: the graphs that queries see by default.

A world is identity, speech and derived statements, and the content of *some* claims. It is written into
the store as one named graph, so that any SPARQL engine can take it as a query's default graph.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from kgraph.days import Day, day_of
from kgraph.errors import UnknownName
from kgraph.model import Literal as Value
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, OA, PROV, SCHEMA
from kgraph.store.base import Store
from kgraph.store.terms import serialise
from kgraph.store.tokens import Token, tokenise

WorldName = Literal["record", "undisputed", "asserted"]
WORLD_NAMES: tuple[WorldName, ...] = get_args(WorldName)

WORLD_WORDS = {
    "record": "what was said{said}{until}, and the content of no claim",
    "undisputed": "what is asserted{said}{until}, where no dispute names it",
    "asserted": "what is asserted{said}{until}, disputed or not",
}
"""What each world holds; `said` names whose, `until` the day."""

_CLAIM, _DOCUMENT = serialise(KG.Claim), serialise(KG.Document)
_MODALITY, _ASSERTION = serialise(KG.modality), serialise(KG.Assertion)
_POLARITY, _POSITIVE = serialise(KG.polarity), serialise(KG.Positive)
_TIME = serialise(KG.time)
_PUBLISHED = serialise(SCHEMA.datePublished)
_ENDS = f"{serialise(KG.assertedDuring)}/{serialise(KG.latestEnd)}"
# From a claim to the things that it makes known.
_SPEAKS_OF = (
    f"({serialise(KG.about)}|{serialise(KG.claimant)}|"
    f"{serialise(PROV.wasQuotedFrom)}+/{serialise(PROV.wasAttributedTo)})"
)
# From a claim to the nodes of its document's graph that describe it and nothing else.
_PARTS = "|".join(serialise(part) for part in (KG.anchor, KG.assertedDuring, OA.hasSelector, PROV.wasQuotedFrom))


@dataclass(frozen=True)
class World:
    """Which claims' content counts as said in a query's default graph.

    `record`: none; `asserted`: that of every Assertion that is Positive and not Rejected; `undisputed`: of
    those, the ones that no dispute names. A denied, forecast or conditional content is in no world.
    Each claim whose content is in says so there, by `kg:inWorld`. `according_to`: of these, only the claims
    of these claimants (the speech of all stays); what two of them dispute is in their `asserted` world only.
    `as_of`: only what was certainly said by the end of that day, and no trace of what was said later; a Python `date`
    will do, and becomes a `Day`.

    >>> World("asertd")
    Traceback (most recent call last):
    kgraph.errors.UnknownName: no world is called 'asertd'; did you mean 'asserted'?
    """

    name: WorldName = "undisputed"
    according_to: tuple[IRI, ...] = ()
    as_of: Day | date | None = None

    def __post_init__(self) -> None:
        if self.name not in WORLD_NAMES:
            raise UnknownName("world", self.name, WORLD_NAMES)
        if self.as_of is not None:
            object.__setattr__(self, "as_of", Day.of(self.as_of))


@dataclass(frozen=True)
class Selection:
    """The claims of a world: those whose speech it shows, and those whose content it holds."""

    visible: frozenset[IRI]
    asserted: frozenset[IRI]


@dataclass(frozen=True)
class _Speech:
    """What the store's document graphs say, as far as a world wants it.

    `visible` maps claims to their documents, `contents` claims to the graphs that the world holds.
    """

    documents: frozenset[IRI]
    visible: dict[IRI, IRI]
    later: frozenset[IRI]
    contents: dict[IRI, IRI]


def world_iri(base: str, world: World) -> IRI:
    """The world's graph: `…world/NAME`, and for a restricted one what restricts it.

    >>> world_iri("https://example.org/", World("asserted", (IRI("https://example.org/agent/ann"),)))
    'https://example.org/world/asserted--according-to-ann-fbd2b87146'
    """
    parts = [base + "world/" + world.name]
    if world.as_of:
        parts.append(f"as-of-{world.as_of}")
    if world.according_to:
        agents = sorted(set(world.according_to))
        names = "-".join(re.sub(r"[^A-Za-z0-9]+", "-", re.split(r"[/#]", agent)[-1]) for agent in agents)
        digest = hashlib.sha256("\n".join(agents).encode()).hexdigest()[:10]
        parts.append(f"according-to-{names[:60].strip('-')}-{digest}")
    return IRI("--".join(parts))


def select_claims(store: Store, base: str, world: World) -> Selection:
    """The claims that a world shows, and those whose content it holds."""
    speech = _speech(store, base, world)
    return Selection(frozenset(speech.visible), frozenset(speech.contents))


def materialise(store: Store, base: str, world: World) -> IRI:
    """Write the world's graph into the store, unless it is there already, and return its IRI.

    It is one update request, all or nothing, so nobody ever sees half of it (an endpoint without that, which
    SPARQL 1.1 Update §2.2 allows, may leave half after a failure: `drop_worlds` then). It stays as it is
    when the data change: `drop_worlds` then, too. A store that is open to read only raises `StoreError` if
    the world is not there yet.
    """
    graph = world_iri(base, world)
    if store.ask(f"ASK {{ GRAPH {serialise(graph)} {{ ?s ?p ?o }} }}"):
        return graph
    speech = _speech(store, base, world)
    steps = _restricted(base, graph, speech) if world.as_of else _unrestricted(base, graph, speech)
    store.update(" ;\n".join([*steps, _mark(graph, speech.contents), _without_foundation(graph)]))
    return graph


def cached_worlds(store: Store, base: str) -> list[IRI]:
    """The graphs of the worlds that are in the store, sorted."""
    return [graph for graph in store.graphs() if graph.startswith(base + "world/")]


def drop_worlds(store: Store, base: str) -> None:
    """Take all worlds out of the store, in one request."""
    drops = [f"DROP SILENT GRAPH {serialise(graph)}" for graph in cached_worlds(store, base)]
    if drops:
        store.update(" ;\n".join(drops))


def without_worlds(text: str, base: str) -> str | None:
    """The query, in which `GRAPH ?g` finds no world: a world repeats what other graphs say, so counts would be wrong.

    A filter behind each such block leaves them out; a list of all other graphs would make some joins quadratic (2.2 s
    in place of 0.07 at 12,000 graphs). `None` where a block has a sub-select: the built-in engine leaves ?g unbound
    there, so that no filter helps, and the query needs that list. SERVICE blocks speak of others' graphs, and stay.

    >>> without_worlds("ASK { GRAPH ?g { ?s ?p ?o } }", "x:/")
    'ASK { GRAPH ?g { ?s ?p ?o } FILTER(!BOUND(?g) || !STRSTARTS(STR(?g), "x:/world/")) }'
    """
    worlds = serialise(Value(f"{base}world/"))
    pieces, done = [], 0
    for block in _open_graphs(list(tokenise(text))):
        if block.has_select:
            return None
        pieces += [
            text[done : block.end],
            f" FILTER(!BOUND({block.variable}) || !STRSTARTS(STR({block.variable}), {worlds}))",
        ]
        done = block.end
    return "".join([*pieces, text[done:]])


def names_a_world(text: str, base: str) -> bool:
    """Whether a query names a world elsewhere than behind GRAPH, whole or relative to the base."""
    before = ""
    for token in tokenise(text):
        if token.kind == "iri" and before != "graph" and token.text[1:].removeprefix(base).startswith("world/"):
            return True
        before = token.word
    return False


@dataclass(frozen=True, slots=True)
class _OpenGraph:
    """A block of GRAPH with a variable: where it ends, and whether a sub-select stands in it."""

    end: int
    variable: str
    has_select: bool


def _open_graphs(tokens: Sequence[Token]) -> list[_OpenGraph]:
    """The blocks of GRAPH with a variable, in the order of their ends."""
    found: list[_OpenGraph] = []
    opened: list[tuple[str, int]] = []  # each open brace: its GRAPH's variable, "" or "service"; its place
    selects: list[int] = []
    for at, token in enumerate(tokens):
        if token.word == "select":
            selects.append(token.end)
        elif token.text == "{" and token.kind == "mark":
            within = "service" in (
                *(one.word for one in tokens[max(at - 3, 0) : at]),
                *(name for name, _ in opened[-1:]),
            )
            is_open = at > 1 and tokens[at - 2].word == "graph" and tokens[at - 1].kind == "variable"
            opened.append(("service" if within else tokens[at - 1].text if is_open else "", token.end))
        elif token.text == "}" and token.kind == "mark" and opened:
            variable, start = opened.pop()
            if variable not in ("", "service"):
                found.append(_OpenGraph(token.end, variable, bool(selects) and selects[-1] > start))
    return found


def _speech(store: Store, base: str, world: World) -> _Speech:
    """Read the claims, and choose among them as the world says."""
    published = _days(store, base, "?document", f"OPTIONAL {{ ?document {_PUBLISHED} ?time }}")
    told = {row[0]: row[1] for row in _iris(store, _in_documents(base, "?claim ?document", f"?claim a {_CLAIM}"))}
    visible, documents = told, frozenset(published)
    if world.as_of:
        last = Day.of(world.as_of)
        ends = _days(store, base, "?claim", f"?claim a {_CLAIM} ; {_ENDS} ?time")

        def said(day: Day | None) -> bool:
            return day is not None and day <= last

        visible = {c: d for c, d in told.items() if said(ends.get(c, published[d]))}
        documents = frozenset(d for d in published if said(published[d])).union(visible.values())
    out = _disputed(store, base, visible) if world.name == "undisputed" else frozenset()
    contents = {
        claim: content
        for claim, content, claimant in _assertions(store, base)
        if world.name != "record" and claim in visible and claim not in out
        if not world.according_to or claimant in world.according_to
    }
    return _Speech(documents, visible, frozenset(told.keys() - visible.keys()), contents)


def _assertions(store: Store, base: str) -> list[tuple[IRI, ...]]:
    """Claim, content graph and claimant of what is asserted, positive and not rejected, and only that."""
    patterns = f"""?claim a {_CLAIM} ; {_MODALITY} {_ASSERTION} ; {_POLARITY} {_POSITIVE} ;
        {serialise(KG.content)} ?content ; {serialise(KG.claimant)} ?claimant .
      FILTER NOT EXISTS {{ ?claim {serialise(KG.status)} {serialise(KG.Rejected)} }}
      FILTER NOT EXISTS {{ ?claim {_MODALITY} ?modality FILTER(?modality != {_ASSERTION}) }}
      FILTER NOT EXISTS {{ ?claim {_POLARITY} ?polarity FILTER(?polarity != {_POSITIVE}) }}"""
    return _iris(store, _in_documents(base, "?claim ?content ?claimant", patterns))


def _disputed(store: Store, base: str, visible: Iterable[IRI]) -> frozenset[IRI]:
    """The claims in disputes all of whose claims are visible; other disputes had not arisen yet."""
    members: dict[Term | None, set[Term | None]] = {}
    derived = serialise(IRI(base + "graph/derived"))
    rows = store.select(
        f"SELECT ?dispute ?claim WHERE {{ GRAPH {derived} {{ ?dispute {serialise(KG.disputes)} ?claim }} }}"
    )
    for dispute, claim in rows.rows:
        members.setdefault(dispute, set()).add(claim)
    known = frozenset(visible)
    return frozenset(c for claims in members.values() if claims <= known for c in known & claims)


def _unrestricted(base: str, graph: IRI, speech: _Speech) -> list[str]:
    graphs = [IRI(base + "graph/reference"), IRI(base + "graph/derived"), *speech.documents, *speech.contents.values()]
    return [_copy(graph, graphs), _copy_links(base, graph)]


def _restricted(base: str, graph: IRI, speech: _Speech) -> list[str]:
    """Updates that leave out what was said later: no claim of it, no part of one, no mention, and no thing that
    only later claims speak of.

    A derived statement that rests on a later claim goes as a whole: a dispute, say.
    """
    name, later = serialise(graph), _values(speech.later)
    pairs = [f"({serialise(document)} {serialise(claim)})" for claim, document in speech.visible.items()]
    pairs += [f"({serialise(document)} {serialise(document)})" for document in speech.documents]
    starts = "\n".join(sorted(pairs))
    return [
        _copy(graph, [IRI(base + "graph/derived")]),
        f"""DELETE {{ GRAPH {name} {{ ?s ?p ?o }} }} WHERE {{
          VALUES ?later {{ {later} }} GRAPH {name} {{ ?finding ?because ?later . ?finding {_TIME}? ?s . ?s ?p ?o }}
          FILTER NOT EXISTS {{ GRAPH ?document {{ ?s a {_CLAIM} }} }} }}""",
        f"""INSERT {{ GRAPH {name} {{ ?s ?p ?o }} }} WHERE {{
          VALUES (?g ?start) {{ {starts} }}
          GRAPH ?g {{ ?start ({_PARTS})* ?s . ?s ?p ?o }} }}""",  # noqa: S608 - serialised terms
        _copy(graph, [IRI(base + "graph/reference"), *speech.contents.values()]),
        _copy_links(base, graph),
        *(
            f"""DELETE {{ GRAPH {name} {{ ?s ?p ?o }} }} WHERE {{
              VALUES {later_end} {{ {later} }} GRAPH {name} {{ ?s ?p ?o }} }}"""
            for later_end in ("?s", "?o")
        ),
        # three times, as a thing may be known only from one that goes
        *[_forget(name, later)] * 3,
    ]


def _forget(world: str, later: str) -> str:
    """An update that takes things out of a world that later claims speak of, and nothing in the world."""
    return f"""DELETE {{ GRAPH {world} {{ ?thing ?p ?o }} }} WHERE {{
      {{ SELECT DISTINCT ?thing WHERE {{
        VALUES ?later {{ {later} }}
        GRAPH ?document {{ ?document a {_DOCUMENT} . ?later {_SPEAKS_OF} ?thing }} }} }}
      UNION
      {{ SELECT DISTINCT ?thing WHERE {{
        VALUES ?later {{ {later} }}
        GRAPH ?document {{ ?document a {_DOCUMENT} . ?later {serialise(KG.content)} ?content }}
        GRAPH ?content {{ ?node ?says ?thing }} }} }}
      GRAPH {world} {{ ?thing ?p ?o }}
      FILTER NOT EXISTS {{ GRAPH {world} {{ ?other ?mention ?thing }} }} }}"""


def _mark(graph: IRI, claims: Iterable[IRI]) -> str:
    """Say in the world which claims' content it holds: the triples alone would not tell a shared event's."""
    name = serialise(graph)
    marks = "\n".join(f"{serialise(claim)} {serialise(KG.inWorld)} {name} ." for claim in sorted(claims))
    return f"INSERT DATA {{ GRAPH {name} {{ {marks} }} }}"


def _without_foundation(graph: IRI) -> str:
    """An update that takes out what is concluded of command from claims whose content the world does not hold."""
    name = serialise(graph)
    return f"""DELETE {{ GRAPH {name} {{ ?s ?p ?o }} }} WHERE {{
      GRAPH {name} {{
        ?finding a {serialise(KG.Superiority)} ; {serialise(KG.restsOn)} ?claim ; {serialise(KG.time)}? ?s . ?s ?p ?o
      }}
      FILTER NOT EXISTS {{ GRAPH {name} {{ ?claim {serialise(KG.inWorld)} {name} }} }} }}"""


def _copy(target: IRI, graphs: Iterable[IRI]) -> str:
    return f"""INSERT {{ GRAPH {serialise(target)} {{ ?s ?p ?o }} }} WHERE {{
      VALUES ?g {{ {_values(graphs)} }} GRAPH ?g {{ ?s ?p ?o }} }}"""  # noqa: S608 - serialised terms


def _copy_links(base: str, target: IRI) -> str:
    """Copy the matches with other data sets, without the judgements that they rest on: those name what they judge."""
    judgement, links = serialise(Value(f"{base}link/")), serialise(IRI(base + "graph/links"))
    return f"""INSERT {{ GRAPH {serialise(target)} {{ ?s ?p ?o }} }} WHERE {{
      GRAPH {links} {{ ?s ?p ?o }} FILTER(?s != {links} && !STRSTARTS(STR(?s), {judgement})) }}"""


def _values(iris: Iterable[IRI]) -> str:
    return "\n".join(serialise(iri) for iri in sorted(iris))


def _in_documents(base: str, variables: str, patterns: str) -> str:
    """A query over the base's document graphs, each named as its document is; worlds, which repeat them, are not."""
    mine = serialise(Value(f"{base}doc/"))
    return f"""SELECT {variables} WHERE {{
      GRAPH ?document {{ ?document a {_DOCUMENT} . {patterns} }} FILTER(STRSTARTS(STR(?document), {mine})) }}"""


def _iris(store: Store, query: str) -> list[tuple[IRI, ...]]:
    """The rows in which every value is an IRI."""
    found = store.select(query)
    rows = (tuple(term for term in row if isinstance(term, IRI)) for row in found.rows)
    return [row for row in rows if len(row) == len(found.variables)]


def _days(store: Store, base: str, variable: str, patterns: str) -> dict[IRI, Day | None]:
    """The variable's IRIs, each with its latest `?time` as a day by its own clock; `None` if one is no date."""
    days: dict[IRI, Day | None] = {}
    for subject, time in store.select(_in_documents(base, f"{variable} ?time", patterns)).rows:
        if isinstance(subject, IRI):
            day = day_of(str(time or ""))
            before = days.get(subject, day)
            days[subject] = max(before, day) if before and day else None
    return days
