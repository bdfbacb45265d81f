"""Converting claims to RDF and back, without loss. No other module knows the form of a claim in quads.

**What belongs to a claim.** In each graph where it is a `kg:Claim`: the quads whose subject is the claim, or a node to
which a chain of kg:anchor, oa:hasSelector, kg:assertedDuring and prov:wasQuotedFrom leads from it. The chain may lead
through blank nodes and IRIs, but stops at a node that is something else in that graph: a `kg:Claim`, a `kg:Document`,
or an IRI with classes of which none is a class of such parts. All quads of the graphs that its `kg:content` names
belong to it too, except a graph in which it is a claim itself.

**What becomes of them.** Its speech is read from one graph: of the graphs in which it is a claim, the one that
kg:statedIn names, else the first. A structure becomes a value if writing that value gives the quads that were read. If
there are several values where one is legal, the first in order becomes the field. All quads that the fields do not
express are kept in `Claim.rest` and written back unchanged, with the same labels of blank nodes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from kgraph.claims.model import RELATIONS, Anchor, Claim, Hop
from kgraph.claims.order import ordered, term_key
from kgraph.claims.statements import Node, Span, Statement
from kgraph.memory import uncollected
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI, KG, OA, PROV, RDF, RDFS, XSD

_TYPE, _CLAIM, _DOCUMENT, _CLAIMANT = RDF.type, KG.Claim, KG.statedIn, KG.claimant
_CONTENT, _ABOUT, _PARAPHRASE = KG.content, KG.about, KG.paraphrase
_ANCHOR, _ANCHOR_CLASS = KG.anchor, OA.SpecificResource
_SOURCE, _DIGEST, _SELECTOR, _SELECTOR_CLASS = OA.hasSource, KG.quoteDigest, OA.hasSelector, OA.TextPositionSelector
_START, _END, _INTEGER, _STRING = OA.start, OA.end, XSD.integer, XSD.string
_SAID, _QUOTED, _HOP_CLASS, _RELAYER = KG.assertedDuring, PROV.wasQuotedFrom, KG.Utterance, PROV.wasAttributedTo
_TIME, _SPAN_CLASS = KG.time, KG.TimeSpan
_MODALITY, _POLARITY, _CERTAINTY, _VOICE, _STATUS = KG.modality, KG.polarity, KG.certainty, KG.voice, KG.status
# the same names as in `Span`
_OF_SPANS = (KG.earliestBegin, KG.latestBegin, KG.earliestEnd, KG.latestEnd, KG.edtf, RDFS.label)
_ONLY_OF_SPANS = frozenset(_OF_SPANS)
PART_LINKS = frozenset((_ANCHOR, _SELECTOR, _SAID, _QUOTED))
"""The predicates that lead from a claim to the nodes that describe it, and from these to further ones. Claims and
documents are not such nodes."""
_PART_CLASSES = frozenset((_ANCHOR_CLASS, _SELECTOR_CLASS, _HOP_CLASS, _SPAN_CLASS))
_SPOKEN = frozenset(
    (
        *(_DOCUMENT, _CLAIMANT, _CONTENT, _ABOUT, _PARAPHRASE, _MODALITY, _POLARITY, _CERTAINTY, _VOICE, _STATUS),
        *(_ANCHOR, _SOURCE, _DIGEST, _SELECTOR, _START, _END, _SAID, _QUOTED, _RELAYER, *_OF_SPANS),
    )
) - {RDFS.label}
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}", re.ASCII)

_Said = dict[IRI, list[Term]]  # the values of one node, by predicate
_Graph = Mapping[Node, Sequence[Quad]]  # a graph's quads, by subject
_Graphs = Mapping[IRI | None, _Graph]


def to_quads(claim: Claim) -> tuple[Quad, ...]:
    """All quads of a claim, each once: its speech in the graph `claim.graph`, its content in `claim.content`.

    Blank nodes keep their labels: to put several claims into one file, give them different labels.

    >>> claim = Claim(IRI("x:c1"), IRI("x:doc"), IRI("x:basalt"))
    >>> from_quads(claim.id, to_quads(claim)) == claim
    True
    """
    return tuple(dict.fromkeys([*_fields(claim), *claim.rest]))


def from_quads(iri: IRI, quads: Iterable[Quad]) -> Claim:
    """The claim with this IRI, read from the quads that belong to it (see the module's docstring).

    Quads that do not belong to it are kept in `rest` too, so that the claim's quads are always the given ones.
    """
    given = list(quads)
    graphs = _by_subject(given)
    home = _home(iri, graphs)
    contents: _Graphs = {name: graph for name, graph in graphs.items() if name != home and not _is_claim(graph, iri)}
    return _claim(iri, home, graphs.get(home, {}), contents, given)


def claims_of(quads: Iterable[Quad]) -> Iterator[Claim]:
    """All claims in these quads, for example those of a document's file, in the natural order of their IRIs.

    If claims share a node or a content graph, each gets its quads. Quads that belong to no claim, and claims that are
    blank nodes, are left out. The time taken is in proportion to the quads, counting shared ones for each claim.
    """
    with uncollected():
        graphs = _by_subject(quads)
    homes: defaultdict[IRI, list[IRI | None]] = defaultdict(list)
    for name, graph in graphs.items():
        for node in graph:
            if isinstance(node, IRI) and _is_claim(graph, node):
                homes[node].append(name)
    alien = _Aliens(graphs)
    for iri in sorted(homes, key=term_key):
        parts = {name: _parts(iri, name, graphs[name], alien) for name in homes[iri]}
        home = _home(iri, parts) if len(parts) > 1 else homes[iri][0]
        named = {o for graph in parts.values() for _, p, o, _ in graph[iri] if p == _CONTENT and isinstance(o, IRI)}
        contents: _Graphs = {name: graphs[name] for name in named if name in graphs and name not in parts}
        belonging = chain(parts.values(), contents.values())
        given = [quad for graph in belonging for said in graph.values() for quad in said]
        yield _claim(iri, home, parts[home], contents, given)


def is_speech(quad: Quad) -> bool:
    """Whether a quad can describe only a claim or a part of one, since its predicate is used for nothing else."""
    _, predicate, value, _ = quad
    return predicate in _SPOKEN or (predicate == _TYPE and value in _PART_CLASSES)


class _Aliens(dict[tuple[IRI | None, Node], bool]):
    """Whether a node is something else in a graph than a part of a claim; computed once for each node."""

    def __init__(self, graphs: _Graphs) -> None:
        super().__init__()
        self._graphs = graphs

    def __missing__(self, key: tuple[IRI | None, Node]) -> bool:
        name, node = key
        classes = {o for _, p, o, _ in self._graphs[name][node] if p == _TYPE}
        alien = _CLAIM in classes or KG.Document in classes
        if isinstance(node, IRI) and classes and not classes & _PART_CLASSES:
            alien = True
        self[key] = alien
        return alien


def _by_subject(quads: Iterable[Quad]) -> dict[IRI | None, dict[Node, list[Quad]]]:
    graphs: dict[IRI | None, dict[Node, list[Quad]]] = {}
    for quad in quads:
        subject, _, _, name = quad
        graph = graphs.get(name)
        if graph is None:
            graph = graphs[name] = {}
        said = graph.get(subject)
        if said is None:
            graph[subject] = [quad]
        else:
            said.append(quad)
    return graphs


def _is_claim(graph: _Graph, node: Node) -> bool:
    return any(p == _TYPE and o == _CLAIM for _, p, o, _ in graph.get(node, ()))


def _home(iri: IRI, graphs: _Graphs) -> IRI | None:
    """The graph from which the claim's speech is read; `None`, the default graph, if no graph has the claim."""

    def rank(name: IRI | None) -> tuple[object, ...]:
        own = any(p == _DOCUMENT and o == name for _, p, o, _ in graphs[name][iri])
        return not _is_claim(graphs[name], iri), not own, name is None, term_key(name or IRI(""))

    return min((name for name, graph in graphs.items() if iri in graph), key=rank, default=None)


def _parts(iri: IRI, name: IRI | None, graph: _Graph, alien: _Aliens) -> dict[Node, Sequence[Quad]]:
    """The quads of a graph that belong to a claim, by subject."""
    found: dict[Node, Sequence[Quad]] = {iri: graph[iri]}
    waiting = [graph[iri]]
    while waiting:
        for _, predicate, value, _ in waiting.pop():
            if predicate in PART_LINKS and value in graph and value not in found and not isinstance(value, Literal):
                if alien[name, value]:
                    continue
                found[value] = graph[value]
                waiting.append(graph[value])
    return found


def _claim(iri: IRI, home: IRI | None, parts: _Graph, contents: _Graphs, given: Sequence[Quad]) -> Claim:
    """The claim of the given quads; `parts` are those of its speech by subject, `contents` those of its content
    graphs."""
    reader = _Reader(parts)
    own = reader.said(iri, _CLAIM)
    content = _iri(own, _CONTENT)
    claim = Claim(
        id=iri,
        document=None if home is None else _iri(own, _DOCUMENT),
        elsewhere=home,
        claimant=_iri(own, _CLAIMANT),
        hops=tuple(reader.hops(iri, own)),
        anchors=tuple(reader.anchors(own)),
        modality=_iri(own, _MODALITY),
        polarity=_iri(own, _POLARITY),
        certainty=_iri(own, _CERTAINTY),
        voice=_iri(own, _VOICE),
        status=_iri(own, _STATUS),
        said=reader.span(own, _SAID),
        paraphrases=tuple(o for o in own.get(_PARAPHRASE, ()) if isinstance(o, Literal)),
        about=tuple(o for o in own.get(_ABOUT, ()) if isinstance(o, IRI)),
        relations=tuple((p, o) for p in RELATIONS if p in own for o in own[p] if isinstance(o, IRI)),
        content=content,
        statements=() if content is None else tuple(_statements(contents.get(content, {}), reader.untyped)),
        untyped=tuple(reader.untyped),
    )
    written = set(_fields(claim))
    rest = [quad for quad in given if quad not in written]
    return replace(claim, rest=tuple(rest)) if rest else claim


class _Reader:
    """Reads the parts of one claim from a graph; `untyped` collects the nodes without their rdf:type."""

    def __init__(self, graph: _Graph) -> None:
        self._graph = graph
        self.untyped: set[IRI | BlankNode] = set()

    def said(self, node: Node, own_class: IRI) -> _Said:
        """The values of a node of the claim, by predicate."""
        said = _described(self._graph.get(node, ()))
        if own_class not in said.get(_TYPE, ()):
            self.untyped.add(node)
        return said

    def _nodes(self, said: _Said, predicate: IRI) -> Sequence[Node]:
        """Those values of a predicate that the graph describes, in order."""
        values = said.get(predicate, ())
        nodes = [o for o in values if not isinstance(o, Literal) and o in self._graph]
        return ordered(nodes) if len(nodes) > 1 else nodes

    def span(self, said: _Said, predicate: IRI) -> Span | None:
        for node in self._nodes(said, predicate):
            return _span(node, self.said(node, _SPAN_CLASS))
        return None

    def hops(self, claim: IRI, own: _Said) -> Iterator[Hop]:
        """The hops of the chain, until one has no next hop or the chain goes in a circle."""
        seen: set[Node] = {claim}
        at = own
        while True:
            node = next((node for node in self._nodes(at, _QUOTED) if node not in seen), None)
            if node is None:
                return
            seen.add(node)
            at = self.said(node, _HOP_CLASS)
            yield Hop(node, _iri(at, _RELAYER), self.span(at, _SAID))

    def anchors(self, own: _Said) -> Iterator[Anchor]:
        """The anchors that have a selector with two whole numbers, the first of these; the quads of others stay in
        `rest`."""
        for node in self._nodes(own, _ANCHOR):
            said = _described(self._graph[node])
            for selector in self._nodes(said, _SELECTOR):
                there = _described(self._graph[selector])
                start, end = _whole(there, _START), _whole(there, _END)
                if start is None or end is None:
                    continue
                self.said(node, _ANCHOR_CLASS)
                self.said(selector, _SELECTOR_CLASS)
                yield Anchor(node, selector, start, end, _iri(said, _SOURCE), _digest(said))
                break


def _statements(content: _Graph, untyped: set[Node]) -> Iterator[Statement]:
    """The statements of a content graph, one for each node; a time span is a part of the statements that name it."""
    described = {node: _described(quads) for node, quads in content.items()}
    times = {node for said in described.values() for node in said.get(_TIME, ()) if not isinstance(node, Literal)}
    spans: dict[Node, Span] = {}
    for node, said in described.items():
        if _SPAN_CLASS in said.get(_TYPE, ()) or (node in times and said.keys() <= _ONLY_OF_SPANS):
            spans[node] = _span(node, said)
    for node, said in described.items():
        if node not in spans:
            known = [o for o in said.get(_TIME, ()) if not isinstance(o, Literal) and o in spans]
            time = spans[ordered(known)[0]] if known else None
            if time is not None and _SPAN_CLASS not in described[time.node].get(_TYPE, ()):
                untyped.add(time.node)
            yield Statement(node, tuple((predicate, tuple(values)) for predicate, values in said.items()), time)


def _described(quads: Iterable[Quad]) -> _Said:
    said: _Said = {}
    for _, predicate, value, _ in quads:
        if predicate in said:
            said[predicate].append(value)
        else:
            said[predicate] = [value]
    return said


def _iri(said: _Said, predicate: IRI) -> IRI | None:
    """The first IRI among a predicate's values, in order; other values stay in `rest`."""
    found = [o for o in said.get(predicate, ()) if isinstance(o, IRI)]
    return ordered(found)[0] if found else None


def _literal(said: _Said, predicate: IRI) -> Literal | None:
    found = [o for o in said.get(predicate, ()) if isinstance(o, Literal)]
    return ordered(found)[0] if found else None


def _whole(said: _Said, predicate: IRI) -> int | None:
    """The first whole number among a predicate's values that is written in the form in which this module writes it."""
    values = [o for o in said.get(predicate, ()) if isinstance(o, Literal)]
    whole = [int(o.lexical) for o in values if o.datatype == _INTEGER and _WHOLE.fullmatch(o.lexical)]
    return min(whole, default=None)


def _digest(said: _Said) -> str | None:
    texts = [o.lexical for o in said.get(_DIGEST, ()) if isinstance(o, Literal) and o.datatype == _STRING]
    return min(texts, default=None)


def _span(node: Node, said: _Said) -> Span:
    return Span(node, *(_literal(said, predicate) for predicate in _OF_SPANS))


def _fields(claim: Claim) -> list[Quad]:
    """The quads of a claim's fields; if parts share a node, some occur twice."""
    graph, own, untyped = claim.graph, claim.id, frozenset(claim.untyped)
    quads: list[Quad] = [] if own in untyped else [(own, _TYPE, _CLAIM, graph)]
    for predicate, value in (
        (_DOCUMENT, claim.document),
        (_CLAIMANT, claim.claimant),
        (_CONTENT, claim.content),
        (_MODALITY, claim.modality),
        (_POLARITY, claim.polarity),
        (_CERTAINTY, claim.certainty),
        (_VOICE, claim.voice),
        (_STATUS, claim.status),
    ):
        if value is not None:
            quads.append((own, predicate, value, graph))
    quads += [(own, _PARAPHRASE, text, graph) for text in claim.paraphrases]
    quads += [(own, _ABOUT, entity, graph) for entity in claim.about]
    quads += [(own, predicate, other, graph) for predicate, other in claim.relations]
    _write_span(quads, own, _SAID, claim.said, graph, untyped)
    _write_anchors(quads, claim, graph, untyped)
    _write_hops(quads, claim, graph, untyped)
    for statement in claim.statements:
        node, content = statement.node, claim.content
        quads += [(node, predicate, term, content) for predicate, terms in statement.said for term in terms]
        if statement.time is not None:
            _write_span(quads, node, _TIME, statement.time, content, untyped)
    return quads


def _write_span(
    quads: list[Quad], of: Node, predicate: IRI, span: Span | None, graph: IRI | None, untyped: frozenset[Node]
) -> None:
    if span is None:
        return
    node = span.node
    quads.append((of, predicate, node, graph))
    if node not in untyped:
        quads.append((node, _TYPE, _SPAN_CLASS, graph))
    values = (span.earliest_begin, span.latest_begin, span.earliest_end, span.latest_end, span.edtf, span.label)
    for name, value in zip(_OF_SPANS, values, strict=True):
        if value is not None:
            quads.append((node, name, value, graph))


def _write_anchors(quads: list[Quad], claim: Claim, graph: IRI | None, untyped: frozenset[Node]) -> None:
    for anchor in claim.anchors:
        node, selector = anchor.node, anchor.selector
        quads.append((claim.id, _ANCHOR, node, graph))
        quads.append((node, _SELECTOR, selector, graph))
        if node not in untyped:
            quads.append((node, _TYPE, _ANCHOR_CLASS, graph))
        if anchor.document is not None:
            quads.append((node, _SOURCE, anchor.document, graph))
        if anchor.digest is not None:
            quads.append((node, _DIGEST, Literal(anchor.digest, _STRING), graph))
        if selector not in untyped:
            quads.append((selector, _TYPE, _SELECTOR_CLASS, graph))
        quads.append((selector, _START, Literal(str(anchor.start), _INTEGER), graph))
        quads.append((selector, _END, Literal(str(anchor.end), _INTEGER), graph))


def _write_hops(quads: list[Quad], claim: Claim, graph: IRI | None, untyped: frozenset[Node]) -> None:
    before: Node = claim.id
    for hop in claim.hops:
        node = hop.node
        quads.append((before, _QUOTED, node, graph))
        if node not in untyped:
            quads.append((node, _TYPE, _HOP_CLASS, graph))
        if hop.relayer is not None:
            quads.append((node, _RELAYER, hop.relayer, graph))
        _write_span(quads, node, _SAID, hop.said, graph, untyped)
        before = node
