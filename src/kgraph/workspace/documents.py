"""Registering texts and pages as documents of a workspace: the files that are written for them.

Nothing is fetched. A text is copied into the workspace's folder of texts, byte for byte, and never changed. A page
without a text is identified by its address. Registering a document again changes the fields that are given.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from kgraph.days import day_of
from kgraph.disk import locked_folder, replace_files
from kgraph.errors import DataError, UsageError
from kgraph.model import Literal, Quad
from kgraph.namespaces import IRI, KG, RDFS, SCHEMA, compact
from kgraph.reading import guess_language, slug
from kgraph.sheets import agents
from kgraph.sheets.documents import FIELDS, CellFault, Naming, read_address, read_row, short_name, to_row
from kgraph.sheets.names import Names, Thing
from kgraph.sheets.registering import quads_of_thing
from kgraph.sheets.short_names import refused
from kgraph.sources import SourceText, read_source
from kgraph.store.trig import amended, canonical_trig
from kgraph.workbooks.values import Cell
from kgraph.workspace.anchoring import name_document
from kgraph.workspace.config import Workspace
from kgraph.workspace.described import REFERENCE, Described, data_files, described, free_file, names_of

OPTIONS = {"archive copy": "archive", "archive digest": "archive-digest"}
"""The options whose names differ from the field that they fill."""
NEEDED = {
    "publisher": "--publisher NAME",
    "published": "--published DATE",
    "language": "--language xx (such as en)",
}
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_NO_TEXTS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a packed file (a word processor's, or a .zip)"),
    (b"{\\rtf", "a word processor's file (RTF)"),
    (b"\xd0\xcf\x11\xe0", "an old word processor's file"),
    (b"\x1f\x8b", "a packed file"),
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MONTHS = ("January", "February", "March", "April", "May", "June")  # strftime would use the user's language
_LATER = ("July", "August", "September", "October", "November", "December")


@dataclass(frozen=True, slots=True)
class Given:
    """A user's description of a document: texts by the headings of `sheets.documents`; an empty text deletes a field.

    `new_publisher` and `new_author` make new entities for unknown names. `name` is the short name of a new document; if
    it is empty, it is made from the file's name or the address.
    """

    said: Mapping[str, str] = field(default_factory=dict)
    new_publisher: bool = False
    new_author: bool = False
    name: str = ""


@dataclass(slots=True)
class Registration:
    """The result of registering: files to write with their contents, the document's description, and remarks for the
    user."""

    document: IRI
    is_new: bool
    description: str = ""
    files: dict[Path, bytes] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.files)


def is_address(text: str) -> bool:
    """Whether the user means an address, not a file."""
    return _ADDRESS.match(text) is not None


def register(workspace: Workspace, what: str, given: Given, *, dry_run: bool = False) -> Registration:
    """Register the text of a file, or a page by its address; with `dry_run` nothing is written. Returns what is, or
    would be, written.

    Raises `UsageError` or `DataError`, with nothing written, for a file that is no text, a text that is registered
    under another name, an unknown name, or an illegal date.
    """
    if not workspace.is_writable:
        raise UsageError("these are kgraph's own files; begin a workspace with 'kgraph init DIR' and register there")
    workspace.data.mkdir(parents=True, exist_ok=True)
    with locked_folder(workspace.data):
        planned = _of_address(workspace, what, given) if is_address(what) else _of_file(workspace, Path(what), given)
        if not dry_run:
            replace_files(planned.files)
    return planned


def _of_file(workspace: Workspace, file: Path, given: Given) -> Registration:
    source = _read_text(file)
    name = file.name
    address = _written(given.said.get("address", ""))
    plain = max(re.findall(r"[A-Za-z0-9]+", name), key=len, default="")
    standing = described(workspace, [source.digest, plain, address, f"doc/{slug(file.stem)}", given.name])
    found = _registered(standing, workspace, file, source) or _without_text(standing, address)
    if found is not None:
        document = found
    elif given.name:
        document = _named(workspace, given.name, standing)
    else:
        written = name_document(workspace, name, source).written[1:-1]
        document = IRI(written if is_address(written) else workspace.base + written)
    planned = Registration(document, found is None)
    _place_text(workspace, file, planned)
    if re.match(r"\ufeff?\s*<(!doctype|html|\?xml)", source.text, re.IGNORECASE):
        planned.remarks.append("this looks like HTML: claims would count its tags; better save its text alone")
    own: dict[str, Cell] = {"file": name, "digest": source.digest, "length": str(source.length)}
    _describe(workspace, standing, planned, given, own, source.text)
    return planned


def _written(address: str) -> str:
    """An address in the form for data, "" for ""; raises `UsageError` for an illegal address."""
    try:
        return read_address(address) if address else ""
    except CellFault as fault:
        raise UsageError(f"--address: {fault}") from fault


def _read_text(file: Path) -> SourceText:
    """The text; raises `DataError` or `UsageError` for a file into which anchors could not point."""
    if file.exists() and not file.is_file() and not file.is_dir():
        raise UsageError(f"{file}: is no file but a pipe, a socket or a device")
    if not file.name.isprintable():
        raise UsageError(f"{file.name!r}: rename it: a file's name has no ends of line or invisible characters")
    if file.is_file():
        with file.open("rb") as opened:
            head = opened.read(8)
        for mark, kind in _NO_TEXTS:
            if head.startswith(mark):
                raise DataError(f"this is {kind}, no text", path=file, fix="save its text as a .txt file in UTF-8")
    source = read_source(file)
    if control := _CONTROLS.search(source.text):
        what = f"this is no text: it has the control character U+{ord(control[0]):04X}"
        raise DataError(what, path=file, fix="save the text alone, as a .txt file in UTF-8")
    if not source.text.strip("\ufeff \t\r\n"):
        raise DataError("there is no text in it", path=file)
    return source


def _registered(standing: Described, workspace: Workspace, file: Path, source: SourceText) -> IRI | None:
    """The document that has this text and file name; raises `UsageError` if another document has one of the two."""
    alike = standing.having(KG.textDigest, source.digest)
    called = standing.having(KG.fileName, file.name)
    for document in alike:
        if not standing.values(document, KG.fileName) or document in called:
            return document
    if alike:
        other = f"{_short(workspace, alike[0])}, whose file is '{standing.values(alike[0], KG.fileName)[0]}'"
        raise UsageError(f"{file}: this text is registered already as {other}; nothing was written")
    for document in called:
        if not standing.values(document, KG.textDigest):
            return document
        message = f"{file}: {_short(workspace, document)} has a text of this name, and it is another"
        raise UsageError(f"{message}; a corrected version is a document of its own: save it under another name")
    return None


def _without_text(standing: Described, address: str) -> IRI | None:
    """The document with this address and without a text."""
    texts = (KG.fileName, KG.textDigest, KG.textLength)
    found = standing.having(SCHEMA.url, address) if address else []
    return next((one for one in found if not any(standing.values(one, said) for said in texts)), None)


def _place_text(workspace: Workspace, file: Path, planned: Registration) -> None:
    """Copy the text into the folder of texts, if it is not there; raises `UsageError` if another text has its name
    there."""
    place = workspace.sources / file.name
    where = shown(workspace, place)
    if not place.exists():
        planned.files[place] = file.read_bytes()
        planned.remarks.append(f"the text is copied to {where}: never change it there, as claims count its characters")
    elif place.resolve() != file.resolve() and place.read_bytes() != file.read_bytes():
        raise UsageError(f"{where}: another text of this name is there; rename {file}, or remove that one")
    else:
        planned.remarks.append(f"the text is in {where}: never change it, as claims count its characters")


def _of_address(workspace: Workspace, address: str, given: Given) -> Registration:
    address = _written(address)
    if given.said.get("address", address) != address:
        raise UsageError(f"'{address}' is the page's address; leave out --address, or name a file")
    said = {**given.said, "address": address}
    parts = urlsplit(address)
    path = re.sub(r"\.(html?|php|aspx?)$", "", parts.path)
    name = slug(f"{(parts.hostname or '').removeprefix('www.')} {path}")[:60].strip("-") or "page"
    standing = described(workspace, [address, f"doc/{name}", given.name])
    found = standing.having(SCHEMA.url, address)
    if len(found) > 1:
        several = ", ".join(_short(workspace, one) for one in found)
        raise UsageError(f"several documents have this address: {several}; change them in their files")
    document = _named(workspace, given.name, standing) if given.name and not found else _free(workspace, name, standing)
    planned = Registration(found[0] if found else document, not found)
    if not found or not standing.values(found[0], KG.textDigest):
        how = f"'kgraph document add FILE --address {address}' adds it"
        planned.remarks.append(f"nothing is fetched: the document has an address and no text; {how}")
    _describe(workspace, standing, planned, replace(given, said=said), {}, "")
    return planned


def _named(workspace: Workspace, name: str, standing: Described) -> IRI:
    """The IRI of a new document with a given short name; raises `UsageError` if the name is illegal or taken."""
    document = IRI(f"{workspace.base}doc/{name.removeprefix('doc/')}")
    if why := refused(name.removeprefix("doc/")):
        raise UsageError(f"--name: {why}")
    if document in standing.named:
        raise UsageError(f"--name: another document is called {_short(workspace, document)}; give another name")
    return document


def _free(workspace: Workspace, name: str, standing: Described) -> IRI:
    """The IRI of a new document with this name, followed by a number if it is taken; raises `UsageError` if the name is
    illegal."""
    if why := refused(name):
        raise UsageError(f"{why}; --name gives it another")
    document, number = IRI(f"{workspace.base}doc/{name}"), 1
    while document in standing.named:
        number += 1
        document = IRI(f"{workspace.base}doc/{name}-{number}")
    return document


def _describe(
    workspace: Workspace,
    standing: Described,
    planned: Registration,
    given: Given,
    own: Mapping[str, Cell],
    text: str,
) -> None:
    """Add the document's description, and the new entities that it names, to the files to write."""
    naming, document = Naming(workspace.base), planned.document
    cells, rest = to_row(standing.quads.get(document, ()), document, naming)
    names = names_of(workspace)
    cells |= own
    given_cells, things = _given_cells(given, names, planned.remarks)
    cells |= given_cells
    if not cells.get("language") and (guessed := guess_language(text)):
        cells["language"] = guessed
        planned.remarks.append(f"language guessed: {guessed}; --language xx says another")
    missing = [option for heading, option in NEEDED.items() if not cells.get(heading)]
    if missing:
        raise UsageError(f"say also {', '.join(missing)}; nothing was written")
    row = read_row(cells, naming, (document,))
    if row.faults:
        option = OPTIONS.get(row.faults[0].heading, row.faults[0].heading)
        raise UsageError(f"--{option}: {row.faults[0].message}")
    if not any(quad[1] == RDFS.label for quad in (*row.quads, *rest)):
        title = _free_title(workspace, _title(row.quads, names), document)
        row.quads.append((document, RDFS.label, Literal(title, language="en"), document))
    planned.remarks += _late(row.quads)
    replaced = {one.property for one in FIELDS if one.heading in given.said or one.heading in own}
    now = [*row.quads, *(quad for quad in rest if quad[0] != document or quad[1] not in replaced)]
    added = [quad for thing in things for quad in quads_of_thing(thing, workspace.base)]
    planned.description = canonical_trig([*now, *added], workspace.base)
    _put(workspace, standing, planned, now)
    if added:
        reference = workspace.data / REFERENCE
        planned.files[reference] = _with(reference, added, workspace.base)


