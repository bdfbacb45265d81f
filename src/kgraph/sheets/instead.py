"""Suggesting ids of claims for an unknown id."""

from collections import defaultdict
from collections.abc import Iterable

from kgraph.errors import nearest
from kgraph.namespaces import IRI
from kgraph.sheets.known import Known
from kgraph.store.trig import natural

_FEW = 4
_MOST_SOUGHT = 20  # for so many unknown ids similar ones are searched among all


class Instead:
    """The ids of claims, sorted once; all ids must be added before the first suggestion."""

    def __init__(self, known: Known, taken: Iterable[IRI]) -> None:
        self._known = known
        self._every = sorted({*taken, *known.claims}, key=natural)
        self._below: defaultdict[str, list[IRI]] = defaultdict(list)
        self._named: defaultdict[str, list[IRI]] = defaultdict(list)
        self._sought = 0
        for iri in self._every:
            self._named[iri.rpartition("/")[2]].append(iri)
            for at, char in enumerate(iri):
                if char == "/":
                    self._below[iri[: at + 1]].append(iri)

    def of(self, claim: IRI, document: IRI) -> str:
        """The hint for a row of a document: claims of other documents with that id, the claims of the document that was
        meant, or claims with similar ids."""
        same = self._named.get(claim.rpartition("/")[2], [])[:_FEW]
        if same and "/" not in self._known.claim_name(claim, document):
            return f"; did you mean {' or '.join(self._known.claim_name(iri, document) for iri in same)}?"
        there = self._below.get(claim.rpartition("/")[0] + "/", [])
        if there:
            some = there if len(there) < _FEW else (there[0], there[-1])
            names = [self._known.claim_name(iri, document) for iri in some]
            return f"; there are {', '.join(names) if len(there) < _FEW else ' to '.join(names)}"
        self._sought += 1
        if self._sought > _MOST_SOUGHT:
            return ""
        near = nearest(
            self._known.claim_name(claim, document), [self._known.claim_name(iri, document) for iri in self._every]
        )
        return f"; did you mean {' or '.join(near)}?" if near else ""
