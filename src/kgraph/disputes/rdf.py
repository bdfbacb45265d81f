"""Questions, conflicts and notes as triples of the derived graph. A question's IRI is made from its key alone."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from kgraph.claims import Claim
from kgraph.disputes.finding import Whole, find
from kgraph.disputes.merging import earlier
from kgraph.disputes.model import Conflict, Note, Question
from kgraph.disputes.questions import questions
from kgraph.model import Literal, Quad, Term, Triple
from kgraph.namespaces import DCTERMS, IRI, KG, RDF

_CLASSES = {
    "revision": KG.Revision,
    "one voice": KG.OneVoice,
    "near miss": KG.NearMiss,
    "disagreement": KG.Disagreement,
}


def disputed(
    claims: Sequence[Claim],
    quads: Collection[Quad],
    digests: Mapping[IRI, str],
    base: str,
    whole: Whole | None = None,
) -> list[Triple]:
    """The triples of everything that is in question between claims; the parameters are those of `finding.find`."""
    found = find(claims, quads, digests, whole)
    asked = questions(found)
    triples = [triple for question in asked for triple in _question(question, base)]
    triples += (triple for note in found.notes for triple in _note(note, base))
    triples += [triple for one in triples for triple in _as_named(one, found.merged)]
    triples += (triple for question in asked for triple in _replaced(question, found.merged, base))
    return triples


def conflicts_of(triples: Iterable[Triple], base: str) -> Iterator[Triple]:
    """The conflicts between each pair of claims in disputes that a workspace's own rules constructed."""
    said: defaultdict[Term, defaultdict[IRI, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        said[subject][predicate].append(value)
    for dispute, found in said.items():
        if KG.Dispute not in found[RDF.type] or not isinstance(dispute, IRI):
            continue
        for pair in combinations(sorted(map(str, found[KG.disputes])), 2):
            node = IRI(f"{base}conflict/{_digest(dispute, *pair)}")
            yield dispute, KG.conflict, node
            yield node, RDF.type, KG.Conflict
            yield from ((node, KG.between, IRI(claim)) for claim in pair)
            for predicate in (KG.dimension, KG.foundBy, KG.explanation):
                yield from ((node, predicate, value) for value in found[predicate])


def _digest(*parts: str) -> str:
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


def _english(text: str) -> Literal:
    return Literal(text, language="en")


def _question(question: Question, base: str) -> Iterator[Triple]:
    name = f"{base}dispute/{_digest(*question.matter)}"
    dispute = IRI(name)
    yield dispute, RDF.type, KG.Dispute
    yield dispute, KG.explanation, _english(question.text)
    for claim in sorted(question.claims):
        yield dispute, KG.disputes, claim
    for claim in question.beside:
        yield dispute, KG.beside, claim
    for number, position in enumerate(question.positions, 1):
        node = IRI(f"{name}#p{number}")
        yield dispute, KG.position, node
        yield node, RDF.type, KG.Position
        yield node, KG.answer, _english(position.answer)
        yield from ((node, KG.givenBy, claim) for claim in position.claims)
        yield from ((node, KG.inStatement, statement) for statement in position.nodes)
    for conflict in question.conflicts:
        node = _conflict_iri(conflict, base)
        yield dispute, KG.conflict, node
        yield dispute, KG.dimension, conflict.dimension
        yield dispute, KG.foundBy, IRI(f"{base}rule/{conflict.rule}")
        yield from _conflict(conflict, node, base)


def _as_named(triple: Triple, merged: Mapping[IRI, IRI]) -> Iterator[Triple]:
    """A finding's triple with statements named as in the claims, where things were merged."""
    finding, predicate, node = triple
    if predicate == KG.inStatement:
        yield from ((finding, predicate, old) for old, new in merged.items() if new == node)


def _replaced(question: Question, merged: Mapping[IRI, IRI], base: str) -> Iterator[Triple]:
    """Links from the IRIs that a question had before things were merged to its present IRI, so that old links still
    work."""
    for matter in earlier(question.matter, merged):
        old, new = (IRI(f"{base}dispute/{_digest(*key)}") for key in (matter, question.matter))
        yield old, DCTERMS.isReplacedBy, new


def _conflict_iri(conflict: Conflict, base: str) -> IRI:
    pair = sorted((conflict.one.id, conflict.other.id))
    return IRI(f"{base}conflict/{_digest(conflict.rule, *pair, *conflict.matter)}")


def _conflict(conflict: Conflict, node: IRI, base: str) -> Iterator[Triple]:
    yield node, RDF.type, KG.Conflict
    yield node, KG.between, conflict.one.id
    yield node, KG.between, conflict.other.id
    yield node, KG.dimension, conflict.dimension
    yield node, KG.foundBy, IRI(f"{base}rule/{conflict.rule}")
    yield node, KG.explanation, _english(conflict.explanation)
    yield from ((node, KG.onProperty, predicate) for predicate in conflict.on)


def _note(note: Note, base: str) -> Iterator[Triple]:
    word = note.kind.replace(" ", "-")
    node = IRI(f"{base}{word}/{_digest(*note.claims, note.unknown, *note.matter)}")
    yield node, RDF.type, _CLASSES[note.kind]
    for claim in note.claims:
        yield node, KG.restsOn, claim
    yield node, KG.foundBy, IRI(f"{base}rule/{word}")
    yield node, KG.explanation, _english(note.explanation)
    yield from ((node, KG.inStatement, statement) for statement in note.nodes)
    yield from ((node, KG.superseded, claim) for claim in note.superseded)
    if note.unknown:
        yield node, KG.unknown, _english(note.unknown)
