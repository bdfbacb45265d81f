"""Answers as text in the formats of other tools; `terminal` has the table for people.

Rows are written as csv, csv-bom (with a byte order mark, for Excel), tsv, json, xml or md; triples as nt, ttl, xml or
jsonld. CSV, TSV, JSON and XML
follow the W3C's SPARQL 1.1 result formats, except that a CSV cell which a spreadsheet would take for a formula gets an
apostrophe (`delimited.csv_safe`).
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from json.encoder import encode_basestring as _quoted  # a JSON string, with characters beyond ASCII as they are
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from kgraph.delimited import BOM, csv_safe
from kgraph.errors import UsageError
from kgraph.model import BlankNode, Literal, Rows, Term, Triple
from kgraph.namespaces import IRI, XSD, compact
from kgraph.store import serialise, write_triples
from kgraph.views.export import legal_xml

TRIPLE_FORMATS = ("nt", "ttl", "trig", "nq", "xml", "jsonld")
Row = tuple[Term | None, ...]
_RESULTS = "http://www.w3.org/2005/sparql-results#"


def shown(term: Term | None, base: str = "") -> str:
    """A term for readers: a literal's characters, an IRI without the base or with its prefix."""
    if isinstance(term, IRI):
        return harmless(term[len(base) :] if base and term.startswith(base) else compact(term))
    return harmless(_bare(term))


def column_words(name: str) -> str:
    """The name of a column for readers. Files keep the name itself. “Said by” could be read as the claimant.

    >>> column_words("said_by"), column_words("relayed_by")
    ('said on or before', 'relayed by')
    """
    return "said on or before" if name == "said_by" else name.replace("_", " ")


def one_line(text: str) -> str:
    """A label or sentence as one line, whatever line ends it has."""
    return harmless(" ".join(text.split()))


def harmless(text: str) -> str:
    """A text that is safe for a terminal: labels come from other people, and none may control it or change the text's
    direction."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def rows_text(rows: Rows, form: str, base: str = "") -> str:
    """The rows in one of `ROW_FORMATS`, ending with a line break; `base` shortens IRIs in `md`."""
    return "".join(ROW_FORMATS[form](rows.variables, rows.rows, base))


def yes_or_no(answer: bool, form: str) -> str:
    """The answer of an ASK query; raises `UsageError` for a format that cannot express one."""
    if form == "json":
        return json.dumps({"head": {}, "boolean": answer}) + "\n"
    if form == "xml":
        root = ElementTree.Element("sparql", xmlns=_RESULTS)
        ElementTree.SubElement(root, "head")
        ElementTree.SubElement(root, "boolean").text = str(answer).lower()
        return _xml(root)
    if form in ("table", "csv", "csv-bom", "tsv", "md"):
        return f"{str(answer).lower()}\n"
    raise UsageError(f"a yes or no cannot be written as {form}; use table, json or xml")


def triples_text(triples: Iterable[Triple], form: str) -> str:
    """Triples in one of `TRIPLE_FORMATS`, `table` meaning Turtle; raises `UsageError` for another."""
    chosen = "ttl" if form == "table" else form
    if chosen not in TRIPLE_FORMATS:
        raise UsageError(f"triples cannot be written as {form}; use {', '.join(TRIPLE_FORMATS)}")
    return write_triples(triples, chosen).decode("utf8")


def _csv(variables: Sequence[str], rows: Iterable[Row], base: str) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow(variables)
    for row in rows:
        yield _taken(line)
        writer.writerow([csv_safe(_bare(term)) for term in row])
    yield _taken(line)


def _taken(line: io.StringIO) -> str:
    """What was written, and an empty buffer."""
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text


def _csv_bom(variables: Sequence[str], rows: Iterable[Row], base: str) -> Iterator[str]:
    yield BOM
    yield from _csv(variables, rows, base)


def _bare(term: Term | None) -> str:
    """A term's characters in the W3C's CSV results: no quotes, no language tag, no datatype."""
    if term is None:
        return ""
    return f"_:{term}" if isinstance(term, BlankNode) else str(term)


def _tsv(variables: Sequence[str], rows: Iterable[Row], base: str) -> Iterator[str]:
    yield "\t".join(f"?{variable}" for variable in variables) + "\n"
    for row in rows:
        yield "\t".join(["" if term is None else serialise(term) for term in row]) + "\n"


def _json(variables: Sequence[str], rows: Iterable[Row], base: str) -> Iterator[str]:
    """A line for each row (SPARQL 1.1 Query Results JSON Format §3)."""
    yield f'{{"head": {{"vars": {json.dumps(list(variables), ensure_ascii=False)}}},\n"results": {{"bindings": ['
    names = [_quoted(name) for name in variables]
    between = "\n"
    for row in rows:
        cells = [f"{name}: {_json_term(term)}" for name, term in zip(names, row, strict=True) if term is not None]
        yield f"{between}{{{', '.join(cells)}}}"
        between = ",\n"
    yield "\n]}}\n"


def _json_term(term: Term) -> str:
    if isinstance(term, Literal):
        value = f'{{"type": "literal", "value": {_quoted(term.lexical)}'
        if term.language:
            return f'{value}, "xml:lang": {_quoted(term.language)}}}'
        return value + ("}" if term.datatype == XSD.string else f', "datatype": {_quoted(term.datatype)}}}')
    kind = "bnode" if isinstance(term, BlankNode) else "uri"
    return f'{{"type": "{kind}", "value": {_quoted(term)}}}'


def _xml_rows(variables: Sequence[str], rows: Iterable[Row], base: str) -> Iterator[str]:
    """A line for each row (SPARQL Query Results XML Format §2)."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_RESULTS}">\n<head>'
    yield "".join(f"<variable name={quoteattr(name)}/>" for name in variables) + "</head>\n<results>\n"
    names = [quoteattr(name) for name in variables]
    for row in rows:
        cells = [
            f"<binding name={name}>{_xml_term(term)}</binding>"
            for name, term in zip(names, row, strict=True)
            if term is not None
        ]
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n</sparql>\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, Literal):
        marks = f" xml:lang={quoteattr(term.language)}" if term.language else ""
        if not marks and term.datatype != XSD.string:
            marks = f" datatype={quoteattr(legal_xml(term.datatype))}"
        return f"<literal{marks}>{_in_xml(term.lexical)}</literal>"
    tag = "bnode" if isinstance(term, BlankNode) else "uri"
    return f"<{tag}>{_in_xml(term)}</{tag}>"


def _in_xml(text: str) -> str:
    """A text between tags; a carriage return is written as a reference, since parsers read a bare one as a line
    feed."""
    return escape(legal_xml(text), {"\r": "&#13;"})


def _xml(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _markdown(variables: Sequence[str], rows: Iterable[Row], base: str) -> Iterator[str]:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"

    yield line([column_words(name) for name in variables]) + line(["---"] * len(variables))
    for row in rows:
        yield line([shown(term, base) for term in row])


ROW_FORMATS: dict[str, Callable[[Sequence[str], Iterable[Row], str], Iterator[str]]] = {
    "csv": _csv,
    "csv-bom": _csv_bom,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml_rows,
    "md": _markdown,
}
"""The formats of rows besides the terminal's table: functions of the variables, the rows and the base, which give the
text piece by piece, so that long answers can be sent while they are found."""
