"""Answers as text in the formats of other tools; `terminal` has the table for people.

Rows are written as csv, csv-bom (with a byte order mark, for Excel), tsv, json, xml or md; triples as nt, ttl, xml or
jsonld. CSV, TSV, JSON and XML
follow the W3C's SPARQL 1.1 result formats, except that a CSV cell which a spreadsheet would take for a formula gets an
apostrophe (`delimited.csv_safe`).
"""

import csv
import io
import json
from collections.abc import Callable, Iterable
from xml.etree import ElementTree

from kgraph.delimited import BOM, csv_safe
from kgraph.errors import UsageError
from kgraph.model import BlankNode, Literal, Rows, Term, Triple
from kgraph.namespaces import IRI, XSD, compact
from kgraph.store import serialise, write_triples
from kgraph.views.export import legal_xml

TRIPLE_FORMATS = ("nt", "ttl", "trig", "nq", "xml", "jsonld")
_RESULTS = "http://www.w3.org/2005/sparql-results#"


def shown(term: Term | None, base: str = "") -> str:
    """A term for readers: a literal's characters, an IRI without the base or with its prefix."""
    if isinstance(term, IRI):
        return harmless(term[len(base) :] if base and term.startswith(base) else compact(term))
    return harmless(_bare(term))


def one_line(text: str) -> str:
    """A label or sentence as one line, whatever line ends it has."""
    return harmless(" ".join(text.split()))


def harmless(text: str) -> str:
    """A text that is safe for a terminal: labels come from other people, and none may control it or change the text's
    direction."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def rows_text(rows: Rows, form: str, base: str = "") -> str:
    """The rows in one of `ROW_FORMATS`, ending with a line break; `base` shortens IRIs in `md`."""
    return ROW_FORMATS[form](rows, base)


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


def _csv(rows: Rows, base: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows.variables)
    for row in rows.rows:
        writer.writerow(csv_safe(_bare(term)) for term in row)
    return out.getvalue()


def _csv_bom(rows: Rows, base: str) -> str:
    return BOM + _csv(rows, base)


def _bare(term: Term | None) -> str:
    """A term's characters in the W3C's CSV results: no quotes, no language tag, no datatype."""
    if term is None:
        return ""
    return f"_:{term}" if isinstance(term, BlankNode) else str(term)


def _tsv(rows: Rows, base: str) -> str:
    lines = ["\t".join(f"?{variable}" for variable in rows.variables)]
    lines += ["\t".join("" if term is None else serialise(term) for term in row) for row in rows.rows]
    return "\n".join(lines) + "\n"


def _json(rows: Rows, base: str) -> str:
    bindings = [{name: _json_term(term) for name, term in row.items() if term is not None} for row in rows]
    document = {"head": {"vars": list(rows.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, Literal):
        found = {"type": "literal", "value": term.lexical}
        if term.language:
            found["xml:lang"] = term.language
        elif term.datatype != XSD.string:
            found["datatype"] = term.datatype
        return found
    return {"type": "bnode" if isinstance(term, BlankNode) else "uri", "value": str(term)}


def _xml_rows(rows: Rows, base: str) -> str:
    root = ElementTree.Element("sparql", xmlns=_RESULTS)
    head = ElementTree.SubElement(root, "head")
    for variable in rows.variables:
        ElementTree.SubElement(head, "variable", name=variable)
    results = ElementTree.SubElement(root, "results")
    for row in rows:
        result = ElementTree.SubElement(results, "result")
        for name, term in row.items():
            if term is not None:
                _xml_term(ElementTree.SubElement(result, "binding", name=name), term)
    return _xml(root)


def _xml_term(binding: ElementTree.Element, term: Term) -> None:
    described = _json_term(term)
    kind = described.pop("type")
    value = described.pop("value")
    language = described.pop("xml:lang", None)
    attributes = {"{http://www.w3.org/XML/1998/namespace}lang": language} if language else described
    ElementTree.SubElement(binding, kind, attributes).text = legal_xml(value)


def _xml(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _markdown(rows: Rows, base: str) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    lines = [line([v.replace("_", " ") for v in rows.variables]), line(["---"] * len(rows.variables))]
    lines += [line([shown(term, base) for term in row]) for row in rows.rows]
    return "\n".join(lines) + "\n"


ROW_FORMATS: dict[str, Callable[[Rows, str], str]] = {
    "csv": _csv,
    "csv-bom": _csv_bom,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml_rows,
    "md": _markdown,
}
"""The formats of rows besides the terminal's table."""
