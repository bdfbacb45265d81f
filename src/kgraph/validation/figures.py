"""Checks of figures: is each in the text from which it was taken, and does it give its event or its day?"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG, OA
from kgraph.reading import fold
from kgraph.sources import SourceText
from kgraph.store.trig import natural
from kgraph.validation.anchors import selected
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding
from kgraph.vocabulary import EntityKind, Vocabulary

_NAMED = 3  # how many claims a note on many names


def check_printed(data: Dataset, texts: Mapping[Term, SourceText]) -> Iterator[Finding]:
    """A warning for each kg:figure that is not among the words to which its claim is anchored, if the text is at hand.

    A denial is left out, since it may deny a figure without repeating it.
    """
    for subject, predicate, figure, graph in data.quads:
        if predicate != KG.figure or not isinstance(figure, Literal):
            continue
        for claim in data.claims_of_content.get(graph, ()):
            if data.value(claim, KG.polarity) == KG.Negative or data.value(claim, KG.modality) == KG.Denial:
                continue
            words = [bare(text) for text in _anchored(data, claim, texts)]
            if words and not any(bare(figure.lexical) in text for text in words):
                message = f"kg:figure “{figure.lexical}” is not among the words that the claim is anchored to"
                fix = "write the figure as it is printed there, or anchor the claim to the words that have it"
                yield Finding("figure", data.owner(subject, graph), message, fix, "warning", graph=graph)


def _anchored(data: Dataset, claim: IRI, texts: Mapping[Term, SourceText]) -> Iterator[str]:
    """The words of each of a claim's anchors in the texts at hand, and last all words of a document's anchors
    together."""
    together: defaultdict[Term, list[str]] = defaultdict(list)
    for anchor in data.values(claim, KG.anchor):
        for document in data.values(anchor, OA.hasSource):
            for stretch in selected(data, anchor) if document in texts else ():
                together[document].append(texts[document].text[stretch.start : stretch.end])
    yield from (" ".join(words) for words in together.values())


def bare(text: str) -> str:
    """A text in a form in which figures can be found however digits are grouped and words are spaced."""
    return re.sub(r"(?<=\d)[,.\s](?=\d)", "", " ".join(fold(text).split()))


def check_totals(data: Dataset, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A warning for each total of an event that does not name the event, if its document does not tell it either.

    Rule: a total without kg:event belongs to the only event of which its document tells at its place.
    """
    told: defaultdict[tuple[Term | None, Term], set[Term]] = defaultdict(set)
    for subject, predicate, place, graph in data.quads:
        if predicate == KG.place and data.value(subject, KG.phase) is not None:
            for claim in data.claims_of_content.get(graph, ()):
                told[data.value(claim, KG.statedIn), place].add(subject)
    for subject, predicate, measure, graph in data.quads:
        kind = vocabulary.measure(measure) if predicate == KG.measure and isinstance(measure, IRI) else None
        if kind is None or kind.temporality != KG.EventTotal or data.value(subject, KG.event) is not None:
            continue
        of = data.value(subject, KG.subject)
        if (of is not None and kind.is_size) or _is_event(data, of, vocabulary):
            continue
        for claim in data.claims_of_content.get(graph, ()):
            events = told.get((data.value(claim, KG.statedIn), data.value(subject, KG.place) or subject), set())
            if len(events) != 1:
                many = "several events" if events else "no event"
                what = vocabulary.label(IRI(str(measure)))
                message = f"{what}: of which event? Its document tells of {many} at its place"
                fix = "name it with kg:event; without it, rules compare the figure with hardly any other"
                yield Finding("figure", data.owner(subject, graph), message, fix, "warning", graph=graph)


def check_undated(data: Dataset, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A note on the figures of states without a time: how many there are, and the first three.

    Rule: a state without a time is of the day on which it was said; a figure of an event is about the event.
    """
    claims: dict[IRI, int] = {}
    for subject, predicate, measure, graph in data.quads:
        kind = vocabulary.measure(measure) if predicate == KG.measure and isinstance(measure, IRI) else None
        if kind is None or kind.temporality not in (None, KG.State):
            continue
        if any(data.value(subject, p) is not None for p in (KG.time, KG.event)):
            continue
        for claim in data.claims_of_content.get(graph, ()):
            if data.value(claim, KG.modality) in (KG.Assertion, KG.Denial):
                claims[claim] = claims.get(claim, 0) + 1
    if claims:
        count, (first, *others) = sum(claims.values()), sorted(claims, key=natural)
        message = "a figure of a state has no time, so it counts for the day on which it was said"
        if count > 1:
            named = ", ".join(("this one", *(f"<{claim}>" for claim in others[: _NAMED - 1])))
            more = f" and {len(others) - _NAMED + 1} more" if len(others) >= _NAMED else ""
            are = f"{count} figures of states have no time, so they count for the day on which they were said"
            message = f"{are}: {named}{more}"
        fix = "where the text tells for which day it speaks, write kg:time"
        yield Finding("figure", first, message, fix, "info", data.graph_of(first, KG.content))


def _is_event(data: Dataset, thing: Term | None, vocabulary: Vocabulary) -> bool:
    classes = data.types.get(thing, set()) if thing is not None else set()
    return vocabulary.entity_kind(classes) == EntityKind.event
