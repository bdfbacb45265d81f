"""Whether a literal is a value of its datatype, by the forms of XSD 1.1 (Datatypes §3.3, §3.4)."""

import re

from kgraph.days import DATATYPES, is_legal
from kgraph.model import Literal, Quad, Term
from kgraph.namespaces import IRI, XSD, compact
from kgraph.validation.findings import Finding

_WHOLE = re.compile("[+-]?[0-9]+")
_FORMS = {
    XSD.decimal: re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    XSD.boolean: re.compile("true|false|1|0"),
    # NaN cannot be compared with anything, and pySHACL stops at it
    XSD.double: re.compile(r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|INF)"),
}
_FORMS[XSD.float] = _FORMS[XSD.double]
_TIME = "(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:[.][0-9]+)?S)?)?"  # the seconds of a duration
_FORMS |= {
    XSD.duration: re.compile(rf"-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?{_TIME}"),
    XSD.yearMonthDuration: re.compile("-?P(?=[0-9])(?:[0-9]+Y)?(?:[0-9]+M)?"),
    XSD.dayTimeDuration: re.compile(rf"-?P(?=[0-9T]){_TIME}"),
    XSD.time: re.compile(
        "(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]+)?|24:00:00(?:[.]0+)?)"
        "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
    ),
    XSD.hexBinary: re.compile("(?:[0-9a-fA-F]{2})*"),
    XSD.base64Binary: re.compile(
        "(?:(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]"
        "|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=))?"
    ),
}
_DATES = {XSD[name]: name for name in DATATYPES}
_WHOLES: dict[str, tuple[int | None, int | None]] = {
    XSD.integer: (None, None),
    XSD.nonNegativeInteger: (0, None),
    XSD.positiveInteger: (1, None),
    XSD.nonPositiveInteger: (None, 0),
    XSD.negativeInteger: (None, -1),
    **{XSD[name]: (-(2**bits), 2**bits - 1) for name, bits in (("long", 63), ("int", 31), ("short", 15), ("byte", 7))},
    **{
        XSD[f"unsigned{name}"]: (0, 2**bits - 1)
        for name, bits in (("Long", 64), ("Int", 32), ("Short", 16), ("Byte", 8))
    },
}


def is_ill_typed(term: Term) -> bool:
    """Whether a literal's characters are no value of its datatype, or NaN, which cannot be compared.

    >>> is_ill_typed(Literal("2022-07-32", XSD.date)), is_ill_typed(Literal("-0044-03-15", XSD.date))
    (True, False)
    >>> is_ill_typed(Literal("1e3", XSD.decimal)), is_ill_typed(Literal("anything", XSD.anyURI))
    (True, False)
    """
    if not isinstance(term, Literal):
        return False
    kind, text = term.datatype, term.lexical
    if kind in _DATES:
        return not is_legal(text, _DATES[kind])
    if kind in _FORMS:
        return _FORMS[kind].fullmatch(text) is None
    if kind in _WHOLES:
        return not _is_whole(text, *_WHOLES[kind])
    return False


def _is_whole(text: str, least: int | None, most: int | None) -> bool:
    if _WHOLE.fullmatch(text) is None:
        return False
    if len(text) > 100:  # longer than any legal value needs; Python refuses to read thousands of digits
        return (least is None) if text[0] == "-" else (most is None)
    number = int(text)
    return (least is None or number >= least) and (most is None or number <= most)


def ill_typed(quad: Quad, owner: IRI) -> Finding:
    """The finding for a literal that is no value of its datatype."""
    _, predicate, value, graph = quad
    kind = compact(value.datatype) if isinstance(value, Literal) else ""
    message = f"{compact(predicate)}: '{value}' is no {kind}"
    return Finding("shape", owner, message, "write one that is", "error", graph)
