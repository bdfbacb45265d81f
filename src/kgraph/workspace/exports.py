"""Exporting the graph in other tools' formats, with a description of its content."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from kgraph.analysis.claimed import words_of_nodes
from kgraph.analysis.description import About, Description, describe
from kgraph.analysis.record import ClaimCard, Node, read_cards, read_labels, read_nodes
from kgraph.claims import EntityKind, StatementKind
from kgraph.days import Day
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG
from kgraph.store import serialise, write_quads
from kgraph.store.archive import GraphLines, as_quads
from kgraph.store.canonical import canonical_lines
from kgraph.store.lines import line_of, triples_of
from kgraph.store.trig import canonical, canonical_trig
from kgraph.views.export import claims_csv
from kgraph.views.parts import Naming, told_in
from kgraph.workspace.graph import Graph
from kgraph.worlds import World, world_iri


def exported(
    graph: Graph,
    form: str,
    world: str | None = None,
    according_to: str | Sequence[str] = (),
    as_of: str | date | Day | None = None,
    *,
    claimants: bool = False,
) -> tuple[Iterator[bytes], Description]:
    """The graph in a format, and its description. The text contains the description, except for `csv`, which cannot.

    The text is UTF-8 and comes in pieces; the graph must stay open meanwhile. `form` is one of
    `analysis.description.DISTRIBUTIONS`, or `void`: only the description, as Turtle. nq, trig, jsonld and void have all
    named graphs unless a world is given; the other formats always have one world, "undisputed" by default. Equal data
    give equal texts. `claimants` joins claimants to what they speak of in graphml and gexf. Raises `UsageError` or
    `UnknownName` as `Graph.choose` does.
    """
    chosen = None
    if world or according_to or as_of or form not in ("nq", "trig", "jsonld", "void"):
        chosen = graph.choose(world, according_to, as_of)
    if form in ("graphml", "gexf", "csv"):
        assert chosen is not None
        return _other_than_rdf(graph, form, chosen, claimants=claimants)
    read = graph.own_lines if chosen is None else _of_world(graph, chosen)
    description = describe(read(), about(graph, chosen))
    return _rdf(graph.workspace.base, form, read, description, chosen), description


def _of_world(graph: Graph, world: World) -> Callable[[], Iterator[GraphLines]]:
    """A function that reads the world's graph, with what is told of events; that is worked out once."""
    store, iri = graph.materialised(world)
    cards = read_cards(store, iri, {}).values()
    return _with_told(graph, world, cards, read_nodes(store, iri, {}).values())


def _with_told(
    graph: Graph, world: World, cards: Iterable[ClaimCard], nodes: Iterable[Node]
) -> Callable[[], Iterator[GraphLines]]:
    """`_of_world`, if the world's claims and entities are read already."""
    store, iri = graph.materialised(world)
    agents = world.according_to
    own = [card for card in cards if not agents or card.claimant_id in agents]
    told = _told_of_events(graph, own, nodes)

    def read() -> Iterator[GraphLines]:
        return ((name, [*lines, *_beside(lines, told)]) for name, lines in store.lines([iri]) if name == iri)

    return read


def _told_of_events(graph: Graph, cards: Sequence[ClaimCard], nodes: Iterable[Node]) -> dict[bytes, list[bytes]]:
    """For each event, lines that say as what claims tell it: a world has each event's class and name, also if nobody
    says that it happened."""
    events: set[Term] = {node.id for node in nodes if node.kind == EntityKind.event.value}
    told = (statement for card in cards for statement in card.statements)
    events |= {one.node for one in told if one.kind_in(graph.vocabulary) is StatementKind.event}
    return {
        serialise(event).encode(): [line_of((event, KG.claimedAs, Literal(word))) for word in sorted(words)]
        for event, words in words_of_nodes(cards).items()
        if event in events and isinstance(event, IRI)
    }


def _beside(lines: Sequence[bytes], told: Mapping[bytes, Sequence[bytes]]) -> Iterator[bytes]:
    """The lines on those events of which the world says something."""
    subjects = {line.partition(b" ")[0] for line in lines}
    return (line for event in told if event in subjects for line in told[event])


def about(graph: Graph, world: World | None = None, file: tuple[str, str] | None = None) -> About:
    """The description's settings for the workspace's dataset, or for a world of it; `file` as in `About`."""
    workspace = graph.workspace
    title, said, name = workspace.title, workspace.description, "dataset"
    if world:
        name = world_iri(workspace.base, world).removeprefix(workspace.base)
        held = graph.in_words(world)
        title, said = f"{title}: world {name.removeprefix('world/')}", f"{said} {held}".strip()
    return About(
        base=workspace.base,
        name=name,
        title=title,
        description=said,
        licence=workspace.licence,
        address=workspace.address,
        publisher=workspace.publisher,
        keywords=workspace.keywords,
        file=file,
    )


def _rdf(
    base: str, form: str, read: Callable[[], Iterator[GraphLines]], described: Description, world: World | None
) -> Iterator[bytes]:
    if form == "void":
        yield described.turtle(base).encode()
    elif form == "nq":
        for graph, lines in canonical_lines(read):
            yield as_quads(graph, lines)
        yield as_quads(described.graph, sorted(map(line_of, described.triples)))
    else:  # these are written at once, since their terms share prefixes or are nested
        unnamed = world and form in ("ttl", "jsonld")
        quads = [(*triple, None if unnamed else graph) for graph, lines in read() for triple in triples_of(lines)]
        quads += [(*triple, None) for triple in described.triples] if form == "ttl" else described.quads()
        if form != "jsonld":
            yield canonical_trig(quads, base).encode()
        else:  # sorted and with canonical labels of blank nodes, so that exports of equal data are equal
            yield write_quads(sorted(canonical(quads), key=str), form)


def _other_than_rdf(graph: Graph, form: str, world: World, *, claimants: bool) -> tuple[Iterator[bytes], Description]:
    """A network or a table of claims, and the description of its world and of the file."""
    agents: tuple[IRI, ...] = world.according_to
    drawn = graph.network(world=world.name, according_to=agents, as_of=world.as_of)
    claims = [claim for claim in drawn.claims if not agents or claim.claimant_id in agents]

    def described(held: str) -> Description:
        return describe(
            _with_told(graph, world, claims, drawn.nodes)(), about(graph, world, (form, f"this file: {held}"))
        )

    if form == "csv":
        rows = sum(max(1, len(told_in(claim, graph.vocabulary))) for claim in claims)
        description = described(f"{rows} rows for {len(claims)} claims")
        naming = Naming(read_labels(*graph.materialised(world)), {n.id: n for n in drawn.nodes}, graph.vocabulary)
        return iter([claims_csv(claims, naming, [one for one, _ in drawn.remarks]).encode()]), description
    # imports networkx, which takes a quarter of a second and which other formats do not need
    from kgraph.views import gephi

    made = gephi.as_graph(drawn, claimants=claimants)
    description = described(f"{len(made)} nodes, {made.number_of_edges()} edges")
    write = gephi.as_graphml if form == "graphml" else gephi.as_gexf
    return iter([write(made, description.turtle(graph.workspace.base)).encode()]), description
