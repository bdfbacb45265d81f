"""Candidates by label from SPARQL endpoints: a small Wikidata, an unknown endpoint, a query of one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.errors import DataError, UnknownName, UsageError
from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.labels import WIKIDATA_QUERY, Labels, position_of, query_from
from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI, OWL, RDF, RDFS, SKOS, XSD
from kgraph.store import Store, open_store
from services import ROWS, WD, Reply, Service, Time, answering, complaint, courtesy, moved, says, service

WDT = "http://www.wikidata.org/prop/direct/"
CITY = Wanted(IRI("x:pokrovsk"), ("Pokrovsk", "Покровськ"), "settlement")
MAN = Wanted(IRI("x:putin"), ("Vladimir Putin", "Putin"), "person")
NOBODY = Wanted(IRI("x:nobody"), ("Nobody",))
WKT = IRI("http://www.opengis.net/ont/geosparql#wktLiteral")


def en(text: str) -> Literal:
    return Literal(text, language="en")


def about(item: str, **values: Term | list[Term]) -> list[Quad]:
    """Direct statements of Wikidata about an item; `label`, `alias` and `description` by their names."""
    names = {"label": RDFS.label, "alias": SKOS.altLabel, "description": IRI("http://schema.org/description")}
    return [
        (IRI(WD + item), names.get(name) or IRI(WDT + name), value, None)
        for name, found in values.items()
        for value in (found if isinstance(found, list) else [found])
    ]


WIKIDATA = [
    *about("Q212", label=en("Ukraine"), P297=Literal("UA")),
    *about("Q159", label=en("Russia"), P297=Literal("RU")),
    *about("Q515", label=en("city"), P279=IRI(WD + "Q486972")),
    *about("Q5", label=[en("human"), Literal("людина", language="uk")]),
    *about(
        "Q193303",
        label=[en("Pokrovsk"), Literal("Покровськ", language="uk")],
        alias=en("Krasnoarmiisk"),
        description=en("city in Donetsk Oblast, Ukraine"),
        P31=IRI(WD + "Q515"),
        P17=IRI(WD + "Q212"),
        P625=Literal("Point(37.176 48.282)", WKT),
        P1082=Literal("60127", XSD.decimal),
        P571=Literal("1875-01-01T00:00:00Z", XSD.dateTime),
    ),
    *about("Q1", label=en("Pokrovsk"), P31=IRI(WD + "Q515"), P17=[IRI(WD + "Q159"), IRI(WD + "Q212")]),
    *about("Q2", label=en("Pokrovsk"), P31=IRI(WD + "Q4167410")),
    *about("Q3", label=Literal("Pokrovsk", language="de")),
    *about(
        "Q7747",
        label=en("Vladimir Putin"),
        alias=en("Putin"),
        P31=IRI(WD + "Q5"),
        P569=Literal("1952-10-07T00:00:00Z", XSD.dateTime),
    ),
]


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("memory:") as opened:
        opened.load(WIKIDATA)
        yield opened


def of_wikidata(endpoint: Service, **options: object) -> Labels:
    options = {"query": WIKIDATA_QUERY} | options
    return Labels(courtesy(), endpoint.url, **options)  # type: ignore[arg-type] # the options are each test's


def test_candidates_of_wikidata(store: Store) -> None:
    with service(reply=answering(store)) as wikidata:
        found = of_wikidata(wikidata, languages=("en", "uk")).candidates([CITY, MAN, NOBODY])
    assert sorted(found[CITY.iri], key=lambda hit: hit.iri, reverse=True) == [
        Candidate(
            IRI(WD + "Q193303"),
            "wikidata",
            ("Pokrovsk", "Покровськ"),
            kind="settlement",
            types=("city",),
            description="city in Donetsk Oblast, Ukraine",
            country="UA",
            position=(48.282, 37.176),
            population=60127,
            dates={"founded": "1875"},
        ),
        Candidate(IRI(WD + "Q1"), "wikidata", ("Pokrovsk",), kind="settlement", types=("city",)),
    ]
    assert found[MAN.iri] == [
        Candidate(
            IRI(WD + "Q7747"),
            "wikidata",
            ("Vladimir Putin", "Putin"),
            kind="person",
            types=("human",),
            dates={"born": "1952-10-07"},
        )
    ]
    assert found[NOBODY.iri] == []
    assert len(wikidata.asked) == 1


def test_only_the_languages_that_are_wanted_are_looked_in(store: Store) -> None:
    with service(reply=answering(store)) as wikidata:
        german = of_wikidata(wikidata, languages=["de"]).candidates([CITY, MAN])
        ukrainian = of_wikidata(wikidata, languages=["UK", "en"]).candidates([MAN])
    assert [hit.iri for hit in german[CITY.iri]] == [WD + "Q3"]
    assert german[MAN.iri] == []
    assert ukrainian[MAN.iri][0].types == ("людина",)


def test_wikidatas_own_query_is_used_for_its_endpoint() -> None:
    query = Labels(courtesy())._query
    assert WIKIDATA_QUERY.splitlines()[-4] in query
    assert "VALUES ?class" not in query
    filtered = Labels(courtesy(), of_class=IRI(WD + "Q5"))._query
    assert f"VALUES ?class {{ <{WD}Q5> }} ?item wdt:P31/wdt:P279* ?class ." in filtered


OTHERS: list[Quad] = [
    (IRI("x:1"), SKOS.prefLabel, en("Pokrovsk"), None),
    (IRI("x:1"), SKOS.altLabel, Literal("Pokrowsk"), None),
    (IRI("x:1"), RDF.type, IRI("x:City"), None),
    (IRI("x:City"), RDFS.label, en("city"), None),
    (IRI("x:1"), RDFS.comment, en("a town"), None),
    (IRI("x:2"), RDFS.label, en("Pokrovsk"), None),
    (BlankNode("b"), RDFS.label, en("Pokrovsk"), None),
    (IRI("x:3"), SKOS.altLabel, Literal("Pokrovsk"), None),
    (IRI("x:3"), RDF.type, OWL.Thing, None),
]


def test_candidates_of_an_unknown_endpoint() -> None:
    with open_store("memory:") as store:
        store.load(OTHERS)
        with service(reply=answering(store)) as endpoint:
            found = Labels(courtesy(), endpoint.url).candidates([CITY])
            plain = Labels(courtesy(), endpoint.url, languages=("",)).candidates([CITY])
            classed = Labels(courtesy(), endpoint.url, of_class=IRI("x:City")).candidates([CITY])
    first = Candidate(IRI("x:1"), endpoint.url, ("Pokrovsk",), kind="settlement", types=("city",), description="a town")
    second = Candidate(IRI("x:2"), endpoint.url, ("Pokrovsk",))
    untagged = Candidate(IRI("x:3"), endpoint.url, ("Pokrovsk",))
    assert sorted(found[CITY.iri], key=lambda hit: hit.iri) == [first, second, untagged]
    assert [hit.iri for hit in plain[CITY.iri]] == ["x:3"]
    assert classed == {CITY.iri: [first]}


OWN = """SELECT ?name ?item ?country WHERE {
  VALUES ?name { "never"@en }
  ?item rdfs:label ?name . BIND("UA" AS ?country)
}"""


def test_a_query_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text(OWN)
    with open_store("memory:") as store:
        store.load(OTHERS)
        with service(reply=answering(store)) as endpoint:
            source = Labels(courtesy(), endpoint.url, query=query_from(tmp_path / "own.rq"))
            assert source.candidates([CITY]) == {
                CITY.iri: [Candidate(IRI("x:2"), endpoint.url, ("Pokrovsk",), country="UA")]
            }


def test_a_query_that_cannot_be_used_is_the_callers_to_mend(tmp_path: Path) -> None:
    url = "http://127.0.0.1:9/sparql"
    with pytest.raises(UnknownName, match="VALUES"):
        Labels(courtesy(), url, query="SELECT * WHERE { ?item rdfs:label ?name }")
    with pytest.raises(UnknownName, match="class"):
        Labels(courtesy(), url, query=OWN, of_class=IRI("x:City"))
    with pytest.raises(UsageError, match="a folder with the name of a file"):
        query_from(tmp_path)
    with pytest.raises(UsageError, match="write https"):
        Labels(courtesy(), "nowhere")


def test_a_query_without_the_item_is_told() -> None:
    own = OWN.replace("?item", "?thing")
    with service(says({"head": {"vars": ["name"]}, "results": {"bindings": []}}, ROWS)) as endpoint:
        source = Labels(courtesy(), endpoint.url, query=own)
        with pytest.raises(UsageError, match=r"no variable \?item"):
            source.candidates([CITY])


@pytest.mark.parametrize("languages", [(), ("e n",), ('en" }',), ("en", "en-"), ("-",)])
def test_what_is_no_language_is_refused(languages: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="language"):
        Labels(courtesy(), languages=languages)


@pytest.mark.parametrize("name", ['"', "\\", "'} # ", '"@en } ?s ?p ?o . #', "\\u0022 }", "a\nb", "é\t"])
def test_a_name_never_becomes_query_text(name: str) -> None:
    with open_store("memory:") as store:
        store.load([(IRI("x:1"), RDFS.label, en(name), None), (IRI("x:2"), RDFS.label, en("other"), None)])
        with service(reply=answering(store)) as endpoint:
            found = Labels(courtesy(), endpoint.url).candidates([Wanted(IRI("x:w"), (name,))])
    assert [hit.iri for hit in found[IRI("x:w")]] == ["x:1"]


def test_a_name_that_is_no_text_is_refused() -> None:
    with pytest.raises(DataError, match="not a legal RDF term"):
        Labels(courtesy(), "http://127.0.0.1:9/").candidates([Wanted(IRI("x:w"), ("\ud800",))])


def test_names_go_in_batches_each_once(store: Store) -> None:
    told: list[tuple[int, int]] = []
    wanted = [CITY, MAN, Wanted(IRI("x:again"), ("Putin", "Покровськ", " ")), NOBODY]
    with service(reply=answering(store)) as wikidata:
        found = of_wikidata(wikidata, batch=2, languages=["en"]).candidates(
            wanted, progress=lambda done, of: told.append((done, of))
        )
    assert told == [(2, 5), (4, 5), (5, 5)]
    asked = [asked.form["query"] for asked in wikidata.asked]
    assert ["VALUES ?name { " + inside + " }" in text for inside, text in zip(INSIDES, asked, strict=True)] == [
        True
    ] * 3
    assert [hit.iri for hit in found[IRI("x:again")]] == [WD + "Q7747"]


def test_names_are_looked_up_without_a_tag_and_in_common_languages() -> None:
    tags = ["en", None, "uk", "ru", "de", "fr", "es", "pl"]
    with open_store("memory:") as store:
        for number, tag in enumerate([*tags, "xx"]):
            store.load([(IRI(f"x:{number}"), RDFS.label, Literal("Pokrovsk", language=tag), None)])
        store.load([(IRI("x:2"), RDFS.label, en("Myrnohrad"), None)])
        with service(reply=answering(store)) as endpoint:
            found = Labels(courtesy(), endpoint.url).candidates([CITY])[CITY.iri]
            names = [Wanted(IRI(f"x:w{number}"), (f"name {number}",)) for number in range(11)]
            Labels(courtesy(), endpoint.url).candidates(names)
    assert {hit.iri for hit in found} == {f"x:{number}" for number in range(len(tags))}
    assert next(hit.names for hit in found if hit.iri == "x:2") == ("Myrnohrad", "Pokrovsk")
    assert len(endpoint.asked) == 1 + 2


INSIDES = ['"Pokrovsk"@en "Покровськ"@en', '"Vladimir Putin"@en "Putin"@en', '"Nobody"@en']


def test_a_bad_answer_is_one_line_and_loses_nothing(store: Store, tmp_path: Path) -> None:
    bad = [Reply(b"{", media_type=ROWS)]

    def reply(asked: object) -> Reply:
        return bad.pop() if bad and len(wikidata.asked) == 2 else answering(store)(wikidata.asked[-1])

    complaints: list[str] = []
    with service(reply=reply) as wikidata:
        source = Labels(courtesy(cache=tmp_path), wikidata.url, query=WIKIDATA_QUERY, batch=2)
        found = source.candidates([CITY, MAN, NOBODY], complain=complaints.append)
        assert list(found) == [CITY.iri, NOBODY.iri]
        assert len(complaints) == 1
        assert complaints[0].startswith(f"{wikidata.url}: the answer is no SPARQL result")
        assert len(source.candidates([CITY, MAN, NOBODY])) == 3
        assert len(wikidata.asked) == 4


def test_a_busy_endpoint_is_waited_for_and_a_dead_one_told(store: Store) -> None:
    time, busy = Time(), [Reply(b"", 429, headers={"Retry-After": "5"})]
    with service(reply=lambda asked: busy.pop() if busy else answering(store)(asked)) as wikidata:
        assert Labels(courtesy(time), wikidata.url, query=WIKIDATA_QUERY).candidates([MAN])[MAN.iri]
    assert time.slept == [5.0]
    with service(Reply(b"", 404)) as gone:
        assert complaint(lambda: Labels(courtesy(), gone.url).candidates([MAN])) == f"{gone.url}: answered HTTP 404"


def test_a_redirect_is_not_followed(store: Store) -> None:
    with service(reply=answering(store)) as private, service(moved(private.url)) as evil:
        assert "redirects to" in complaint(lambda: Labels(courtesy(), evil.url).candidates([MAN]))
    assert private.asked == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POINT (-5.5 -10)", (-10.0, -5.5)),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> Point(1e1 2)", (2.0, 10.0)),
        ("<http://www.opengis.net/def/crs/EPSG/0/4326> Point(1 2)", None),
        ("Point(181 0)", None),
        ("Point(0 91)", None),
        ("Point(1-2 3)", None),
        ("Point(1 2 3)", None),
        ("Polygon((1 2))", None),
    ],
)
def test_positions(text: str, expected: tuple[float, float] | None) -> None:
    assert position_of(text) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("1952-10-07", "1952-10-07"),
        ("1952", "1952"),
        ("1952-10", "1952"),
        ("-0044-03-15", "-0044-03-15"),
        ("unknown", None),
    ],
)
def test_dates(date: str, expected: str | None) -> None:
    row: dict[str, Term] = {
        "name": en("Pokrovsk"),
        "item": IRI("x:1"),
        "born": Literal(date),
        "population": Literal("many"),
    }
    with service(says(_rows(row), ROWS)) as endpoint:
        (hit,) = Labels(courtesy(), endpoint.url).candidates([CITY])[CITY.iri]
    assert (hit.dates.get("born"), hit.population) == (expected, None)


def _rows(row: dict[str, Term]) -> object:
    found = {
        name: {"type": "uri" if isinstance(term, IRI) else "literal", "value": str(term)} for name, term in row.items()
    }
    return {"head": {"vars": list(row)}, "results": {"bindings": [found]}}


def test_an_entry_is_looked_up_by_its_id() -> None:
    with open_store("memory:") as store:
        store.load(
            [
                (IRI(WD + "Q212"), RDFS.label, Literal(text, language=tag), None)
                for text, tag in (("Україна", "uk"), ("Ukraine", "en"))
            ]
        )
        with service(reply=answering(store)) as running:
            labels = Labels(courtesy(), running.url)
            known, unknown = labels.entry(IRI(WD + "Q212")), labels.entry(IRI(WD + "Q213"))
    assert known is not None and known.names == ("Ukraine",)
    assert unknown is None
