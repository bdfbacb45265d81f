"""The changes between two graphs: claims added, withdrawn and changed; disputes opened, revised and closed."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kgraph.analysis.questions import OpenQuestion, read_questions
from kgraph.analysis.record import read_labels
from kgraph.claims import Claim, recorded_claims, to_quads
from kgraph.claims.deriving import chain_between
from kgraph.claims.kinds import words
from kgraph.model import BlankNode, Term, Triple
from kgraph.namespaces import IRI, KG, PROV, RDF, SCHEMA, compact
from kgraph.store import Store, content_digest, serialise
from kgraph.store.trig import natural

Change = Literal["added", "withdrawn", "changed", "opened", "revised", "closed"]
"""What happened to a claim (the first three), or to a dispute (the others)."""

CHANGES: tuple[Change, ...] = ("added", "withdrawn", "changed", "opened", "revised", "closed")

_ZEROS = re.compile(r"(?<![\d.])(\d+)\.0+(?![\d.])")  # a figure's form may differ between files and a store
_NAMES = {RDF.type: "kind", PROV.wasQuotedFrom: "relay"}
_Said = defaultdict[str, dict[object, str]]
"""For each aspect of a claim, its values, equal if they say the same, and each with words for a reader ("" for
none)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: the IRI of the claim or dispute, words for it, and for a changed claim the aspects that changed.

    `before` and `after` have a changed claim's old and new values in these aspects, without those that are in both. Of
    a dispute, they have its positions, each with the voices that take it; of a revised one, without those in both.
    """

    change: Change
    id: IRI
    claimant: str
    text: str
    fields: tuple[str, ...] = ()
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A note of a journal: a question was `opened`, `revised` (its positions changed) or `closed` by a build.

    `time` is the build's (ISO, UTC), `build` its fingerprint. `text` has the claimants and the question, `what` the
    positions in words. At a first build all questions are opened.
    """

    time: str
    build: str
    how: str
    question: str
    text: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """The parts of a graph that are compared: claims and disputes by IRI; `labels` are those of the reference,
    `outlets` the publishers of documents."""

    claims: Mapping[IRI, Claim]
    disputes: Mapping[IRI, OpenQuestion]
    labels: Mapping[IRI, str]
    outlets: Mapping[IRI, Collection[IRI]]

    @classmethod
    def of(
        cls,
        store: Store,
        base: str,
        labels: Mapping[IRI, str] | None = None,
        outlets: Mapping[IRI, Collection[IRI]] | None = None,
    ) -> "Version":
        """The present version of the claims and disputes under `base` in a store; raises `StoreError`.

        `labels` are the reference's, if the caller has read them already; `outlets` are known besides those that the
        store has.
        """
        return cls(
            {claim.id: claim for claim in recorded_claims(store, base)},
            {dispute.id: dispute for dispute in read_questions(store, IRI(f"{base}graph/derived"))},
            read_labels(store, IRI(f"{base}graph/reference")) if labels is None else labels,
            {**(outlets or {}), **read_outlets(store)},
        )

    def words(self, iri: IRI) -> tuple[str, str]:
        """For a claim, the claimant and the paraphrase; for a dispute, the claimants and the question."""
        if dispute := self.disputes.get(iri):
            claimants = {self.words(claim)[0] for claim in dispute.claims if claim in self.claims}
            return " / ".join(sorted(claimants)), dispute.text
        claim = self.claims[iri]
        claimant = claim.claimant or IRI("")
        return self.labels.get(claimant, claimant), claim.paraphrase + " [rejected]" * claim.rejected

    def positions(self, dispute: IRI) -> dict[tuple[str, IRI], tuple[str, str]]:
        """A dispute's positions: for each answer and each claim that gives it, the answer and the voice in words; none
        for a dispute that this version does not have."""
        stands = self.disputes[dispute].stands if dispute in self.disputes else ()
        said = [(_ZEROS.sub(r"\1", one.answer), one.claims) for one in stands]
        return {(answer, claim): (answer, self._voice(claim)) for answer, claims in said for claim in claims}

    def _voice(self, claim: IRI) -> str:
        """Who says a claim, through whom, how surely, when: "the mayor [the Echo], probable, on 2031-05-04"."""
        if claim not in self.claims:
            return ""
        said, (who, _) = self.claims[claim], self.words(claim)
        chain = [self.labels.get(agent, agent) for agent in chain_between(said, self.outlets)[:-1]]
        sure = words(said.certainty) if said.certainty else ""
        through = f" [{' ← '.join(chain) or 'itself'}]"
        parts = [who + through, sure if sure != "unstated" else "", said.said.span.words if said.said else ""]
        return ", ".join(part for part in parts if part)


