"""`kgraph claims add`: claims asked for one by one, from standard input and on a terminal."""

import csv
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Run
from floods import ALONE, DENIED, FIVE, MISSING, NOTHING, TEXT, Answers, flooded, keystrokes, typed, with_report
from terminal import Terminal, terminal

Done = subprocess.CompletedProcess[str]
Add = Callable[..., Done]
Rows = dict[str, dict[str, str]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return flooded(tmp_path / "flood")


@pytest.fixture
def add(kgraph: Run, home: Path) -> Add:
    """`kgraph claims add`, with these answers: lines, or claims."""

    def run(*told: str | Answers, words: tuple[str, ...] = (), **environment: str) -> Done:
        lines = [line for one in told for line in ([one] if isinstance(one, str) else typed(one))]
        return kgraph("-C", home, "claims", "add", *words, stdin="".join(f"{a}\n" for a in lines), **environment)

    return run


@pytest.fixture
def rows(kgraph: Run, home: Path, tmp_path: Path) -> Callable[[], Rows]:
    """The claims that were kept, as rows by their ids."""

    def run() -> Rows:
        file = tmp_path / "out.csv"
        done = kgraph("-C", home, "claims", "export", "-o", file)
        assert done.returncode == 0, done.stderr
        with file.open(encoding="utf8", newline="") as opened:
            found = {row["id"]: {k: v.strip() for k, v in row.items() if v} for row in csv.DictReader(opened)}
        for written in tmp_path.glob("out*"):
            written.unlink()
        return found

    return run


def state(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (home / "data").rglob("*") if path.is_file()}


def until(told: Answers, last: str, *answers: str) -> list[str]:
    """The answers before a question, and these."""
    questions = list(told)
    return [*typed({name: told[name] for name in questions[: questions.index(last)]}), *answers]


def asked(done: Done, question: str) -> int:
    """How often something was asked."""
    return sum(line.startswith(question) for line in done.stdout.splitlines())


@pytest.mark.slow
def test_five_claims_of_a_hurried_person(add: Add, kgraph: Run, home: Path, rows: Callable[[], Rows]) -> None:
    done = add(*(one for told in FIVE for one in (told, "")))
    assert done.returncode == 0, done.stderr
    assert "5 claims kept" in done.stdout
    assert "unfinished" not in done.stdout
    kept = rows()
    assert [kept[name]["kind"] for name in ("c1", "c2", "c3", "c4", "c5")] == ["figure", *["event"] * 3, "figure"]
    assert kept["c1"]["how much"] == "about 40"
    assert kept["c1"]["when said"] == "2025-03-11"
    assert (kept["c1"]["voice"], kept["c1"]["how sure"]) == ("indirect speech", "unstated")
    assert (kept["c3"]["denies"], kept["c3"]["how it is said"]) == ("c2", "denial")
    assert kept["c3"]["what"] == kept["c2"]["what"] == "accident: dike broke"
    assert kept["c4"]["how sure"] == "probable"
    assert "Accident" in done.stdout.partition("New questions")[2]
    checked = kgraph("-C", home, "validate", "--sources", home / "sources")
    assert checked.returncode == 0, checked.stdout


def test_a_claim_takes_few_keys() -> None:
    assert max(map(keystrokes, FIVE)) < 160


@pytest.mark.slow
def test_what_is_kept_is_what_an_import_of_the_row_gives(add: Add, kgraph: Run, home: Path, tmp_path: Path) -> None:
    assert "1 claim kept" in add(MISSING, "n").stdout
    imported = flooded(tmp_path / "other")
    cells = {"id": "c1", "document": "flood", "words quoted": MISSING["words"][0], "who says it": "Ida Brand (person)"}
    cells |= {"when said": "11 March", "what it says": MISSING["says"][0], "kind": "figure", "what": "people missing"}
    cells |= {"how much": "about 40", "where": "Lowmarsh (city)", "when": "11 March"}
    with (tmp_path / "row.csv").open("w", encoding="utf8", newline="") as file:
        csv.writer(file).writerows([cells, cells.values()])
    done = kgraph("-C", imported, "claims", "import", tmp_path / "row.csv")
    assert done.returncode == 0, done.stderr
    assert sorted(state(imported).values()) == sorted(state(home).values())


def test_words_are_shown_in_their_paragraph(add: Add) -> None:
    shown = " ".join(add("three people had drowned").stdout.split())
    assert "that [three people had drowned] in Lowmarsh" in shown
    assert "Ida Brand" not in shown


@pytest.mark.slow
def test_words_in_several_places_are_asked_about(add: Add, rows: Callable[[], Rows]) -> None:
    done = add({**ALONE, "words": ("the dike", "", "the dike", "9", "3")}, "n")
    shown = " ".join(done.stdout.split())
    assert "these words occur 3 times" in shown
    assert "there is no 9" in shown
    assert "1 claim kept" in shown
    places = [found.start() for found in re.finditer(r"[Tt]he dike", TEXT)]
    assert int(rows()["c1"]["start"]) == [at for at in places if TEXT[at] == "t"][2]


def test_words_that_do_not_stand_there_are_never_taken(add: Add, rows: Callable[[], Rows]) -> None:
    slip = "three persons had drowned"
    done = add({**ALONE, "words": (slip, "", slip, "1")}, "n")
    assert done.stdout.count("these words are not in the text; the nearest are") == 2
    kept = rows()["c1"]
    assert TEXT[int(kept["start"]) : int(kept["end"])] == "three people had drowned"


@pytest.mark.slow
def test_an_ambiguous_date_is_asked_again_with_both_readings(add: Add, rows: Callable[[], Rows]) -> None:
    done = add({**ALONE, "when said": ("2/3/2025", "7", "", "by 2/3/2025", "1")}, "n")
    shown = " ".join(done.stdout.split())
    assert "'2/3/2025' can be read in two ways: 1 2025-03-02 2 2025-02-03" in shown
    assert "1 by 2025-03-02 2 by 2025-02-03" in shown
    assert "--dates" not in shown
    assert rows()["c1"]["when said"] == "2025-03-02 or earlier"


@pytest.mark.parametrize(("chosen", "read"), [("1", "1234"), ("2", "1.2340")])
def test_an_ambiguous_number_is_asked_again_with_both_readings(
    add: Add, rows: Callable[[], Rows], chosen: str, read: str
) -> None:
    done = add({**ALONE, "how much": ("1.234", chosen)}, "n")
    assert "'1.234' can be read in two ways" in done.stdout
    assert "--decimal" not in done.stdout
    assert rows()["c1"]["how much"] == f"1.234 = {read}"


@pytest.mark.slow
def test_what_a_hurried_person_types_is_read_as_in_a_sheet(add: Add, rows: Callable[[], Rows], home: Path) -> None:
    reference = home / "data/triples/reference.trig"
    label = "<http://www.w3.org/2004/02/skos/core#altLabel>"
    brand = f'<agent/brand> a kg:Person ; rdfs:label "Ida Brand"@en ; {label} "Mayor"@en . }}'
    reference.write_text(reference.read_text(encoding="utf8").replace("}", brand), encoding="utf8")
    hurried = {
        **MISSING,
        "who says it": ("mayor",),
        "when said": ("yesterday",),
        "when": ("by Tuesday", "1"),
        "keep": ("no", ""),
    }
    done = add(hurried, "n")
    assert "1 claim kept" in done.stdout, done.stdout
    kept = rows()["c1"]
    assert (kept["who says it"], kept["when said"], kept["how much"]) == ("Ida Brand", "2025-03-11", "about 40")
    assert kept["when"] == "by 2025-03-11"
    assert "x discards it" in done.stdout


@pytest.mark.slow
def test_a_slip_is_asked_about_and_never_taken_for_new(add: Add, rows: Callable[[], Rows]) -> None:
    done = add(MISSING, "", {**ALONE, "who says it": ("Ida Brandt", "1"), "where": ("Lowmarsh",)}, "n")
    assert "nothing is called 'Ida Brandt'; did you mean" in done.stdout
    assert "Ida Brand (person)" in done.stdout
    assert rows()["c2"]["who says it"] == "Ida Brand"


def test_a_new_thing_has_the_class_that_was_confirmed(add: Add, home: Path) -> None:
    done = add({**ALONE, "who says it": ("volunteers", "+ nonsense", "+ unnamed source")}, "n")
    assert "'nonsense'" in done.stdout.partition("+ nonsense")[2]
    assert "1 claim kept" in done.stdout
    told = (home / "data/triples/reference.trig").read_text(encoding="utf8")
    assert re.search(r"<agent/volunteers> a kg:UnnamedSource", told)


@pytest.mark.slow
def test_a_class_behind_the_name_needs_no_question(add: Add, home: Path) -> None:
    done = add({**ALONE, "who says it": ("Rhode Volunteers (organization)",)}, "n")
    assert "'Rhode Volunteers" not in done.stdout
    assert "<agent/rhode-volunteers> a kg:Organization" in (home / "data/triples/reference.trig").read_text()


@pytest.mark.slow
def test_a_measure_that_is_none_is_refused_with_its_nearest(add: Add, rows: Callable[[], Rows]) -> None:
    done = add({**ALONE, "what": ("people kiled", "1")}, "n")
    assert "did you mean 'people killed'" in done.stdout
    assert rows()["c1"]["what"] == "people killed"


def test_a_question_mark_explains(add: Add) -> None:
    done = add("?", *until(ALONE, "kind", "?", "fig", "? people killed", "people killed"))
    shown = " ".join(done.stdout.split())
    assert "The words of the text that the claim quotes." in shown
    assert "What the row says: figure, control" in shown
    assert re.search(r"people killed (?!what)\w+", shown.partition("? people killed")[2])
    assert asked(done, "words quoted") == 2


def test_going_back_keeps_what_was_answered(add: Add, rows: Callable[[], Rows]) -> None:
    again = {**ALONE, "words": ("<", "<", "", *ALONE["words"]), "says": (*ALONE["says"], "<", "Three drowned there.")}
    done = add(again, "n")
    assert "this is the first question" in done.stdout
    assert "what it says (in your words) [Three people drowned in Lowmarsh.]:" in done.stdout
    assert rows()["c1"]["what it says"] == "Three drowned there."


@pytest.mark.slow
def test_a_field_is_changed_at_the_end(add: Add, rows: Callable[[], Rows]) -> None:
    done = add({**ALONE, "keep": ("how much", "four", "note", "by telephone", "colour", "")}, "n")
    assert done.stdout.count("as it will stand") == 3
    assert "no field is called 'colour'" in done.stdout
    assert (rows()["c1"]["how much"], rows()["c1"]["note"]) == ("four", "by telephone")


@pytest.mark.slow
def test_another_kind_takes_what_it_has_no_use_for_out(add: Add, rows: Callable[[], Rows]) -> None:
    done = add({**ALONE, "keep": ("kind", "presence", "volunteers", "")}, "n")
    assert "1 claim kept" in done.stdout
    kept = rows()["c1"]
    assert (kept["kind"], kept["who"], kept["where"]) == ("presence", "volunteers", "Lowmarsh")
    assert "how much" not in kept


@pytest.mark.slow
def test_a_new_thing_that_is_taken_back_is_not_kept(add: Add, home: Path) -> None:
    done = add({**ALONE, "who says it": ("Wolunteers", ""), "keep": ("who says it", "volunteers", "+", "")}, "n")
    assert "1 claim kept" in done.stdout
    told = (home / "data/triples/reference.trig").read_text(encoding="utf8")
    assert "volunteers" in told
    assert "Wolunteers" not in told


@pytest.mark.slow
def test_several_statements_are_one_claim(add: Add, home: Path) -> None:
    done = add({**ALONE, "keep": ("+", "presence", "volunteers", "Lowmarsh", "", "", "")}, "n")
    assert "1 claim kept" in done.stdout
    told = (home / "data/triples/flood.trig").read_text(encoding="utf8")
    assert "<claim/flood/c1#m1>" in told
    assert "<claim/flood/c1#p1>" in told


@pytest.mark.slow
def test_relations_and_notes_are_asked_for_by_name(add: Add, rows: Callable[[], Rows]) -> None:
    more = ("supports", "c9", "c1", "note: heard twice", "confidence 0.7", "colour", "")
    second = {**ALONE, "words": ("inspected in March",), "who says it": NOTHING, "where": ("Lowmarsh",), "more": more}
    done = add(ALONE, "", second, "n")
    assert "2 claims kept" in done.stdout, done.stdout
    kept = rows()["c2"]
    assert (kept["supports"], kept["note"], kept["confidence"]) == ("c1", "heard twice", "0.7")
    assert "c1  volunteers: Three people drowned in Lowmarsh." in done.stdout
    assert "there is no claim 'c9'" in done.stdout
    assert "no field is called 'colour'" in done.stdout


@pytest.mark.slow
def test_a_denial_needs_nothing_but_what_it_denies(add: Add) -> None:
    done = add(MISSING, "", {**DENIED, "how it is said": ("denial", "c1")}, "n")
    assert "    c1  Ida Brand: About forty people are missing." in done.stdout
    assert "kind [what it denies]:" in done.stdout
    assert "— Rhode Water Board" in done.stdout.partition("New questions")[2]
    assert "2 claims kept" in done.stdout


@pytest.mark.slow
def test_what_is_discarded_or_left_is_not_kept(add: Add, home: Path) -> None:
    before = state(home)
    assert "0 claims kept" in add({**ALONE, "keep": ("x",)}, "n").stdout
    for answers in (until(ALONE, "voice"), until(ALONE, "voice", "!"), [*ALONE["words"], "volunteers", "!"]):
        done = add(*answers)
        assert done.returncode == 0
        assert "the unfinished claim was not kept" in done.stdout
    assert state(home) == before


def test_the_end_of_input_keeps_what_was_kept(add: Add, rows: Callable[[], Rows]) -> None:
    done = add(ALONE, "", "the dike was inspected")
    assert "the unfinished claim was not kept" in done.stdout
    assert "1 claim kept" in done.stdout
    assert list(rows()) == ["c1"]


@pytest.mark.slow
def test_a_claim_never_takes_the_place_of_another(add: Add, rows: Callable[[], Rows]) -> None:
    add(ALONE, "n")
    add({**ALONE, "who says it": ("volunteers",), "where": ("Lowmarsh",)}, "n")
    assert list(rows()) == ["c1", "c2"]


def test_a_document_is_asked_for_where_there_are_several(add: Add, home: Path) -> None:
    with_report(home, "second", "Nobody is missing, the Rhode Water Board said.\n")
    shown = " ".join(add("secnd", "second", "Nobody is missing").stdout.split())
    assert "no document is called 'secnd'; did you mean" in shown
    assert "[Nobody is missing]" in shown
    assert "[Nobody is missing]" in add("Nobody is missing", words=("second.txt",)).stdout
    assert add(words=("third",)).returncode == 2


@pytest.mark.slow
def test_what_is_needed_is_not_left_out(add: Add, rows: Callable[[], Rows]) -> None:
    again = {
        **ALONE,
        "says": ("", "-", *ALONE["says"]),
        "who": ("volunteers", "<", "-"),
        "keep": ("about", "+ Ida Brand", "", ""),
    }
    done = add(again, "perhaps", "n")
    assert done.stdout.count("it is empty; say in your words") == 2
    assert "1 claim kept" in done.stdout
    assert asked(done, "another claim") == 2
    kept = rows()["c1"]
    assert "who" not in kept
    assert kept["about"] == "+ Ida Brand"


@pytest.mark.slow
def test_a_text_that_is_not_at_hand_is_said(add: Add, home: Path) -> None:
    (home / "sources/flood.txt").unlink()
    done = add(ALONE, "n")
    assert "the document's text is not in sources/" in done.stdout
    assert "nobody can look the claim up" in done.stdout and "0 claims kept" in done.stdout


def test_a_workspace_without_documents_says_what_to_do(add: Add, home: Path) -> None:
    (home / "data/triples/flood.trig").unlink()
    done = add()
    assert done.returncode == 2
    assert "kgraph document add FILE" in done.stderr


def test_texts_steer_no_terminal_and_fit_a_narrow_one(add: Add, home: Path) -> None:
    wide = "\u6c34\u4f4d\u304c\u4e0a\u6607\u3057\u305f" * 12
    with_report(home, "wide", f"{wide} \x1b[2J\u202e said the mayor.\n")
    done = add("said the mayor", words=("wide",), COLUMNS="24")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    shown = [line for line in done.stdout.splitlines() if "\u6c34" in line]
    assert max(len(line.strip()) for line in shown) <= 12
    assert "".join(shown).count("\u6c34") == 12


KEYS = {"PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm", "COLUMNS": "120", "LINES": "40"}


@pytest.fixture
def typing(home: Path) -> Iterator[Terminal]:
    """`kgraph claims add` on a terminal."""
    source = {"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")}
    with terminal("-C", home, "claims", "add", environment={**KEYS, **source}) as shown:
        yield shown


