"""Reviewing candidates on a terminal: one entity after the other, with a key for each judgement."""

import sys
from collections.abc import Sequence

import typer

from kgraph.cli.entry_choice import HELP, EntryChoice
from kgraph.errors import UsageError
from kgraph.linking.candidates import Wanted
from kgraph.linking.deciding import is_on, judged
from kgraph.linking.finders import Finder
from kgraph.linking.judgements import Judgement, Verdict
from kgraph.linking.scoring import Scored
from kgraph.views.answers import harmless
from kgraph.workspace.linking import Links, check_entry

_HELP = f"""{HELP}  c 2      the second is close to it         q        leave; all is kept
  x 2      the second is not it              u 2      unsure of the second
"""
_VERDICTS = {"c": Verdict.close, "x": Verdict.no, "u": Verdict.unsure}


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
        choice = EntryChoice(wanted, [finder], without=refused)
        choice.show(place)
        while True:
            typer.echo("  [1-9 / c x u n s b q ?] ", nl=False)
            line = sys.stdin.readline()
            typed = line.split()
            if not line or typed == ["q"]:
                return "q"
            if typed == ["s"] or (typed == ["b"] and can_go_back):
                return typed[0]
            if choice.searched(line.strip()):
                continue
            try:
                judgement = self._judgement(choice, finder, wanted, typed)
                changed = self._links.judge(judgement)
            except UsageError as error:
                typer.echo(f"  {error}")
                continue
            said = harmless(judgement.target or "nothing there")
            typer.echo(f"  {'kept' if changed else 'judged so before'}: {judgement.verdict} {said}")
            return "judged" if changed else "s"

    def _judgement(self, choice: EntryChoice, finder: Finder, wanted: Wanted, typed: Sequence[str]) -> Judgement:
        """The judgement that was typed; raises `UsageError`, whose message is shown."""
        if typed == ["b"]:
            raise UsageError("nothing was judged yet in this review")
        if typed == ["n"]:
            return self._judged(wanted, None, Verdict.no, finder)
        verdict = _VERDICTS.get(typed[0]) if len(typed) == 2 else Verdict.match if len(typed) == 1 else None
        if verdict is None or not (verdict is not Verdict.match or typed[0].isdecimal() or ":" in typed[0]):
            raise UsageError(_HELP)
        chosen = choice.chosen(typed[-1])
        check_entry(wanted, chosen.candidate.iri, verdict, self._links.workspace.base)
        return self._judged(wanted, chosen, verdict, finder)

    def _judged(self, wanted: Wanted, scored: Scored | None, verdict: Verdict, finder: Finder) -> Judgement:
        return judged(wanted, scored, verdict, finder.space, author=self._author, today=self._today)