def read_outlets(store: Store) -> dict[IRI, list[IRI]]:
    """The publishers of each document that a store has."""
    found = defaultdict[IRI, list[IRI]](list)
    rows = store.select(f"SELECT ?d ?o {{ GRAPH ?g {{ ?d {serialise(SCHEMA.publisher)} ?o }} }}")
    for document, outlet in rows.rows:
        if isinstance(document, IRI) and isinstance(outlet, IRI):
            found[document].append(outlet)
    return found


def diff(old: Version, new: Version) -> list[Difference]:
    """The changes from one version to another, claims first; both must have the same base.

    A claim is the same by its IRI. It has changed if its content has, or any triple on it in its document's graph,
    those on anchors and relays included. A dispute is the same by its IRI, which depends only on what is asked.
    """
    found = [Difference("added", c, *new.words(c)) for c in new.claims.keys() - old.claims.keys()]
    found += [Difference("withdrawn", c, *old.words(c)) for c in old.claims.keys() - new.claims.keys()]
    for claim in [c for c in new.claims.keys() & old.claims.keys() if old.claims[c] != new.claims[c]]:
        one, other = _said(old.claims[claim]), _said(new.claims[claim])
        if fields := tuple(sorted(name for name in one.keys() | other.keys() if one[name] != other[name])):
            told = _told(one, other, fields), _told(other, one, fields)
            found.append(Difference("changed", claim, *new.words(claim), fields, *told))
    for dispute in old.disputes.keys() | new.disputes.keys():
        before, after = old.positions(dispute), new.positions(dispute)
        if dispute not in old.disputes:
            found.append(Difference("opened", dispute, *new.words(dispute), after=_joined(after)))
        elif dispute not in new.disputes:
            found.append(Difference("closed", dispute, *old.words(dispute), before=_joined(before)))
        elif gone_or_new := before.keys() ^ after.keys():
            was, now = (_joined({key: some[key] for key in some if key in gone_or_new}) for some in (before, after))
            found.append(Difference("revised", dispute, *new.words(dispute), ("positions",), was, now))
    return sorted(found, key=lambda one: (CHANGES.index(one.change), natural(one.id)))


def _joined(positions: Mapping[tuple[str, IRI], tuple[str, str]]) -> str:
    """Positions in words: “44”: the mayor; the ministry · “57”: the mayor."""
    voices = defaultdict[str, list[str]](list)
    for answer, voice in positions.values():
        voices[answer].append(voice)
    told = {answer if answer.startswith("“") else f"“{answer}”": said for answer, said in voices.items()}
    return " · ".join(f"{answer}: {'; '.join(dict.fromkeys(filter(None, said)))}" for answer, said in told.items())


def _told(own: _Said, other: _Said, fields: Iterable[str]) -> str:
    """The values, in words, that one claim has in these aspects and the other has not."""
    apart = {name: {*own[name].values()} - {*other[name].values(), ""} for name in fields}
    return "; ".join(f"{name}: {', '.join(sorted(words))}" for name, words in apart.items() if words)


def _said(claim: Claim) -> _Said:
    """Everything that a claim says, without the name of its content graph and of local nodes."""
    words: dict[object, str] = {anchor.node: f"{anchor.start}–{anchor.end}" for anchor in claim.anchors}
    words |= {span.node: span.span.words for span in [claim.said] if span}
    words |= {hop.node: ", ".join(_short(h.relayer) for h in claim.hops if h.relayer) for hop in claim.hops[:1]}
    said: _Said = defaultdict(dict)
    content: list[Triple] = []
    for subject, predicate, value, graph in to_quads(claim):
        name = _NAMES.get(predicate) or compact(predicate).removeprefix("kg:")
        word = words.get(value, _short(value))
        if graph != claim.graph:
            content.append((subject, predicate, value))
            # the parts that mean something to a reader
            if word and "#" not in compact(str(value)) and predicate != KG.edtf:
                said["content"][name, word] = f"{name} {word}"
        elif isinstance(subject, IRI) and predicate != KG.content:
            said[name][subject, value] = word
    said["content"][content_digest(content, claim.id)] = ""
    return said


def _short(term: Term) -> str:
    """A term for readers, without language tag and datatype; "" for a blank node."""
    if isinstance(term, IRI):
        return compact(term).rpartition("/id/")[2].removeprefix("kg:")
    return "" if isinstance(term, BlankNode) else str(term)
