"""Remarks on a claim that was read without faults: its figure is not in the quoted words, its total has no event."""

import re
from collections.abc import Iterator, Sequence

from kgraph.claims import Claim, Statement, StatementKind
from kgraph.days import Day, day_of
from kgraph.model import Literal
from kgraph.namespaces import IRI, KG
from kgraph.sheets.calendar_words import months
from kgraph.sheets.known import Source
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.names import Names
from kgraph.validation.figures import bare
from kgraph.vocabulary import EntityKind

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_NUMBER = re.compile(r"(?<![\w:.,-])(?!(?:19|20)\d\d(?!\d))\d+(?:[.,]\d+)*(?![\w:-])")
_LONG_AGO = 10  # if an event is so many years before the report, a mistyped year is more likely


def look_over(claim: Claim, lines: Sequence[Line], source: Source, names: Names, notes: Notes) -> None:
    """Add remarks on a claim, each at one of its rows."""
    if len(claim.statements) != len(lines):
        return
    for line, statement in zip(lines, claim.statements, strict=True):
        if statement.kind is StatementKind.measurement:
            _printed(claim, line, statement, source, notes)
            _total(line, statement, names, notes)
        if source.published is not None:
            _time(claim, line, statement, source.published, notes)


def _printed(claim: Claim, line: Line, statement: Statement, source: Source, notes: Notes) -> None:
    figure = statement.first(KG.figure)
    if source.text is None or not isinstance(figure, Literal) or claim.polarity == KG.Negative or not claim.anchors:
        return
    words = [bare(source.text[anchor.start : anchor.end]) for anchor in claim.anchors]
    if not any(bare(figure.lexical) in text for text in (*words, " ".join(words))):
        told = f"'{figure.lexical}' is not among the words quoted; write it as printed, or quote the words that have it"
        notes.remark(line, "how much", told)
    elif other := _other_figure(bare(figure.lexical), words):
        told = f"another sentence of these words has '{other}'; if somebody claims that, write a row for it"
        notes.remark(line, "words quoted", told)


def _other_figure(figure: str, words: Sequence[str]) -> str:
    """A number in a quoted sentence that lacks the claim's figure, unless it is of a date or an hour; "" for none."""
    own = set(_NUMBER.findall(figure))
    for sentence in (one for text in words for one in _SENTENCE.split(text)):
        if figure not in sentence:
            for number in _NUMBER.finditer(sentence):
                near = (*sentence[: number.start()].split()[-1:], *sentence[number.end() :].split()[:1])
                if number[0] not in own and not any(months(word.strip(".,;")) for word in near):
                    return number[0]
    return ""


def _total(line: Line, statement: Statement, names: Names, notes: Notes) -> None:
    measure, subject = statement.first(KG.measure), statement.first(KG.subject)
    kind = names.vocabulary.measure(measure) if isinstance(measure, IRI) else None
    if kind is None or kind.temporality != KG.EventTotal or statement.first(KG.event) is not None:
        return
    if subject is not None and kind.is_size:
        return
    thing = names.things.get(subject) if isinstance(subject, IRI) else None
    if thing is None or names.vocabulary.entity_kind(thing.classes) != EntityKind.event:
        notes.remark(line, "event", "it is empty: of which event? without it the figure may be compared with none")


def _time(claim: Claim, line: Line, statement: Statement, published: Day, notes: Notes) -> None:
    days = list(_days(statement))
    if not days:
        return
    if claim.modality == KG.Forecast and max(days) < published:
        told = f"a forecast of a time before the report ({published}); is it the date, or how it is said?"
        notes.remark(line, "when", told)
    years = published.year - max(days).year
    if statement.kind is StatementKind.event and years >= _LONG_AGO and claim.modality != KG.Forecast:
        notes.remark(line, "when", f"{years} years before the report; taken as it stands")


def _days(statement: Statement) -> Iterator[Day]:
    time = statement.time
    for bound in time.span.bounds if time else ():
        if bound and (day := day_of(bound)) is not None:
            yield day
