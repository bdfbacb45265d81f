"""Linking with services online, end to end: Wikidata's two, reconciliation of both versions, any endpoint."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from backends import free_port
from kgraph import Workspace
from kgraph.linking.judgements import Judgement
from kgraph.linking.sssom import read_judgements
from kgraph.linking.wikidata import DETAILS
from kgraph.namespaces import KG, PREFIXES
from kgraph.store import read_quads
from services import MANIFEST, ROWS, Asked, Reply, Service, reconciling, says, service
from towns import GN_POKROVSK, NORIKA, PETREL, POKROVSK, UKRAINE, WD, contents, links_of, make_town, matches

Run = Callable[..., "subprocess.CompletedProcess[str]"]
EXACT = PREFIXES["skos"] + "exactMatch"
SPACE = "https://example.com/entry/"


def hit(name: str, label: str, kind: str = "", **told: Any) -> dict[str, Any]:
    return {"id": name, "name": label, "score": 90, "match": False, "type": [{"id": "x", "name": kind}]} | told


KNOWN = {
    "Pokrovsk": [hit("Q10", "Pokrovsk", "city"), hit("Q11", "Pokrovsk", "city")],
    "Ukraine": [hit("Q40", "Ukraine", "country")],
    "Otto Petrel": [hit("Q30", "Otto Petrel", "human")],
    "Norika": [hit("Q99", "Something else", "city")],
}
DETAIL = {
    "Q10": [("country", "UA"), ("geonames", "704422"), ("population", "61161"), ("position", "Point(37.18 48.28)")],
    "Q11": [("country", "RU")],
    "Q40": [("country", "UA")],
}


def details(asked: Asked) -> Reply:
    """Wikidata's endpoint, as far as candidates are asked about."""
    assert "UNION" in asked.form["query"]
    found = [
        {"item": uri(WD + name), "what": literal(what), "value": literal(value)}
        for name, told in DETAIL.items()
        if f"<{WD}{name}>" in asked.form["query"]
        for what, value in told
    ]
    return says({"head": {"vars": ["item", "what", "value"]}, "results": {"bindings": found}}, ROWS)


def uri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}


def literal(value: str, language: str = "") -> dict[str, str]:
    return {"type": "literal", "value": value} | ({"xml:lang": language} if language else {})


@pytest.fixture
def services() -> Iterator[tuple[Service, Service]]:
    """Wikidata's reconciliation service and endpoint."""
    with service(reply=reconciling(KNOWN)) as names, service(reply=details) as endpoint:
        yield names, endpoint


@pytest.fixture
def town(tmp_path: Path, services: tuple[Service, Service]) -> Workspace:
    names, endpoint = services
    return make_town(tmp_path / "town", {"reconciliation": names.url, "wikidata": endpoint.url})


@pytest.fixture
def link(linking: Run, town: Workspace) -> Run:
    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return linking("-C", town.root, "link", *words)

    return run


def said(town: Workspace) -> dict[tuple[str, str | None], Judgement]:
    return {(one.subject, one.target): one for one in read_judgements(town.links, town.base)}


def statuses(town: Workspace) -> dict[str, int]:
    found = [str(o) for _, p, o, _ in read_quads(links_of(town)[1], town.base) if p == KG.status]
    return {status.rpartition("#")[2]: found.count(status) for status in set(found)}


def test_wikidata_matches_what_more_than_its_name_speaks_for(link: Run, town: Workspace) -> None:
    assert link("--dataset", "geonames").returncode == 0
    done = link("--dataset", "wikidata", "--format", "csv")
    assert done.returncode == 0
    assert "next: kgraph link review" in done.stderr
    city, man = said(town)[POKROVSK, WD + "Q10"], said(town)[PETREL, WD + "Q30"]
    assert (city.verdict, city.by_tool, man.verdict, man.by_tool) == ("match", True, "unsure", True)
    assert f"same as: {GN_POKROVSK}" in city.comment
    assert (POKROVSK, WD + "Q11") not in said(town)
    assert not [pair for pair in said(town) if pair[0] == NORIKA]
    assert {(POKROVSK, EXACT, WD + "Q10"), (UKRAINE, EXACT, WD + "Q40")} <= matches(town)
    assert PETREL not in {subject for subject, _, _ in matches(town)}
    assert statuses(town) == {"Accepted": 5, "Suggested": 1}


def test_a_second_run_asks_nobody_and_changes_nothing(
    link: Run, town: Workspace, services: tuple[Service, Service]
) -> None:
    first = link("--dataset", "wikidata", "-f", "csv")
    before, asked = contents(town), [len(one.asked) for one in services]
    assert min(asked) > 0
    for words in ((), ("--offline",)):
        again = link("--dataset", "wikidata", "-f", "csv", *words)
        assert (again.returncode, again.stdout) == (0, first.stdout)
        assert "nothing has changed" in again.stderr
    assert contents(town) == before
    assert [len(one.asked) for one in services] == asked


def test_offline_without_a_cache_is_said(link: Run, town: Workspace, services: tuple[Service, Service]) -> None:
    done = link("--dataset", "wikidata", "--offline")
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert "offline, and no answer to this was kept" in done.stderr
    assert [one.asked for one in services] == [[], []]
    assert contents(town) == (None, None)


