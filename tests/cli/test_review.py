"""`kgraph link review`, typed on a terminal: what each key does, and that nothing judged is ever lost."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import pytest

from kgraph import Workspace
from services import MANIFEST, Asked, Reply, Service, reconciling, service
from terminal import Terminal, terminal
from towns import NORIKA, POKROVSK, UKRAINE, contents, make_town, state, verdicts

pytestmark = pytest.mark.usefixtures("gazetteer_cache")  # else a test waits at the terminal while the index is made

SPACE = "https://example.com/entry/"
OTHERS = MANIFEST | {"identifierSpace": SPACE, "view": {"url": SPACE + "{{id}}"}}


def entry(name: str, label: str, **told: Any) -> dict[str, Any]:
    return {"id": name, "name": label, "score": 80, "match": False, "type": [], **told}


KNOWN = {
    "Norika": [entry("n1", "Norika"), entry("n2", "Norika"), entry("n3", "Norika", description="a town\nnot a ship")],
    "Pokrovsk": [entry("p1", "Pokrovsk", description="\x1b[2J\u202e!"), entry("p2", "Pok\x07rovsk")],
    "Ukraine": [entry(f"u{n}", "Ukraine") for n in range(12)],
}


class Review(Protocol):
    def __call__(self, *words: str) -> AbstractContextManager[Terminal]: ...


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    return make_town(tmp_path / "town")


@pytest.fixture
def others() -> Iterator[Service]:
    """A reconciliation service that knows something of this name for three things."""
    with service(reply=reconciling(KNOWN, OTHERS)) as running:
        yield running


@pytest.fixture
def review(town: Workspace, others: Service) -> Review:
    """`kgraph link review` on a terminal, of three places, unless told otherwise."""
    environment = {
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
        "KGRAPH_AUTHOR": "Ann",
        "COLUMNS": "120",
        "TERM": "dumb",
        "NO_COLOR": "1",
    }
    dataset = ("--dataset", f"reconcile:{others.url}")

    def run(*words: str) -> AbstractContextManager[Terminal]:
        chosen = words or ("--only", "Norika", "--only", "Pokrovsk", "--only", "Ukraine")
        return terminal("-C", town.root, "link", "review", *dataset, *chosen, environment=environment)

    return run


def said(town: Workspace) -> dict[str, str]:
    """What was judged, by the end of the entry's IRI; "nothing" where none of the entries is it."""
    return {(target or "nothing").removeprefix(SPACE): verdict for (_, target), verdict in verdicts(town).items()}


def test_each_answer_is_kept_at_once(review: Review, town: Workspace) -> None:
    with review() as shown:
        first = shown.answer("2")
        assert "1/3  Norika  (settlement)" in first
        assert f"  1  Norika  {SPACE}n1" in first
        assert "3  Norika, a town not a ship  " in first
        assert f"kept: match {SPACE}n2" in shown.until("2/3")
        assert said(town) == {"n2": "match"}
        shown.answer("n")
        shown.until("3/3")
        assert said(town) == {"n2": "match", "nothing": "no"}
        shown.answer("9")  # of equals, by IRI: u0, u1, u10, u11, u2 …
        assert shown.end()[0] == 0
    assert said(town) == {"n2": "match", "nothing": "no", "u6": "match"}
    assert "3 judged; next: kgraph build" in shown.shown
    assert {one.split(" ")[0] for one in state(town).split("; ")} == {NORIKA, POKROVSK, UKRAINE}


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "verdict"), [("c 2", "close"), ("x 2", "no"), ("u 2", "unsure"), ("  2 ", "match")])
def test_verdicts_on_one_candidate(review: Review, town: Workspace, typed: str, verdict: str) -> None:
    with review("--only", "Norika") as shown:
        shown.answer(typed)
        code, rest = shown.end()
    assert (code, "1 judged" in rest) == (0, True)
    assert said(town)["n2"] == verdict
    others = {name: told for name, told in said(town).items() if name != "n2"}
    assert others in ({}, {"n1": "unsure"})


def test_later_back_and_away(review: Review, town: Workspace) -> None:
    before = contents(town)
    with review() as shown:
        shown.answer("s")
        shown.until("2/3")
        shown.answer("b")  # nothing judged yet
        shown.until("nothing was judged yet")
        shown.answer("1")
        shown.until("3/3")
        assert said(town) == {"p1": "match"}
        shown.answer("b")
        assert "took back 1 judgement (Pokrovsk)" in shown.until("2/3")
        assert contents(town) == before
        shown.answer("2")
        shown.until("3/3")
        shown.answer("q")
        code, rest = shown.end()
    assert (code, "1 judged; next: kgraph build" in rest) == (0, True)
    assert said(town) == {"p2": "match"}


def test_back_takes_nothing_back_that_was_judged_before(review: Review, town: Workspace) -> None:
    with review("--only", "Norika") as shown:
        shown.answer("u 1")
        shown.end()
    before = contents(town)
    with review("--only", "Norika", "--only", "Pokrovsk") as shown:
        shown.answer("u 1")
        assert "judged so before: unsure" in shown.until("2/2")
        shown.answer("b")
        shown.until("nothing was judged yet")
        assert contents(town) == before
        shown.answer("q")
        code, rest = shown.end()
    assert (code, "0 judged\n" in rest) == (0, True)


