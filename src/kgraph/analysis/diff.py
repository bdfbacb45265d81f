"""What changed between two graphs: claims added, withdrawn and changed; disputes opened and closed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kgraph.model import BlankNode, Quad, Term, Triple
from kgraph.namespaces import IRI, KG, PROV, RDF, RDFS, compact
from kgraph.store.digest import content_digest
from kgraph.store.trig import natural

Change = Literal["added", "withdrawn", "changed", "opened", "closed"]
"""What happened to a claim (the first three), or to a dispute (the last two)."""

CHANGES: tuple[Change, ...] = ("added", "withdrawn", "changed", "opened", "closed")


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: of what (a claim's or dispute's IRI), in words, and for a changed claim in which respects.

    `before` and `after` are what a changed claim said of them: only what is not in both.
    """

    change: Change
    id: IRI
    claimant: str
    text: str
    fields: tuple[str, ...] = ()
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class _Version:
    """Claims and disputes of a graph: each claim's properties as comparable texts, and the words for it."""

    claims: dict[IRI, dict[str, frozenset[str]]] = field(default_factory=dict)
    words: dict[IRI, tuple[str, str]] = field(default_factory=dict)
    disputes: dict[IRI, tuple[str, str]] = field(default_factory=dict)


def diff(old: Iterable[Quad], new: Iterable[Quad], base: str) -> list[Difference]:
    """The changes from one graph to another, claims first; `base` is the IRI under which both name their things.

    A claim is the same by its IRI. It has changed if its content, or anything said of it in its document's graph,
    has: anchors and relays too. A dispute is the same by its IRI, which names the rule and the claims.
    """
    before, after = _version(old, base), _version(new, base)
    found = [Difference("added", c, *after.words[c]) for c in after.claims.keys() - before.claims.keys()]
    found += [Difference("withdrawn", c, *before.words[c]) for c in before.claims.keys() - after.claims.keys()]
    for claim in after.claims.keys() & before.claims.keys():
        one, other = before.claims[claim], after.claims[claim]
        if one != other:
            fields = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
            told = [_told(version, fields, apart) for version, apart in ((one, other), (other, one))]
            found.append(Difference("changed", claim, *after.words[claim], tuple(fields), *told))
    found += [Difference("opened", d, *after.disputes[d]) for d in after.disputes.keys() - before.disputes.keys()]
    found += [Difference("closed", d, *before.disputes[d]) for d in before.disputes.keys() - after.disputes.keys()]
    return sorted(found, key=lambda one: (CHANGES.index(one.change), natural(one.id)))


def _told(version: Mapping[str, frozenset[str]], fields: Iterable[str], apart: Mapping[str, frozenset[str]]) -> str:
    """What one version says in these respects and the other does not, in words."""
    lines = []
    for name in fields:
        own = sorted(version.get(name, frozenset()) - apart.get(name, frozenset()))
        said = ", ".join(value for value in own if not value.startswith(("sha256:", "[")))
        lines += [f"{name}: {said}"] if said else []
    return "; ".join(lines)


def _version(quads: Iterable[Quad], base: str) -> _Version:
    graphs: dict[IRI, list[Quad]] = defaultdict(list)
    for quad in quads:
        if quad[3] is not None:
            graphs[quad[3]].append(quad)
    named = [quad for quad in graphs[IRI(f"{base}graph/reference")] if quad[1] == RDFS.label]
    labels = {s: str(name) for s, _, name, _ in named if getattr(name, "language", None) in (None, "en")}
    version = _Version()
    for name in [name for name in graphs if name.startswith(f"{base}doc/")]:
        said = _described(graphs[name])
        for claim in [s for s, p, o, _ in graphs[name] if p == RDF.type and o == KG.Claim and isinstance(s, IRI)]:
            own = said[claim]
            version.claims[claim] = dict(_compared(claim, said, graphs))
            claimant = next(iter(own.get(KG.claimant, ())), "")
            paraphrase = next(iter(own.get(KG.paraphrase, ())), "")
            rejected = " [rejected]" if KG.Rejected in own.get(KG.status, ()) else ""
            version.words[claim] = (labels.get(IRI(claimant), str(claimant)), f"{paraphrase}{rejected}")
    _add_disputes(version, _described(graphs[IRI(f"{base}graph/derived")]))
    return version


def _described(quads: Iterable[Quad]) -> dict[Term, dict[IRI, list[Term]]]:
    found: dict[Term, dict[IRI, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value, _ in quads:
        found[subject][predicate].append(value)
    return found


def _compared(
    claim: IRI, said: Mapping[Term, Mapping[IRI, list[Term]]], graphs: Mapping[IRI, list[Quad]]
) -> Iterator[tuple[str, frozenset[str]]]:
    """The properties of a claim in words, with texts that are equal exactly when they say the same."""
    for predicate, values in said[claim].items():
        if predicate == KG.content:
            triples = [quad[:3] for value in values for quad in graphs.get(IRI(str(value)), ())]
            yield "content", frozenset({content_digest(triples, claim), *_lines(triples)})
        elif predicate != RDF.type:
            name = "relay" if predicate == PROV.wasQuotedFrom else compact(predicate).removeprefix("kg:")
            yield name, frozenset(_written(value, said, frozenset()) for value in values)


def _lines(triples: Iterable[Triple]) -> Iterator[str]:
    """What a content says, for reading: each property with its value, what is local to the claim left out."""
    for _, predicate, value in triples:
        if not isinstance(value, BlankNode) and "#" not in compact(str(value)) and predicate != KG.edtf:
            yield f"{'kind' if predicate == RDF.type else compact(predicate).removeprefix('kg:')} {_short(value)}"


def _short(term: Term) -> str:
    """A term for reading that no other is taken for: a label's language and a number's kind are left out."""
    return compact(term).rpartition("/id/")[2].removeprefix("kg:") if isinstance(term, IRI) else str(term)


def _written(term: Term, said: Mapping[Term, Mapping[IRI, list[Term]]], seen: frozenset[Term]) -> str:
    """A term as a text; a blank node as all that is said of it."""
    if not isinstance(term, BlankNode):
        return _short(term)
    if term in seen:
        return "_"
    parts = (
        f"{predicate} {_written(value, said, seen | {term})}"
        for predicate, values in said.get(term, {}).items()
        for value in values
    )
    return f"[{'; '.join(sorted(parts))}]"


def _add_disputes(version: _Version, derived: Mapping[Term, Mapping[IRI, list[Term]]]) -> None:
    for subject, said in derived.items():
        if KG.Dispute in said.get(RDF.type, ()) and isinstance(subject, IRI):
            members = sorted(IRI(str(claim)) for claim in said.get(KG.disputes, ()))
            claimants = sorted({version.words[claim][0] for claim in members if claim in version.words})
            explanation = next(iter(said.get(KG.explanation, ())), "")
            version.disputes[subject] = (" / ".join(claimants), str(explanation))
