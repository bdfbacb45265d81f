"""Questions in dispute as text for readers; as rows for other tools they are in `disputed_rows`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from textwrap import fill
from types import MappingProxyType

from kgraph.analysis.agreeing import Agreement
from kgraph.analysis.changing import What, change_of, given_up, last_change
from kgraph.analysis.claimed import claimed_as
from kgraph.analysis.questions import REVISION, Disputed, OpenQuestion, Remark
from kgraph.analysis.record import ClaimCard
from kgraph.analysis.rounds import Round, Stand
from kgraph.claims import leans
from kgraph.days import order
from kgraph.namespaces import IRI
from kgraph.store.trig import natural
from kgraph.views.answers import harmless, one_line
from kgraph.views.marked import answered_elsewhere, set_against
from kgraph.views.remarks import HEADINGS, each, in_order

MOST = 7
"""How many positions of one question are shown, and claimants of one position; the others are counted."""
FEW = 5
"""How many rounds of one question are shown, and places of one answer."""
SAID_NOW = "Said now"
IN_DISPUTE = "Said now, still in dispute"
UNOPPOSED = "Said now; contradicted only by what was said before"
SAID_BEFORE = "Said before, and changed or taken back since"
"""Headings of a question of which some answers were given up. The first is for a single answer."""
PAST = "was in question"
"""The mark of a question of which what contradicted was changed or taken back since, as on the page."""
IN_CONFLICT = "still in dispute"
WITHOUT_CONFLICT = "no contradiction found"
ASKED = "an editor asks"
STANDINGS = (IN_CONFLICT, WITHOUT_CONFLICT, ASKED)
"""How a question may stand now; `WITHOUT_CONFLICT` if those who contradicted changed it or took it back since."""


def changes_of(claims: Iterable[IRI], asked: What, found: Disputed) -> dict[IRI, str]:
    """In words, the changes of those claims whose claimants changed everything that they say here."""
    own: dict[tuple[IRI, bool], list[ClaimCard]] = defaultdict(list)
    for card in (found.cards[claim] for claim in claims if claim in found.cards):
        own[card.claimant_id, card.negative].append(card)
    made = {card.id: change_of(card.id, asked, found.changes, found.cards) for cards in own.values() for card in cards}
    kept = {card.id for cards in own.values() if not all(made[card.id] for card in cards) for card in cards}
    return {claim: change.words for claim, change in made.items() if change and claim not in kept}


def report(found: Disputed, width: int | None = None) -> str:
    """The questions as text; `width` is that of the terminal, if there is one."""
    blocks = [_question(question, found, width) for question in found.questions]
    remarks = in_order(found.remarks, found)
    for kind, heading in HEADINGS.items():
        if told := [remark for remark in remarks if remark.kind == kind]:
            blocks.append(_remarks(heading, told, found, max(FEW, len(found.questions)), width))
    return harmless("\n".join(blocks)) if blocks else "Nothing is in question.\n"


def in_lines(found: Disputed) -> list[tuple[str, list[tuple[int, str]]]]:
    """Each question with the lines of its positions; a line comes with how deep it is indented, from 0."""
    told = []
    for question in found.questions:
        heading, *lines = harmless(_question(question, found, None)).splitlines()
        indented = [((len(line) - len(line.lstrip())) // 2 - 1, line.strip()) for line in lines]
        told.append((heading, indented))
    return told


def remarks_in_lines(found: Disputed, most: int) -> list[tuple[str, list[str], int]]:
    """The remarks besides questions, `most` of each kind: each kind's heading with a line for each, and how many more
    there are."""
    remarks = in_order(found.remarks, found)
    told = [(heading, [one for one in remarks if one.kind == kind]) for kind, heading in HEADINGS.items()]
    lines = ((heading, [_remarked(one, found) for one in some[:most]], some) for heading, some in told if some)
    return [(heading, told, len(some) - len(told)) for heading, told, some in lines]


def notes(found: Disputed) -> dict[IRI, list[str]]:
    """For each claim that its own claimant changed or took back, or that is one of a claimant's two figures, what is to
    be known of it."""
    by_claim: dict[IRI, dict[str, None]] = defaultdict(dict)
    for remark in found.remarks:
        if remark.kind in (REVISION, "one voice"):
            told = _remarked(remark, found)  # several remarks tell the same of claims that several documents have
            for claim in (*remark.superseded, *remark.claims):
                by_claim[claim][told] = None
    return {claim: list(told) for claim, told in by_claim.items()}


def _remarked(remark: Remark, found: Disputed) -> str:
    return harmless(f"{remark.text}{_beside(remark, found)}")


def standing(question: OpenQuestion, found: Disputed) -> str:
    """How a question stands now, in the words of its report; nothing is ever settled by it."""
    if question.editors:
        return ASKED
    return IN_CONFLICT if question.in_conflict(found.gone(question)) else WITHOUT_CONFLICT


def legend(width: int | None = None) -> str:
    """The explanation of a report's signs."""
    signs = "Each numbered answer contradicts another one; ○ marks what takes no side,"
    signs += " ≠ what is no answer, but contradicts one, as the text or an editor says."
    ways = "[A ← B]: A reports it, and has it from B;"
    words = "[own voice]: the claimant itself published it. Sentences are paraphrased; figures are as printed."
    days = "Days are those on which it was said; “or earlier”: it may have been said before that day."
    return "\n" + _wrapped(f"{signs} {ways} {words} {days}", width, "", "")