@pytest.mark.parametrize("broken", [0, 1])
def test_a_service_that_fails_leaves_earlier_judgements_alone(
    link: Run, town: Workspace, services: tuple[Service, Service], broken: int
) -> None:
    link("--dataset", "wikidata")
    before = contents(town)
    services[broken].reply = lambda asked: Reply(b"gone", 500)
    for path in (town.kept / "online").rglob("*"):
        if path.is_file():
            path.unlink()
    done = link("--dataset", "wikidata")
    assert "HTTP 500" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 4
    assert contents(town) == before


def test_what_the_gazetteer_found_is_kept_where_a_service_fails(
    link: Run, town: Workspace, services: tuple[Service, Service]
) -> None:
    services[1].reply = lambda asked: Reply(b"gone", 500)
    done = link("--dataset", "geonames", "--dataset", "wikidata")
    assert done.returncode == 4
    assert done.stderr.splitlines()[-1].startswith("kgraph: ")
    assert (POKROVSK, EXACT, GN_POKROVSK) in matches(town)


def test_a_dead_service_is_said(linking: Run, town: Workspace) -> None:
    dead = f"http://127.0.0.1:{free_port()}/api"
    for dataset in (f"reconcile:{dead}", f"sparql:{dead}"):
        done = linking("-C", town.root, "link", "--dataset", dataset)
        assert done.returncode == 4, dataset
        assert dead in done.stderr
        assert "Traceback" not in done.stderr
        assert said(town) == {}
    (town.root / "names.csv").write_text("name\nPokrovsk\n")
    done = linking("-C", town.root, "link", "table", town.root / "names.csv", "--dataset", f"sparql:{dead}")
    assert done.returncode == 4
    assert done.stderr.endswith("kgraph: no answer came for 1 of 1, so nothing was judged about them; run it again\n")


def drafting(asked: Asked) -> Reply:
    """A service that speaks 0.3 alone."""
    if asked.method == "GET":
        return says({"versions": ["0.3-alpha"], "name": "x", "view": {"url": SPACE + "{id}"}})
    assert asked.path == "/api/match"
    named = [query["conditions"][0]["propertyValue"] for query in json.loads(asked.body)["queries"]]
    return says({"results": [{"candidates": KNOWN.get(name, [])} for name in named]})


@pytest.mark.parametrize("version", ["0.2", "0.3"])
def test_any_reconciliation_service(link: Run, town: Workspace, version: str) -> None:
    manifest = MANIFEST | {"identifierSpace": SPACE, "view": {"url": SPACE + "{{id}}"}}
    with service(reply=reconciling(KNOWN, manifest) if version == "0.2" else drafting) as other:
        dataset = ("--dataset", f"reconcile:{other.url}")
        assert link(*dataset).returncode == 0
        found, asked, before = said(town), len(other.asked), contents(town)
        # a name and a kind are no match, however well the service thinks of them
        assert {pair: one.verdict for pair, one in found.items()} == {
            (POKROVSK, SPACE + "Q10"): "unsure",
            (UKRAINE, SPACE + "Q40"): "unsure",
            (PETREL, SPACE + "Q30"): "unsure",
        }
        assert matches(town) == set()
        assert "nothing has changed" in link(*dataset, "--offline").stderr
        assert (len(other.asked), contents(town)) == (asked, before)
        # what a person says of an entry counts, by whatever name the data set goes
        link("judge", "Pokrovsk", SPACE + "Q10", "no")
        link("judge", "Ukraine", SPACE + "Q40", "match")
        link(*dataset)
    verdicts = {pair: one.verdict for pair, one in said(town).items()}
    assert verdicts[POKROVSK, SPACE + "Q10"] == "no"
    assert verdicts[POKROVSK, SPACE + "Q11"] == "unsure"
    assert verdicts[UKRAINE, SPACE + "Q40"] == "match"
    assert len(verdicts) == 4


def labelled(asked: Asked) -> Reply:
    """An endpoint with one thing called Pokrovsk, and one whose IRI is none."""
    query = asked.form["query"]
    found = []
    if '"Pokrovsk"@en' in query:
        name = {"name": literal("Pokrovsk", "en"), "label": literal("Pokrovsk", "en")}
        found = [name | {"item": uri(iri)} for iri in (SPACE + "P1", "https://example.com/%zz", "urn:x-town:7")]
    variables = ["name", "item", "label", "description", "type"]
    return says({"head": {"vars": variables}, "results": {"bindings": found}}, ROWS)


@pytest.mark.slow
def test_any_endpoint(link: Run, linking: Run, town: Workspace) -> None:
    with service(reply=labelled) as endpoint:
        dataset = ("--dataset", f"sparql:{endpoint.url}")
        done = link(*dataset, "-f", "csv")
        assert done.returncode == 0
        asked, before = len(endpoint.asked), contents(town)
        ((pair, judgement),) = said(town).items()
        assert (pair[0], judgement.verdict) == (POKROVSK, "unsure")
        assert pair[1] in (SPACE + "P1", "urn:x-town:7")
        assert matches(town) == set()
        assert link(*dataset, "--offline", "-f", "csv").stdout == done.stdout
        link("judge", "Pokrovsk", SPACE + "P1", "no")
        link(*dataset)
        assert {pair: one.verdict for pair, one in said(town).items()} == {
            (POKROVSK, SPACE + "P1"): "no",
            (POKROVSK, "urn:x-town:7"): "unsure",
        }
        assert (len(endpoint.asked), contents(town) != before) == (asked, True)
    assert linking("-C", town.root, "validate").stdout == "Nothing to mend.\n"
    assert DETAILS.count("UNION") == 8
