"""The command `claims add`: asking for claims one by one on the terminal."""

from typing import Annotated

import typer

from kgraph.claims import Claim
from kgraph.cli.answers import Answers, answers
from kgraph.cli.choosing import Left
from kgraph.cli.commands import examples
from kgraph.cli.foreseeing import questions_text
from kgraph.cli.interview import KEYS, Interview
from kgraph.cli.screen import Screen
from kgraph.cli.workspaces import own_workspace
from kgraph.errors import KgraphError, UsageError, short
from kgraph.sheets.columns import BY_NAME, NAMES
from kgraph.sheets.describing import lines_of
from kgraph.sheets.drafting import Draft
from kgraph.sheets.known import Known
from kgraph.workspace.config import Workspace
from kgraph.workspace.foreseen import foreseen
from kgraph.workspace.sheets import Plan, Wish, carry_out, plan
from kgraph.workspace.standing import standing

app = typer.Typer(rich_markup_mode=None)
_HIDDEN = ("id", "document", "start", "end", "quote digest", "part")
_CHOICE = "keep it? [Enter: keep · a field's name: change it · +: another statement of the claim · x: discard it] "


@app.command(
    epilog=examples("kgraph claims add", "kgraph claims add report-1", "kgraph claims add < answers.txt"),
)
def add(
    context: typer.Context,
    document: Annotated[
        str | None, typer.Argument(help="The document, by short name, title or file [default: asks]")
    ] = None,
) -> None:
    """Ask you for claims on the terminal, one after the other, and save each.

    kgraph asks for the columns of a sheet of claims, and reads your answers as it reads cells. Enter takes the answer
    in brackets, Tab completes names and terms, ? explains, < goes back, ! leaves. You see the quoted words in their
    surroundings. Before a claim is saved, you see all of it, and what it would put in question.
    """
    workspace = own_workspace(context)
    known = standing(workspace).known
    if not known.sources:
        raise UsageError("there is no document yet; register its text: kgraph document add FILE")
    chosen = known.slug(known.document_named(document).iri) if document else ""
    if not chosen and len(known.sources) == 1:
        chosen = known.slug(next(iter(known.sources)))
    session = Session(workspace, known, answers(), Screen())
    code = session.go(chosen)
    if code:
        raise typer.Exit(code)