def _asked(question: OpenQuestion, found: Disputed, width: int | None) -> str:
    """The text of a question that an editor asks: each claim with its paraphrase."""
    lines = [_wrapped(f"{question.text} [an editor asks]", width, "", "  ")]
    for stand in question.stands:
        for claim in (claim for claim in stand.claims if claim in found.cards):
            text = f"{stand.answer}: {_of_one(claim, found)}"
            lines.append(_wrapped(text, width, "  ", "      "))
    return "".join((*lines, *_doubts(question, found, width)))


def _question(question: OpenQuestion, found: Disputed, width: int | None) -> str:
    if question.editors:
        return _asked(question, found, width)
    asked = question.asks_of(found.cards)
    lines = [_wrapped(question.text + f" ({PAST})" * found.is_past(question), width, "", "  ")]
    if question.rounds:
        lines += [*_agreed(question, found, width, "  "), *_rounds(question, found, width, asked)]
        lines += _aside(_besides(question, found), found, width, "  ", asked)
    else:
        lines += _now_and_before(question, found, width, asked)
    if not question.stands:
        lines.append(_wrapped(_voices(sorted(question.claims), found), width, "  ", "    "))
    return "".join((*lines, *_doubts(question, found, width)))


def _rounds(question: OpenQuestion, found: Disputed, width: int | None, asked: What) -> Iterator[str]:
    for one in question.rounds[:FEW]:
        yield f"  {days_of(one, ' to ')}{f', on {len(one.days)} days' if len(one.days) > 2 else ''}\n"
        yield from _stands([*enumerate(one.stands, 1)], found, width, "    ", asked, numbered=False)
    if (more := len(question.rounds) - FEW) > 0:
        yield f"    and {more} earlier rounds, since {question.rounds[-1].days[0]}\n"


def _now_and_before(question: OpenQuestion, found: Disputed, width: int | None, asked: What) -> Iterator[str]:
    """What is said now, and under a heading of its own what all who said it changed since; without headings if nothing
    was changed."""
    stands, beside = [*enumerate(question.stands, 1)], _besides(question, found)
    gone = found.gone(question)
    old = [claim for claim in beside if _given_up([claim], asked, found)]
    now, agreement = [one for one in stands if one not in gone], question.agreement
    indent = "    " if gone or old else "  "
    joined = [at for at, one in enumerate(now) if agreement and not set(agreement.claims).isdisjoint(one[1].claims)]
    number = len(now) + len(beside) - len(old) + (agreement is not None and not joined)
    if number and (gone or old):
        yield f"  {IN_DISPUTE if question.in_conflict(gone) else UNOPPOSED if number > 1 else SAID_NOW}:\n"
    at = joined[0] if len(joined) == 1 and joined[0] < MOST else None
    if at is not None and (stand := _saying_so(now[at][1], agreement, found)):
        now[at] = now[at][0], stand
    else:
        yield from _agreed(question, found, width, indent)
    yield from _stands(now, found, width, indent, asked)
    yield from _aside([claim for claim in beside if claim not in old], found, width, indent, asked)
    if gone or old:
        yield f"  {SAID_BEFORE}:\n"
    yield from _stands(gone, found, width, indent, asked)
    yield from _aside(old, found, width, indent, asked)


def _saying_so(stand: Stand, agreement: Agreement | None, found: Disputed) -> Stand | None:
    """The position as told if it is what several agree on by now; `None` if it is not."""
    if not agreement or not agreement.is_given_in(stand.claims, found.cards):
        return None
    return replace(stand, answer=f"{stand.answer}: {agreement.say_so}", claims=each((stand.claims, agreement.claims)))


