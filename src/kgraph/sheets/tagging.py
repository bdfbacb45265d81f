"""Converting the tags, comments, replies and links of annotations to cells.

A tag `who says it: the mayor` or `kind=figure` fills that column, and so does such a line of a comment. The first other
text of a comment becomes the paraphrase, and further text goes into the note. A remark reports everything that is not
used.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kgraph.annotations import Annotation
from kgraph.errors import nearest, short
from kgraph.sheets import columns
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.shapes import ALSO, KINDS
from kgraph.sheets.stances import STANCES

_LISTS = frozenset((*columns.RELATIONS, "through whom", "about", "who", "what", "to whom", "where", "event", "part"))
_LISTS |= {"who is counted", "by what means", "cause", "purpose", "part of", "winner", "norm", "except"}
_TAG = re.compile(r"#?([^:=\n]{1,40}?)\s*[:=]\s*(.+)", re.DOTALL)
_NAMED = 8  # how many tags a remark names


@dataclass(slots=True)
class Filled:
    """An annotation, and the cells that it fills."""

    one: Annotation
    cells: dict[str, str] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)

    @property
    def line(self) -> Line:
        """The cells as a line."""
        return Line(self.one.number, self.cells, self.one.name)

    @property
    def claim(self) -> tuple[str, str]:
        """A key that is equal for annotations with the same document and id."""
        return self.one.targets[0].source, self.cells.get("id", "") or f"annotation {self.one.number}"


def read_comment(text: str) -> tuple[list[tuple[str, str]], str]:
    """The (column, cell) pairs of a comment's lines that name columns, and the other lines.

    >>> read_comment("The ferry sank.\\nwho says it: the mayor\\nHe saw it.")
    ([('who says it', 'the mayor')], 'The ferry sank.\\nHe saw it.')
    """
    said: list[tuple[str, str]] = []
    rest: list[str] = []
    for line in text.splitlines():
        pair = _pair(line.strip())
        if pair:
            said.append(pair)
        else:
            rest.append(line.rstrip())
    return said, "\n".join(rest).strip()


def _pair(text: str) -> tuple[str, str] | None:
    """The column before a colon or equals sign in a text, and the text after it; `None` if it names no column."""
    match = _TAG.fullmatch(text)
    column = columns.column_of(match[1]) if match else None
    return (column.name, match[2].strip()) if match and column else None


def filled_in(items: Sequence[Annotation], notes: Notes) -> tuple[list[Filled], list[str]]:
    """The cells of annotations, one by one, and remarks on all; annotations that only highlight a stretch are
    skipped."""
    filling = _Filling(items, notes)
    return filling.filled, filling.remarks()


class _Filling:
    def __init__(self, items: Sequence[Annotation], notes: Notes) -> None:
        self._items, self._notes = items, notes
        self._silent = 0
        self._plain: dict[str, None] = {}
        self.filled = [self._of(one) for one in items if self._speaks(one)]
        self._join(self.filled)
        _name_rows(self.filled)
        _note_once(self.filled)

    def remarks(self) -> list[str]:
        """The remarks that concern all annotations."""
        found = []
        if self._silent:
            said = "1 annotation has" if self._silent == 1 else f"{self._silent} annotations have"
            found.append(f"{said} neither tags nor a comment, only a mark in the text, and left out")
        if self._plain:
            named = ", ".join(f"'{short(tag, 30)}'" for tag in list(self._plain)[:_NAMED])
            more = " …" if len(self._plain) > _NAMED else ""
            found.append(f"tags that name no column are put into the note: {named}{more}")
        return found

    def _speaks(self, one: Annotation) -> bool:
        """Whether an annotation is about a text; replies and links are about annotations."""
        if one.answers or one.links:
            return False
        self._silent += not one.tags and not one.texts
        return bool(one.tags or one.texts)

    def _of(self, one: Annotation) -> Filled:
        filled = Filled(one, beside=list(one.beside))
        for tag in one.tags:
            self._tag(filled, tag)
        for text in one.texts:
            said, rest = read_comment(text)
            for column, value in said:
                self._fill(filled, column, value)
            if rest and "what it says" not in filled.cells:
                filled.cells["what it says"] = rest
            elif rest:
                filled.beside.insert(0, rest)
        if one.remarks:
            self._notes.remark(filled.line, "", "; ".join(one.remarks))
        return filled

    def _tag(self, filled: Filled, tag: str) -> None:
        pair = _pair(tag)
        word = " ".join(tag.removeprefix("#").casefold().split())
        if pair:
            self._fill(filled, *pair)
        elif word in (*KINDS, *ALSO) and "kind" not in filled.cells:
            filled.cells["kind"] = word
        elif word in STANCES and "how it is said" not in filled.cells:
            filled.cells["how it is said"] = word
        else:
            head, colon, _ = tag.partition(":")
            near = nearest(head, columns.NAMES) if colon else []
            if near:
                self._notes.remark(filled.line, "", f"no column is called '{short(head)}'; did you mean '{near[0]}'?")
            self._plain[tag] = None
            filled.beside.append(f"tag: {tag}")

    def _fill(self, filled: Filled, column: str, value: str) -> None:
        before = filled.cells.get(column, "")
        if not before or before == value:
            filled.cells[column] = value
        elif column in _LISTS:
            filled.cells[column] = f"{before}; {value}"
        elif column in ("note", "turtle"):
            filled.cells[column] = f"{before}\n{value}"
        else:
            both = f"'{short(before)}' and '{short(value)}'"
            self._notes.fault(filled.line, column, f"the annotation says both {both}; keep one")

    def _join(self, filled: Sequence[Filled]) -> None:
        """Put replies into the notes of the annotations that they answer, and links into the first annotation that they
        link."""
        by_id = {name: one for one in filled for name in _ids(one.one)}
        for one in self._items:
            if one.answers:
                said = "; ".join([*one.texts, *one.tags, *one.beside])
                if one.answers in by_id:
                    by = f" by {one.creator}" if one.creator else ""
                    by_id[one.answers].beside.append(f"reply{by}: {said}")
                else:
                    self._notes.remark(
                        line_of(one), "", "it answers an annotation that was left out, so it is left out, too"
                    )
            elif one.links and self._linked(one, by_id) is None:
                relations = ", ".join(columns.RELATIONS)
                said = f"it joins no two annotations of this file by {relations}, so it is left out"
                self._notes.remark(line_of(one), "", said)

    def _linked(self, link: Annotation, by_id: Mapping[str, Filled]) -> Filled | None:
        ends = [by_id.get(target.source) for target in link.targets]
        relation = next(
            (tag.casefold() for tag in [*link.tags, *link.texts] if tag.casefold() in columns.RELATIONS), ""
        )
        if len(ends) != 2 or ends[0] is None or ends[1] is None or not relation:
            return None
        self._fill(ends[0], relation, ends[1].one.id)
        return ends[0]


def _name_rows(filled: Sequence[Filled]) -> None:
    """In cells that name claims, replace ids or numbers of this file's annotations by the ids of their claims."""
    rows = {f"annotation {one.one.number}": f"row {one.one.number}" for one in filled}
    rows |= {name: f"row {one.one.number}" for one in filled for name in _ids(one.one)}
    for one in filled:
        for column in columns.RELATIONS:
            if column in one.cells:
                parts = (part.strip() for part in re.split(r"[;,\n]", one.cells[column]))
                one.cells[column] = "; ".join(rows.get(part, part) for part in parts)


def _note_once(filled: Sequence[Filled]) -> None:
    """Fill the notes: other bodies in each annotation's own note, and the annotator if the claim has no other note."""
    noted: set[tuple[str, str]] = set()
    for one in filled:
        said = list(filter(None, (one.cells.get("note", ""), *one.beside)))
        if said:
            one.cells["note"] = "\n".join(said)
            noted.add(one.claim)
    for one in filled:
        day = one.one.created[:10] if re.match(r"\d{4}-\d\d-\d\d", one.one.created) else ""
        by = f"annotated by {one.one.creator}" if one.one.creator else "annotated"
        if (one.one.creator or day) and one.claim not in noted:
            one.cells["note"] = f"{by}, {day}" if day else by
            noted.add(one.claim)


def line_of(one: Annotation) -> Line:
    """A line for faults of an annotation."""
    return Line(one.number, {}, one.name)


def _ids(one: Annotation) -> Iterator[str]:
    """The names by which other annotations may refer to this one."""
    if one.id:
        yield one.id
        yield one.id.rstrip("/").rpartition("/")[2]
