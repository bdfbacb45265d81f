"""The command of a unit as a tree for readers, and as rows for other tools."""

from collections.abc import Iterable, Iterator

from rich.text import Text
from rich.tree import Tree

from kgraph.analysis.chain import Rung, Structure, Tie
from kgraph.analysis.record import ClaimCard
from kgraph.model import Literal, Rows, Term
from kgraph.namespaces import XSD
from kgraph.views.answers import one_line

_STANDINGS = {
    "between": "known for days before and after",
    "before": "last known before this day",
    "after": "first known after this day",
    "unknown": "not known for any day",
}
COLUMNS = ("unit", "level", "relation", "who", "role", "since", "until", "standing", "disputed", "claimants", "claims")


def tree(structure: Structure, base: str = "") -> Tree:
    """A tree for a terminal: the units above, the unit, the units below; the nearest rung first."""
    when = f" on {structure.day}" if structure.day else ""
    root = Tree(Text(one_line(f"{structure.unit.name}{when}, as claimed"), style="bold"))
    _add_posts(root, structure.unit, base)
    for title, rungs, unknown in (
        ("above", structure.above, "unknown: no claim says what it is under"),
        ("below", structure.below, "unknown: no claim says what is under it"),
    ):
        branch = root.add(Text(title, style="bold"))
        for rung in rungs:
            _add_rung(branch, rung, base)
        if not any(rung.tie and rung.tie.here for rung in rungs):
            branch.add(Text(unknown + (" on this day" if rungs else ""), style="italic"))
    return root


def _add_rung(branch: Tree, rung: Rung, base: str) -> None:
    tie = rung.tie
    assert tie is not None, "only the unit that was asked for hangs on nothing"
    node = branch.add(_line(tie.name, tie, base))
    if not tie.here:
        return
    if rung.again:
        node.add("is in this tree already")
        return
    _add_posts(node, rung, base)
    for further in rung.rungs:
        _add_rung(node, further, base)


def _add_posts(node: Tree, rung: Rung, base: str) -> None:
    if not any(tie.commanding and tie.here for tie in rung.posts):
        node.add(Text("commander: unknown", style="italic"))
    for tie in rung.posts:
        node.add(_line(f"{tie.role or 'post'}{' (commands)' if tie.commanding else ''}: {tie.name}", tie, base))


def _line(head: str, tie: Tie, base: str) -> Text:
    bounds = ", ".join(part for part in (tie.span.since, tie.span.until) if part)
    known = (bounds if tie.span.known else tie.span.words) or "no time given"
    standing = f" [{_STANDINGS[tie.standing]}]" if tie.standing in _STANDINGS else ""
    line = Text(one_line(head), style="" if tie.here else "dim")
    line.append(f" — {known}{standing}")
    line.append(f" · {one_line(_sources(tie.claims, base))}", style="dim")
    if tie.denials:
        line.append(f" · denied by {one_line(_sources(tie.denials, base))}", style="bold")
    elif tie.disputed:
        line.append(" · disputed", style="bold")
    return line


def _sources(claims: Iterable[ClaimCard], base: str) -> str:
    return ", ".join(f"{card.claimant} ({card.id.removeprefix(base)})" for card in claims)


def rows(structures: Iterable[Structure]) -> Rows:
    """A row for each link: `level` is 0 for the unit itself, 1 and more above it, -1 and less below it."""
    found = [_row(one.unit.name, *line) for one in structures for line in _lines(one)]
    return Rows(COLUMNS, tuple(found))


def _lines(structure: Structure) -> Iterator[tuple[int, str, Tie]]:
    yield from ((0, "post", tie) for tie in structure.unit.posts)
    for rungs, step in ((structure.above, 1), (structure.below, -1)):
        yield from _below(rungs, step, step)


def _below(rungs: Iterable[Rung], level: int, step: int) -> Iterator[tuple[int, str, Tie]]:
    for rung in rungs:
        assert rung.tie is not None, "only the unit that was asked for hangs on nothing"
        yield level, "above" if step > 0 else "below", rung.tie
        yield from ((level, f"post in {rung.name}", tie) for tie in rung.posts)
        yield from _below(rung.rungs, level + step, step)


def _row(unit: str, level: int, relation: str, tie: Tie) -> tuple[Term, ...]:
    texts = (tie.role, tie.span.since, tie.span.until, tie.standing)
    return (
        Literal(unit),
        Literal(str(level), XSD.integer),
        Literal(relation),
        Literal(tie.name),
        *(Literal(text) for text in texts),
        Literal(str(tie.disputed).lower(), XSD.boolean),
        Literal(", ".join(dict.fromkeys(card.claimant for card in tie.claims))),
        Literal(" ".join(card.id for card in tie.claims)),
    )
