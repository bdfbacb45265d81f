"""`kgraph link review --table`: the unsure rows of a table, judged on a terminal."""

import csv
import os
from pathlib import Path

import pytest

from terminal import Terminal, terminal
from towns import make_town

pytestmark = pytest.mark.usefixtures("gazetteer_cache")  # else a test waits at the terminal while the index is made

PROMPT = "[1-9 / n s b q ?] "


def answer(shown: Terminal, typed: str) -> str:
    before = shown.until(PROMPT)
    os.write(shown.handle, f"{typed}\n".encode())
    return before


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture
def found(tmp_path: Path) -> Path:
    """A table whose rows are names of the town, found in the graph: by the name alone, so that all are unsure."""
    make_town(tmp_path / "town")
    path = tmp_path / "found.csv"
    answers = "match,label,decision,confidence,description,found_latitude,found_longitude,reasons,others"
    lines = [
        f"{name},{note},,,unsure,0.5,,,,," for name, note in (("Norika", "=1"), ("Pokrovsk", "b"), ("Nowhere", "c"))
    ]
    path.write_text(
        f"city,note,{answers}\n" + "\n".join([*lines, "Kept,d,x:y,Kept,match,1,,,,why,"]) + "\n", encoding="utf-8"
    )
    return path


@pytest.mark.slow
def test_each_answer_is_kept_at_once_and_can_be_taken_back(found: Path, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"), "TERM": "dumb", "NO_COLOR": "1"}
    words = ("-C", tmp_path / "town", "link", "review", "--dataset", "graph", "--table", found)
    with terminal(*words, environment=environment) as shown:
        assert "1/3  Norika" in answer(shown, "7")
        assert "there is no candidate 7" in answer(shown, "gn:999999999")
        assert "there is no https://sws.geonames.org/999999999/" in answer(shown, "/ Pokrovsk")
        assert "1  Pokrovsk" in answer(shown, "1")
        shown.until(PROMPT)
        assert [row["decision"] for row in rows(found)] == ["match", "unsure", "unsure", "match"]
        os.write(shown.handle, b"b\n")  # at the second row: back to the first
        assert "taken back" in shown.until(PROMPT)
        assert rows(found)[0]["decision"] == "unsure"
        os.write(shown.handle, b"1\n")
        assert "kept: " in answer(shown, "s")
        assert "graph has nothing like it" in answer(shown, "n")
        code, said = shown.end()
    assert (code, "2 judged" in said) == (0, True)
    first, second, third, kept = rows(found)
    assert (first["label"], first["decision"], first["reasons"], first["note"]) == (
        "Norika",
        "match",
        "chosen by hand",
        "'=1",
    )
    assert second["decision"] == "unsure"
    assert (third["decision"], third["match"], third["reasons"]) == ("none", "", "chosen by hand")
    assert (kept["decision"], kept["reasons"]) == ("match", "why")
    with terminal(*words, environment=environment) as shown:
        assert "1/1  Pokrovsk" in answer(shown, "b")
        assert "nothing was judged yet" in answer(shown, "id:place/pokrovsk")
        assert "is no entry" in answer(shown, "q")
        assert shown.end()[0] == 0


def test_a_table_without_answers_is_refused(found: Path, tmp_path: Path) -> None:
    found.write_text("city\nNorika\n", encoding="utf-8")
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"), "TERM": "dumb", "NO_COLOR": "1"}
    words = ("-C", tmp_path / "town", "link", "review", "--dataset", "graph", "--table", found)
    with terminal(*words, environment=environment) as shown:
        code, said = shown.end()
    assert (code, "has no answers yet" in said) == (2, True)
