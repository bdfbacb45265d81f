"""Reviewing candidates on a terminal: one entity after the other, with a key for each judgement."""

import sys
from collections.abc import Sequence

import typer

from kgraph.errors import UsageError
from kgraph.linking.candidates import Wanted
from kgraph.linking.deciding import is_on, judged
from kgraph.linking.finders import Finder
from kgraph.linking.judgements import Judgement, Verdict
from kgraph.linking.scoring import Scored
from kgraph.views.answers import harmless, one_line
from kgraph.workspace.linking import Links

_MOST = 9
_HELP = """
  1-9      this one is it                    n        none of these is it
  c 2      the second is close to it         s        leave it for later
  x 2      the second is not it              b        back: take the last judgement back
  u 2      unsure of the second              q        leave; all is kept
"""


class Review:
    """A review: it shows candidates, reads keys, and saves each judgement at once."""

    def __init__(self, links: Links, finders: Sequence[Finder], author: str, today: str) -> None:
        self._links, self._finders, self._author, self._today = links, finders, author, today

    def go(self, wanted: Sequence[Wanted], *, everything: bool = False) -> int:
        """Ask about each entity that nobody has judged yet; returns how many were judged."""
        judged_now: list[int] = []
        asked = [(finder, one) for finder in self._finders for one in wanted if finder.seeks(one)]
        place, again = 0, -1
        while place < len(asked):
            finder, one = asked[place]
            if place != again and not self._is_open(finder, one, everything):
                place += 1
                continue
            said = self._ask(finder, one, f"{place + 1}/{len(asked)}", can_go_back=bool(judged_now))
            if said == "q":
                break
            if said == "b":
                place = again = self._back(judged_now, place)
                continue
            if said == "judged":
                judged_now.append(place)
            place += 1
        return len(judged_now)

    def _back(self, judged_now: list[int], place: int) -> int:
        """Take back the last judgement and return to its entity; stay here if somebody else has judged since."""
        try:
            typer.echo(f"  {harmless(self._links.undo())}")
        except UsageError as error:
            typer.echo(f"  {error}")
            return place
        return judged_now.pop()

    def _is_open(self, finder: Finder, wanted: Wanted, everything: bool) -> bool:
        said = [one for one in self._links.judgements.counted(wanted.iri) if is_on(one, finder.space)]
        by_hand = [one for one in said if not one.by_tool]
        if any(one.matches or one.target is None for one in by_hand):
            return False
        return everything or any(one.verdict is Verdict.unsure for one in said)

    def _ask(self, finder: Finder, wanted: Wanted, place: str, *, can_go_back: bool) -> str:
        """Show the candidates and act on the typed key; returns "judged", "s", "b" or "q"."""
        refused = {one.target for one in self._links.judgements.counted(wanted.iri) if one.verdict is Verdict.no}
        answers = [several for _, several in finder.find([wanted])]
        found = [one for several in answers for one in several if one.candidate.iri not in refused][:_MOST]
        self._show(finder, wanted, found, place)
        if not found:
            typer.echo(f"  {finder.name} {'has nothing like it' if answers else 'gave no answer; leave it for later'}")
        while True:
            typer.echo("  [1-9 c x u n s b q ?] ", nl=False)
            line = sys.stdin.readline()
            typed = line.split()
            if not line or typed == ["q"]:
                return "q"
            if typed == ["s"] or (typed == ["b"] and can_go_back):
                return typed[0]
            if typed == ["b"]:
                typer.echo("  nothing was judged yet in this review")
                continue
            try:
                judgement = self._judgement(finder, wanted, found, typed)
            except UsageError as error:
                typer.echo(f"  {error}")
                continue
            if judgement is None:
                typer.echo(_HELP)
                continue
            try:
                changed = self._links.judge(judgement)
            except UsageError as error:
                typer.echo(f"  {error}")
                continue
            said = harmless(judgement.target or "nothing there")
            typer.echo(f"  {'kept' if changed else 'judged so before'}: {judgement.verdict} {said}")
            return "judged" if changed else "s"

    def _judgement(
        self, finder: Finder, wanted: Wanted, found: Sequence[Scored], typed: Sequence[str]
    ) -> Judgement | None:
        verdicts = {"c": Verdict.close, "x": Verdict.no, "u": Verdict.unsure}
        if typed == ["n"]:
            return self._judged(wanted, None, Verdict.no, finder)
        if len(typed) == 1 and typed[0].isdecimal():
            return self._judged(wanted, _numbered(found, typed[0]), Verdict.match, finder)
        if len(typed) == 2 and typed[0] in verdicts:
            return self._judged(wanted, _numbered(found, typed[1]), verdicts[typed[0]], finder)
        return None

    def _judged(self, wanted: Wanted, scored: Scored | None, verdict: Verdict, finder: Finder) -> Judgement:
        return judged(wanted, scored, verdict, finder.space, author=self._author, today=self._today)

    def _show(self, finder: Finder, wanted: Wanted, found: Sequence[Scored], place: str) -> None:
        names = one_line(", ".join(wanted.names[:4]))
        typer.echo(f"\n{place}  {names}  ({wanted.kind}{', ' + wanted.country if wanted.country else ''})")
        if wanted.near:
            typer.echo(f"  named with {one_line(', '.join(wanted.near[:5]))}")
        for number, one in enumerate(found, 1):
            label, told = one_line(one.candidate.names[0]), one_line(one.candidate.description)
            iri = harmless(one.candidate.iri)
            typer.echo(f"  {number}  {label}{', ' + told if told else ''}  {iri}  {one.confidence:.2f}")
            typer.echo(f"     {one_line('; '.join(one.reasons))}")


def _numbered(found: Sequence[Scored], typed: str) -> Scored:
    if not typed.isdecimal() or not 1 <= int(typed) <= len(found):
        raise UsageError(f"there is no candidate {typed}")
    return found[int(typed) - 1]
