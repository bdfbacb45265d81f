"""`kgraph enrich` as a person runs it."""

import csv
import io
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backends import free_port
from items import CITY, SAID, UNIT, wikidata
from kgraph import Workspace
from kgraph.namespaces import WDT
from kgraph.workspace.linking import Links
from services import Reply, Service, moved, service
from towns import AMBER, GN_POKROVSK, POKROVSK, make_town, said

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def endpoint() -> Iterator[Service]:
    with service(reply=wikidata()) as running:
        yield running


@pytest.fixture
def town(tmp_path: Path, endpoint: Service) -> Workspace:
    town = make_town(tmp_path / "town", {"wikidata": endpoint.url})
    links = Links(town)
    for subject, target in ((POKROVSK, GN_POKROVSK), (POKROVSK, CITY), (AMBER, UNIT)):
        links.judgements.add(said(subject, "match", target))
    links.save()
    return town


@pytest.fixture
def enrich(linking: Run, town: Workspace) -> Run:
    def run(*words: str | Path) -> "subprocess.CompletedProcess[str]":
        return linking("-C", town.root, "enrich", *words)

    return run


def one_line(done: "subprocess.CompletedProcess[str]", code: int, *words: str) -> None:
    assert (done.returncode, done.stderr.count("\n"), done.stderr[:8]) == (code, 1, "kgraph: "), done.stderr
    for word in words:
        assert word in done.stderr


def files(town: Workspace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in town.data.iterdir()}


def test_both_data_sets_are_fetched_and_a_second_time_nothing_changes(enrich: Run, town: Workspace) -> None:
    done = enrich()
    assert (done.returncode, done.stdout) == (0, "")
    geonames, remarked, items, following = done.stderr.splitlines()
    assert "1 cell of ?value is no RDF term and is left out" in remarked
    assert geonames.startswith("geonames: ")
    assert items.startswith("wikidata: 8 statements, 8 added, 0 removed")
    assert following == "next: kgraph build"
    before = files(town)
    assert {"enrichment-geonames.trig", "enrichment-wikidata.trig"} <= before.keys()
    again = enrich()
    told = [line for line in again.stderr.splitlines() if "is left out" not in line]
    assert [line.rpartition(", ")[2] for line in told] == ["nothing has changed"] * 2
    assert enrich("--offline").returncode == 0
    assert files(town) == before


def test_a_diff_shows_what_would_change_and_writes_nothing(enrich: Run, town: Workspace, endpoint: Service) -> None:
    enrich("--dataset", "wikidata")
    before = files(town)
    endpoint.reply = wikidata([one for one in SAID if one[1] != "P856"])
    done = enrich("--dataset", "wikidata", "--refresh", "--diff", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert row == {
        "dataset": "wikidata",
        "change": "removed",
        "entry": CITY,
        "property": WDT.P856,
        "value": "https://pokrovsk.example/",
    }
    assert done.stderr.endswith("\nwikidata: 7 statements, 0 added, 1 removed (not written)\n")
    assert files(town) == before
    shown = json.loads(enrich("--dataset", "geonames", "--diff", "-f", "json").stdout)["results"]["bindings"]
    assert {one["change"]["value"] for one in shown} == {"added"}


def test_what_is_asked_for(enrich: Run, endpoint: Service) -> None:
    words = ("--property", "P571", "--property", "P856", "--language", "uk")
    assert enrich("--dataset", "wikidata", *words).stderr.startswith("wikidata: 3 statements, 3 added")
    properties, labels = (asked.form["query"] for asked in endpoint.asked)
    assert f"<{WDT.P625}>" not in properties
    assert f"<{WDT.P571}>" in properties
    assert '"uk"' in labels
    assert '"en"' not in labels


def test_a_data_set_is_removed(enrich: Run, town: Workspace) -> None:
    before = files(town)
    enrich("--dataset", "wikidata")
    one_line(enrich("--remove"), 2, "--dataset geonames or --dataset wikidata")
    done = enrich("--dataset", "wikidata", "--remove")
    assert (done.returncode, done.stderr) == (0, "wikidata: 8 statements removed; next: kgraph build\n")
    assert files(town) == before
    one_line(enrich("--dataset", "wikidata", "--remove"), 2, "there is nothing from 'wikidata' to remove")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--dataset", "geoname"), "no data set is called 'geoname'; did you mean 'geonames'?"),
        (("--dataset", "../links", "--remove"), "no data set is called '../links'"),
        (("--property", "coordinates"), "'coordinates' is no property of Wikidata's; write it as P625"),
        (("--refresh", "--offline"), "--refresh asks again, and --offline asks nobody"),
        (("--dataset", "geonames", "--diff", "-f", "ttl"), "cannot be written as ttl"),
    ],
)
def test_a_wrong_call(enrich: Run, town: Workspace, words: tuple[str, ...], said: str) -> None:
    before = files(town)
    one_line(enrich(*words), 2, said)
    assert files(town) == before


