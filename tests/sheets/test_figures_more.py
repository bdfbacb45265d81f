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


THOUSANDS = [
    "5 or 6 thousand",
    "five or six thousand",
    "5 or 6k",
    "5 oder 6 tausend",
    "5 ou 6 mille",
    "5 o 6 mil",
    "5 или 6 тысяч",
    "5 або 6 тисяч",
    "5 чи 6 тисяч",
    "5 lub 6 tys.",
    "5 thousand or 6 thousand",
]
RANGES = [
    "5 to 6 thousand",
    "five to six thousand",
    "between 5 and 6 thousand",
    "between five and six thousand",
    "5-6k",
    "5–6 k",
    "5 bis 6 Tausend",
    "zwischen 5 und 6 Tausend",
    "von 5 bis 6 Tausend",
    "5 à 6 mille",
    "entre 5 et 6 mille",
    "de 5 à 6 mille",
    "entre 5 y 6 mil",
    "de 5 a 6 mil",
    "от 5 до 6 тысяч",
    "від 5 до 6 тисяч",
    "od 5 do 6 tys.",
    "между 5 и 6 тысячами",
    "5-6 тысяч",
]


@pytest.mark.parametrize("text", THOUSANDS)
def test_a_word_for_thousands_belongs_to_both_of_two_numbers(text: str) -> None:
    for unit in (KG.Persons, None):
        with pytest.raises(Unclear) as error:
            bounds(text, unit)
        assert f"gives two numbers for one figure; write '{text} = 5000–6000'" in str(error.value)
        assert bounds(f"{text} = 5000–6000", unit) == "5000.0–6000.0"


@pytest.mark.parametrize("text", RANGES)
def test_a_word_for_thousands_belongs_to_both_ends_of_a_range(text: str) -> None:
    assert bounds(text, KG.Persons) == bounds(f"{text} = 5000–6000", KG.Persons) == "5000.0–6000.0"


@pytest.mark.parametrize("text", [*THOUSANDS, *RANGES, "about 5 or 6 thousand", "about 5 to 6 thousand"])
def test_a_reading_that_leaves_the_thousands_to_one_of_two_numbers_contradicts_them(text: str) -> None:
    with pytest.raises(Unclear, match="contradict"):
        bounds(f"{text} = 5–6000", KG.Persons)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2 or 3 million", "2000000–3000000"),
        ("1.5 or 2 million", "1500000–2000000"),
        ("2 or 3 dozen", "24–36"),
        ("two or three dozen", "24–36"),
        ("five or six hundred", "500–600"),
        ("2 or 3 hundred thousand", "200000–300000"),
        ("2 or 3 lakh", "200000–300000"),
        ("2 or 3 billions", "2000000000–3000000000"),
        ("2 или 3 миллиона", "2000000–3000000"),
        ("2 чи 3 мільйони", "2000000–3000000"),
        ("3 или 4 тысячи", "3000–4000"),
        ("2 o 3 milioni", "2000000–3000000"),
        ("2 ou 3 milliards", "2000000000–3000000000"),
        ("about 5 or 6 thousand", "about 5000–6000"),
        ("€5 or 6 million", "5000000–6000000"),
        ("900,000 or 1 million", "900000–1000000"),
        ("900 or 6 thousand", "900–6000"),
        ("5 or 6 km", "5–6"),
        ("40 or 50 per cent", "40–50"),
        ("12 or a hundred", "12–100"),
    ],
)
def test_what_is_advised_for_two_numbers_has_the_scale_of_both(text: str, wanted: str) -> None:
    with pytest.raises(Unclear) as error:
        bounds(text)
    assert f"write '{text} = {wanted}'" in str(error.value)
    assert bounds(f"{text} = {wanted}")


@pytest.mark.parametrize(
    "text",
    [
        "5 or 6,000",
        "6 or 5 thousand",
        "8 or 7",
        "5 or 6 boats",
        "5 or 6 zillion",
        "5 to 6 thousand or 7",
        "half or three quarters of a million",
        "5 or 6 million dollars",
        "five hundred or six hundred thousand",
    ],
)
def test_numbers_that_cannot_be_told_are_asked_without_a_number_to_copy(text: str) -> None:
    with pytest.raises(Unclear) as error:
        bounds(text)
    assert f"write both in full behind it, the smaller first: '{text} = FROM–TO'" in str(error.value)
    with pytest.raises(Unclear):
        bounds(f"{text} = FROM–TO")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("one to two dozen", "12.0–24.0"),
        ("five to two dozen", "5.0–24.0"),
        ("five to six hundred", "500.0–600.0"),
        ("a dozen to two dozen", "12.0–24.0"),
        ("5 hundred to 6 thousand", "500.0–6000.0"),
        ("5 thousand to 6 million", "5000.0–6000000.0"),
        ("two to three hundred thousand", "200000.0–300000.0"),
        ("3 тысячи", "3000.0"),
        ("3 миллиона", "3000000.0"),
    ],
)
def test_a_scale_in_words_is_as_one_in_digits(text: str, wanted: str) -> None:
    assert bounds(text, KG.Persons) == wanted


@pytest.mark.parametrize("text", ["five hundred to six hundred thousand", "50 to six thousand", "5 to 6,000"])
def test_a_range_whose_first_number_may_lack_its_scale_is_asked(text: str) -> None:
    with pytest.raises(Unclear, match="write both"):
        bounds(text, KG.Persons)


@pytest.mark.parametrize(("text", "wanted"), [("5 to 6k", "5000–6000"), ("5 to 6,000", "FROM–TO"), ("7/8", "7–8")])
def test_a_range_or_a_ratio_has_the_scale_of_both_too(text: str, wanted: str) -> None:
    with pytest.raises(Unclear) as error:
        bounds(text)
    assert f"'{text} = {wanted}'" in str(error.value)


def test_numbers_after_digits_are_not_vague() -> None:
    assert not read_figure("2 или 3 тысячи = 2000–3000", "", units).about
    assert read_figure("тысячи = 2000–3000", "", units).about


def test_words_that_are_no_number_are_answered_without_a_number_to_copy() -> None:
    with pytest.raises(Unclear) as error:
        bounds("umpteen")
    assert "'umpteen = FROM–TO'" in str(error.value)


@pytest.mark.parametrize("text", ["seven or eight = 7–8", "7 to 8 = 7–8", "7 or 8 = 7–8"])
def test_what_is_advised_is_read(text: str) -> None:
    assert bounds(text) == "7.0–8.0"