def _besides(question: OpenQuestion, found: Disputed) -> list[IRI]:
    """What was also said, but for what several agree on."""
    agreed = question.agreement.claims if question.agreement else ()
    return [claim for claim in question.beside if claim in found.cards and claim not in agreed]


def _aside(claims: Sequence[IRI], found: Disputed, width: int | None, indent: str, asked: What) -> Iterator[str]:
    for claim in claims[:MOST]:
        yield _wrapped(f"○ also said: {_of_one(claim, found, asked)}", width, indent, f"{indent}    ")
    if (more := len(claims) - MOST) > 0:
        yield f"{indent}  and {more} more\n"


def _agreed(question: OpenQuestion, found: Disputed, width: int | None, indent: str) -> Iterator[str]:
    """A line for what several claimants of positions say by now, which stands first."""
    if one := question.agreement:
        text = f"= {one.figure}: {one.say_so} — {_voices(one.claims, found, own=dict(one.own))}"
        yield _wrapped(text, width, indent, f"{indent}    ")


def days_of(one: Round, joined: str = "/") -> str:
    """The day of a round, or its first and last day, in the form of an EDTF interval."""
    return joined.join(dict.fromkeys((str(one.days[0]), str(one.days[-1]))))


def _stands(
    stands: Sequence[tuple[int, Stand]],
    found: Disputed,
    width: int | None,
    indent: str,
    asked: What,
    *,
    numbered: bool = True,
) -> Iterator[str]:
    """A line for each position, with its number; if there are too many, answers for different places share one line."""
    alike: dict[tuple[str, int], list[tuple[int, Stand]]] = defaultdict(list)
    for number, stand in stands:
        joined = stand.where and len(stands) > MOST
        alike[stand.what if joined else stand.answer, 0 if joined else number].append((number, stand))
    for (answer, _), same in list(alike.items())[:MOST]:
        (first, one), (last, _) = same[0], same[-1]
        if len(same) > 1:
            names = sorted((stand.where for _, stand in same), key=natural)
            more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
            answer = f"{', '.join(names[:FEW])}{more}: {answer}"
        else:
            answer = one.answer
        mark = f"{first}" if first == last else f"{first}–{last}" if last - first == len(same) - 1 else f"{first} …"
        own = dict(pair for _, stand in same for pair in stand.own)
        voices = _voices([claim for _, stand in same for claim in stand.claims], found, asked, own, answer)
        told = _in_order_of_reading(answer, voices, one.claims, found)
        mark = mark if numbered else "·"
        if against := set_against(one, stands, found.cards):
            which = " and ".join(map(str, against)) if numbered else "another answer"
            mark = f"≠ marked as contradicting {which}:"
            told += answered_elsewhere(one, found)
        yield _wrapped(f"{mark} {told}", width, indent, f"{indent}    ")
    if (left := len(alike) - MOST) > 0:
        yield f"{indent}  and {left} more positions\n"


def _doubts(question: OpenQuestion, found: Disputed, width: int | None) -> Iterator[str]:
    """Lines for claims that find no evidence for a claim of a position, or for a claim that takes no side."""
    pairs = [pair for pair in question.doubts if pair[0] in found.cards]
    for doubt, doubted in pairs[:MOST]:
        number, answer = question.place(doubted)
        plain = number and not question.editors and not question.rounds
        what = f"{number} ({answer})" if plain else f"“{_words(found.cards[doubted])}”"
        text = f"○ finds no evidence for {what}: {_of_one(doubt, found)}"
        yield _wrapped(text, width, "  ", "      ")
    if (more := len(pairs) - MOST) > 0:
        yield f"    and {more} more who find no evidence\n"


def _beside(remark: Remark, found: Disputed) -> str:
    """For a remark, who said it, where and when; for one voice, which document has which figure. The text of a revision
    already has its day."""
    if remark.kind == REVISION:
        return ""
    cards = [found.cards[claim] for claim in remark.claims if claim in found.cards]
    figures = [[one.figure for one in card.statements if one.figure] for card in cards]
    if remark.kind == "one voice" and all(len(some) == 1 for some in figures):
        told = (f"{figure} [{through(card)}]" for card, (figure,) in zip(cards, figures, strict=True))
        return f" — {' / '.join(told)}"
    return f" — {_voices(remark.claims, found)}"


