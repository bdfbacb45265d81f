"""Checks that every named thing is described, contents belong to one claim each, and labels are unambiguous."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from kgraph.claims import DERIVED
from kgraph.model import BlankNode, Literal, Term
from kgraph.namespaces import IRI, KG, OA, RDFS, SKOS, compact
from kgraph.reading import fold
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding
from kgraph.vocabulary import Vocabulary

# A rule is a query file, which its header describes; `check_contents` checks contents.
_DESCRIBED_ELSEWHERE = {KG.foundBy, KG.content}


def check_dangling(data: Dataset, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A finding for each IRI of the workspace that is used as an object and has no type, is no term and no graph that
    is not empty.

    `check_vocabulary` checks IRIs in the form of the workspace's own terms.
    """
    own = tuple(space for space in vocabulary.spaces if space != data.base)
    said = set()
    for subject, predicate, value, graph in data.quads:
        if not isinstance(value, IRI) or not value.startswith(data.base):
            continue
        if predicate in _DESCRIBED_ELSEWHERE or value in vocabulary.terms or value.startswith(own):
            continue
        if value in data.types or value in data.local_types or value in data.graphs:
            continue
        owner = data.owner(subject, graph)
        if (owner, value) not in said:
            said.add((owner, value))
            fix = "correct the name, or give it a type and a label in the reference graph"
            yield Finding("dangling", owner, f"<{value}> is named but described nowhere", fix, graph=graph)


def check_derived(data: Dataset) -> Iterator[Finding]:
    """A finding for each triple in a data file with a predicate that only builds may write."""
    for subject, predicate, _, graph in data.quads:
        if predicate in DERIVED and graph != f"{data.base}graph/derived" and graph not in data.claims_of_content:
            message = f"{compact(predicate)} is derived by builds, and the data would add a second one"
            yield Finding("vocabulary", data.owner(subject, graph), message, "remove it", graph=graph)


def check_contents(data: Dataset) -> Iterator[Finding]:
    """A finding for each content that is empty, that two claims share, or that has blank nodes, undescribed nodes or
    another claim's nodes."""
    for graph, claims in data.claims_of_content.items():
        owner, where = claims[0], data.graph_of(claims[0], KG.content, graph)
        if graph not in data.graphs:
            fix = "say what is claimed there, or correct kg:content"
            yield Finding("content", owner, f"its content graph <{graph}> is empty", fix, graph=where)
        for other in claims[1:]:
            message = f"<{graph}> is already the content of <{owner}>"
            yield Finding("content", other, message, "give each claim a content graph of its own", graph=where)
    for graph in sorted(data.graphs):
        if graph.endswith("#content") and graph not in data.claims_of_content:
            claim = IRI(graph.removesuffix("#content"))
            fix = "name it with kg:content, or delete it"
            yield Finding("content", claim, f"no claim has <{graph}> as its content", fix, graph=graph)
    yield from _check_nodes(data)


def check_doubts(data: Dataset) -> Iterator[Finding]:
    """A finding for each claim that finds no evidence for another and itself asserts or denies the same content."""
    doubts = [(s, o, g) for s, p, o, g in data.quads if p == KG.findsNoEvidenceFor and isinstance(s, IRI)]
    graphs = {data.value(claim, KG.content): claim for pair in doubts for claim in pair[:2]}
    says: dict[Term, set[tuple[str, str, str]]] = defaultdict(set)
    for subject, predicate, value, graph in data.quads:
        if graph in graphs:
            own = f"{graphs[graph]}#"  # local nodes compare as equal whatever their names
            parts = (str(term) for term in (subject, predicate, value))
            says[graphs[graph]].add(tuple("#" if part.startswith(own) else part for part in parts))  # type: ignore[arg-type] # three
    for claim, other, graph in doubts:
        if says[claim] and says[claim] == says[other]:
            message = f"it finds no evidence for <{other}>, but its own content says the same as that claim"
            fix = "say in its content what was looked into; if it denies the other, write kg:denies"
            yield Finding("content", claim, message, fix, graph=graph)


