"""Items of a test's Wikidata, and its endpoint as far as `kgraph enrich` uses it."""

from collections.abc import Callable, Iterable

from kgraph.namespaces import GEO, IRI, PREFIXES, WDT, XSD
from services import ROWS, Asked, Reply, says

CITY, UNIT, MAN, STATE = (IRI(f"{PREFIXES['wd']}Q{number}") for number in (10, 20, 30, 40))
POINT = {"type": "literal", "value": "Point(37.18 48.28)", "datatype": GEO.wktLiteral}
Value = dict[str, str]


def word(value: str, language: str = "", datatype: str = "") -> Value:
    tags = {"xml:lang": language} if language else {"datatype": datatype} if datatype else {}
    return {"type": "literal", "value": value, **tags}


def item(value: str) -> Value:
    return {"type": "uri", "value": value}


SAID: list[tuple[IRI, str, Value]] = [
    (CITY, "P625", POINT),
    (CITY, "P17", item(STATE)),
    (CITY, "P856", item("https://pokrovsk.example/")),
    (UNIT, "P625", POINT),
    (UNIT, "P571", word("1992-01-01T00:00:00Z", datatype=XSD.dateTime)),
    (MAN, "P625", POINT),
    (UNIT, "P5140", POINT),
    (CITY, "P5140", POINT),
    (MAN, "P569", word("1950-01-01T00:00:00+02:00", datatype=XSD.dateTime)),
    (CITY, "P1082", word("1.50", datatype=XSD.decimal)),
    (CITY, "P131", item("http://www.wikidata.org/.well-known/genid/abc")),
    (CITY, "P361", {"type": "bnode", "value": "b0"}),
    (CITY, "P18", item("https://commons.example/a b.jpg")),
]
LABELS = {
    CITY: [word("Pokrovsk", "en"), word("Покровськ", "UK"), word("Pokrowsk", "de-AT")],
    STATE: [word("Ukraine", "en")],
}


def wikidata(said: Iterable[tuple[IRI, str, Value]] = SAID) -> Callable[[Asked], Reply]:
    """A reply function like Wikidata's endpoint: rows for the items and properties, or languages, in a query."""

    def reply(asked: Asked) -> Reply:
        query = asked.form["query"]
        bindings: list[dict[str, Value]] = []
        if "?property" in query:
            bindings = [
                {"item": item(one), "property": item(WDT[name]), "value": value}
                for one, name, value in said
                if f"<{one}>" in query and f"<{WDT[name]}>" in query
            ]
        else:
            bindings = [
                {"item": item(one), "value": value}
                for one, several in LABELS.items()
                for value in several
                if f"<{one}>" in query and f'"{value["xml:lang"].lower().partition("-")[0]}"' in query
            ]
        return says({"head": {"vars": ["item", "property", "value"]}, "results": {"bindings": bindings}}, ROWS)

    return reply
