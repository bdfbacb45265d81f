"""Checks of times: is kg:edtf legal, does it agree with the bounds, are these in order, was a claim made after its
document?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from kgraph.days import Day, Moment, is_legal
from kgraph.model import Literal, Quad, Term
from kgraph.namespaces import IRI, KG, PROV, SCHEMA, XSD, compact
from kgraph.validation.dataset import Dataset
from kgraph.validation.edtf import CHARACTERS, Dates, Edtf, EdtfError, read
from kgraph.validation.findings import Finding, Severity

BOUNDS = (KG.earliestBegin, KG.latestBegin, KG.earliestEnd, KG.latestEnd)
_IN_ORDER = ((BOUNDS[0], BOUNDS[1]), (BOUNDS[2], BOUNDS[3]), (BOUNDS[0], BOUNDS[3]))
_DATES = {XSD[name]: name for name in ("date", "dateTime", "dateTimeStamp")}
_WRITE = 'write "2025-11-05", "2025-10?", "../2025-11-05" or the like; words go into rdfs:label'
_AGREE = "correct the text or the bound"
_FARTHEST = 840  # minutes: the greatest offset of a zone in XSD 1.1 §3.3.7
_PAST = (KG.Completed, KG.Ongoing, KG.Begun)
Bounds = dict[IRI, Moment]


def latest_today() -> date:
    """The latest calendar day that it now is anywhere on Earth: a later date is in the future."""
    return (datetime.now(UTC) + timedelta(minutes=_FARTHEST)).date()


def moment_of(term: Term) -> Moment | None:
    """The moment that a legal date or date and time means."""
    kind = _DATES.get(term.datatype) if isinstance(term, Literal) else None
    return Moment.of(str(term)) if kind and is_legal(str(term), kind) else None


def spans(quads: Iterable[Quad]) -> Iterator[tuple[Term, IRI | None, Bounds, list[str]]]:
    """Each span of time with its graph, its bounds that are legal and are given once, and the texts of its kg:edtf."""
    found: dict[tuple[Term, IRI | None], dict[IRI, list[Term]]] = defaultdict(lambda: defaultdict(list))
    wanted = {*BOUNDS, KG.edtf}
    for subject, predicate, value, graph in quads:
        if predicate in wanted:
            found[subject, graph][predicate].append(value)
    for (node, where), said in found.items():
        texts = [value.lexical for value in said.pop(KG.edtf, []) if isinstance(value, Literal)]
        bounds = {p: moment for p, (value, *more) in said.items() if not more and (moment := moment_of(value))}
        yield node, where, bounds, texts


def check_spans(data: Dataset) -> Iterator[Finding]:
    """A finding for each kg:edtf that is no EDTF or does not agree with its span's bounds."""
    for subject, graph, bounds, texts in spans(data.quads):
        for text in filter(CHARACTERS.fullmatch, texts):  # the shapes report other values
            for severity, message in faults_of(text, bounds):
                fix = _WRITE if "is no EDTF" in message else _AGREE
                yield Finding("time", data.owner(subject, graph), message, fix, severity, graph)


def faults_of(text: str, bounds: Bounds, *, quick: bool = False) -> Iterator[tuple[Severity, str]]:
    """The faults of a text, by itself and compared with its bounds; for `quick` see `edtf.read`."""
    try:
        yield from disagreements(read(text, quick=quick), bounds)
    except EdtfError as error:
        yield "error", f"kg:edtf: {error}"


def disagreements(text: Edtf, bounds: Bounds) -> Iterator[tuple[Severity, str]]:
    """The disagreements between a text and its bounds.

    An error: a bound outside of the days that the text allows; a begin that must be after the text's, or an end before
    it; no bound on a day, or at an hour, that the text names. A warning: an interval that names two days, of which the
    bounds have one.
    """
    outside: dict[str, list[str]] = defaultdict(list)
    for predicate, bound in bounds.items():
        if problem := _outside(text, predicate, bound):
            outside[problem].append(f"{compact(predicate)} {bound.day}")
    for problem, named in outside.items():
        does = "does" if len(named) == 1 else "do"
        yield "error", f"{' and '.join(named)} {does} not agree with kg:edtf, which {problem}"
    if bounds and not outside:
        yield from _missed(text, bounds.values())


def _outside(text: Edtf, predicate: IRI, bound: Moment) -> str:
    first, last = _around_the_world(bound)
    if not text.allows(first, last):
        return f"allows only {_in_words(text)}"
    if predicate == KG.earliestBegin and text.begin and not text.members and text.begin.last < first:
        return f"begins on {text.begin.last} or earlier"
    if predicate == KG.latestEnd and text.end and not text.members and text.end.first > last:
        return f"ends on {text.end.first} or later"
    return ""


def _missed(text: Edtf, bounds: Iterable[Moment]) -> Iterator[tuple[Severity, str]]:
    bounds = list(bounds)
    ends = [end for end in dict.fromkeys((text.begin, text.end)) if end]
    met = [end for end in ends if any(_meets(end, bound) for bound in bounds)]
    missed = [f"{end.day}{' at an hour' if end.instant else ''}" for end in ends if end.day and end not in met]
    if missed:
        yield "warning" if met else "error", f"kg:edtf names {' and '.join(missed)}, where no bound is"


