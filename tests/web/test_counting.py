"""Rows are counted in the bytes that the engine writes, wherever these are cut."""

import json
import random

import pyoxigraph as ox
import pytest

from kgraph.errors import Stopped
from kgraph.web import Settings
from kgraph.web.sparql.counting import Bounded, Rows

TEXTS = ('","p":{"', "},{", ",{}", "[{", "\\", '\\"', '"', "}},{", "a\n", "\\\\" * 9, '"' * 50, "ж☃", "")


def written(rng: random.Random, rows: int) -> bytes:
    """An answer of so many rows as the engine writes it, with texts that look like its marks."""
    cells = [
        "UNDEF" if rng.random() < 0.3 else str(ox.Literal("".join(rng.choices(TEXTS, k=3)))) for _ in range(2 * rows)
    ]
    values = " ".join(f"({one} {other})" for one, other in zip(cells[::2], cells[1::2], strict=True))
    found = ox.Store().query(f"SELECT ?s ?o {{ VALUES (?s ?o) {{ {values} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    body = found.serialize(format=ox.QueryResultsFormat.JSON)
    assert body is not None and len(json.loads(body)["results"]["bindings"]) == rows
    return body


@pytest.mark.parametrize("seed", range(20))
def test_rows_are_counted_in_any_portions(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 # a seeded test
    number = rng.choice((0, 1, 2, 30))
    body = written(rng, number)
    for step in (1, 2, 3, 7, 64, len(body)):
        rows = Rows()
        for at in range(0, len(body), step):
            rows.count(body[at : at + step])
        assert rows.number == number, (step, body)


@pytest.mark.parametrize("step", [1, 50, 8_192])
def test_an_answer_with_as_many_rows_as_are_allowed_is_whole_and_with_one_more_it_is_ended(step: int) -> None:
    body = written(random.Random(1), 40)  # noqa: S311 # a seeded test
    for most, is_whole in ((39, False), (40, True)):
        found = bytearray()
        out = Bounded(found.extend, Settings(rows=most))
        try:
            for at in range(0, len(body), step):
                out.write(body[at : at + step])
            assert is_whole and found == body
        except Stopped as stopped:
            assert not is_whole and "more than 39 rows" in str(stopped) and len(found) < len(body)


def test_too_many_bytes_end_it_before_they_are_sent() -> None:
    found = bytearray()
    with pytest.raises(Stopped, match="more than 10 bytes"):
        Bounded(found.extend, Settings(answer=10)).write(b"x" * 11)
    assert not found


def test_a_long_text_of_quotation_marks_is_counted_at_once() -> None:
    rows = Rows()
    for _ in range(100):
        rows.count(b'[{"a":{"value":"' + b'\\"' * 50_000 if not rows.number else b'\\"' * 50_000)
    assert rows.number == 1