def _given_cells(given: Given, names: Names, remarks: list[str]) -> tuple[dict[str, Cell], list[Thing]]:
    """The given fields as cells that name entities by IRI, and the new entities; adds remarks on these.

    Raises `UsageError` for an unknown name.
    """
    cells: dict[str, Cell] = dict(given.said)
    things: list[Thing] = []
    for heading, new in {"publisher": given.new_publisher, "author": given.new_author}.items():
        found = []
        for text in agents.parts(heading, given.said.get(heading, "")):
            iri, thing, near = agents.agent(heading, text, names, new=new)
            found.append(iri)
            if thing is not None:
                things.append(thing)
                remarks.append(_new(thing, near, names))
        if found:
            cells[heading] = "; ".join(f"<{iri}>" for iri in dict.fromkeys(found))
    return cells, things


def _new(thing: Thing, near: Sequence[str], names: Names) -> str:
    kinds = " and ".join(f"a {compact(one)}" for one in thing.classes)
    meant = f"; names that come near: {', '.join(near)}" if near else ""
    return f"new in {REFERENCE}: {names.short(thing.iri)}, {kinds}{meant}"


def _with(path: Path, added: Sequence[Quad], base: str) -> bytes:
    """The new content of a data file with quads added."""
    return (
        amended(path, base, lambda quads: [*quads, *added]) if path.exists() else canonical_trig(added, base).encode()
    )