def test_a_service_that_cannot_be_asked_is_one_line(enrich: Run, town: Workspace, endpoint: Service) -> None:
    before = files(town)
    one_line(enrich("--dataset", "wikidata", "--offline"), 4, "offline, and no answer to this was kept")
    for reply, words in (
        (Reply(b"", 429, headers={"Retry-After": "600"}), "asks to be left alone for 600 s"),
        (moved("http://169.254.169.254/latest"), "redirects to http://169.254.169.254/latest"),
        (Reply(b"\x1b[2J", 500), "HTTP 500"),
    ):
        endpoint.reply = lambda asked, reply=reply: reply  # type: ignore[misc] # mypy sees no default in a lambda
        one_line(enrich("--dataset", "wikidata"), 4, words)
    assert files(town) == before


def test_what_was_written_before_an_error_is_told(enrich: Run, town: Workspace, endpoint: Service) -> None:
    endpoint.reply = lambda asked: Reply(b"", 500)
    done = enrich()
    first, following, error = done.stderr.splitlines()
    assert done.returncode == 4
    assert first.startswith("geonames: ")
    assert following == "next: kgraph build"
    assert error.startswith("kgraph: ")
    assert "HTTP 500" in error
    assert "enrichment-geonames.trig" in files(town)
    one, error = enrich().stderr.splitlines()  # nothing new, so nothing to build
    assert one.endswith("nothing has changed")
    assert "HTTP 500" in error


def test_the_help_says_that_a_choice_stands_instead_of_the_usual_ones(enrich: Run) -> None:
    assert " ".join(enrich("--help").stdout.split()).count("instead of the usual ones") == 2


def test_a_dead_service_is_one_line(linking: Run, town: Workspace, endpoint: Service) -> None:
    toml = town.root / "kgraph.toml"
    dead = f"http://127.0.0.1:{free_port()}/sparql"
    toml.write_text(toml.read_text().replace(endpoint.url, dead))
    one_line(linking("-C", town.root, "enrich", "--dataset", "wikidata"), 4, dead)


def test_the_services_addresses_are_checked(linking: Run, town: Workspace) -> None:
    for key in ("wikidata", "reconciliation"):
        (town.root / "kgraph.toml").write_text(f"{key} = 'wikidata.org'")
        one_line(linking("-C", town.root, "enrich"), 3, f"kgraph.toml: {key} 'wikidata.org' is no http(s) address")


@pytest.mark.slow
def test_all_is_well_after_enriching(enrich: Run, linking: Run, town: Workspace) -> None:
    enrich()
    assert linking("-C", town.root, "fmt", "--check").returncode == 0
    done = linking("-C", town.root, "validate")
    assert (done.returncode, done.stdout) == (0, "Nothing to mend.\n")
    assert linking("-C", town.root, "build").returncode == 0
    query = "SELECT ?o { GRAPH <graph/enrichment/wikidata> { wd:Q10 wdt:P856 ?o } }"
    assert linking("-C", town.root, "query", query, "-f", "csv").stdout.splitlines() == [
        "o",
        "https://pokrovsk.example/",
    ]
    query = "SELECT ?o { wd:Q10 wdt:P856 ?o }"
    assert linking("-C", town.root, "query", query, "-f", "csv").stdout.splitlines() == ["o"]
