"""Tables in text files (CSV, TSV) as spreadsheets write and read them: finding the encoding and the delimiter, then the
rows; and cells that are not taken for formulas."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

DELIMITERS = "\t;|,"
"""In order of preference among those that fit equally well: the comma is last because headings often contain commas."""

# UTF-32 first: the mark of UTF-32 LE begins with the mark of UTF-16 LE
BOM = "\ufeff"
"""A byte order mark as a character: at the beginning of a CSV file it tells Excel that the file is UTF-8."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CYRILLIC = {"cp1251": "Windows-1251", "koi8_u": "KOI8", "cp866": "DOS 866"}
_LATIN = {"cp1252": "Windows-1252", "cp1250": "Windows-1250", "latin-1": "Latin-1"}
_FREQUENT = frozenset("оеаинтсрвлкі")
_LOOKED_AT = 50  # how many rows are read to find the delimiter


_PLAIN = re.compile(
    r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"  # a number
    r"|-P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"
)
"""What begins like a formula and is none: numbers, and durations of XML Schema."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Text(NamedTuple):
    """A file's text. `guess` says how its encoding was guessed, "" where it is certain."""

    text: str
    guess: str = ""


class NoText(ValueError):  # noqa: N818 - as in errors.py: reads as what it is
    """The bytes are no text in any encoding known here; the message says why."""


class Lines(NamedTuple):
    """A row of a table: `number` counts rows from 1 as a spreadsheet does, `line` is the line of the file in which it
    ends."""

    number: int
    line: int
    cells: list[str]


class NoTable(ValueError):  # noqa: N818 - the same
    """The text is no table: `number` is the row that cannot be read, `line` the line in which it begins."""

    def __init__(self, what: str, number: int, line: int) -> None:
        super().__init__(what)
        self.number, self.line = number, line


def csv_safe(cell: str) -> str:
    """The cell, with an apostrophe before it if it begins like a formula and is neither a number nor a duration.

    Rule: OWASP, "CSV Injection", and the full-width forms of its characters, which some locales treat alike.

    >>> csv_safe("=1+1"), csv_safe("-0.5"), csv_safe("@SUM(A1)"), csv_safe("3 = 3"), csv_safe("-P1D")
    ("'=1+1", '-0.5', "'@SUM(A1)", '3 = 3', '-P1D')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) and not _PLAIN.fullmatch(cell) else cell


def decoded(data: bytes) -> Text:
    """The text of a file: by its byte order mark, as UTF-8, or guessed; raises `NoText`.

    >>> decoded("Café, Łódź".encode())
    Text(text='Café, Łódź', guess='')
    >>> decoded("Покровськ".encode("cp1251"))
    Text(text='Покровськ', guess="Windows-1251, as in 'Покровськ'")
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Text(_text(data[len(mark) :], encoding))
    if b"\0" in data[:100_000]:
        return _without_mark(data)
    try:
        return Text(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _guessed(data)


def _text(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NoText(f"it begins as {encoding.upper()}, and has bytes at {error.start:,} that are not") from error
    if "\0" in text:
        raise NoText("it holds null characters")
    return text


def _without_mark(data: bytes) -> Text:
    """The text of bytes with null characters and no mark: UTF-16 if nearly all nulls are every second byte, as in Latin
    text; raises `NoText` otherwise."""
    places = Counter(at % 2 for at, byte in enumerate(data[:2000]) if not byte)
    if len(data) % 2 == 0 and min(places[0], places[1]) * 20 <= max(places[0], places[1]):
        text = _text(data, "utf-16-le" if places[1] > places[0] else "utf-16-be")
        if all(letter.isprintable() or letter.isspace() for letter in text[:1000]):
            return Text(text, "UTF-16")
    raise NoText("it holds null characters")


def _guessed(data: bytes) -> Text:
    """The text in the likeliest 8-bit encoding: letters beyond ASCII are neighbours in Cyrillic text, and single in
    Latin text."""
    beyond = re.findall(rb"[\x80-\xff]+", data[:1_000_000])
    together = sum(len(run) for run in beyond if len(run) > 2)
    names = _CYRILLIC if together * 2 > sum(map(len, beyond)) else _LATIN
    texts = {encoding: data.decode(encoding, "replace") for encoding in names}
    whole = {encoding: text for encoding, text in texts.items() if "\ufffd" not in text and not _CONTROL.search(text)}
    if not whole:
        raise NoText("it is in no encoding that kgraph knows")
    score = _frequent if names is _CYRILLIC else _within_words
    best = max(whole, key=lambda encoding: score(whole[encoding]))
    sample = re.search(r"\w*[^\W\x00-\x7f]\w*", whole[best])
    return Text(whole[best], names[best] + (f", as in '{sample[0][:30]}'" if sample else ""))


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x80-\x84\x86-\x9f]")


def _frequent(text: str) -> int:
    return sum(letter in _FREQUENT for letter in text[:1_000_000])


def _within_words(text: str) -> int:
    """How many characters beyond ASCII are letters next to another letter."""
    return len(re.findall(r"(?<=[a-z])[^\W\d_\x00-\x7f]|[^\W\d_\x00-\x7f](?=[a-z])", text[:1_000_000], re.IGNORECASE))


def delimiter(text: str, *, tabs: bool = False) -> tuple[str, str]:
    r"""The delimiter of a table, and the text without a first line such as `sep=;` that declares it; `tabs` prefers
    tabs.

    >>> delimiter("sep=|\na|b"), delimiter('a;b\n"1,5";x,y')[0], delimiter("one column, only")[0]
    (('|', 'a|b'), ';', ',')
    """
    if said := re.match(r"""["']?sep=([,;\t|])["']?[ \t]*(?:\r\n?|\n|$)""", text, re.IGNORECASE):
        return said[1], text[said.end() :]
    begin = text[:200_000]
    if tabs and "\t" in begin.partition("\n")[0]:
        return "\t", text
    fits = {one: _fit(begin, one) for one in DELIMITERS}
    best = max(DELIMITERS, key=lambda one: fits[one])
    return (best if fits[best][0] else ","), text


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter fits: the share of rows no wider than the first one, and the number of delimiters in all."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [cells for cells in islice(reader, _LOOKED_AT) if any(cells)]
    except csv.Error:
        return 0, 0
    if not rows or len(rows[0]) < 2:
        return 0, 0
    wide = len(rows[0])
    return sum(not any(cells[wide:]) for cells in rows) / len(rows), sum(len(cells) - 1 for cells in rows)


def lines(text: str, delimiter: str, most: int) -> Iterator[Lines]:
    """The rows of a table, empty ones too; raises `NoTable` for a text that is none or a cell of more than `most`
    characters."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number, line = 0, 0
    former = csv.field_size_limit(10 * most)
    try:
        for cells in reader:
            number += 1
            if any(len(cell) > most for cell in cells):
                raise NoTable(f"a cell has more than {most:,} characters", number, line + 1)
            yield Lines(number, reader.line_num, cells)
            line = reader.line_num
    except csv.Error as error:
        raise NoTable(_said(error, most), number + 1, line + 1) from error
    finally:
        csv.field_size_limit(former)


def _said(error: csv.Error, most: int) -> str:
    said = str(error)
    if "field limit" in said:
        return f"a cell has more than {most:,} characters (is a quotation mark missing?)"
    if "unexpected end" in said:
        return "a cell that begins with a quotation mark has no closing one"
    if "expected after" in said:
        return 'after a closing quotation mark something else follows (one within a cell is written twice: "")'
    return said