def _check_nodes(data: Dataset) -> Iterator[Finding]:
    said = set()
    for subject, _, value, graph in data.quads:
        claims = data.claims_of_content.get(graph, [])
        for claim in claims[:1]:
            for node, problem in _node_problems(data, claim, subject, value):
                if (claim, node) not in said:
                    said.add((claim, node))
                    fix = f"describe it in the reference graph, or name it <{claim}#…>"
                    yield Finding("content", claim, f"{problem} in its content", fix, graph=graph)


def _node_problems(data: Dataset, claim: IRI, subject: Term, value: Term) -> Iterator[tuple[Term, str]]:
    own = f"{claim}#"
    for node in (subject, value):
        if isinstance(node, BlankNode):
            yield claim, "a blank node is"
        elif isinstance(node, IRI) and not node.startswith(own) and node not in data.types:
            if node in data.local_types:
                yield node, f"another claim's node <{node}> is"
            elif node == subject:
                yield node, f"<{node}>, neither a shared entity nor its own node, is"


def check_labels(data: Dataset, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A finding for each label that two entities share: an error if they are of one kind, else a warning.

    A label that is an alternative name of another entity of its kind is a warning: a user who types it gets only one of
    them.
    """
    named = _names(data, RDFS.label)
    for owners in named.values():
        for (first, _), (second, name) in combinations(owners.items(), 2):
            alike = _kinds(data, first, vocabulary) & _kinds(data, second, vocabulary)
            graph = data.graph_of(second, RDFS.label)
            message = f"has the label '{name}' of <{first}>"
            fix = "join the two, or make one label narrower"
            yield Finding("label", second, message, fix, "error" if alike else "warning", graph)
    for folded, owners in _names(data, SKOS.altLabel).items():
        for owner, name in owners.items():
            for other in named.get(folded, {}).keys() - {owner}:
                if not _kinds(data, owner, vocabulary) & _kinds(data, other, vocabulary):
                    continue  # a state and its country may share a name: where one of them is legal, the other is not
                message = f"its alternative name '{name}' is the label of <{other}>"
                graph = data.graph_of(owner, SKOS.altLabel)
                yield Finding("label", owner, message, "drop it, or make it narrower", "warning", graph)


def _names(data: Dataset, predicate: IRI) -> dict[str, dict[IRI, str]]:
    """For each name, folded as a reader sees it, the entities that have it and their spelling; nodes of contents are
    left out."""
    owners: dict[str, dict[IRI, str]] = defaultdict(dict)
    for subject, said, value, graph in data.quads:
        if said != predicate or graph in data.claims_of_content or not isinstance(subject, IRI):
            continue
        if subject.startswith(data.base):
            name = " ".join(str(value).split())
            owners[fold(name)].setdefault(subject, name)
    return owners


def _kinds(data: Dataset, entity: IRI, vocabulary: Vocabulary) -> set[IRI]:
    """An entity's classes of kgraph's namespace, and their superclasses."""
    classes = [kind for kind in data.types.get(entity, ()) if isinstance(kind, IRI)]
    return {kind for one in classes for kind in (one, *vocabulary.superclasses(one)) if kind.startswith(KG.base)}


def check_repeated(data: Dataset) -> Iterator[Finding]:
    """A finding for two claims with the same anchors and the same paraphrase, probably one claim entered twice."""
    seen: dict[tuple[object, ...], IRI] = {}
    for claim in data.instances(KG.Claim):
        anchors = data.values(claim, KG.anchor)
        spans = [(_text(data.value(a, OA.hasSource)), *_selected(data, a)) for a in anchors]
        words = sorted(_text(p) for p in data.values(claim, KG.paraphrase))
        if not spans or not words:
            continue
        first = seen.setdefault((tuple(sorted(spans)), tuple(words)), claim)
        if first != claim:
            message = f"the same anchor and the same paraphrase as <{first}>"
            graph = data.graph_of(claim, KG.paraphrase)
            yield Finding("repeated", claim, message, "delete one, or tell them apart", "warning", graph)


def _selected(data: Dataset, anchor: Term) -> tuple[str, str]:
    selector = data.value(anchor, OA.hasSelector)
    if selector is None:
        return "", ""
    return _text(data.value(selector, OA.start)), _text(data.value(selector, OA.end))


def _text(term: Term | None) -> str:
    return term.lexical if isinstance(term, Literal) else str(term)
