"""Tables as text: in which encoding, with which delimiter, row by row."""

import pytest

from kgraph.delimited import NoTable, NoText, decoded, delimiter, lines

UKRAINIAN = "Сили оборони втримали місто; Генштаб говорить про інше."
FRENCH = "Le séisme a tué 3 personnes près de l'hôpital, dit-on à Évreux."
POLISH = "Łódź: trzęsienie ziemi, źródło mówi o dwóch osobach; świadek też"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [UKRAINIAN, FRENCH, "plain", "🚤"])
def test_what_is_certain_is_read_in_silence(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == (text, "")


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (UKRAINIAN, "cp1251", "Windows-1251, as in 'Сили'"),
        (UKRAINIAN, "koi8_u", "KOI8, as in 'Сили'"),
        (UKRAINIAN.replace("і", "и"), "cp866", "DOS 866, as in 'Сили'"),
        (FRENCH, "cp1252", "Windows-1252, as in 'séisme'"),
        (POLISH, "cp1250", "Windows-1250, as in 'Łódź'"),
        ("quoted words, in both ways: x", "utf-16-le", "UTF-16"),
        ("quoted words, in both ways: x", "utf-16-be", "UTF-16"),
    ],
)
def test_what_is_guessed_is_said(text: str, encoding: str, said: str) -> None:
    assert decoded(text.encode(encoding)) == (text, said)


@pytest.mark.parametrize(
    "data", [b"a\0b", b"\x89PNG\r\n\0\0", b"\xff\xfea", b"\xef\xbb\xbf\xff", b"a,\x01\xff", b"\xef\xbb\xbfa\0"]
)
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(NoText):
        decoded(data)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a,b;c\n1,2\n3,4", ","),
        ("who, or what;how much\nA;1,5\nB;2,5", ";"),
        ("a\tb,c\n1\t2,5,6", "\t"),
        ("a|b\n1|2,5", "|"),
        ('"a;b",c\n1,2', ","),
        ('a;"x\ny, z, q"\n1;2', ";"),
        ("a\nb;c", ","),
        ("", ","),
        ("sep=;\na,b,c\n1,2,3", ";"),
        ('"sep=\t"\r\na,b', "\t"),
    ],
)
def test_the_delimiter(text: str, mark: str) -> None:
    assert delimiter(text)[0] == mark


def test_a_line_that_says_the_delimiter_is_no_row_of_the_sheet() -> None:
    assert delimiter("sep=;\r\na;b")[1] == "a;b"
    assert delimiter("a,b\tc\n1,2\n", tabs=True)[0] == "\t"
    assert delimiter("a,b\n1,2\n", tabs=True)[0] == ","


def test_rows_are_counted_as_a_spreadsheet_does_and_lines_as_an_editor() -> None:
    assert list(lines('a,"b\nc"\r\n\r\nd\r', ",", 10)) == [(1, 2, ["a", "b\nc"]), (2, 3, []), (3, 4, ["d"])]


@pytest.mark.parametrize(
    ("text", "number", "line", "said"),
    [
        ('a\n\n"b\nc', 3, 3, "no closing one"),
        ('a\n"b"c', 2, 2, "written twice"),
        ("a\n" + "x" * 11, 2, 2, "more than 10 characters"),
        ("a\n" + "x" * 101, 2, 2, "is a quotation mark missing"),
    ],
)
def test_what_is_no_table(text: str, number: int, line: int, said: str) -> None:
    with pytest.raises(NoTable, match=said) as caught:
        list(lines(text, ",", 10))
    assert (caught.value.number, caught.value.line) == (number, line)
