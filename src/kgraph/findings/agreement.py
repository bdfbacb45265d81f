"""Claims that say the same: independently (corroboration), or one claimant's through several relayers (repetition)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kgraph.disputes.model import Said
from kgraph.disputes.saying import of_kind
from kgraph.findings.grounds import Grounds
from kgraph.findings.model import Finding
from kgraph.namespaces import IRI, KG


def corroborations(grounds: Grounds) -> Iterator[Finding]:
    """A corroboration for each content that plain positive Assertions of two or more independent origins share."""
    groups: defaultdict[str, list[Said]] = defaultdict(list)
    for said in grounds.said:
        claim = said.claim.id
        if not said.negative and claim in grounds.origins and grounds.counts[claim] > 1:
            groups[grounds.tellings[claim]].append(said)
    for telling, same in groups.items():
        # ratings are coarse: two equal ones may be meant differently
        if any(not of_kind(said, KG.Assessment) for said in same):
            yield _corroboration(telling, same, grounds)


def _corroboration(telling: str, same: Sequence[Said], grounds: Grounds) -> Finding:
    plain = [said for said in same if not of_kind(said, KG.Assessment)]
    count = grounds.counts[plain[0].claim.id]
    agents = {said.claim.id: grounds.origins[said.claim.id] for said in same}
    voices = {"" if agents[said.claim.id] in grounds.beside.unnamed else agents[said.claim.id] for said in plain}
    circle = "; some of them have it from each other, and count as one" if len(voices) > count else ""
    told = ", ".join(sorted({said.quoted for said in plain}))
    sentence = f"At least {count} independent origins say the same, as it is recorded: {told}{circle}."
    return Finding(KG.Corroboration, telling, agents.keys(), {(KG.origin, one) for one in agents.values()}, sentence)


def repetitions(grounds: Grounds) -> Iterator[Finding]:
    """A repetition for claims of one claimant, of equal content and polarity, that reached the documents by different
    chains."""
    groups: defaultdict[tuple[str, IRI, IRI], dict[IRI, Said]] = defaultdict(dict)
    for said in grounds.said:
        claim = said.claim
        if claim.id in grounds.tellings and claim.polarity and claim.claimant:
            groups[grounds.tellings[claim.id], claim.polarity, claim.claimant].setdefault(claim.id, said)
    for (telling, polarity, claimant), same in groups.items():
        ways = {iri: grounds.through(said.claim) for iri, said in same.items()}
        if len({way for way in ways.values() if way}) < 2:
            continue
        heard = [said for iri, said in same.items() if ways[iri] - {claimant}]
        hands = {hand for way in ways.values() for hand in way if hand != claimant}
        names = ", ".join(sorted({grounds.reference.name(hand) for hand in hands}))
        words = min(said.words for said in heard)
        sentence = f"One voice, {heard[0].who}, says “{words}” and is heard through {names}."
        key = f"{telling} {polarity} {claimant}"
        yield Finding(KG.Repetition, key, same.keys(), {(KG.origin, claimant)}, sentence)