def test_back_does_not_open_what_else_was_closed(review: Review, town: Workspace) -> None:
    with review("--only", "Norika", "--only", "Ukraine") as shown:
        shown.answer("u 1")
        shown.answer("u 1")
        shown.end()
    with review("--dataset", "geonames") as shown:
        # by itself the review asks of what is unsure alone: Norika and Ukraine, not Pokrovsk
        assert "Norika" in shown.answer("1")
        shown.answer("b")
        assert "took back" in shown.until("Norika")
        shown.answer("2")
        assert "Ukraine" in shown.answer("q")
        assert shown.end()[0] == 0
    assert said(town)["n2"] == "match"


def test_nonsense_is_answered_with_help(review: Review, town: Workspace) -> None:
    with review("--only", "Norika") as shown:
        for typed in ("?", "", "yes", "c", "x y z", "1 2", "-1", "q q", "\x00\x1b[A", "ü"):
            shown.answer(typed)
            assert "this one is it" in shown.until("leave; all is kept")
        for typed in ("0", "4", "99", "c 0", "x 99", "u 4"):
            shown.answer(typed)
            shown.until("there is no candidate")
        shown.answer("c one")
        shown.until("there is no candidate one")
        assert contents(town) == (None, None)
        shown.answer("q")
        code, rest = shown.end()
    assert (code, "0 judged" in rest) == (0, True)
    assert contents(town) == (None, None)


@pytest.mark.parametrize("key", ["C", "D"])
def test_ctrl_c_and_the_end_of_input_keep_what_was_judged(review: Review, town: Workspace, key: str) -> None:
    with review() as shown:
        shown.answer("1")
        shown.press(key)
        code, rest = shown.end()
    assert "Traceback" not in rest
    assert code == (130 if key == "C" else 0)
    assert said(town) == {"n1": "match"}


@pytest.mark.slow
def test_a_review_that_is_killed_keeps_what_was_judged(review: Review, town: Workspace) -> None:
    with review() as shown:
        shown.answer("1")
        shown.answer("c 2")
        shown.kill()
    assert said(town) == {"n1": "match", "p2": "close"}


def test_labels_steer_no_terminal(review: Review) -> None:
    with review("--only", "Pokrovsk") as shown:
        text = shown.answer("2") + shown.end()[1]
    assert "Pokrovsk" in text
    assert not any(char in text for char in "\x1b\u202e\x07")


def test_nine_candidates_are_shown_at_most(review: Review) -> None:
    with review("--only", "Ukraine") as shown:
        text = shown.answer("q")
    assert "  9  Ukraine" in text
    assert "10  Ukraine" not in text


@pytest.mark.slow
def test_what_is_judged_is_not_asked_again_unless_named(review: Review, town: Workspace) -> None:
    with review("--only", "Norika") as shown:
        shown.answer("1")
        shown.end()
    with review("--all") as shown:
        asked = shown.answer("q")
        shown.end()
    assert "Norika" not in asked
    with review("--only", "Norika") as shown:
        assert shown.end()[0] == 0
    assert "0 judged" in shown.shown
    assert said(town) == {"n1": "match"}


def test_a_refused_candidate_is_shown_no_more(review: Review, town: Workspace) -> None:
    with review("--only", "Norika") as shown:
        shown.answer("x 1")
        shown.end()
    with review("--only", "Norika") as shown:
        text = shown.answer("1")
        shown.end()
    assert f"{SPACE}n1 " not in text
    assert said(town) == {"n1": "no", "n2": "match"}


def test_a_service_that_dies_in_the_middle_loses_nothing(review: Review, town: Workspace, others: Service) -> None:
    living = others.reply

    def reply(asked: Asked) -> Reply:
        return Reply(b"gone", 500) if "Pokrovsk" in asked.body else living(asked)

    others.reply = reply
    with review() as shown:
        shown.answer("1")
        shown.until("HTTP 500")
        shown.until("gave no answer")
        shown.answer("q")
        code, rest = shown.end()
    assert code == 0
    assert "Traceback" not in rest
    assert said(town) == {"n1": "match"}


@pytest.mark.slow
def test_entities_are_searched_for_in_other_words_and_judged_by_an_id(review: Review, town: Workspace) -> None:
    KNOWN["n9"] = [entry("n9", "Norika-on-Sea"), entry("n10", "Other")]  # services answer an id with its entry
    with review("--only", "Norika") as shown:
        shown.answer("/ Pokrovsk")
        assert f"!  {SPACE}p1" in shown.answer("/ Atlantis")
        assert "has nothing like that" in shown.answer("/")
        shown.answer(f"{SPACE}n8")
        assert f"there is no {SPACE}n8" in shown.answer("gn:704422")
        assert "there is no https://sws.geonames.org/704422/" in shown.answer("c https://example.org/id/place/norika")
        assert "there is no" in shown.answer(f"c {SPACE}n9")
        assert f"Norika-on-Sea  {SPACE}n9" in shown.end()[1]
    assert said(town)["n9"] == "close"
