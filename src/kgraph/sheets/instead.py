"""Suggesting ids of claims for an unknown id, or for words in a cell that takes ids: a claim's sentence, its claimant,
its id behind the name of its document."""

import re
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress

from kgraph.claims import Claim
from kgraph.errors import nearest
from kgraph.namespaces import IRI
from kgraph.reading import fold
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known
from kgraph.store.trig import natural

_FEW = 4
_NUMBERED = re.compile(r"\b(?:claims?|c|ids?|no|nr|number)\b[.:]? ?(\d+)", re.IGNORECASE)
_MOST_SOUGHT = 20  # for so many unknown ids similar ones are searched among all
_MOST_ASKED = 100  # for so many cells of words the claims that they may mean are looked for


class Instead:
    """The ids of claims, sorted once; all ids must be added before the first suggestion.

    `taken` are the claims of the sheet, `told` the sentence and the claimant of each.
    """

    def __init__(self, known: Known, taken: Iterable[IRI], told: Iterable[tuple[IRI, str, IRI | None]] = ()) -> None:
        self._known = known
        self._every = sorted({*taken, *known.claims}, key=natural)
        self._told = [*(_of_claim(claim) for claim in known.claims.values()), *told]
        self._below: defaultdict[str, list[IRI]] = defaultdict(list)
        self._named: defaultdict[str, list[IRI]] = defaultdict(list)
        self._sought = self._asked = 0
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
        if not self._may_seek():
            return ""
        near = nearest(
            self._known.claim_name(claim, document), [self._known.claim_name(iri, document) for iri in self._every]
        )
        return f"; did you mean {' or '.join(near)}?" if near else ""

    def meant(self, cell: str, document: IRI, row: IRI | None = None) -> str:
        """The hint for a cell of a document's `row` that has words in place of ids; "" if nothing is like them."""
        self._asked += 1
        if self._asked > _MOST_ASKED or not re.search(r"[^\W\d_]", cell) or " " not in cell.strip():
            return ""
        found = self._saying(cell) or self._with_id(cell, document) or self._of_speaker(cell)
        if not found and len(cell.split()) > _FEW and self._may_seek():
            found = self._saying(next(iter(nearest(cell, [sentence for _, sentence, _ in self._told])), ""))
        names = [self._known.claim_name(iri, document) for iri in sorted(found - {row}, key=natural)[:_FEW]]
        return f"did you mean {' or '.join(names)}?" if names else ""

    def _may_seek(self) -> bool:
        self._sought += 1
        return self._sought <= _MOST_SOUGHT

    def _saying(self, sentence: str) -> set[IRI]:
        """The claims with this very sentence."""
        sought = _sentence(sentence)
        return {iri for iri, said, _ in self._told if sought and _sentence(said) == sought}

    def _with_id(self, cell: str, document: IRI) -> set[IRI]:
        """The claims whose ids the words have: of the documents that the words name, else of the row's own, else all
        with that id."""
        ids = [*re.findall(r"[\w.-]*\w", cell), *(f"c{number}" for number in _NUMBERED.findall(cell))]
        found = {iri for word in ids for iri in self._named.get(word.casefold(), ())}
        text = f" {_sentence(cell)} "
        said = {iri for iri in found if any(f" {name} " in text for name in self._names_of(iri))}
        own = {iri for iri in found if "/" not in self._known.claim_name(iri, document)}
        return said or own or (found if len(found) <= _FEW else set())

    def _names_of(self, claim: IRI) -> list[str]:
        """The names by which people call a claim's document: its own, and its publisher's."""
        for source in self._known.sources.values():
            if not re.search("[/<]", self._known.claim_name(claim, source.iri)):
                outlet = self._known.names.things.get(source.publisher) if source.publisher else None
                outlets = (outlet.label, *outlet.others) if outlet else ()
                return [_sentence(name) for name in (self._known.slug(source.iri), *source.names, *outlets) if name]
        return []

    def _of_speaker(self, cell: str) -> set[IRI]:
        with suppress(Unclear):
            speaker = self._known.names.thing(cell, "who says it")
            return {iri for iri, _, claimant in self._told if claimant == speaker}
        return set()


def _of_claim(claim: Claim) -> tuple[IRI, str, IRI | None]:
    return claim.id, claim.paraphrase, claim.claimant


def _sentence(text: str) -> str:
    """A text in a form in which equal sentences are equal, whatever their punctuation."""
    return " ".join(re.findall(r"\w+", fold(text)))
