"""The page of one thing: what it is, which questions it is in, and the claims that concern it."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from kgraph.analysis.about import About
from kgraph.analysis.questions import Disputed
from kgraph.analysis.record import ClaimCard
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI
from kgraph.views.answers import one_line, shown
from kgraph.views.disputes import in_lines, notes
from kgraph.views.page import fill_page, static

_SCHEMES = ("http://", "https://")


def thing_page(
    found: About,
    questions: Disputed,
    labels: Mapping[IRI, str],
    base: str,
    title: str,
    forms: Sequence[tuple[str, str]],
) -> str:
    """The page of a thing in a workspace of this base and title; `forms` are the RDF formats in which it is too, with
    their media types.

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
            (
                heading,
                [(card, link(card.id), link(card.claimant_id), _how(card), _related(card, link)) for card in cards],
            )
            for heading, cards in ((_heading(found), found.about), ("Claims that it makes", found.by))
            if cards
        ],
        title=title,
        home=up,
        forms=forms,
    )


def with_links(
    found: Disputed, link: Callable[[Term], str], but: str = ""
) -> list[tuple[str, list[tuple[int, str]], str]]:
    """Each question with its lines (see `in_lines`) and the address of its own page; "" for the question `but`, whose
    page this is, and for an editor's."""
    own = ["" if one.editors or one.id == but else link(one.id) for one in found.questions]
    return [(heading, lines, address) for (heading, lines), address in zip(in_lines(found), own, strict=True)]


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
    return "Claims in it" if any(card.document == found.id for card in found.about) else "Claims about it"


def _related(card: ClaimCard, link: Callable[[Term], str]) -> list[tuple[str, str]]:
    """What a claim says of other claims ("denies"), each with the other's address."""
    return [(word, link(other)) for word, other in card.relations]


def _how(card: ClaimCard) -> tuple[str, Sequence[str], str]:
    """The stance, and the certainty if it is stated; the names of the chain, each of which may be written from right to
    left; the day of a claim."""
    certainty = "" if card.certainty in ("", "unstated") else f", {card.certainty}"
    chain = card.chain[:-1]
    through = ", through" if chain else ", in its own name"
    return f"{card.stance}{certainty}{through}", chain, f", {card.day_words}" if card.said_by else ""
