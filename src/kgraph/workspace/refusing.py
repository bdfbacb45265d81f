"""Finding what `kgraph validate` would refuse in the claims, documents and things that an import is about to write.

Only a part of the workspace is checked: what is new or changed, what describes documents and things, and the claims
that name a changed claim or are named by one. A large workspace is not checked again for a few new claims.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kgraph.claims import Claim
from kgraph.model import BlankNode, Quad, Term
from kgraph.namespaces import IRI
from kgraph.resources import bundled
from kgraph.validation import Finding, validate
from kgraph.workspace.config import Workspace
from kgraph.workspace.standing import Standing
from kgraph.workspace.terms import own_terms

_OF_TEXTS = ("anchor", "digest")


@dataclass(frozen=True, slots=True)
class Pending:
    """What an import would write: claims, quads that replace others, and the quads that it would take away."""

    claims: Sequence[Claim]
    fresh: Collection[Quad]
    gone: Collection[Quad]


def refused(workspace: Workspace, found: Standing, pending: Pending) -> list[Finding]:
    """The errors that validation would find because of an import.

    An error that the workspace has already is none of the import's, unless it is of a claim that the import changes; if
    a text is not the one that its document describes, that is not an error of the claims.
    """
    if not pending.fresh:
        return []
    near = list(_neighbours(pending.claims, found))
    beside = list(_beside(found))
    around = [quad for claim in near for said in found.said_of(claim).values() for quad in said]
    after = [*(quad for quad in beside if quad not in pending.gone), *around, *pending.fresh]
    errors = _errors(workspace, after, {term for quad in (*around, *pending.fresh) for term in quad if term})
    if not errors:
        return []
    changed = [found.known.claims[one.id] for one in pending.claims if one.id in found.known.claims]
    before = [*beside, *around, *(quad for one in changed for said in found.said_of(one).values() for quad in said)]
    standing = set(_errors(workspace, before, {term for quad in before for term in quad if term}))
    mine = {one.id for one in pending.claims}
    return [one for one in errors if one not in standing or (one.subject in mine and one.check not in _OF_TEXTS)]


def _errors(workspace: Workspace, quads: Sequence[Quad], only: Collection[Term]) -> list[Finding]:
    texts = workspace.sources if workspace.sources.is_dir() else None
    ontology, own = bundled() / "ontology", own_terms(workspace)
    found = validate(quads, ontology=ontology, base=workspace.base, sources=texts, own=own, only=only)
    return [one for one in found if one.severity == "error"]


def _neighbours(claims: Iterable[Claim], found: Standing) -> Iterator[Claim]:
    """The claims of the workspace, besides the given ones, that name one of them or are named by one."""
    mine = {one.id for one in claims}
    named = {other for one in claims for _, other in one.relations}
    for claim in found.known.claims.values():
        if claim.id not in mine and (claim.id in named or any(other in mine for _, other in claim.relations)):
            yield claim


def _beside(found: Standing) -> Iterator[Quad]:
    """The quads of the workspace that belong to no claim, such as those of documents and things."""
    claims = found.known.claims
    contents = {claim.content for claim in claims.values()}
    for said in found.quads.values():
        for quad in said:
            subject = quad[0]
            if quad[3] in contents or isinstance(subject, BlankNode):
                continue
            if subject not in claims and IRI(subject.partition("#")[0]) not in claims:
                yield quad