def press(shown: Terminal, question: str, keys: str) -> None:
    """Type when a question is there."""
    shown.until(question)
    os.write(shown.handle, keys.encode())


@pytest.mark.slow
def test_tab_completes_names_and_terms(typing: Terminal, rows: Callable[[], Rows]) -> None:
    press(typing, "words quoted", "three people had drowned\r")
    press(typing, "who says it", "selm g\t")
    press(typing, "azette", "\r")
    for question in ("through whom", "when said"):
        press(typing, question, "\r")
    press(typing, "what it says", "Three people drowned.\r")
    for question in ("how it is said", "how sure", "voice"):
        press(typing, question, "\r")
    press(typing, "kind:", "fig\t")
    press(typing, "ure", "\r")
    press(typing, "what (the measure)", "people mi\t")
    press(typing, "ssing", "\r")
    press(typing, "how much", "three\r")
    for question in ("who (whose", "who is counted"):
        press(typing, question, "\r")
    press(typing, "event", "flood in Selm (flood)\r")
    for question in ("where", "when", "more"):
        press(typing, question, "\r")
    press(typing, "keep it?", "\r")
    press(typing, "another claim", "n\r")
    code, shown = typing.end()
    assert (code, "1 claim kept" in shown) == (0, True)
    assert rows()["c1"]["who says it"] == "Selm Gazette"
    assert rows()["c1"]["voice"] == "outlet voice"


@pytest.mark.slow
@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 0)])
def test_ctrl_c_and_ctrl_d_lose_the_unfinished_claim_alone(typing: Terminal, home: Path, key: str, code: int) -> None:
    before = state(home)
    press(typing, "words quoted", "\x1b[200~three people\nhad drowned\x1b[201~")  # pasted, with an end of line
    time.sleep(0.2)  # a person's, between pasting and Enter
    os.write(typing.handle, b"\r")
    assert "[three people had drowned]" in re.sub(r"\x1b\[[0-9;]*m", "", typing.until("who says it"))
    press(typing, "whose", key)
    left, shown = typing.end()
    assert left == code
    assert "the unfinished claim was not kept" in shown
    assert "Traceback" not in shown
    assert state(home) == before


@pytest.mark.slow
def test_the_terminal_is_coloured_unless_asked_not_to(home: Path) -> None:
    source = {"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")}
    for colours in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"}):
        with terminal("-C", home, "claims", "add", environment={**KEYS, **source, **colours}) as shown:
            press(shown, "words quoted", "three people had drowned\r")
            told = shown.until("who says it")
            assert "[three people had drowned]" in told
            assert ("\x1b[1;7m[three" in told) == ("TERM" not in colours), told
            assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", told)
