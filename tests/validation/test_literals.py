"""Literals by the forms of XSD 1.1."""

import pytest

from kgraph.model import Literal
from kgraph.namespaces import XSD
from kgraph.validation.literals import is_ill_typed

LEGAL = [
    ("time", "00:00:00"), ("time", "23:59:59.999Z"), ("time", "24:00:00"), ("time", "24:00:00.00-14:00"),
    ("time", "12:30:00+13:59"),
    ("duration", "P1Y"), ("duration", "-P1Y2M3DT4H5M6.7S"), ("duration", "PT0S"), ("duration", "P0D"),
    ("duration", "PT36H"), ("duration", "P400D"),
    ("yearMonthDuration", "P1Y"), ("yearMonthDuration", "-P13M"), ("yearMonthDuration", "P0Y11M"),
    ("dayTimeDuration", "P1D"), ("dayTimeDuration", "PT1M"), ("dayTimeDuration", "-P2DT0.5S"),
    ("hexBinary", ""), ("hexBinary", "0fB7"),
    ("base64Binary", ""), ("base64Binary", "Zm9v"), ("base64Binary", "Zg=="), ("base64Binary", "Zm8 ="),
    ("base64Binary", "Z m 9 v Zm9vYg = ="),
    ("integer", "9" * 5000), ("integer", "-0"), ("decimal", "+.5"), ("double", "1e400"), ("string", "\u0000"),
]  # fmt: skip
ILLEGAL = [
    ("time", "25:00:00"), ("time", "24:00:01"), ("time", "12:60:00"), ("time", "12:00"), ("time", "12:00:60"),
    ("time", "12:00:00+14:01"), ("time", "12:00:00 "), ("time", "12:00:00,5"), ("time", "1٢:00:00"),
    ("duration", "P"), ("duration", "PT"), ("duration", "P1YT"), ("duration", "1Y"), ("duration", "P1.5Y"),
    ("duration", "P1S"), ("duration", "P1M2Y"), ("duration", "+P1Y"), ("duration", "PT1.S"), ("duration", "P-1Y"),
    ("yearMonthDuration", "P1D"), ("yearMonthDuration", "P"), ("yearMonthDuration", "P1Y1D"),
    ("dayTimeDuration", "P1Y"), ("dayTimeDuration", "P1M"), ("dayTimeDuration", "P"), ("dayTimeDuration", "P1DT"),
    ("hexBinary", "abc"), ("hexBinary", "zz"), ("hexBinary", "0x00"),
    ("base64Binary", "!"), ("base64Binary", "Zm9"), ("base64Binary", "Zh=="), ("base64Binary", "===="),
    ("base64Binary", "Zm9v="), ("base64Binary", "Zm9v\n"),
    ("integer", "1.0"), ("integer", "9\u00a0000"), ("decimal", "1e5"), ("double", "NaN"), ("boolean", "yes"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), LEGAL)
def test_legal_texts(kind: str, text: str) -> None:
    assert not is_ill_typed(Literal(text, XSD[kind]))


@pytest.mark.parametrize(("kind", "text"), ILLEGAL)
def test_illegal_texts(kind: str, text: str) -> None:
    assert is_ill_typed(Literal(text, XSD[kind]))
