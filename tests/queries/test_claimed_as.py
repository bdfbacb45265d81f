"""Several queries say as what a claim tells an event or a figure, and what is in question: each in the same words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.analysis.claimed import CLAIMED_AS, DENIED
from kgraph.claims.deriving import STANCES
from kgraph.namespaces import KG

QUERIES = Path(__file__).parents[2] / "queries"

FIGURES = [QUERIES / "quantities" / f"{name}.rq" for name in ("figures-about", "measurements")]
EVENTS = [QUERIES / "events" / f"{name}.rq" for name in ("events", "between")]
COLUMNS = ("claimed_as", "open", "own", "status")


def blocks(path: Path) -> dict[str, str]:
    """What each of the columns is bound to, without indentation."""
    text = "\n".join(line.strip() for line in path.read_text(encoding="utf8").splitlines())
    found = {name: list(bound(text, name)) for name in COLUMNS}
    assert all(len(several) == 1 for several in found.values()), path
    return {name: several[0] for name, several in found.items()}


def bound(text: str, name: str) -> Iterator[str]:
    for found in re.finditer(rf" AS \?{name}\)", text):
        start = text.rindex("BIND(", 0, found.start())
        yield text[start : found.start()]


def of_events(block: str) -> list[str]:
    """The lines that say of an event as what it is told, whichever variable is the event."""
    lines = block.replace("?event", "?e").split("\n")
    return [line for line in lines if "?m" not in line and "BOUND(" not in line]


def test_all_queries_with_these_columns_are_compared() -> None:
    assert {path for path in QUERIES.rglob("*.rq") if "AS ?claimed_as)" in path.read_text()} == {*FIGURES, *EVENTS}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("two", [FIGURES, EVENTS], ids=["figures", "events"])
def test_two_queries_say_the_same_of_the_same(two: list[Path], column: str) -> None:
    one, other = (blocks(path)[column] for path in two)
    assert "\n".join(line for line in one.split("\n") if "?taken" not in line) == other  # one has other stances, too


def test_every_stance_but_an_assertion_has_a_word_of_its_own() -> None:
    block = blocks(FIGURES[0])["claimed_as"]
    told = dict(re.findall(r'IF\(\?taken = kg:(\w+), "([^"]+)", \?none\)', block))
    words = {"denial": DENIED, "commitment": "promised", "recommendation": "recommended"}
    assert told == {
        stance.removeprefix(KG.base): words.get(label, label)
        for label, stance in STANCES.items()
        if stance != KG.Asserts
    }
    assert DENIED in CLAIMED_AS and {*told.values()} & CLAIMED_AS.keys() >= {"promised", "recommended", "forecast"}


def test_a_figure_is_told_as_no_more_than_its_event() -> None:
    figure, event = (blocks(path)["claimed_as"] for path in (FIGURES[1], EVENTS[0]))
    assert of_events(figure) == of_events(event)
    assert blocks(FIGURES[1])["status"] == blocks(EVENTS[0])["status"]
