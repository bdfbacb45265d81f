"""Files of annotations, as W3C, Hypothesis and Recogito write them, and such as nobody should write."""

import json
import os
from pathlib import Path

import pytest

from kgraph.annotations import Annotation, Position, Quote, Target, holds_annotations, read_annotations
from kgraph.errors import DataError

PAGE = "https://rail.example/news/kelmo"
QUOTE = {"type": "TextQuoteSelector", "exact": "four trains", "prefix": "said ", "suffix": " were"}
POSITION = {"type": "TextPositionSelector", "start": 5, "end": 16}
RANGE = {
    "type": "RangeSelector",
    "startContainer": "/div[1]",
    "endContainer": "/div[1]",
    "startOffset": 4,
    "endOffset": 7,
}
W3C = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "https://notes.example/7",
    "type": "Annotation",
    "body": [
        {"type": "TextualBody", "purpose": "tagging", "value": "kind: figure"},
        {"type": "TextualBody", "purpose": "commenting", "value": "Four trains were late."},
    ],
    "target": {"source": PAGE, "selector": [QUOTE, POSITION]},
}
HYPOTHESIS = {
    "id": "Xy_7",
    "created": "2031-03-09T10:11:12.000000+00:00",
    "user": "acct:ada@hypothes.is",
    "user_info": {"display_name": None},
    "uri": PAGE,
    "text": "Four trains were late.",
    "tags": ["kind: figure"],
    "group": "__world__",
    "document": {"title": ["Delays at Kelmo"]},
    "target": [{"source": PAGE, "selector": [RANGE, POSITION, QUOTE]}],
}
RECOGITO = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "https://recogito.example/annotation/7",
    "type": "Annotation",
    "generator": {"id": "https://recogito.example/", "type": "Software"},
    "generated": "2031-03-09T10:11:12+00:00",
    "body": [
        {"type": "TextualBody", "value": "Four trains were late.", "purpose": "commenting", "modified": "2031-03-09"},
        {"type": "TextualBody", "value": "kind: figure", "purpose": "tagging"},
        {"type": "SpecificResource", "value": "https://places.example/kelmo", "purpose": "identifying"},
    ],
    "target": {
        "source": "https://recogito.example/part/7/edit",
        "type": "Text",
        "label": "kelmo.txt",
        "selector": [POSITION, {"type": "TextQuoteSelector", "exact": "four trains"}],
    },
}


def saved(folder: Path, value: object, name: str = "a.json") -> Path:
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf8")
    return path


def read(folder: Path, value: object) -> Annotation:
    (found,) = read_annotations(saved(folder, value)).items
    return found


def refused(folder: Path, value: object) -> str:
    with pytest.raises(DataError) as error:
        read_annotations(saved(folder, value))
    said = str(error.value)
    assert "\n" not in said and len(said) < 400
    return said


@pytest.mark.parametrize("one", [W3C, HYPOTHESIS, RECOGITO])
def test_each_form_says_the_same(one: object, tmp_path: Path) -> None:
    found = read(tmp_path, one)
    assert (found.tags, found.texts) == (["kind: figure"], ["Four trains were late."])
    (target,) = found.targets
    assert target.position == Position(5, 16) and target.quote is not None and target.quote.exact == "four trains"


def test_what_a_form_says_of_its_own(tmp_path: Path) -> None:
    hypothesis = read(tmp_path, HYPOTHESIS)
    assert (hypothesis.creator, hypothesis.created[:10], hypothesis.name) == (
        "ada",
        "2031-03-09",
        "annotation 1 (Xy_7)",
    )
    assert hypothesis.targets == [
        Target(PAGE, ("Delays at Kelmo",), Quote("four trains", "said", "were"), Position(5, 16))
    ]
    recogito = read(tmp_path, RECOGITO)
    assert recogito.targets[0].names == ("kelmo.txt",)
    assert recogito.beside == ["identifying: https://places.example/kelmo"]


@pytest.mark.parametrize(
    "wrapped",
    [
        [W3C],
        {"total": 1, "rows": [HYPOTHESIS]},
        {"export_date": "2031-03-09", "annotations": [HYPOTHESIS]},
        {"type": "AnnotationPage", "items": [W3C]},
        {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [W3C]}},
        {"@context": [], "@graph": [W3C]},
    ],
)
def test_a_list_of_annotations_in_any_wrapping(wrapped: object, tmp_path: Path) -> None:
    assert read(tmp_path, wrapped).tags == ["kind: figure"]


def test_what_is_not_read_is_told_once_with_how_often(tmp_path: Path) -> None:
    target = {"source": PAGE, "state": {}, "selector": {**QUOTE, "refinedBy": POSITION}}
    refined = {**W3C, "colour": "red", "target": target}
    found = read_annotations(saved(tmp_path, [HYPOTHESIS, HYPOTHESIS, refined]))
    assert found.remarks == (
        "'colour' is not read (1 annotation)",
        "'state' of a target is not read (1 annotation)",
        "RangeSelector is not read (2 annotations)",
        "refinedBy is not read (1 annotation)",
    )


def test_a_link_joins_annotations_and_one_on_words_is_an_annotation(tmp_path: Path) -> None:
    assert read(tmp_path, {"motivation": "linking", "target": [{"id": "a"}, {"id": "b"}]}).links
    assert not read(tmp_path, {**W3C, "motivation": "linking"}).links


