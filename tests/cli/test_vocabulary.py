"""The command `vocabulary`: lists, searches, and begins a new term."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph.namespaces import KG
from kgraph.workspace.starting import init_workspace

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_all_terms_are_listed_with_what_they_are_and_when_to_use_them(kgraph: Run) -> None:
    done = kgraph("vocabulary", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["term"] for row in rows} == {KG[name] for name in KG.terms}
    city = next(row for row in rows if row["term"] == KG.City)
    assert (city["label"], city["kind"], city["from"]) == ("city", "kind of place", "kgraph")
    assert "A settlement of any size" in city["use"]
    assert "village" in city["also"]


def test_words_and_a_kind_narrow(kgraph: Run) -> None:
    done = kgraph("vocabulary", "people", "killed", "--kind", "measure", "--format", "json")
    terms = [row["term"]["value"] for row in json.loads(done.stdout)["results"]["bindings"]]
    assert terms[:2] == [KG.PeopleKilled, KG.PeopleKilledSoFar]
    assert kgraph("vocabulary", "town").stdout.count("\n") == 2


def test_nothing_found_says_what_to_do(kgraph: Run) -> None:
    done = kgraph("vocabulary", "xyzzy")
    assert done.returncode == 0
    assert "no term has 'xyzzy'; 'kgraph vocabulary --new … --kind …' writes one of your own" in done.stderr


def test_a_stub_goes_into_the_workspace_and_is_found_there(kgraph: Run, tmp_path: Path) -> None:
    init_workspace(tmp_path / "w", "https://example.org/id/", "w")
    done = kgraph("-C", str(tmp_path / "w"), "vocabulary", "--new", "people vaccinated", "--kind", "measure")
    with (tmp_path / "w/ontology/own.ttl").open("a") as file:
        file.write(done.stdout)
    listed = kgraph("-C", str(tmp_path / "w"), "vocabulary", "vaccinated", "--format", "csv").stdout
    assert "https://example.org/id/term/PeopleVaccinated,people vaccinated,measure," in listed
    assert listed.splitlines()[1].endswith(",workspace")
    checked = kgraph("-C", str(tmp_path / "w"), "validate")
    assert checked.returncode == 0
    assert "term/PeopleVaccinated: says nowhere what it means" in checked.stdout


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("tonnes leaked", "'tonnes leaked' is taken to be counted in tonne, kilogram, short ton …"),
        ("odd stuff", "in what 'odd stuff' is counted its words do not tell: write its qudt:hasQuantityKind"),
    ],
)
def test_a_new_measure_says_in_what_it_is_counted_beside_its_turtle(kgraph: Run, label: str, said: str) -> None:
    done = kgraph("vocabulary", "--new", label, "--kind", "measure")
    assert said in done.stderr
    assert "Population ;" not in done.stdout
    assert "counted in" not in kgraph("vocabulary", "--new", "dam failure", "--kind", "event").stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--new", "dam failure"), "say what 'dam failure' is with --kind: event, place"),
        (("--new", "dam failure", "--kind", "evnt"), "did you mean 'event'?"),
        (("--new", "dam", "failure", "--kind", "event"), "put the whole label in quotation marks"),
        (("--new", "dam failure", "--kind", "event", "--format", "csv"), "it is Turtle"),
        (("--kind", "mesure"), "did you mean 'measure'"),
    ],
)
def test_a_wrong_call_is_told(kgraph: Run, words: tuple[str, ...], said: str) -> None:
    done = kgraph("vocabulary", *words)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
