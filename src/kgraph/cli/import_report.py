"""What `kgraph claims import` prints: faults by row and column, what changes, what was taken for granted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import typer

from kgraph.claims import words
from kgraph.cli.output import counted, printable, remark
from kgraph.namespaces import KG
from kgraph.sheets.describing import lines_of
from kgraph.sheets.lines import Fault
from kgraph.sheets.proposals import LEADS
from kgraph.sheets.table import OTHER_NAME
from kgraph.workspace.sheets import Change, Plan

_FEW = 8  # how many rows one remark names
_MOST = 20  # how many faults, and changes, are printed; the others are counted


def in_few_lines(remarks: Sequence[str]) -> list[str]:
    """The remarks on a sheet, with those on headings joined into one line."""
    renamed = dict.fromkeys(one.removeprefix(OTHER_NAME) for one in remarks if one.startswith(OTHER_NAME))
    others = [one for one in remarks if not one.startswith(OTHER_NAME)]
    return [*([f"columns are read by other names: {', '.join(renamed)}"] if renamed else []), *others]


def say_faults(context: typer.Context, file: Path, faults: Sequence[Fault]) -> None:
    """Print one line per fault, or for several equal ones; errors come first and are printed even with --quiet."""
    grave = _by_rows(fault for fault in faults if fault.grave)
    for one in grave[:_MOST]:
        typer.echo(printable(f"{file}: {one}"), err=True)
    if len(grave) > _MOST:
        typer.echo(f"{file}: and {len(grave) - _MOST} more", err=True)
    rows = _by_rows(fault for fault in faults if not fault.grave)
    for one in rows[:_MOST]:
        remark(context, f"{file}: to look at: {one}")
    if len(rows) > _MOST:
        remark(context, f"{file}: and {len(rows) - _MOST} more to look at")


def _by_rows(faults: Iterable[Fault]) -> list[str]:
    """The faults, each once, with the rows that have it."""
    rows: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        rows.setdefault((fault.column, fault.message), []).append(fault)
    found = []
    for (column, message), where in rows.items():
        named = ", ".join(one.name or str(one.row) for one in where[:_FEW])
        named += f" and {len(where) - _FEW} more" if len(where) > _FEW else ""
        place = named if where[0].name else f"row{'' if len(where) == 1 else 's'} {named}"
        found.append(f"{place}{', ' + column if column else ''}: {message}")
    return found


def place_of(fault: Fault) -> tuple[str, str]:
    """The sheet of a fault, "" for the sheet of claims, and its column."""
    beside, _, column = fault.column.rpartition(": ")
    return beside, column


def say_plan(context: typer.Context, result: Plan) -> None:
    """Print what an import does: the numbers of claims, what it leaves alone, its defaults, and the new things."""
    added = sum(change.before is None for change in result.changes)
    changed = len(result.changes) - added
    parts = [f"{counted(added, 'claim')} new", f"{changed} changed", f"{result.same} unchanged"]
    remark(context, ", ".join(parts))
    if absent := [result.known.claim_name(one.id, None) for one in result.absent]:
        some = f"{', '.join(absent[:_FEW])}{f' and {len(absent) - _FEW} more' if len(absent) > _FEW else ''}"
        stand = f"{counted(len(absent), 'claim')} of its documents stand{'s' * (len(absent) == 1)}"
        remark(context, f"{stand} that this sheet has not, and stay{'s' * (len(absent) == 1)}: {some}")
    left = Counter(result.known.slug(one.source.iri) for one in result.told if one.source.faulty)
    for name, count in left.items():
        mend = "correct the document's row in the sheet 'documents', and import again"
        remark(context, f"{counted(count, 'claim')} of {name} left out: {mend}")
    for (column, value), count in sorted(result.defaults.items()):
        remark(context, f"'{column}' was empty for {counted(count, 'claim')}: taken as '{value}'")
    for (column, value), count in sorted(result.kept.items()):
        remark(context, f"'{column}' was empty for {counted(count, 'claim')}: kept as '{value}'")
    for one in result.things:
        label = result.known.names.vocabulary.label
        leading = "leading role" if LEADS in one.thing.said else ""
        kinds = leading or " and ".join(label(of_class) for of_class in one.thing.classes)
        check = "" if one.told else "; check that this is right"
        kin = [] if one.told else result.known.names.kin(one.thing.label)
        near = f"; near: {', '.join(kin)}" if kin else ""
        first = (
            f"row {one.row} of '{one.column.partition(': ')[0]}'"
            if ": " in one.column
            else result.table.line(one.row).called
        )
        remark(context, f"new: {one.thing.label} ({kinds}){near}, first in {first}{check}")


def say_changes(context: typer.Context, result: Plan, *, dry: bool) -> None:
    """Print what changes, claim by claim. After an import only the number of new claims is printed."""
    told = [change for change in result.changes if dry or change.before is not None or _answers(change)]
    say = typer.echo if dry else partial(remark, context)
    for change in told[:_MOST]:
        name = result.known.claim_name(change.claim.id, None)
        what = "new" if change.before is None else "; ".join(_differences(change, result))
        say(printable(f"{name}: {what}: {change.claim.paraphrase}" if change.before is None else f"{name}: {what}"))
        for predicate, other in change.claim.relations:
            named = result.claim(other)
            paraphrase = named.paraphrase if named else "?"
            say(printable(f"  {words(predicate)} {result.known.claim_name(other, None)}: {paraphrase}"))
    if len(told) > _MOST:
        say(f"and {len(told) - _MOST} more")


def _answers(change: Change) -> bool:
    """Whether a claim denies others or finds no evidence for them; the user should check which ones."""
    return bool(change.claim.related(KG.denies) or change.claim.related(KG.findsNoEvidenceFor))


def _differences(change: Change, result: Plan) -> Iterator[str]:
    """The changes of a claim, column by column."""
    assert change.before is not None
    before, after = (lines_of(claim, result.known) for claim in (change.before, change.claim))
    rows = max(len(before), len(after))
    for at in range(rows):
        old = before[at] if at < len(before) else {}
        new = after[at] if at < len(after) else {}
        for column in dict.fromkeys([*old, *new]):
            if old.get(column, "") != new.get(column, "") and column != "quote digest":
                yield f"{column}: {old.get(column, '') or '(empty)'} → {new.get(column, '') or '(empty)'}"