def test_pages_that_are_elsewhere_are_told(tmp_path: Path) -> None:
    page = {"type": "AnnotationPage", "items": [W3C], "next": "https://notes.example/page2"}
    found = read_annotations(saved(tmp_path, {"type": "AnnotationCollection", "first": page}))
    assert found.remarks == ("further annotations are on https://notes.example/page2, which is not read",)
    assert "are on other pages" in refused(
        tmp_path, {"type": "AnnotationCollection", "first": "https://notes.example/1"}
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "is empty"),
        ("{", "this is no JSON"),
        ("[" * 200_000, "nested too deeply"),
        ('{"a":' * 200_000, "nested too deeply"),
        ("[]", "has no annotations"),
        ('"words"', "a text of another form"),
        ("[1]", "entry 1 is no annotation but a number"),
        ("[null]", "entry 1 is no annotation but null"),
        ('[{"id": "a"}, {"id": "b"}]', "its entries are no annotations"),
        ('{"@graph": [{"@id": "a", "@type": "Claim"}]}', "its entries are no annotations"),
        ('{"colour": "red"}', "an object of another form"),
        ('[{"id": "a", "id": "b", "target": "x"}]', "has 'id' twice"),
        ('[{"target": {"selector": {"exact": "a", "exact": "b"}}}]', "has 'exact' twice"),
        ('[{"target": NaN}]', "NaN"),
        ("id,document\nc1,report\n", "this is no JSON"),
    ],
)
def test_hostile_json_is_refused_in_one_line(value: str, said: str, tmp_path: Path) -> None:
    assert said in refused(tmp_path, value)


def test_another_encoding_and_too_large_a_file_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps([W3C]).encode("utf-16"))
    with pytest.raises(DataError, match="UTF-16"):
        read_annotations(path)
    monkeypatch.setattr("kgraph.annotations.files.MOST_BYTES", 10)
    assert "divide it" in refused(tmp_path, [W3C])


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (5, 16, Position(5, 16)),
        ("5", "16", Position(5, 16)),
        (5.0, 16.0, Position(5, 16)),
        (16, 5, None),
        (5, 5, None),
        (-1, 5, None),
        ("five", 16, None),
        (5.5, 16, None),
        (True, 16, None),
        (None, 16, None),
        ([5], 16, None),
        (5, 10**30, None),
    ],
)
def test_offsets_are_whole_numbers_or_told(start: object, end: object, found: Position | None, tmp_path: Path) -> None:
    selector = {"type": "TextPositionSelector", "start": start, "end": end}
    one = read(tmp_path, {**W3C, "target": {"source": PAGE, "selector": selector}})
    assert one.targets[0].position == found
    assert bool(one.remarks) is (found is None)


@pytest.mark.parametrize("odd", [None, 5, True, {}, [], [None, 5, {}], {"value": {"value": []}}, [["a"]]])
@pytest.mark.parametrize("key", ["body", "target", "tags", "text", "creator", "motivation", "references", "document"])
def test_a_value_of_any_other_kind_stops_nothing(key: str, odd: object, tmp_path: Path) -> None:
    assert read(tmp_path, [{**HYPOTHESIS, **W3C, key: odd}]).number == 1


def test_html_is_read_as_what_a_reader_sees_and_nothing_in_it_runs(tmp_path: Path) -> None:
    html = "<p>Four &amp; more</p><script>alert(1)</script><img src=x onerror=alert(2)><div>were late"
    body = {"type": "TextualBody", "format": "text/html", "value": html}
    assert read(tmp_path, {**W3C, "body": body}).texts == ["Four & more\nwere late"]


def test_the_json_of_an_editor_is_read_as_what_was_written(tmp_path: Path) -> None:
    quill = json.dumps(
        {"ops": [{"insert": "Four trains "}, {"insert": {"image": "data:x"}}, {"insert": "were late.\n"}]}
    )
    label = json.dumps({"label": "kind: figure", "id": "https://terms.example/7"})
    bodies = [
        {"purpose": "commenting", "format": "Quill", "value": quill},
        {"purpose": "tagging", "value": label, "creator": {"id": "u9", "name": "Ada"}},
        {"purpose": "tagging", "format": "application/json", "value": {"label": "late", "id": "t1"}},
        {"purpose": "commenting", "format": "Quill", "value": "{" * 50_000 + "}"},
        {"purpose": "commenting", "format": "Quill", "value": '{"ops": 5}'},
    ]
    one = read(tmp_path, {**W3C, "body": bodies})
    assert one.texts[0] == "Four trains were late." and one.tags == ["kind: figure", "late"]
    assert one.creator == "Ada"


def test_characters_that_no_file_can_hold_are_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, '[{"target": "x", "text": "a\\ud83db\\u0000c"}]').texts == ["abc"]


def test_a_file_is_told_by_its_content(tmp_path: Path) -> None:
    assert holds_annotations(saved(tmp_path, "\ufeff \n[", "a.csv"))
    assert holds_annotations(saved(tmp_path, "{}", "a.txt"))
    assert holds_annotations(saved(tmp_path, "id", "a.jsonld"))
    assert not holds_annotations(saved(tmp_path, "id,document", "b.csv"))
    assert not holds_annotations(tmp_path / "none.csv")
    os.mkfifo(tmp_path / "pipe")
    assert not holds_annotations(tmp_path / "pipe")