def _remarks(heading: str, remarks: Sequence[Remark], found: Disputed, most: int, width: int | None) -> str:
    shown = (f"· {_remarked(remark, found)}" for remark in remarks[:most])
    lines = [f"{heading}\n", *(_wrapped(text, width, "  ", "    ") for text in shown)]
    if len(remarks) > most:
        lines.append(f"    and {len(remarks) - most} more\n")
    return "".join(lines)


def _voices(
    claims: Sequence[IRI],
    found: Disputed,
    asked: What = frozenset(),
    own: Mapping[IRI, str] = MappingProxyType({}),
    answer: str = "",
) -> str:
    """Who says so: each claimant with the outlets that report it and the first day on which the claimant said it; and
    with whom they named and which figures they gave (in `own`, by claim), if it was also said in other words than
    `answer` has."""
    by_claimant: dict[str, list[ClaimCard]] = defaultdict(list)
    for card in (found.cards[claim] for claim in claims if claim in found.cards):
        by_claimant[card.claimant].append(card)
    words = {who: each([own[card.id]] for card in cards if card.id in own) for who, cards in by_claimant.items()}
    several = (some for some in words.values() if len(some) > 1)
    differ = len(set(words.values())) > 1 or any(word not in answer for some in several for word in some)
    told = []
    for claimant, cards in list(by_claimant.items())[:MOST]:
        said = f": {' / '.join(words[claimant])}" if differ and words[claimant] else ""
        told.append(f"{claimant}{said} {_where_and_when(cards, asked, found)}")
    if len(by_claimant) > MOST:
        told.append(f"{len(by_claimant) - MOST} others")
    return " · ".join(told)


def _where_and_when(cards: Sequence[ClaimCard], asked: What, found: Disputed) -> str:
    """For one claimant's claims, the outlets that report them, the first day, and how they were changed."""
    own = [card for card in cards if not card.negative] or list(cards)
    ways = "; ".join(dict.fromkeys(through(card) + _hedge(card) for card in own))
    # their denials of others belong to their own answer
    if denying := [card for card in cards if card not in own]:
        ways += f"; denial in {'; '.join(dict.fromkeys(map(through, denying)))}"
    days = sorted((card for card in cards if card.said_by), key=lambda card: order(card.said_by))
    day = f" {days[0].day_words}" if days else ""
    return f"[{ways}]{day}{_changed(own, asked, found)}"


def _changed(own: Sequence[ClaimCard], asked: What, found: Disputed) -> str:
    """How a claimant later changed everything that is listed here: “, who changed it to “44” on 2031-03-12”."""
    change = last_change([card.id for card in own], asked, found.changes, found.cards)
    return f", who {change.words}" if change else ""


def _given_up(claims: Iterable[IRI], asked: What, found: Disputed) -> bool:
    return given_up(claims, asked, found.changes, found.cards)


def _of_one(claim: IRI, found: Disputed, asked: What = frozenset()) -> str:
    """What a claim says, and who says it. A paraphrase that begins with a pronoun stands after the claimant's name."""
    told, voices = _words(found.cards[claim]), _voices([claim], found, asked)
    return f"{voices}: {told}" if leans(told) else f"{told} — {voices}"


def _in_order_of_reading(answer: str, voices: str, claims: Sequence[IRI], found: Disputed) -> str:
    """An answer and who gives it. An answer that is not clear by itself stands after its claimant's name."""
    names = {found.cards[claim].claimant for claim in claims if claim in found.cards}
    told = answer.removeprefix(f"{min(names, default='')}: ")
    alone = told == answer or len(names) != 1 or not leans(told)
    return f"{answer} — {voices}" if alone else f"{voices}: {told}"


def through(card: ClaimCard) -> str:
    """The chain from the outlet to the last relayer: “Daily A ← state radio”; “own voice” if the outlet says it
    itself."""
    return " ← ".join(card.chain[:-1]) or "own voice"


def _hedge(card: ClaimCard) -> str:
    """Whether the claimant says what will be, and how surely, if less than certain: “, forecast, possible”."""
    ahead = [claimed_as(card)] if card.modality in ("forecast", "commitment") else []
    sure = [] if card.certainty in ("", "unstated", "certain") else [card.certainty]
    return "".join(f", {word}" for word in (*ahead, *sure))


def _words(card: ClaimCard) -> str:
    return card.paraphrase.removesuffix(".") or "…"


def _wrapped(text: str, width: int | None, first: str, others: str) -> str:
    return fill(one_line(text), width or 10_000, initial_indent=first, subsequent_indent=others) + "\n"
