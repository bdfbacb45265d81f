"""Which format an answer is sent in: by `format=`, else by Accept (RFC 9110 §12.5.1)."""

from collections.abc import Sequence
from email.message import Message

from kgraph.web.problems import Problem

ROWS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "csv-bom": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
"""The formats of rows, and of a yes or no, with their media types; the first is the default."""

TRIPLES = {
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "xml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig; charset=utf-8",
    "nq": "application/n-quads",
}
"""The formats of triples."""

_OTHER_NAMES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/x-turtle": "ttl",
    "text/plain": "nt",
    "text/n3": "ttl",
    "turtle": "ttl",
    "n3": "ttl",
    "rdf": "xml",
    "rdf+xml": "xml",
    "json-ld": "jsonld",
    "n-triples": "nt",
    "ntriples": "nt",
}
"""Media types and names that clients ask for instead."""


def media_type_of(header: str) -> str:
    """The media type that a Content-Type header names, in lower case; "" if it names none."""
    message = Message()
    message["content-type"] = header
    return message.get_content_type() if header.strip() else ""


def chosen(formats: dict[str, str], form: str, accept: str) -> str:
    """The name of the format; raises `Problem`: 400 for a `form` that is none of these, 406 if Accept wants others.

    >>> chosen(ROWS, "", "text/html;q=0.9, text/csv;q=0.5, */*;q=0.1"), chosen(ROWS, "", "")
    ('csv', 'json')
    """
    by_type: dict[str, str] = {}
    for name, media_type in formats.items():
        by_type.setdefault(media_type.partition(";")[0], name)
    by_type |= {other: name for other, name in _OTHER_NAMES.items() if name in formats and other not in by_type}
    if form:
        name = by_type.get(form, form)
        if name not in formats:
            raise Problem(400, f"no format is called '{form[:50]}' here; there are {', '.join(formats)}")
        return name
    wanted = accepted(accept)
    if not wanted:
        return next(iter(formats))
    ranked = sorted((_rank(known, wanted), place, name) for place, (known, name) in enumerate(by_type.items()))
    if ranked[0][0] >= _UNWANTED:
        raise Problem(406, f"'{accept[:200]}' names no format of this answer; there are {', '.join(by_type)}")
    return ranked[0][2]


_UNWANTED = (0.0, 0)


def _rank(known: str, wanted: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """How early a media type comes, by the most specific of the ranges that match it: by weight, then by the range's
    place in the header."""
    matching = [
        (-media_type.count("*"), -number, weight)
        for number, (media_type, weight) in enumerate(wanted)
        if _matches(media_type, known)
    ]
    if not matching:
        return _UNWANTED
    _, number, weight = max(matching)
    return -weight, -number


def accepted(accept: str) -> list[tuple[str, float]]:
    """The media ranges of an Accept header in their order, each with its weight.

    >>> accepted("text/turtle, */*;q=0.1")
    [('text/turtle', 1.0), ('*/*', 0.1)]
    """
    found = []
    for part in accept.split(",")[:100]:
        media_type, *parameters = (piece.strip() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    weight = min(1.0, max(0.0, float(value)))
                except ValueError:
                    weight = 0.0
        if media_type:
            found.append((media_type.lower(), weight))
    return found


def _matches(wanted: str, known: str) -> bool:
    return wanted in ("*/*", "*", known) or (wanted.endswith("/*") and known.startswith(wanted[:-1]))
