"""A comparison as text for readers, and as rows for other tools."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from textwrap import fill

from kgraph.analysis.compare import Aspect
from kgraph.analysis.positions import Position
from kgraph.model import Literal, Quantity, Rows, Term
from kgraph.namespaces import XSD
from kgraph.views.answers import harmless, one_line
from kgraph.views.terminal import print_table

COLUMNS = (
    *("aspect", "claimant", "stance", "what", "denied", "least", "most", "approximate", "for_when", "said"),
    *("certainty", "chain", "in_dispute_with", "in_question", "paraphrase", "claim", "changed"),
)
_WIDTH = 20


def rows(aspects: Iterable[Aspect]) -> Rows:
    """A row for each position; `least` and `most` are a figure's bounds; `approximate` is true for "about".

    What a claim says is not so, or will not or should not be, stands in `denied` and not in `what`, and has no bounds:
    it is no figure of the claimant's.

    `in_question` has the questions in dispute that the position answers, in words; `changed` is what its own claimant
    later said instead.
    """
    return Rows(COLUMNS, tuple(_row(aspect, position) for aspect in aspects for position in aspect.positions))


def _row(aspect: Aspect, position: Position) -> tuple[Term | None, ...]:
    claim, quantity = position.claim, position.quantity
    bounds = (quantity.least, quantity.most) if quantity and not claim.negative else (None, None)
    what, denied = ("", position.what) if claim.negative else (position.what, "")
    return (
        *(Literal(text) for text in (aspect.label, claim.claimant, claim.stance, what, denied)),
        *(None if bound is None else Literal(f"{bound:f}", XSD.decimal) for bound in bounds),
        Literal(str(not quantity.exact).lower(), XSD.boolean) if quantity else None,
        *(Literal(text) for text in (position.when, claim.said, claim.certainty, " ← ".join(claim.chain))),
        Literal(", ".join(position.disputed_by)),
        Literal("; ".join(question.text for question in aspect.questions if question.id in position.asked)),
        Literal(claim.paraphrase),
        claim.id,
        Literal(position.changed),
    )


def comparison(aspects: Sequence[Aspect], topic: str, base: str, width: int | None = None) -> str:
    """The text of each aspect: its positions, with figures as intervals on one axis, then its questions in dispute.

    `width` is that of the terminal; without one, lines are not wrapped.
    """
    out = StringIO()
    asked = sum(1 for aspect in aspects if aspect.questions)
    out.write(f"{one_line(topic)}: {_count(len(aspects), 'aspect')}, {asked} of them in question\n")
    if any(axis_of(aspect) for aspect in aspects):
        out.write(fill("On an axis: ● a figure, ━ a range, ◄ ► no bound, ~ about, ✕ denied", width or 10_000) + "\n")
    for aspect in aspects:
        axis = axis_of(aspect)
        scale = f"; axis from {axis[0]:f} to {axis[1]:f}" if axis else ""
        out.write(f"\n== {one_line(aspect.label)} ({_count(aspect.claimants, 'claimant')}{scale})\n")
        print_table(_side_by_side(aspect, axis), base, out, width)
        for line in _asked(aspect):
            out.write(fill(one_line(line), width or 10_000, initial_indent="  ", subsequent_indent="    ") + "\n")
    if asked:
        hint = "'kgraph disputes' shows each question with its positions, and who takes them."
        out.write("\n" + fill(hint, width or 10_000) + "\n")
    return harmless(out.getvalue())


def _asked(aspect: Aspect) -> Iterator[str]:
    """The questions that positions answer, with their numbers; then cases of one voice with two figures."""
    for number, question in enumerate(aspect.questions, 1):
        yield f"≠{number} {question.text}"
    yield from (f"≠ one voice, two figures: {one.explanation}" for one in aspect.disputes if one.question is None)


def _marks(aspect: Aspect, position: Position) -> str:
    """The numbers of the questions that a position answers."""
    numbers = (number for number, question in enumerate(aspect.questions, 1) if question.id in position.asked)
    return " ".join(f"≠{number}" for number in numbers)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _side_by_side(aspect: Aspect, axis: tuple[Decimal, Decimal] | None) -> Rows:
    columns = (
        "interval",
        "what",
        "claimant",
        "stance",
        "for_when",
        "said",
        "certainty",
        "through",
        "in_question",
        "changed",
    )
    lines = [
        (
            interval(position.quantity, axis, denied=position.claim.denies) if axis and position.quantity else "",
            *(position.what, position.claim.claimant, position.claim.stance, position.when, position.claim.said),
            position.claim.certainty,
            ", ".join(position.claim.chain[:-1]),
            _marks(aspect, position),
            position.changed,
        )
        for position in aspect.positions
    ]
    return Rows(columns, tuple(tuple(Literal(text) if text else None for text in line) for line in lines))


def axis_of(aspect: Aspect) -> tuple[Decimal, Decimal] | None:
    """The axis for all figures of an aspect: from 0, and to 1 for shares; `None` if there are no figures."""
    found = [p.quantity for p in aspect.positions if p.quantity]
    ends = [bound for quantity in found for bound in (quantity.least, quantity.most) if bound is not None]
    if not ends:
        return None
    return Decimal(0), Decimal(1) if max(ends) <= 1 else max(ends)


def interval(quantity: Quantity, axis: tuple[Decimal, Decimal], *, denied: bool = False) -> str:
    """A figure on an axis of 20 characters: ● a point, ━ a range, ◄ ► an open end; ~ for "about".

    A denied figure is drawn with ✕.

    >>> interval(Quantity(Decimal("0.5"), Decimal("0.5"), "half"), (Decimal(0), Decimal(1)))
    '··········●·········'
    """
    low, high = axis
    scale = (_WIDTH - 1) / float(high - low) if high > low else 0.0
    start = round(float((quantity.least if quantity.least is not None else low) - low) * scale)
    end = round(float((quantity.most if quantity.most is not None else high) - low) * scale)
    cells = ["·"] * _WIDTH
    cells[start : end + 1] = ["━"] * (end + 1 - start)
    if start == end:
        cells[start] = "●"
    if quantity.least is None:
        cells[0] = "◄"
    if quantity.most is None:
        cells[-1] = "►"
    drawn = "".join("✕" if denied and cell in "━●" else cell for cell in cells)
    return ("" if quantity.exact else "~") + drawn
