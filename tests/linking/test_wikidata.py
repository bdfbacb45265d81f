"""Wikidata as a data set that is searched: what its service finds, compared by what its endpoint says of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.scoring import Scored
from kgraph.linking.wikidata import _with, details, wikidata_finder
from kgraph.model import Literal, Term
from kgraph.namespaces import GEO, IRI, WDT, XSD
from kgraph.store import Store, open_store
from services import HTML, ROWS, WD, Reply, Service, answering, complaint, courtesy, reconciling, says, service

TOWN, COUNTRY, OTHER_COUNTRY, MAN, NAMESAKE = (IRI(WD + name) for name in ("Q193303", "Q212", "Q159", "Q7747", "Q99"))
CITY = Wanted(IRI("x:pokrovsk"), ("Pokrovsk",), "settlement", country="UA")
PERSON = Wanted(IRI("x:putin"), ("Vladimir Putin",), "person", country="RU", dates={"born": "1952-10-07"})
GN = "https://sws.geonames.org/"


def result(item: IRI, name: str) -> dict[str, Any]:
    return {"id": item.removeprefix(WD), "name": name, "type": [], "score": 100, "match": True}


KNOWN = {
    "Pokrovsk": [result(NAMESAKE, "Pokrovsk"), result(TOWN, "Pokrovsk")],
    "Vladimir Putin": [result(NAMESAKE, "Vladimir Putin"), result(MAN, "Vladimir Putin")],
}


def day(text: str) -> Literal:
    return Literal(f"{text}T00:00:00Z", XSD.dateTime)


def point(text: str) -> Literal:
    return Literal(text, GEO.wktLiteral)


@dataclass
class Wikidata:
    """Both services; `says` adds to what the endpoint knows."""

    store: Store
    names: Service
    endpoint: Service

    def says(self, item: IRI, **properties: Term | list[Term]) -> None:
        for name, given in properties.items():
            self.store.load(
                [(item, WDT[name], value, None) for value in (given if isinstance(given, list) else [given])]
            )

    def find(self, wanted: Wanted) -> list[Scored]:
        finder = wikidata_finder(courtesy(), self.names.url, self.endpoint.url)
        return {one.iri: found for one, found in finder.find([wanted])}[wanted.iri]

    def candidate(self, item: IRI, wanted: Wanted) -> Candidate:
        return next(one.candidate for one in self.find(wanted) if one.candidate.iri == item)


@pytest.fixture
def wikidata() -> Iterator[Wikidata]:
    with (
        open_store("memory:") as store,
        service(reply=reconciling(KNOWN)) as names,
        service(reply=answering(store)) as endpoint,
    ):
        running = Wikidata(store, names, endpoint)
        running.says(COUNTRY, P297=Literal("UA"))
        running.says(OTHER_COUNTRY, P297=Literal("RU"))
        yield running


def test_a_town_and_a_man_are_told_from_their_namesakes(wikidata: Wikidata) -> None:
    wikidata.says(TOWN, P17=COUNTRY)
    wikidata.says(NAMESAKE, P17=OTHER_COUNTRY, P569=day("1977-01-02"))
    wikidata.says(MAN, P569=day("1952-10-07"))
    town, other = wikidata.find(CITY)
    assert (town.candidate.iri, town.decided) == (TOWN, True)
    assert "country: UA" in town.reasons
    assert "country: RU, not UA" in other.reasons
    man, other = wikidata.find(PERSON)
    assert (man.candidate.iri, man.decided) == (MAN, True)
    assert "born: 1952-10-07" in man.reasons
    assert "born: 1977-01-02, not 1952-10-07" in other.reasons


def test_nothing_told_is_nothing_decided(wikidata: Wikidata) -> None:
    found = wikidata.find(CITY)
    assert [one.candidate.iri for one in found] == [TOWN, NAMESAKE]
    assert not any(one.decided for one in found)
    assert {one.candidate.country for one in found} == {None}
    assert {one.candidate.same_as for one in found} == {()}


def test_all_that_is_told(wikidata: Wikidata) -> None:
    wikidata.says(
        TOWN,
        P17=COUNTRY,
        P625=point("Point(37.176 48.282)"),
        P1082=[Literal("60127", XSD.decimal), Literal("77000", XSD.decimal), Literal("many")],
        P1566=[Literal("704422"), Literal("none")],
        P571=day("1884-05-01"),
        P576=day("2025-06-01"),
    )
    town = wikidata.candidate(TOWN, CITY)
    assert (town.country, town.position, town.population) == ("UA", (48.282, 37.176), 77000)
    assert town.same_as == (f"{GN}704422/",)
    assert town.dates == {"founded": "1884-05-01", "dissolved": "2025-06-01"}
    assert town.names == ("Pokrovsk",)


def test_a_country_has_a_code_of_its_own(wikidata: Wikidata) -> None:
    wikidata.says(TOWN, P297=Literal("ua"))
    assert wikidata.candidate(TOWN, CITY).country == "UA"


def test_of_several_values_none_misleads(wikidata: Wikidata) -> None:
    wikidata.says(
        TOWN,
        P17=[COUNTRY, OTHER_COUNTRY],
        P625=[point("<http://www.wikidata.org/entity/Q405> Point(1 2)"), point("Point(37 48)"), point("Point(38 47)")],
        P1566=[Literal("704422"), Literal("1")],
    )
    wikidata.says(
        MAN, P569=[day("1952-10-07"), day("1953-10-07")], P570=[day("2001-02-03"), Literal("2001-02-03", XSD.date)]
    )
    town = wikidata.candidate(TOWN, CITY)
    assert (town.country, town.position) == (None, (47, 38)), (
        "that on the Moon is no position, and the order is certain"
    )
    assert town.same_as == (f"{GN}1/", f"{GN}704422/")
    assert wikidata.candidate(MAN, PERSON).dates == {"died": "2001-02-03"}


@pytest.mark.parametrize(
    ("born", "is_known", "decided"),
    [
        (day("1952-10-07"), True, True),
        (day("1952-01-01"), True, True),  # as Wikidata writes the year 1952
        (Literal("1952-10-07", XSD.date), True, True),
        (day("1953-10-07"), True, False),
        (IRI("http://www.wikidata.org/.well-known/genid/8f2a"), False, False),  # somebody was born, nobody knows when
    ],
)
def test_dates(wikidata: Wikidata, born: Term, is_known: bool, decided: bool) -> None:
    wikidata.says(NAMESAKE, P569=day("1977-01-02"))
    wikidata.says(MAN, P569=born)
    found = next(one for one in wikidata.find(PERSON) if one.candidate.iri == MAN)
    assert bool(found.candidate.dates) is is_known
    assert found.decided is decided
    assert any(", not " in reason for reason in found.reasons) is (is_known and not decided)


def test_a_geonames_id_corroborates(wikidata: Wikidata) -> None:
    wikidata.says(TOWN, P1566=Literal("704422"))
    wikidata.says(NAMESAKE, P1566=Literal("2017824"))
    bare = replace(CITY, country=None)
    assert not any(one.decided for one in wikidata.find(bare))
    town, other = wikidata.find(replace(bare, same_as=(IRI(f"{GN}704422/"),)))
    assert (town.candidate.iri, town.decided) == (TOWN, True)
    assert f"same as: {GN}704422/" in town.reasons
    assert "another entry than ours at sws.geonames.org" in other.reasons


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_rows_does_not_matter(wikidata: Wikidata, order: int) -> None:
    told = [("position", "Point(37 48)"), ("position", "Point(38 47)"), ("geonames", "2"), ("geonames", "1")]
    bindings = [
        {name: {"type": "literal", "value": value} for name, value in (("what", what), ("value", text))}
        | {"item": {"type": "uri", "value": TOWN}}
        for what, text in told[::order]
    ]
    head = {"vars": ["item", "what", "value"]}
    wikidata.endpoint.reply = lambda asked: says({"head": head, "results": {"bindings": bindings}}, ROWS)
    town = wikidata.candidate(TOWN, CITY)
    assert (town.position, town.same_as) == ((47, 38), (f"{GN}1/", f"{GN}2/"))


def test_items_are_asked_for_together(wikidata: Wikidata) -> None:
    finder = wikidata_finder(courtesy(), wikidata.names.url, wikidata.endpoint.url)
    assert [one.iri for one, _ in finder.find([CITY, PERSON])] == [CITY.iri, PERSON.iri]
    (asked,) = wikidata.endpoint.asked
    for item in (TOWN, MAN, NAMESAKE):
        assert asked.form["query"].count(f"wd:{item.removeprefix(WD)} ") + asked.form["query"].count(f"<{item}>") == 1
    details(courtesy(), [IRI(f"{WD}Q{number}") for number in range(201)], wikidata.endpoint.url)
    assert len(wikidata.endpoint.asked) == 1 + 3, "a hundred at a time"
    assert details(courtesy(), [], wikidata.endpoint.url) == {}
    assert len(wikidata.endpoint.asked) == 4


def test_it_seeks_what_wikidata_has() -> None:
    finder = wikidata_finder(courtesy())
    assert (finder.name, finder.space) == ("wikidata", WD)
    assert finder.seeks(PERSON)
    assert not finder.seeks(replace(CITY, kind="feature"))


@pytest.mark.parametrize(
    "reply", [Reply(status=500), Reply(HTML, media_type="text/html"), Reply(b"{", media_type="application/json")]
)
def test_an_endpoint_that_answers_nothing_of_use(wikidata: Wikidata, reply: Reply) -> None:
    wikidata.endpoint.reply = lambda asked: reply
    assert wikidata.endpoint.url in complaint(lambda: wikidata.find(CITY))


def test_an_endpoint_that_cannot_be_reached(wikidata: Wikidata) -> None:
    with service(Reply()) as gone:
        url = gone.url
    assert url in complaint(lambda: details(courtesy(), [TOWN], url))
    wikidata.endpoint.url = url
    assert url in complaint(lambda: wikidata.find(CITY))


@pytest.mark.parametrize("told", ["1" * 4301, "²", "1e999", "nan", "-5", "many", "", "٤", "99999999999999999999"])
def test_a_number_of_inhabitants_that_is_none_is_left_out(told: str) -> None:
    candidate = Candidate(IRI(f"{WD}Q1"), "wikidata", ("Pokrovsk",), population=7)
    assert _with(candidate, {"population": [told]}).population == 7
    assert _with(candidate, {"population": [told, "60127.0"]}).population == 60127
