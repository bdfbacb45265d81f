"""Reviewing a table that `kgraph link table` wrote: one row after the other, with a search by hand."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from kgraph.disk import replace_file
from kgraph.errors import UsageError
from kgraph.linking.candidates import Wanted
from kgraph.linking.finders import Finder
from kgraph.linking.places import PlaceFinder
from kgraph.linking.scoring import Scored
from kgraph.linking.table_answers import answer_names, answered, table_text, texts
from kgraph.linking.tables import Row, read_table, wanted_rows
from kgraph.namespaces import IRI
from kgraph.views.answers import harmless, one_line
from kgraph.workspace.linking import entry_iri

_MOST = 9
_FORMS = ("csv", "tsv", "json", "jsonl")
_BY_HAND = "chosen by hand"
_HELP = """
  1-9      this one is it                    n        none of these is it
  / words  search for other words            s        leave it for later
  gn:1234  this entry is it, by its id       b        back: take the last judgement back
                                             q        leave; all is kept
"""


class TableReview:
    """A review of a table: it shows candidates for each row that is unsure, and saves the table after each judgement.

    Raises `UsageError` for a table without the columns of `kgraph link table`, or whose ending is none of text tables.
    """

    def __init__(self, path: Path, finders: Sequence[Finder], places: PlaceFinder) -> None:
        self._path, self._finders, self._places = path, finders, places
        self._rows = read_table(path)
        names = answer_names(self._rows[0])
        if names is None or self._form not in _FORMS:
            raise UsageError(f"{path} has no answers yet; write them first: kgraph link table … -o found.csv")
        self._names = names
        own = [Row((name, row[name]) for name in row if name not in names.values()) for row in self._rows]
        self._own: list[Row] = own
        self._wanted = wanted_rows(own, path, places.country_codes)
        self._before: list[tuple[int, Row]] = []

    @property
    def _form(self) -> str:
        return self._path.suffix.lower().removeprefix(".")

    def go(self, *, everything: bool = False) -> int:
        """Ask about each row that is unsure, with `everything` about all rows; returns how many were judged."""
        asked = [at for at, row in enumerate(self._rows) if self._wanted[at].names and self._is_open(row, everything)]
        place = 0
        while place < len(asked):
            said = self._ask(asked[place], f"{place + 1}/{len(asked)}")
            if said == "q":
                break
            place = place + 1 if said != "b" else asked.index(self._back())
        return len(self._before)

    def _is_open(self, row: Row, everything: bool) -> bool:
        unsure = str(row[self._names["decision"]]) == "unsure" and row[self._names["reasons"]] != _BY_HAND
        return everything or unsure

    def _back(self) -> int:
        at, row = self._before.pop()
        self._rows[at] = row
        self._save()
        typer.echo("  taken back")
        return at

    def _ask(self, at: int, place: str) -> str:
        """Show a row's candidates and act on what is typed; returns "judged", "s", "b" or "q"."""
        wanted = self._wanted[at]
        typer.echo(f"\n{place}  {one_line(wanted.names[0])}  ({wanted.kind})")
        if wanted.near:
            typer.echo(f"  named with {one_line(', '.join(wanted.near[:5]))}")
        found = self._search(wanted)
        while True:
            typer.echo("  [1-9 / n s b q ?] ", nl=False)
            line = sys.stdin.readline()
            typed = line.strip()
            if not line or typed == "q":
                return "q"
            if typed == "s" or (typed == "b" and self._before):
                return typed
            if typed.startswith("/"):
                found = self._search(replace(wanted, names=(typed[1:].strip(),))) if typed[1:].strip() else found
                continue
            try:
                chosen = self._chosen(typed, found)
            except UsageError as error:
                typer.echo(f"  {error}")
                continue
            self._judge(at, chosen)
            return "judged"

    def _search(self, wanted: Wanted) -> list[Scored]:
        found = [one for finder in self._finders for _, several in finder.find([wanted]) for one in several]
        found = sorted(found, key=lambda one: -one.confidence)[:_MOST]
        for number, one in enumerate(found, 1):
            told = [one_line(text) for text in (one.candidate.names[0], one.candidate.description) if text]
            typer.echo(f"  {number}  {', '.join(told)}  {harmless(one.candidate.iri)}  {one.confidence:.2f}")
        if not found:
            typer.echo("  nothing is like it; search for other words with /")
        return found

    def _chosen(self, typed: str, found: Sequence[Scored]) -> Scored | None:
        """What was chosen, `None` for none of these; raises `UsageError` for what is neither number nor entry."""
        if typed == "n":
            return None
        if typed.isdecimal():
            if not 1 <= int(typed) <= len(found):
                raise UsageError(f"there is no candidate {typed}")
            return found[int(typed) - 1]
        if ":" not in typed:
            raise UsageError(_HELP if typed in ("", "?", "b") else f"'{typed}' is no answer; ? lists the answers")
        return self._entry(entry_iri(typed), found)

    def _entry(self, iri: IRI, found: Sequence[Scored]) -> Scored:
        """An entry whose id was typed, if it is there; only shown entries are known of data sets but the gazetteer."""
        known = next((one for one in found if one.candidate.iri == iri), None)
        candidate = known.candidate if known else self._places.resolve(iri)
        if candidate is None:
            raise UsageError(f"there is no {iri} that kgraph could look up; search for its name with /")
        return Scored(candidate, 1.0, (), True)

    def _judge(self, at: int, chosen: Scored | None) -> None:
        self._before.append((at, self._rows[at]))
        taken = [Scored(chosen.candidate, 1.0, (_BY_HAND,), True)] if chosen else []
        said: dict[str, Any] = answered(self._own[at], taken, "" if chosen else _BY_HAND, self._names)
        self._rows[at] = Row(said)
        self._save()
        typer.echo(f"  kept: {harmless(chosen.candidate.iri) if chosen else 'none of these'}")

    def _save(self) -> None:
        replace_file(self._path, table_text([texts(row) for row in self._rows], self._form))