class Session:
    """A session of asking for claims until the user leaves; each claim is saved as soon as the user confirms it."""

    def __init__(self, workspace: Workspace, known: Known, answers: Answers, screen: Screen) -> None:
        self._workspace, self._known, self._answers, self._screen = workspace, known, answers, screen
        self._defaults: dict[str, str] = {}
        self._kept = 0
        self._draft: Draft | None = None

    def go(self, document: str) -> int:
        """Ask until the user leaves; returns the command's exit status."""
        code = 0
        try:
            self._screen.say(KEYS, indent=0, style="dim")
            while True:
                self._claim(document)
                document = self._defaults["document"]
                if not self._another():
                    break
        except (Left, EOFError):
            pass
        except KeyboardInterrupt:
            code = 130
        except (KgraphError, OSError):
            self._close()
            raise
        self._close()
        return code

    def _another(self) -> bool:
        while True:
            said = self._answers.ask("another claim of this document? [Enter: yes · n: no] ").casefold()
            if said in ("n", "no", "!", "q"):
                return False
            if said in ("", "y", "yes"):
                return True

    def _close(self) -> None:
        """Print how many claims were saved, and whether one was not."""
        self._screen.say()
        if self._draft is not None and set(self._draft.rows[0]) - {"document", "id"}:
            self._screen.say("the unfinished claim was not kept", indent=0)
        self._screen.say(f"{self._kept} claim{'' if self._kept == 1 else 's'} kept", indent=0)
        if self._kept:
            self._screen.say("next: kgraph validate; kgraph build; kgraph disputes", indent=0)

    def _claim(self, document: str) -> None:
        """Ask for one claim, and save or discard it."""
        draft = self._draft = Draft(self._known)
        interview = Interview(draft, self._answers, self._screen, self._defaults)
        if document:
            draft.put(0, "document", document)
            interview.know("document")
            self._screen.heading(f"A claim of {document}")
        interview.go()
        self._settle(draft, interview)
        self._draft = None
        self._known = draft.known

    def _settle(self, draft: Draft, interview: Interview) -> None:
        """Show the claim, and do what the user says, until it is saved or discarded."""
        shown: Plan | None = None
        while True:
            if shown is None:
                shown = self._planned(draft, interview)
            said = self._answers.ask(_CHOICE)
            if said == "!":
                raise Left
            if said.casefold() in ("x", "discard"):
                self._screen.say("discarded", indent=0)
                self._after(draft, None)
                return
            if said.casefold() in ("", "k", "keep", "y", "yes"):
                if self._keep(draft, shown):
                    return
                continue
            if said.casefold() in ("n", "no"):
                self._screen.say("x discards it, ! leaves; a field's name changes that")
                continue
            if said == "+":
                interview.another()
            elif not self._change(said, draft, interview):
                continue
            interview.go()
            shown = None

    def _planned(self, draft: Draft, interview: Interview) -> Plan:
        """Show and return what saving the claim would do, after all faults are corrected."""
        while True:
            draft.forget_things()
            draft.number()
            result = plan(self._workspace, draft.book(), Wish())
            if not result.grave:
                self._show(result)
                return result
            for fault in result.grave:
                self._screen.say(f"{fault.column or 'the claim'}: {fault.message}")
            fault = result.grave[0]
            column = fault.column if fault.column in BY_NAME else "kind"
            interview.again(column, min(max(fault.row - 2, 0), len(draft.rows) - 1))
            interview.go()

    def _show(self, result: Plan) -> None:
        claim = result.changes[0].claim
        self._screen.heading(f"{result.known.claim_name(claim.id, claim.document)}, as it will stand")
        rows = lines_of(claim, result.known, words=True)
        for number, row in enumerate(rows):
            if number:
                self._screen.say("and", indent=2)
            self._screen.options({c: str(row[c]) for c in NAMES if c in row and c not in _HIDDEN})
        times = [s.time.span.words for s in claim.statements if s.time is not None]
        if times:
            self._screen.say(f"in time: {'; '.join(dict.fromkeys(times))}", indent=4)
        for thing in result.things:
            label = result.known.names.vocabulary.label
            self._screen.say(f"new: {thing.thing.label} ({' and '.join(map(label, thing.thing.classes))})", indent=4)
        for fault in result.faults:
            self._screen.say(f"{fault.column}: {fault.message}", indent=4, style="dim")
        self._screen.heading("What it would put in question")
        try:
            found = foreseen(self._workspace, result.files)
            self._screen.say(questions_text(found, max(self._screen.width - 2, 20)).strip())
        except KgraphError as error:
            self._screen.say(f"that cannot be told now: {error}")
        self._screen.say()

    def _change(self, said: str, draft: Draft, interview: Interview) -> bool:
        """Ask for a field again: "who", or "who 2" for the field of the second statement."""
        name, _, last = said.casefold().rpartition(" ")
        at = int(last) - 1 if last.isdecimal() and name else None
        name = name if at is not None else said.casefold()
        places = [place for place in interview.places(name) if at in (None, place[0])]
        if not places:
            self._screen.say(f"no field is called '{short(said)}'; write {', '.join(interview.names())}")
            return False
        interview.again(places[-1][1], places[-1][0])
        return True

    def _keep(self, draft: Draft, result: Plan) -> bool:
        """Write the claim; if it cannot be written, print why and return `False`."""
        try:
            fresh = plan(self._workspace, draft.book(), Wish())
            while fresh.grave or any(change.before is not None for change in fresh.changes):
                if fresh.grave:
                    raise UsageError(str(fresh.grave[0]))
                known = standing(self._workspace).known  # another process used its name meanwhile
                draft.known.claims = known.claims
                draft.number()
                fresh = plan(self._workspace, draft.book(), Wish())
            carry_out(self._workspace, fresh)
        except (KgraphError, OSError) as error:
            self._screen.say(f"it could not be kept: {error}")
            return False
        claim = fresh.changes[0].claim
        self._kept += 1
        self._screen.say(f"kept: {fresh.known.claim_name(claim.id, claim.document)}", indent=0)
        self._after(draft, claim)
        return True

    def _after(self, draft: Draft, claim: Claim | None) -> None:
        """Set the defaults for the next claim."""
        first = draft.rows[0]
        self._defaults = {"document": first["document"]}
        if claim is None:
            draft.rows = [{}]
            draft.forget_things()
            return
        self._defaults["who says it"] = first.get("who says it", "")
        draft.known.claims = {**draft.known.claims, claim.id: claim}
