"""One cause is told where it explains all that is wrong with a document, and only then."""

import hashlib
import time
import unicodedata
from collections.abc import Callable

import pytest

from kgraph.sources import SourceText
from kgraph.validation.causes import Anchor, Stated, find_cause

TEXT = "Lake 🚤, Zürich.\nThe mayor said that the brigade had come.\nThe brigade’s spokesman denied it.\n"
QUOTES = ("Lake", "the brigade had", "spokesman denied it.")


def digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def source(text: str) -> SourceText:
    return SourceText(text, digest(text), len(text))


def stated(text: str, now: str, count: Callable[[str], int] = len, *, of_file: str | None = None) -> Stated:
    """What data say that were made from `text`, with the anchors that hold in the text as it is `now` marked so."""
    anchors = []
    for quote in QUOTES:
        at = text.index(quote)
        start, end = count(text[:at]), count(text[: at + len(quote)])
        anchors.append(Anchor(start, end, digest(quote), holds=digest(now[start:end]) == digest(quote)))
    file = text if of_file is None else of_file
    return Stated(digest(file), len(file), tuple(anchors))


def said(was: str, now: str) -> str:
    cause = find_cause(source(now), stated(was, now))
    return f"{cause.message}; {cause.fix}" if cause else ""


CRLF = TEXT.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        (TEXT, CRLF, ["changed from LF to CRLF", "save it with LF line ends"]),
        (CRLF, TEXT, ["changed from CRLF to LF", "save it with CRLF line ends"]),
        (TEXT.replace("\n", "\r"), TEXT, ["changed from CR to LF"]),
        (TEXT, CRLF.replace("come.\r\n", "come.\n"), ["changed from LF to mixed"]),
        (TEXT, "\ufeff" + TEXT, ["a byte order mark was added", "save it without"]),
        ("\ufeff" + TEXT, TEXT, ["its byte order mark was removed"]),
        (TEXT, "\ufeff" + CRLF, ["changed from LF to CRLF and a byte order mark was added"]),
        (TEXT, unicodedata.normalize("NFD", TEXT), ["its letters were decomposed (it was in NFC)"]),
        (unicodedata.normalize("NFD", TEXT), TEXT, ["its letters were composed (it was in NFD)"]),
        (TEXT, TEXT.rstrip(), ["white space at its end was changed", "end it as it ended, with 1 LF"]),
        (TEXT + "\n\n\n", TEXT, ["white space at its end was changed", "with 4 LF"]),
        (TEXT, TEXT + "  \n", ["white space at its end was changed"]),
        (TEXT, TEXT.replace("\n", "  \n"), ["white space was added at the end of lines"]),
    ],
)
def test_a_change_of_form_is_named(was: str, now: str, words: list[str]) -> None:
    line = said(was, now)
    assert line.startswith("the text is the same but for its form: ")
    assert all(word in line for word in words), line


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def utf8(text: str) -> int:
    return len(text.encode())


@pytest.mark.parametrize(("count", "unit"), [(utf16, "UTF-16"), (utf8, "UTF-8 bytes")])
def test_other_units_are_named(count: Callable[[str], int], unit: str) -> None:
    cause = find_cause(source(TEXT), stated(TEXT, TEXT, count))
    assert cause is not None
    assert f"its anchors count {unit}" in cause.message
    assert "kgraph anchor" in cause.fix
    of_length = stated(TEXT, TEXT, count)
    with_length = find_cause(source(TEXT), Stated(of_length.digest, count(TEXT), of_length.anchors))
    assert with_length is not None
    assert f"write kg:textLength {len(TEXT)}" in with_length.fix


def test_anchors_counted_in_a_text_that_a_program_had_translated_are_named() -> None:
    for file in (CRLF, "\ufeff" + TEXT, "\ufeff" + CRLF):
        cause = find_cause(source(file), stated(TEXT, file, of_file=file))
        assert cause is not None
        assert "counted in another form of the text" in cause.message


def test_two_causes_at_once_are_named_where_both_come_out() -> None:
    cause = find_cause(source(CRLF), stated(TEXT, CRLF, utf16))
    assert cause is not None
    assert "LF to CRLF" in cause.message
    assert "UTF-16" in cause.message


def test_what_no_cause_explains_whole_has_none() -> None:
    right = stated(TEXT, CRLF)
    wrong = Anchor(3, 9, digest("not there"), holds=False)
    assert find_cause(source(CRLF), right) is not None
    assert find_cause(source(CRLF), Stated(right.digest, right.length, (*right.anchors, wrong))) is None
    assert said(TEXT, CRLF.replace("mayor", "major")) == ""
    assert said(TEXT, TEXT.replace("come", "gone")) == ""
    units = stated(TEXT, TEXT, utf16)
    assert find_cause(source(TEXT), Stated(units.digest, units.length, (*units.anchors, wrong))) is None
    nothing = Anchor(3, 900, None, holds=False)
    assert find_cause(source(CRLF), Stated(right.digest, right.length, (*right.anchors, nothing))) is None


def test_a_length_that_is_wrong_by_itself_stays_what_it_is() -> None:
    good = stated(TEXT, TEXT)
    assert find_cause(source(TEXT), Stated(good.digest, 3, good.anchors)) is None


def test_line_ends_are_the_cause_where_the_only_one_is_the_last() -> None:
    for name, end in (("CRLF", "\r\n"), ("CR", "\r")):
        now = "Lake, and the brigade had a spokesman denied it." + end
        assert f"its line ends were changed from LF to {name}" in said(now.replace(end, "\n"), now)


@pytest.mark.slow
@pytest.mark.parametrize("of_anchors", [True, False])
def test_a_long_text_without_its_length_is_given_up_in_time(of_anchors: bool) -> None:
    """The time is the subject: all combinations of changes of such a text took more than a minute."""
    text = TEXT * (2_900_000 // len(TEXT)) + "  \n\r\n" + unicodedata.normalize("NFD", TEXT)
    anchors = stated(TEXT, "").anchors if of_anchors else ()
    begin = time.process_time()
    assert find_cause(source(text + "!"), Stated(digest("another"), None, anchors)) is None
    assert time.process_time() - begin < 5
    lines = text.replace("\r\n", "\n")
    found = find_cause(source(lines.replace("\n", "\r\n")), Stated(digest(lines), None, ()))
    assert found is not None
    assert "from LF to CRLF" in found.message
