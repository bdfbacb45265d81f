"""The page of one thing: what it is, which questions it is in, and the claims that concern it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from urllib.parse import quote

from kgraph.analysis.about import About
from kgraph.analysis.questions import REVISION, Disputed
from kgraph.analysis.record import ClaimCard
from kgraph.errors import short
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI
from kgraph.views.answers import one_line, shown
from kgraph.views.disputes import in_lines, notes
from kgraph.views.page import fill_page, static

FEW = 20
"""How many claims of a kind a page shows at once; the others unfold."""
_LONG = 6  # claims, with more of which a page has jumps to its parts
_TITLE = 120  # characters of a claim's words where it is named beside another
_SCHEMES = ("http://", "https://")


def thing_page(
    found: About,
    questions: Disputed,
    labels: Mapping[IRI, str],
    base: str,
    title: str,
    forms: Sequence[tuple[str, str]],
    others: Mapping[IRI, ClaimCard] = MappingProxyType({}),
) -> str:
    """The page of a thing in a workspace of this base and title; `forms` are the RDF formats in which it is too, with
    their media types; `others` are the cards of claims to which those of the page are related.

    Links to things of the workspace are relative to the page, which is at `id/` and the rest of the thing's IRI.
    """
    up = "../" * (found.id.removeprefix(base).count("/") + 1)
    link = linker(base, up)
    facts = [(word, _worded(value, labels, base), link(value)) for word, value in found.facts]
    return fill_page(
        "thing.html.j2",
        scripts=(),
        style=static("served.css"),
        data=None,
        thing=found,
        label=found.label if found.label != found.id else shown(found.id, base),
        heading=one_line,
        facts=facts,
        matches=[(word, iri, link(iri)) for word, iri in found.matches],
        questions=with_links(questions, link, but=found.id),
        notes=notes(questions),
        groups=[
            (place, heading, told_claims(cards, link, others))
            for place, heading, cards in (
                ("about", _heading(found), found.about),
                ("by", f"Claims by {found.label}", found.by),
                ("against", "The other claims in the same question", _opposite(found, questions)),
                ("instead", "What its claimant said of it at another time, or elsewhere", _instead(found, questions)),
            )
            if cards
        ],
        few=FEW,
        long=len(found.about) + len(found.by) > _LONG or len(questions.questions) > 1,
        title=title,
        home=up,
        forms=forms,
    )


def told_claims(
    cards: Iterable[ClaimCard], link: Callable[[Term], str], others: Mapping[IRI, ClaimCard]
) -> list[tuple[ClaimCard, str, str, object, list[tuple[str, str, str]], str]]:
    """Claims as the template `claims` takes them: each with the addresses of its page and its claimant's, how it is
    said, the claims to which it is related, and its document's address."""
    return [
        (
            card,
            link(card.id),
            link(card.claimant_id),
            _how(card),
            [(word, link(other), _titled(other, others)) for word, other in card.relations],
            link(card.document) if card.pointer.startswith(card.source) and card.source else "",
        )
        for card in cards
    ]


def _titled(claim: IRI, known: Mapping[IRI, ClaimCard]) -> str:
    """A claim in a few words: who says what."""
    if claim not in known:
        return "another claim"
    card = known[claim]
    return short(f"{card.claimant}: {card.paraphrase}", _TITLE)


def _opposite(found: About, questions: Disputed) -> list[ClaimCard]:
    """Of a claim, the other claims that take a position in a question in which it does."""
    if not any(card.id == found.id for card in found.about):
        return []
    same = [claim for one in questions.questions for stand in one.stands for claim in stand.claims if claim != found.id]
    return [questions.cards[claim] for claim in dict.fromkeys(same) if claim in questions.cards]


def _instead(found: About, questions: Disputed) -> list[ClaimCard]:
    """Of a claim, the claims that its claimant changed by it, or by which it was changed, or that give another
    figure."""
    told = [{*one.claims, *one.superseded} for one in questions.remarks if one.kind in (REVISION, "one voice")]
    others = set().union(*(some for some in told if found.id in some)) - {found.id}
    shown = {card.id for card in _opposite(found, questions)}
    return [card for claim, card in questions.cards.items() if claim in others - shown]


def with_links(
    found: Disputed, link: Callable[[Term], str], but: str = ""
) -> list[tuple[str, list[tuple[int, str]], str]]:
    """Each question with its lines (see `in_lines`) and the address of its own page; "" for the question `but`, whose
    page this is and which comes first, and for an editor's."""
    own = ["" if one.editors or one.id == but else link(one.id) for one in found.questions]
    told = [(heading, lines, address) for (heading, lines), address in zip(in_lines(found), own, strict=True)]
    is_other = [one.id != but for one in found.questions]
    return [one for _, one in sorted(zip(is_other, told, strict=True), key=lambda pair: pair[0])]


def linker(base: str, up: str) -> Callable[[Term], str]:
    """A function that gives the address of a term's page: relative for a thing of the workspace, the IRI itself for
    another thing on the web, "" for what has none."""

    def link(term: Term) -> str:
        if isinstance(term, IRI) and term.startswith(base):
            return f"{up}id/{quote(term.removeprefix(base), safe='/')}"
        is_address = isinstance(term, IRI) or (isinstance(term, Literal) and term.lexical.startswith(_SCHEMES))
        return str(term) if is_address and str(term).startswith(_SCHEMES) else ""

    return link


def _worded(value: Term, labels: Mapping[IRI, str], base: str) -> str:
    return labels.get(value, shown(value, base)) if isinstance(value, IRI) else shown(value, base)


def _heading(found: About) -> str:
    """What the claims are that are not its own: it is one itself, or a document that has them."""
    if any(card.id == found.id for card in found.about):
        return "What it says"
    if found.kind == "dispute":
        return "The claims in it"
    return "Claims in it" if any(card.document == found.id for card in found.about) else f"Claims about {found.label}"


def _how(card: ClaimCard) -> tuple[str, Sequence[str], str]:
    """The stance, and the certainty if it is stated; the names of the chain, each of which may be written from right to
    left; the day of a claim."""
    certainty = "" if card.certainty in ("", "unstated") else f", {card.certainty}"
    chain = card.chain[:-1]
    through = ", through" if chain else ", in its own name"
    return f"{card.stance}{certainty}{through}", chain, f", {card.day_words}" if card.said_by else ""