def _title(quads: Sequence[Quad], names: Names) -> str:
    """The title of a document for which none is given: its outlet and its day."""
    by = {predicate: value for _, predicate, value, _ in quads}
    day = day_of(str(by[SCHEMA.datePublished]))
    when = f"{day.day} {(*_MONTHS, *_LATER)[day.month - 1]} {day.year}" if day else ""
    return f"{_label(IRI(str(by[SCHEMA.publisher])), names)}, {when}"


def _label(iri: IRI, names: Names) -> str:
    thing = names.things.get(iri)
    return thing.label if thing and thing.label else iri.rpartition("/")[2]


def _free_title(workspace: Workspace, title: str, document: IRI) -> str:
    """The title, followed by the document's short name if something else has that title."""
    written = f'"{title}"'.encode()
    taken = any(written in path.read_bytes() for path in data_files(workspace))
    return f"{title} ({short_name(document, workspace.base)})" if taken else title


def _late(quads: Sequence[Quad]) -> Iterator[str]:
    """Remarks on implausible days."""
    by = {one.heading: str(q[2]) for one in FIELDS for q in quads if q[1] == one.property}
    captured, published = day_of(by.get("captured", "")), day_of(by.get("published", ""))
    if captured and published and captured < published:
        yield f"captured on {captured}, before it was published on {published}: check both days"


def _put(workspace: Workspace, standing: Described, planned: Registration, now: Sequence[Quad]) -> None:
    document = planned.document
    path = standing.paths.get(document)
    if path is None:
        path = free_file(workspace, short_name(document, workspace.base), Path.exists)
        planned.files[path] = canonical_trig(now, workspace.base).encode()
        return
    if set(now) == set(standing.quads[document]):
        return
    if path.suffix.lower() != ".trig":
        raise UsageError(f"{shown(workspace, path)}: kgraph changes .trig files alone; write it there by hand")

    def change(quads: list[Quad]) -> list[Quad]:
        return [*(quad for quad in quads if quad[0] != document or quad[3] != document), *now]

    planned.files[path] = amended(path, workspace.base, change)


def _short(workspace: Workspace, iri: IRI) -> str:
    return iri.removeprefix(workspace.base)


def shown(workspace: Workspace, path: Path) -> str:
    """A path in the form for messages: relative to the workspace's folder if it is inside."""
    return str(path.relative_to(workspace.root)) if path.is_relative_to(workspace.root) else str(path)
