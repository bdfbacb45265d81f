"""Reviewing a table that `kgraph link table` wrote: one row after the other; and taking judgements back."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typer

from kgraph.cli.entry_choice import HELP, EntryChoice
from kgraph.errors import UsageError
from kgraph.linking.finders import Finder
from kgraph.linking.places import PlaceFinder
from kgraph.linking.scoring import Scored
from kgraph.linking.table_judging import JudgedTable, Step
from kgraph.linking.tables import name_of, wanted_rows
from kgraph.views.answers import harmless, one_line

_HELP = f"{HELP}{'':45}q        leave; all is kept\n"


class TableReview:
    """A review of a table: it shows candidates for each row that is unsure, and saves the table after each judgement.

    Raises `UsageError` for a table without the columns of `kgraph link table`, or whose ending is none of text tables.
    """

    def __init__(self, path: Path, finders: Sequence[Finder], places: PlaceFinder) -> None:
        self._table = JudgedTable(path, datetime.now().astimezone().isoformat())
        self._finders, self._places = finders, places
        self._wanted = wanted_rows(self._table.own, path, places.country_codes)
        self._before: list[int] = []

    def go(self, *, everything: bool = False) -> int:
        """Ask about each row that is unsure, with `everything` about all rows; returns how many were judged."""
        rows = range(len(self._table.rows))
        asked = [at for at in rows if self._wanted[at].names and (everything or self._table.is_open(at))]
        place = 0
        while place < len(asked):
            said = self._ask(asked[place], f"{place + 1}/{len(asked)}")
            if said == "q":
                break
            place = place + 1 if said != "b" else asked.index(self._back())
        return len(self._before)

    def _back(self) -> int:
        self._table.undo(self._table.steps[-1:])
        typer.echo("  taken back")
        return self._before.pop()

    def _ask(self, at: int, place: str) -> str:
        """Show a row's candidates and act on what is typed; returns "judged", "s", "b" or "q"."""
        choice = EntryChoice(self._wanted[at], self._finders, self._places.resolve)
        choice.show(place)
        while True:
            typer.echo("  [1-9 / n s b q ?] ", nl=False)
            line = sys.stdin.readline()
            typed = line.strip()
            if not line or typed == "q":
                return "q"
            if typed == "s" or (typed == "b" and self._before):
                return typed
            if choice.searched(typed):
                continue
            try:
                chosen = _chosen(choice, typed)
            except UsageError as error:
                typer.echo(f"  {error}")
                continue
            return self._judge(at, chosen)

    def _judge(self, at: int, chosen: Scored | None) -> str:
        changed = self._table.judge(at, chosen)
        said = harmless(chosen.candidate.iri) if chosen else "none of these"
        typer.echo(f"  {'kept' if changed else 'judged so before'}: {said}")
        if changed:
            self._before.append(at)
        return "judged" if changed else "s"


def _chosen(choice: EntryChoice, typed: str) -> Scored | None:
    """What is chosen, `None` for none of the candidates; raises `UsageError`, whose message is shown."""
    if typed in ("", "?"):
        raise UsageError(_HELP)
    if typed == "b":
        raise UsageError("nothing was judged yet in this review")
    if typed.isdecimal() or ":" in typed:
        return choice.chosen(typed)
    if typed != "n":
        raise UsageError(f"'{one_line(typed)}' is no answer; ? lists the answers")
    return None


def undo_table(path: Path, rows: Sequence[str], *, sitting: bool) -> str:
    """Take back the last judgement by hand of a table, those of some rows, or all of the last sitting; returns in words
    what was done. A row is named by its name or, counted from 1, its number."""
    table = JudgedTable(path)
    standing = table.standing()
    if not standing:
        raise UsageError(f"there is no judgement by hand to take back in {path}" + _left(table, table.steps))
    if rows:
        places = [_place(row, table, standing) for row in rows]
        chosen = [step for place, step in standing if place in places]
        meant = chosen
    elif sitting:
        chosen = [step for _, step in standing if step.sitting == standing[0][1].sitting]
        meant = [step for step in table.steps if step.sitting == standing[0][1].sitting]
    else:
        chosen = meant = [standing[0][1]]
    names = table.undo(chosen)
    told = ", ".join(map(one_line, dict.fromkeys(names[:5]))) + (" …" if len(names) > 5 else "")
    back = f"took back {len(names)} {'judgement' if len(names) == 1 else 'judgements'} in {path} ({told})"
    return back + _left(table, [one for one in meant if not any(one is other for other in chosen)])


def _place(row: str, table: JudgedTable, standing: Sequence[tuple[int, Step]]) -> int:
    """The place of the row that is meant and that was judged by hand; raises `UsageError`."""
    judged = sorted({place for place, _ in standing})
    named = [place for place in judged if name_of(table.own[place]) == row.strip()]
    if not named and row.strip().isdecimal():
        named = [place for place in judged if place + 1 == int(row)]
    if not named:
        raise UsageError(f"no judgement by hand to take back is in a row '{row}' of {table.path}; nothing was changed")
    if len(named) > 1:
        numbers = ", ".join(str(place + 1) for place in named[:9])
        raise UsageError(f"several rows are called '{row}'; say which by its number: {numbers}")
    return named[0]


def _left(table: JudgedTable, steps: Sequence[Step]) -> str:
    """A remark on judgements that do not stand any more, since their rows are gone or were changed."""
    if not steps:
        return ""
    told = ", ".join(one_line(name_of(step.own)) for step in steps[:5]) + (" …" if len(steps) > 5 else "")
    return f"; not taken back, since the row was changed, is gone, or cannot be told from others: {told}"
