"""`kgraph anchor` finds words as a reader sees them, and prints what a build takes and a check finds right."""

import hashlib
from pathlib import Path

import pytest

from conftest import Run
from kgraph.store import parse_quads

BASE = "https://example.org/id/"
PREFIXES = (
    f"@base <{BASE}> . @prefix kg: <https://w3id.org/kgraph/ontology#> . @prefix oa: <http://www.w3.org/ns/oa#> . "
)


def pointed_at(printed: str) -> tuple[int, int, str]:
    """The characters that a printed anchor points at, and its document; the digest is returned by parsing, too."""
    quads = parse_quads(f"{PREFIXES} <doc/d> {{ <claim/d/c1> {printed} . }}".encode(), "trig", BASE)
    found = {predicate.rpartition("#")[2].rpartition("/")[2]: str(value) for _, predicate, value, _ in quads}
    return int(found["start"]), int(found["end"]), found["hasSource"]


def digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("It doesn’t hold “the town” – not now.", "doesn't hold", "doesn’t hold"),
        ("The Kom\u00admandant said.\r\nThe bri\u00adgade holds.", "Kommandant said", "Kom\u00admandant said"),
        ("🚤 In Zu\u0308rich, they say.", "Zürich", "Zu\u0308rich"),
    ],
)
def test_the_true_characters_are_pointed_at(kgraph: Run, tmp_path: Path, text: str, words: str, expected: str) -> None:
    (tmp_path / "t.txt").write_bytes(text.encode())
    done = kgraph("anchor", "t.txt", words)
    assert (done.returncode, done.stderr) == (0, "")
    start, end, document = pointed_at(done.stdout)
    assert (text[start:end], document) == (expected, BASE + "doc/t")
    assert digest(expected) in done.stdout


def test_several_places_are_shown_and_one_is_chosen(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("They upheld it. They held it. They held it again.")
    done = kgraph("anchor", "t.txt", "held it")
    assert pointed_at(done.stdout)[:2] == (21, 28)
    lines = done.stderr.splitlines()
    assert "occur 3 times" in lines[0]
    assert "They [held it]. They" in lines[1]
    assert lines[1].startswith(">")
    assert "up[held it]" in lines[3]
    assert "inside a word" in lines[3]
    assert pointed_at(kgraph("anchor", "t.txt", "held it", "--nth", "2").stdout)[:2] == (35, 42)
    assert pointed_at(kgraph("--quiet", "anchor", "t.txt", "held it", "--nth", "3").stdout)[:2] == (7, 14)
    for words in (("held it", "--nth", "4"), ("held it", "--nth", "0"), ("--nth", "1")):
        refused = kgraph("anchor", "t.txt", *words)
        assert (refused.returncode, refused.stdout) == (2, "")


def test_what_is_not_there_is_told_with_the_nearest(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("The mayor of Norika said that the bridge had been taken. " + "The end. " * 40)
    done = kgraph("anchor", "t.txt", "the bridge had never been taken")
    assert (done.returncode, done.stdout) == (2, "")
    assert "the nearest is 30–55: " in done.stderr
    assert "[the bridge had been taken]" in done.stderr
    assert "letter case" in kgraph("anchor", "t.txt", "THE BRIDGE").stderr
    many = kgraph("anchor", "t.txt", "end", "--nth", "30").stderr
    assert len(many.splitlines()) == 12
    assert "and 30 more" in many


def test_a_file_s_name_is_a_literal_that_reads_as_it_was(kgraph: Run, tmp_path: Path) -> None:
    name = 'He said "no"\\ \n🚤.txt'
    (tmp_path / name).write_text("They held it.")
    printed = kgraph("anchor", name).stdout
    quads = parse_quads(f"{PREFIXES} <doc/d> {{ <doc/d> {printed} . }}".encode(), "trig", BASE)
    assert name in {str(value) for *_, value, _ in quads}
    assert "<doc/he-said-no>" in kgraph("anchor", name, "held").stdout


@pytest.mark.parametrize("words", ["   ", "\u00ad", "\u200b\u2060", "\n\t"])
def test_words_that_nobody_sees_are_none(kgraph: Run, tmp_path: Path, words: str) -> None:
    (tmp_path / "t.txt").write_text("They held it.\n")
    done = kgraph("anchor", "t.txt", words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the words are blank; give the words that the claim quotes" in done.stderr


@pytest.mark.parametrize("words", ["…", "%", "!!!", '"', "🚤"])
def test_marks_and_pictures_are_words_as_others_are(kgraph: Run, tmp_path: Path, words: str) -> None:
    (tmp_path / "t.txt").write_text("They held it.\n")
    done = kgraph("anchor", "t.txt", words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "these words are not in the text; quote them as the text has them" in done.stderr
    (tmp_path / "t.txt").write_text(f"They held {words} it.\n")
    assert pointed_at(kgraph("anchor", "t.txt", words).stdout)[:2] == (10, 10 + len(words))