def _meets(end: Dates, bound: Moment) -> bool:
    if end.instant is not None and bound.timed:
        if end.instant.zone is None or bound.zone is None:
            return end.day == bound.day
        return end.instant == bound
    return end.holds(*_around_the_world(bound))


def _around_the_world(moment: Moment) -> tuple[Day, Day]:
    """The first and last calendar day that it is anywhere at that instant; for a day, or a moment without a zone, that
    day."""
    if not moment.timed or moment.zone is None:
        return moment.day, moment.day
    first, last = (Day(1, 1, 1).plus((moment.minutes + shift) // 1440) for shift in (-_FARTHEST, _FARTHEST))
    return first, last


def _in_words(text: Edtf) -> str:
    """The days that a text allows, in words."""
    parts = [text.begin] if text.begin is text.end and text.begin else [*text.members]
    if not parts or (text.members and (text.begin or text.end)):
        first, last = text.begin and text.begin.first, text.end and text.end.last
        told = [f"{first} to {last}" if first and last else f"{first} and later" if first else f"{last} and earlier"]
    else:
        told = []
    stretches = [stretch for part in parts for stretch in part.stretches]
    told += [f"{one.first}" if one.first == one.last else f"{one.first} to {one.last}" for one in stretches]
    return ", ".join(dict.fromkeys(told))


def out_of_order(bounds: Bounds) -> Iterator[str]:
    """The bounds that are out of order, in words; a day and a time of day are not compared."""
    for before, after in _IN_ORDER:
        one, other = bounds.get(before), bounds.get(after)
        if one and other and one.timed == other.timed and one > other:
            yield f"{compact(before)} is after {compact(after)}"


def surely_after(one: Moment, other: Moment) -> bool:
    """Whether one certainly begins after the other is over; a moment without a zone may be in any zone.

    >>> surely_after(Moment.of("2021-05-05"), Moment.of("2021-05-04"))
    True
    >>> surely_after(Moment.of("2021-05-05"), Moment.of("2021-05-04T23:00:00-05:00"))
    False
    """
    if one.zone is None and other.zone is None:
        return one > other if one.timed and other.timed else one.day > other.day
    begins = (one.minutes - (_FARTHEST if one.zone is None else 0), one.second)
    over = (other.minutes + (_FARTHEST if other.zone is None else 0) + (0 if other.timed else 1440), other.second)
    return begins > over if other.timed else begins >= over


def check_late(data: Dataset, today: date | None) -> Iterator[Finding]:
    """Warnings: a document published after today; a claim, or a relay, said after its document was published; an event
    asserted as past or under way that begins after that.

    `today` is the latest day anywhere on Earth (`latest_today`); `None`: nothing is compared with it.
    """
    for document in data.instances(KG.Document):
        published = _moment(data, document, SCHEMA.datePublished)
        if today and published and published.day > Day.of(today):
            message = f"published on {published.day}, which lies in the future"
            graph = data.graph_of(document, SCHEMA.datePublished)
            yield Finding("time", document, message, "correct schema:datePublished", "warning", graph)
    for claim in data.instances(KG.Claim):
        published = _moment(data, data.value(claim, KG.statedIn), SCHEMA.datePublished)
        if published:
            yield from _late(data, claim, published)


def _late(data: Dataset, claim: IRI, published: Moment) -> Iterator[Finding]:
    fix = "correct the bound, or the document's schema:datePublished"
    for speech in _speech(data, claim):
        for span in data.values(speech, KG.assertedDuring):
            begins = _moment(data, span, KG.earliestBegin)
            if begins and surely_after(begins, published):
                who = "said" if speech == claim else "relayed"
                message = f"{who} on {begins.day} or later, after its document was published, on {published.day}"
                yield Finding("time", claim, message, fix, "warning", data.graph_of(claim))
    if data.values(claim, KG.modality) != [KG.Assertion] or data.values(claim, KG.polarity) != [KG.Positive]:
        return
    for node, begins in _past_events(data, claim):
        if surely_after(begins, published):
            when = f"on {begins.day} or later by its kg:earliestBegin"
            message = f"asserts that <{node}> has begun, {when}, after its document was published, on {published.day}"
            fix = "correct the bound, or say kg:Intended or a kg:Forecast"
            yield Finding("time", claim, message, fix, "warning", data.graph_of(node))


def _speech(data: Dataset, claim: IRI) -> list[Term]:
    """The claim and the utterances of its relay chain."""
    found: list[Term] = [claim]
    for one in found:
        found += [hop for hop in data.values(one, PROV.wasQuotedFrom) if hop not in found]
    return found


def _past_events(data: Dataset, claim: IRI) -> Iterator[tuple[Term, Moment]]:
    """The events that the claim's content says are past or under way, with the earliest begin of each."""
    for graph in data.values(claim, KG.content):
        for node in data.contents.get(graph, ()):
            if any(phase in _PAST for phase in data.values(node, KG.phase)):
                for span in data.values(node, KG.time):
                    begins = _moment(data, span, KG.earliestBegin)
                    if begins:
                        yield node, begins


def _moment(data: Dataset, subject: Term | None, predicate: IRI) -> Moment | None:
    value = data.value(subject, predicate) if subject is not None else None
    return moment_of(value) if value is not None else None
