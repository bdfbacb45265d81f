"""Choosing an entry by hand on a terminal: by its number, after a search for other words, or by its id."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import typer

from kgraph.errors import StoreError, UsageError
from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.finders import Finder
from kgraph.linking.scoring import Scored
from kgraph.namespaces import IRI
from kgraph.views.answers import harmless, one_line
from kgraph.workspace.linking import entry_iri

HELP = """
  1-9      this one is it                    n        none of these is it
  gn:1234  this entry is it, by its id       s        leave it for later
  / words  search for other words            b        back: take the last judgement back
"""
"""The answers that each review takes; beside them "q"."""

_MOST = 9


class EntryChoice:
    """The candidates for one thing, found in some data sets and shown with numbers.

    `look_up` finds an entry by its IRI where a data set cannot; `without` are entries that are not shown.
    """

    def __init__(
        self,
        wanted: Wanted,
        finders: Sequence[Finder],
        look_up: Callable[[IRI], Candidate | None] = lambda iri: None,
        without: Collection[IRI | None] = (),
    ) -> None:
        self._wanted, self._finders, self._look_up, self._without = wanted, finders, look_up, without
        self.found: list[Scored] = []

    def show(self, place: str) -> None:
        """Show the thing and its candidates."""
        wanted = self._wanted
        names = one_line(", ".join(wanted.names[:4]))
        typer.echo(f"\n{place}  {names}  ({wanted.kind}{', ' + wanted.country if wanted.country else ''})")
        if wanted.near:
            typer.echo(f"  named with {one_line(', '.join(wanted.near[:5]))}")
        self._search(wanted, "has nothing like it")

    def searched(self, typed: str) -> bool:
        """Search for other words, if what was typed asks for that; without words the last candidates stay."""
        if not typed.startswith("/"):
            return False
        if words := typed[1:].strip():
            self._search(replace(self._wanted, names=(words,)), "has nothing like that; search for other words with /")
        return True

    def chosen(self, typed: str) -> Scored:
        """The candidate with this number, or the entry with this id; raises `UsageError` if there is none."""
        if ":" in typed:
            return self._entry(entry_iri(typed))
        if not typed.isdecimal() or not 1 <= int(typed) <= len(self.found):
            raise UsageError(f"there is no candidate {typed}")
        return self.found[int(typed) - 1]

    def _entry(self, iri: IRI) -> Scored:
        known = next((one for one in self.found if one.candidate.iri == iri), None)
        if known:
            return known
        try:
            entries = (look_up(iri) for look_up in (*(finder.entry for finder in self._finders), self._look_up))
            candidate = next(filter(None, entries), None)
        except StoreError as error:
            raise UsageError(f"{error}; nothing was judged") from error
        if candidate is None:
            names = " or ".join(finder.name for finder in self._finders)
            raise UsageError(f"there is no {iri} in {names}, as far as kgraph can see; search for its name with /")
        typer.echo(f"  {_told(candidate)}")
        return Scored(candidate, 1.0, (), True)

    def _search(self, wanted: Wanted, nothing: str) -> None:
        """Search the data sets and show what they have; a service that gives no answer is told."""
        answers = [(finder, [several for _, several in finder.find([wanted])]) for finder in self._finders]
        found = [one for _, listed in answers for several in listed for one in several]
        open_ones = [one for one in found if one.candidate.iri not in self._without]
        self.found = sorted(open_ones, key=lambda one: -one.confidence)[:_MOST]
        for number, one in enumerate(self.found, 1):
            typer.echo(f"  {number}  {_told(one.candidate)}  {one.confidence:.2f}")
            typer.echo(f"     {one_line('; '.join(one.reasons))}")
        for finder, listed in answers:
            if not listed:
                typer.echo(f"  {finder.name} gave no answer; leave it for later")
            elif not self.found:
                typer.echo(f"  {finder.name} {nothing}")


def _told(candidate: Candidate) -> str:
    told = [one_line(text) for text in (candidate.names[0], candidate.description) if text]
    return f"{', '.join(told)}  {harmless(candidate.iri)}"
