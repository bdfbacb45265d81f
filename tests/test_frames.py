"""What notebooks and pandas get of an answer: Python values, one type a column, a table that runs nothing."""

import sys
from datetime import date
from decimal import Decimal

import pytest

from kgraph.errors import UsageError
from kgraph.frames import MOST
from kgraph.model import BlankNode, Literal, Rows, Term
from kgraph.namespaces import IRI, XSD


def column(*terms: Term | None) -> Rows:
    """An answer of one variable."""
    return Rows(("x",), tuple((term,) for term in terms))


def test_dicts_have_python_values() -> None:
    row = (
        IRI("http://example.org/a"),
        Literal("12.50", XSD.decimal),
        Literal("2025-03-10", XSD.date),
        None,
        BlankNode("b"),
    )
    assert Rows(("a", "b", "c", "d", "e"), (row,)).to_dicts() == [
        {"a": "http://example.org/a", "b": Decimal("12.50"), "c": date(2025, 3, 10), "d": None, "e": "_:b"}
    ]
    assert type(Rows(("a",), ((IRI("http://example.org/a"),),)).to_dicts()[0]["a"]) is str


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        ((Literal("7", XSD.integer), None), "Int64"),
        ((Literal("7", XSD.integer), Literal("7.5", XSD.decimal)), "float64"),
        ((Literal("7.5", XSD.decimal), None), "float64"),
        ((Literal("true", XSD.boolean), None), "boolean"),
        ((Literal("2025-03-10", XSD.date), None), "datetime64[us]"),
        ((Literal("2025-03-10T10:00:00", XSD.dateTime),), "datetime64[us]"),
        ((Literal("2025-03-10T23:30:00-05:00", XSD.dateTime),), "object"),  # in UTC it would be another day
        ((Literal("-0049-01-10", XSD.date),), "object"),
        ((Literal("7", XSD.integer), Literal("seven")), "object"),
        ((Literal(str(2**63), XSD.integer),), "object"),
        ((None,), "object"),
    ],
)
def test_a_column_of_a_frame_has_one_type(terms: tuple[Term | None, ...], kind: str) -> None:
    assert str(column(*terms).to_pandas()["x"].dtype) == kind


def test_pandas_reckons_with_an_answer() -> None:
    said = [("a", "7"), ("b", "30"), ("a", "2")]
    rows = Rows(("who", "dead"), tuple((Literal(who), Literal(dead, XSD.integer)) for who, dead in said))
    frame = rows.to_pandas()
    assert frame["dead"].sum() == 39
    assert frame.groupby("who")["dead"].sum().to_dict() == {"a": 9, "b": 30}


def test_an_empty_answer_keeps_its_columns() -> None:
    assert list(Rows(("b", "a"), ()).to_pandas().columns) == ["b", "a"]


def test_without_pandas_a_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pip install pandas"):
        column(None).to_pandas()


def test_a_notebook_shows_a_table_that_runs_nothing() -> None:
    hostile = "<script>alert(1)</script>"
    shown = Rows(
        (hostile, "b", "c"),
        ((Literal(hostile), IRI("javascript:alert(1)"), IRI('http://example.org/"onclick="x')), (None, None, None)),
    )._repr_html_()
    assert "<script" not in shown
    assert 'href="javascript' not in shown
    assert 'href="http://example.org/&quot;onclick=&quot;x"' in shown
    assert shown.count("<tr>") == 3


def test_a_notebook_shows_the_first_rows_and_says_how_many_follow() -> None:
    shown = column(*(Literal(str(i), XSD.integer) for i in range(MOST + 1)))._repr_html_()
    assert shown.count("<td") == MOST
    assert "… and 1 more row<" in shown
    assert "more row" not in column(None)._repr_html_()


def test_a_text_is_marked_with_its_language() -> None:
    assert 'lang="uk"' in column(Literal("Покровськ", language="uk"))._repr_html_()
