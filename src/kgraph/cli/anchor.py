"""The command `anchor`, which prints the Turtle that points to words of a text."""

from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.commands import examples
from kgraph.cli.output import remark
from kgraph.errors import UsageError
from kgraph.model import Literal
from kgraph.reading import Found, Place, Reading, Searched, legible
from kgraph.sources import SourceText, read_source, slice_digest
from kgraph.store import serialise
from kgraph.workspace.anchoring import DocumentName, name_document
from kgraph.workspace.config import Workspace

app = typer.Typer(rich_markup_mode=None)

_SHOWN = 10  # how many places are shown if words occur more than once
_AROUND = 30  # how many characters are shown on either side


@app.command(
    epilog=examples(
        "kgraph anchor sources/report.txt",
        "kgraph anchor sources/report.txt 'holds the whole town'",
        "kgraph anchor sources/report.txt 'the town' --nth 2",
    )
)
def anchor(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file with a document's text.")],
    words: Annotated[
        str,
        typer.Argument(
            help="The words that the claim quotes; without words, it prints the digest and length of the whole text."
        ),
    ] = "",
    nth: Annotated[
        int | None, typer.Option("--nth", "-n", min=1, help="Which place to take, if the words occur in several.")
    ] = None,
) -> None:
    """Find words in a text, and print the Turtle that points a claim to them.

    kgraph finds the words as a reader sees them: quotation marks, hyphens, line ends and invisible characters need not
    be the same. The printed Turtle points to the exact characters of the text.
    """
    source = read_source(file)
    name = file.name
    file_name = serialise(Literal(name))
    if not words:
        if nth is not None:
            raise UsageError("--nth chooses a place of the words, so it needs words")
        lines = (f"kg:fileName {file_name}", f'kg:textDigest "{source.digest}"', f"kg:textLength {source.length}")
        typer.echo(" ;\n".join(lines))
        return
    if not Reading(words).seen.strip():
        raise UsageError("the words are blank; give the words that the claim quotes, or leave the argument out")
    document = name_document(_workspace(context, file), name, source)
    place = _chosen(context, file, source.text, words, nth)
    if document.remark:
        remark(context, document.remark)
    typer.echo(_pointer(document, source, place))


def _pointer(document: DocumentName, source: SourceText, place: Place) -> str:
    return (
        f"kg:anchor [ a oa:SpecificResource ; oa:hasSource {document.written} ;\n"
        f"  oa:hasSelector [ a oa:TextPositionSelector ; oa:start {place.start} ; oa:end {place.end} ] ;\n"
        f'  kg:quoteDigest "{slice_digest(source.text, place.start, place.end)}" ]'
    )


def _workspace(context: typer.Context, file: Path) -> Workspace | None:
    """The workspace of -C, else that of the current folder, else that of the text's folder."""
    if context.obj.workspace:
        return Workspace.find(context.obj.workspace)
    for start in (Path.cwd(), file.resolve().parent):
        try:
            return Workspace.find(start)
        except UsageError:
            continue
    return None


def _chosen(context: typer.Context, file: Path, text: str, words: str, nth: int | None) -> Place:
    """The chosen place, else the first one; prints remarks. Raises `UsageError` if there is none."""
    searched = Searched(text)
    found = searched.find(words)
    count = len(found.places)
    if not count:
        raise UsageError(f"{file}: these words are not in the text; {_instead(searched, words)}")
    if nth is not None and nth > count:
        times = "once" if count == 1 else f"{count} times"
        raise UsageError(f"{file}: these words occur {times}; --nth {nth} is too high")
    if found.likeness.value:
        remark(context, f"the text has these words with other {found.likeness.value}")
    chosen = (nth or 1) - 1
    if count > 1:
        which = f"this is number {chosen + 1}" if nth else "this is the first; --nth N chooses another"
        remark(context, f"these words occur {count} times; {which}:")
        for line in _listed(text, found, chosen):
            remark(context, line)
    elif found.likeness.value or not found.places[0].whole:
        remark(context, _shown(text, found.places[0]))
    return found.places[chosen]


def _instead(searched: Searched, words: str) -> str:
    near = searched.nearest(words)
    if near is None:
        return "quote them as the text has them"
    return f"the nearest is {_shown(searched.text, near).strip()}"


def _listed(text: str, found: Found, chosen: int) -> list[str]:
    first = 0 if chosen < _SHOWN else chosen - _SHOWN // 2
    shown = range(first, min(first + _SHOWN, len(found.places)))
    lines = [f"{'>' if i == chosen else ' '}{i + 1:>4}  {_shown(text, found.places[i])}" for i in shown]
    left = len(found.places) - len(shown)
    return [*lines, f"      and {left} more"] if left else lines


def _shown(text: str, place: Place) -> str:
    """A place with its surroundings, on one line."""
    start, end, whole = place
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    parts = (before, text[start:end][: 4 * _AROUND], after)
    left, inside, right = (" ".join(["", *legible(part).split(), ""]) if part else "" for part in parts)
    left = left if before[-1:].isspace() else left.rstrip(" ")
    right = right if after[:1].isspace() else right.lstrip(" ")
    note = "" if whole else " (inside a word)"
    return f"{start}–{end}: {'…' if start > _AROUND else ''}{left.lstrip()}[{inside.strip()}]{right.rstrip()}{note}"
