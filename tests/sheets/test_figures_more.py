"""Figures as people write them that are not among the cases."""

import pytest

from kgraph.namespaces import IRI, KG
from kgraph.sheets.dates import Unclear
from kgraph.sheets.figures import Figure, read_figure, write_figure
from kgraph.sheets.names import Names
from kgraph.vocabulary import built_in

NAMES = Names("https://example.org/id/", built_in())


def units(words: str) -> IRI | None:
    try:
        return NAMES.term(words, "unit")
    except Unclear:
        return None


def bounds(text: str, unit: IRI | None = None) -> str:
    figure = read_figure(text, "", units, unit)
    return figure.value or f"{figure.least}–{figure.most}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2½ hours", "2.5"),
        ("forty-two thousand seven hundred", "42700.0"),
        ("two and a half million", "2500000.0"),
        ("3 hundred thousand", "300000.0"),
        ("€1,234.50", "1234.5"),
        ("3bn USD", "3000000000.0"),
        ("40+ people", "40.0–"),
        ("٣٫٥ مليون", "3500000.0"),
        ("US$5–6 million", "5000000.0–6000000.0"),
        ("less than half", "–0.5"),
    ],
)
def test_it_is_read(text: str, wanted: str) -> None:
    assert bounds(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "40–50 000",
        "twelve fifteen",
        "5 million dollars",
        "10.000 km",
        "1,234 km",
        "three or four",
        "1e5",
        "half of 1%",
        "a score or two",
    ],
)
def test_it_is_asked(text: str) -> None:
    with pytest.raises(Unclear):
        read_figure(text, "", units)


def test_a_reading_of_rough_words_that_is_not_rough_can_be_written() -> None:
    figure = Figure("dozens", "", "24.0", "99.0", KG.Between)
    text = write_figure(figure, units, KG.Persons)
    assert text == "dozens = precisely 24–99"
    assert read_figure(text, "", units, KG.Persons) == figure


def test_a_figure_that_marks_make_doubtful_is_written_with_its_reading() -> None:
    figure = Figure("1,234 km", "1234.0", unit=KG.Kilometre)
    assert write_figure(figure, units, KG.Kilometre) == "1,234 km = 1234"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seven or eight", "write 'seven or eight = 7–8'"),
        ("7 or 8", "write '7 or 8 = 7–8'"),
        ("7 to 8", "a range? write '7 to 8 = 7–8'; a share or a ratio? say in 'unit' which"),
        ("7 and 8", "has two figures; write a row for each"),
        ("7, 8", "has two figures; write a row for each"),
        ("12 (7 of them children)", "has two figures; write a row for each"),
        ("7+8", "has two figures; write a row for each"),
        ("?", "is no figure; if the text gives no number, the row is of another kind"),
        ("unknown", "is no figure"),
        ("60, 000", "no unit"),
    ],
)
def test_two_figures_and_none_say_what_to_write(text: str, told: str) -> None:
    with pytest.raises(Unclear) as error:
        bounds(text)
    assert told in str(error.value)


@pytest.mark.parametrize("text", ["seven or eight = 7–8", "7 to 8 = 7–8", "7 or 8 = 7–8"])
def test_what_is_advised_is_read(text: str) -> None:
    assert bounds(text) == "7.0–8.0"
