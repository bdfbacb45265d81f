"""Check that our own texts do not have the wording of a source: kgraph publishes positions in texts, not sentences."""

from collections import defaultdict
from collections.abc import Iterator

from kgraph.model import Term
from kgraph.namespaces import IRI, KG, RDFS, SKOS, compact
from kgraph.reading import Words
from kgraph.sources import SourceText
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding

_NAMES = (RDFS.label, SKOS.prefLabel, SKOS.altLabel)


def check_wording(data: Dataset, texts: dict[Term, SourceText]) -> Iterator[Finding]:
    """A finding for each text literal of a SKOS, RDFS or kg property that shares nine or more words in a row with a
    source at hand.

    Words are compared by their letters alone (`reading.Words`): case, accents, punctuation, hyphens and the division
    into words make no difference. In scripts without spaces 14 ideographs, 18 kana, or 36 letters of Thai, Lao, Khmer
    or Burmese count as nine words. A workspace that keeps quotes puts them into `oa:exact`, which is not checked. A
    name in graph/reference (`_NAMES`) of a thing that is no claim is only a warning, since a proper name may be that
    long, and so is a document's name, which may be the headline. graph/derived is left out, since its texts are made
    from texts that are checked here.
    """
    runs = {hash(run) for source in texts.values() for _, run in Words(source.text).runs()}
    if not runs:
        return
    own: list[tuple[IRI, IRI, IRI | None, bool]] = []
    derived, reference = f"{data.base}graph/derived", f"{data.base}graph/reference"
    shared: dict[str, list[int]] = defaultdict(list)
    for (subject, predicate, _, graph), text in data.texts():
        if not predicate.startswith((SKOS.base, RDFS.base, KG.base)) or graph == derived:
            continue
        if mine := {run for run in Words(text).possible_runs() if hash(run) in runs}:
            for run in mine:
                shared[run].append(len(own))
            kinds = data.types.get(subject, ())
            names = predicate in _NAMES and (KG.Document in kinds or (graph == reference and KG.Claim not in kinds))
            own.append((data.owner(subject, graph), predicate, graph, names))
    for document, source in texts.items() if shared else ():
        for text_number, begin in sorted(_first_shared(source, shared).items()):
            owner, predicate, graph, names = own[text_number]
            where = f"from character {begin} of {str(document).removeprefix(data.base)}"
            message = f"its {compact(predicate)} has nine or more words in a row {where}"
            leave = "if this is a proper name or a headline, leave it; else " if names else ""
            fix = f"{leave}say it in other words"
            yield Finding("wording", owner, message, fix, "warning" if names else "error", graph)


def _first_shared(source: SourceText, shared: dict[str, list[int]]) -> dict[int, int]:
    """For each of our texts, by number, the code point at which the first shared run of words begins."""
    words, first = Words(source.text), dict[int, int]()
    for word, run in words.runs():
        for number in shared.get(run, ()):
            first.setdefault(number, words.span(word, word + 1)[0])
    return first
