"""Reading XLSX (ECMA-376, transitional and strict): stored values, in the form in which their number formats show
them."""

from pathlib import Path

from kgraph.errors import DataError, short
from kgraph.workbooks import numbers
from kgraph.workbooks.gathering import Bounds, Gathered
from kgraph.workbooks.packages import Attributes, Package, Reader, resolved
from kgraph.workbooks.values import Book, Remark, Sheet, clean
from kgraph.workbooks.xlsx_cells import Worksheet, is_true, local, unescaped, whole

_MACROS = "this workbook has macros, which were not run"


def read_xlsx(path: Path, package: Package) -> Book:
    """The worksheets of a workbook, in order; charts and macro sheets are left out."""
    book = Workbook(package)
    styles = _Styles()
    strings = _Strings()
    for part, reader in ((book.related("/styles"), styles), (book.related("/sharedStrings"), strings)):
        if part and package.has(part):
            package.read(part, reader)
    remarks = (
        [Remark(_MACROS)] if any("vbaproject" in name or "/macrosheets/" in name for name in package.names()) else []
    )
    sheets: list[Sheet] = []
    bounds = Bounds(path)
    for name, part, hidden in book.sheets():
        gathered = Gathered(name, bounds)
        gathered.hidden = hidden
        package.read(part, Worksheet(gathered, strings.texts, styles.kinds, epoch_1904=book.epoch_1904))
        sheet, said = gathered.sheet()
        sheets.append(sheet)
        remarks += said
    return Book(tuple(sheets), tuple(remarks), "xlsx")


class Relations(Reader):
    """Reads the relations of a part: each has an id, a type and a target part."""

    def __init__(self, package: Package, base: str) -> None:
        folder, _, name = base.rpartition("/")
        self.base, self.found = base, dict[str, tuple[str, str]]()
        part = f"{folder}/_rels/{name}.rels".lstrip("/")
        if package.has(part):
            package.read(part, self)

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a relation; those with a target outside the file are left out."""
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = resolved(self.base, attributes.get("Target", ""))
            self.found[attributes.get("Id", "")] = (attributes.get("Type", ""), target)

    def of_type(self, ending: str) -> str:
        """The first target whose relation has a type with this ending; "" if there is none."""
        return next((target for kind, target in self.found.values() if kind.endswith(ending)), "")


class Workbook(Reader):
    """Reads the list of sheets, and the day from which dates are counted."""

    def __init__(self, package: Package) -> None:
        self.package, self.epoch_1904 = package, False
        self.listed: list[tuple[str, str, bool]] = []
        part = Relations(package, "").of_type("/officeDocument") or "xl/workbook.xml"
        self.relations = Relations(package, part)
        package.read(part, self)

    def related(self, ending: str) -> str:
        """The part to which the workbook has a relation of this type."""
        return self.relations.of_type(ending)

    def sheets(self) -> list[tuple[str, str, bool]]:
        """The name of each worksheet, its part, and whether it is hidden."""
        found = []
        for name, relation, hidden in self.listed:
            if relation not in self.relations.found:
                raise self.package.damaged(f"sheet '{short(name, 40)}' is not in it")
            kind, part = self.relations.found[relation]
            if kind.endswith("/worksheet"):
                found.append((name, part, hidden))
        if not found:
            raise DataError("this workbook has no sheets with cells", path=self.package.path, fix="fill in a sheet")
        return found

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a sheet."""
        match local(name):
            case "workbookPr":
                self.epoch_1904 = is_true(attributes.get("date1904"))
            case "sheet":
                relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
                hidden = attributes.get("state", "visible") != "visible"
                self.listed.append((clean(attributes.get("name", "")), relation, hidden))


class _Styles(Reader):
    """Reads the kind of each cell format: `kinds`, by its number."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self._own: dict[int, str] = {}
        self._cells = False

    def start(self, name: str, attributes: Attributes) -> None:
        match local(name):
            case "numFmt":
                self._own[whole(attributes.get("numFmtId"))] = numbers.format_kind(attributes.get("formatCode", ""))
            case "cellXfs":
                self._cells = True
            case "xf" if self._cells:
                form = whole(attributes.get("numFmtId"))
                self.kinds.append(self._own.get(form) or numbers.known_format(form))

    def end(self, name: str) -> None:
        if local(name) == "cellXfs":
            self._cells = False


class _Strings(Reader):
    """Reads the texts that cells share; pronunciations (`rPh`) are left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._reading = self._spoken = False

    def start(self, name: str, attributes: Attributes) -> None:
        match local(name):
            case "si":
                self._pieces = []
            case "rPh":
                self._spoken = True
            case "t":
                self._reading = not self._spoken

    def end(self, name: str) -> None:
        match local(name):
            case "si":
                self.texts.append(unescaped("".join(self._pieces)))
            case "rPh":
                self._spoken = False
            case "t":
                self._reading = False

    def text(self, text: str) -> None:
        if self._reading:
            self._pieces.append(text)
