"""The guard finds every way out of the house, and takes few harmless texts for one."""

from contextlib import suppress

import pytest

from kgraph.catalogue import bind, with_prologue
from kgraph.errors import UsageError
from kgraph.namespaces import IRI
from kgraph.store import OxigraphStore, bounds, faults, guard, tokens
from kgraph.store.guard import Inspection, check, inspect, kind_of, names_dataset, reaches_out, unknown_terms

EVIL, GOOD = "http://127.0.0.1:9/", "https://query.example.org/sparql"
CLAUSE = f"SERVICE <{EVIL}> {{ ?s ?p ?o }}"

REFUSED = [
    f"SELECT * {{ {CLAUSE} }}",
    f"SELECT*{{SERVICE<{EVIL}>{{}}}}",
    f"select * {{ service silent <{EVIL}> {{ }} }}",
    f"SELECT * {{ SeRvIcE\n#comment\n<{EVIL}>\t#another {{\r{{ }} }}",
    "SELECT * { SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { SERVICE $x{} }",
    "SELECT * { VALUES ?x { <https://query.example.org/sparql> } SERVICE SILENT ?x { ?s ?p ?o } }",
    f"PREFIX x: <{EVIL}> SELECT * {{ SERVICE x: {{ }} }}",
    f"PREFIX x: <{EVIL}> SELECT * {{ SERVICE x:a\\-b {{ }} }}",
    "SELECT * { SERVICE unknown:prefix { } }",
    f"BASE <{EVIL}> SELECT * {{ SERVICE <> {{ }} }}",
    f"BASE <{EVIL}> SELECT * {{ SERVICE <sparql> {{ }} }}",
    f"BASE <{EVIL}> PREFIX x: <> SELECT * {{ SERVICE x:a {{ }} }}",
    f"SELECT * {{ \\u0053ERVICE <{EVIL}> {{ }} }}",
    f"SELECT * {{ S\\U00000065rvice <{EVIL}> {{ }} }}",
    "SELECT * { SERVICE <http\\u003A//127.0.0.1:9/> { } }",
    f"SELECT * {{ #\\u000ASERVICE <{EVIL}> {{ }} }}",
    f'SELECT * {{ ?s ?p "a\\u0022 . {CLAUSE} #" }}',
    f"SELECT * {{ FILTER(?a<?b)SERVICE#>\n<{EVIL}>{{}} }}",
    f"SELECT * {{ FILTER(?a<'x>' ) {CLAUSE} FILTER('x'='y') }}",
    f"SELECT * {{ FILTER(?a<?b&&'>'='>') {CLAUSE} }}",
    "PREFIX x: <a:> SELECT * { SERVICEx:foo { } }",
    f"SELECT * {{ SERVICESILENT<{EVIL}>{{ }} }}",
    "SELECT * { SERVICE?x { } }",
    f"SELECT * {{ ?s ?p trueSERVICE<{EVIL}>{{ }} }}",
    f"SELECT * {{ ?s ?p 1.5e3SERVICE<{EVIL}>{{ }} }}",
    f"PREFIX e: <a:> SELECT * {{ ?s ?p e:o\\'brien . {CLAUSE} ?s ?p 'x' }}",
    f"PREFIX e: <a:> SELECT * {{ ?s ?p e:a\u203f\\' . {CLAUSE} ?s ?p 'x' }}",
    f"PREFIX e: <a:> SELECT * {{ ?s ?p e:a\\#b . {CLAUSE} }}",
    f"SELECT * {{ ?s ?p '''it''s ' ''' . {CLAUSE} }}",
    f'SELECT * {{ ?s ?p """a\\""" . {CLAUSE} #""" . {CLAUSE} }}',
    f'SELECT * {{ ?s ?p "\\\\" . {CLAUSE} }}',
    f"SELECT * {{ #\r{CLAUSE} }}",
    f"ASK {{ FILTER EXISTS {{ {CLAUSE} }} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ OPTIONAL {{ {CLAUSE} }} }}",
    f"SELECT * {{ {{ SELECT * {{ GRAPH ?g {{ {CLAUSE} }} }} }} }}",
    f"INSERT {{ ?s ?p ?o }} WHERE {{ {CLAUSE} }}",
    f"DELETE WHERE {{ ?s ?p ?o }} ; INSERT {{ }} WHERE {{ {CLAUSE} }}",
    f"SELECT * {{ SERVICE <{GOOD}> {{ {CLAUSE} }} }}",
    f"PREFIX g: <{GOOD}> PREFIX g: <{EVIL}> SELECT * {{ SERVICE g: {{ }} }}",
    f"SELECT * {{ SERVICE <{GOOD}/> {{ }} }}",
    f"LOAD <{EVIL}>",
    f"load silent <{EVIL}> into graph <a:g>",
    f"LOAD<{EVIL}>INTO GRAPH<a:g>",
    f"LOAD <{GOOD}>",
    "LOAD <file:///etc/hostname>",
    "PREFIX x: <a:> LOAD x:y",
    "PREFIX x: <a:> LOADx:y",
    f"LOADSILENT<{EVIL}>",
    f"INSERT DATA {{ <a:a> <a:b> 1 }} ;\nLOAD <{EVIL}> ; DROP ALL",
    f"BASE <a:>LOAD <{EVIL}>",
    f"\\u004COAD <{EVIL}>",
]
HARMLESS = [
    f'SELECT * {{ ?s ?p "a\\\\u0022 . {CLAUSE} #" }}',
    "SELECT * { ?s ?p ?o }",
    f'SELECT * {{ ?s ?p "{CLAUSE}" }}',
    f"SELECT * {{ ?s ?p '{CLAUSE}'@en }}",
    f'SELECT * {{ ?s ?p """{CLAUSE}\n"quoted" {CLAUSE}""" }}',
    f"SELECT * {{ ?s ?p ?o }} # {CLAUSE}",
    f"# LOAD <{EVIL}>\nSELECT * {{ ?s ?p ?o }}",
    "SELECT * { ?service ?load ?o FILTER(?service<?load) }",
    "SELECT ?service { ?service <http://x.example/service> <http://x.example/SERVICE/load#service> }",
    "PREFIX service: <a:> PREFIX load: <b:> SELECT * { service:a load:b service:c ; load:d load:e , service:f }",
    "PREFIX service: <a:> SELECT * { GRAPH service:g { ?s a service:Service } }",
    "PREFIX service: <a:> DESCRIBE service:g",
    "PREFIX e: <a:> SELECT * FROM e:service { ?s e:service/e:load* ?o . e:load e:SERVICE [ e:load _:service ] }",
    "PREFIX load: <b:> INSERT DATA { load:a load:b load:c ; load:d load:e . load:f load:g load:h }",
    "PREFIX load: <b:> INSERT DATA { GRAPH load:g { load:a load:b load:c } } ; DROP GRAPH load:g",
    "SELECT * { FILTER(?a<?b && ?c>?d) ?x <http://x.example/service?q=1> ?y }",
    'SELECT (CONCAT("LOAD <", STR(?s), "> ; SERVICE") AS ?service) { ?s ?p ?o FILTER regex(?o, "\\\\u0041 service") }',
    f'INSERT DATA {{ <a:a> <a:b> "; LOAD <{EVIL}>" }}',
    f"SELECT * {{ SERVICE <{GOOD}> {{ ?s ?p ?o }} }}",
    "PREFIX q: <https://query.example.org/> SELECT * { SERVICE SILENT q:sparql { ?s ?p ?o } }",
    "SELECT * { SERVICE <https://query.example.org/sp\\u0061rql> { ?s ?p ?o } }",
    "not SPARQL at all: the service will load",
    "",
]

UPDATES = ("DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_reaches_out_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"^(SERVICE|LOAD) .*refused") as caught:
        check(text, {GOOD})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", HARMLESS, ids=range(len(HARMLESS)))
def test_what_stays_inside_passes(text: str) -> None:
    check(text, {GOOD})


def test_nothing_is_allowed_unless_told() -> None:
    with pytest.raises(UsageError, match=f"SERVICE <{GOOD}> is refused"):
        check(f"SELECT * {{ SERVICE <{GOOD}> {{ }} }}")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * {}", "select"),
        ("SELECTDISTINCT ?x {}", "select"),
        ("# ASK\n  ask {}", "ask"),
        ("PREFIX ask: <a:> PREFIX : <b:> BASE <c:> construct where {}", "construct"),
        ("DESCRIBE <a:a>", "describe"),
        ("\\u0053ELECT * {}", "select"),
        ("PREFIX e: <a:> INSERT DATA { e:a e:b 1 }", "update"),
        *((f"{word} <a:a>", "update") for word in UPDATES),
        ("", None),
        ("{ SELECT * {} }", None),
        ("FETCH ME", None),
    ],
)
def test_the_kind_is_told_by_the_first_word_after_the_prologue(text: str, kind: str | None) -> None:
    assert kind_of(text) == inspect(text).kind == kind


def test_an_inspection_names_what_a_text_uses() -> None:
    text = f"""PREFIX e: <a:> SELECT * FROM <a:f> FROM NAMED e:n WHERE {{
      GRAPH e:g {{ ?s ?p "GRAPH <a:no>" }} GRAPH <a:h> {{ SERVICE <{GOOD}> {{ }} }} # GRAPH ?v
    }}"""  # noqa: S608 - this is SPARQL
    assert inspect(text) == Inspection(
        kind="select",
        services=frozenset({IRI(GOOD)}),
        open_service=False,
        loads=False,
        graphs=frozenset({IRI("a:g"), IRI("a:h")}),
        any_graph=False,
        own_dataset=True,
    )


@pytest.mark.parametrize("graph", ["?g", "$g", "<relative>", "unknown:g"])
def test_a_graph_that_is_no_constant_may_be_any(graph: str) -> None:
    assert inspect(f"SELECT * {{ GRAPH {graph} {{ ?s ?p ?o }} }}").any_graph


@pytest.mark.slow
def test_a_long_text_is_looked_over_in_one_sweep() -> None:
    """Both readings of many a `<` must not multiply: each place in the text is visited a few times only."""
    rows = " ".join(f"(<http://x.example/service#{n}> <http://x.example/b{n}>)" for n in range(5_000))
    check(f"SELECT * {{ VALUES (?a ?b) {{ {rows} }} ?a ?b ?c }}")
    with pytest.raises(UsageError):
        check(f"SELECT * {{ VALUES (?a ?b) {{ {rows} }} {CLAUSE} }}")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s FROM <urn:g> { ?s ?p ?o }",
        "SELECT * FROM<urn:g>{ ?s ?p ?o }",
        "PREFIX e: <urn:> ASK FROM NAMED e:g { ?s ?p ?o }",
        "select ?s from named <urn:g> where { ?s ?p ?o }",
        "SELECT ?s # a remark\nFROM # another\n<urn:g> { ?s ?p ?o }",
    ],
)
def test_a_dataset_of_its_own_is_seen(text: str) -> None:
    assert inspect(text).own_dataset


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?c { ?c kg:about <https://example.org/event/withdrawal-from-town> }",
        "SELECT ?c { ?c kg:about <urn:from> , <urn:x> }",
        "SELECT ?from { ?from kg:about 'from <urn:g>' }",
        "SELECT ?c { ?c kg:from <urn:x> } # FROM <urn:g>",
        "SELECT ?c { VALUES ?from { <urn:a> } ?c kg:about ?from }",
    ],
)
def test_a_name_or_text_with_from_in_it_is_no_dataset(text: str) -> None:
    assert not inspect(text).own_dataset


ONLY_ELSEWHERE = [
    f'SELECT * {{ ?s ?p "a\\u0022 . {CLAUSE} #" }}',
    f'SELECT ("\\u0022 {CLAUSE}" AS ?x) {{}}',
    f"SELECT ('\\u0027 {CLAUSE}' AS ?x) {{}}",
    f'SELECT ("""\\U00000022"" {CLAUSE}""" AS ?x) {{}}',
    f"SELECT * {{ #\\u000A{CLAUSE}\n }}",
    f'INSERT DATA {{ <a:a> <a:b> "\\u0022 }} ; LOAD <{EVIL}> #" }}',
]


@pytest.mark.parametrize("text", ONLY_ELSEWHERE, ids=range(len(ONLY_ELSEWHERE)))
def test_an_escape_in_a_string_or_a_comment_is_a_way_out_for_other_engines_only(text: str) -> None:
    """The built-in engine reads escapes in strings and IRIs, after it has told where they end; others may before."""
    check(text, builtin=True)
    assert not reaches_out(text)
    with pytest.raises(UsageError, match="refused"):
        check(text)
    store = OxigraphStore()
    (store.update if text.startswith("INSERT") else store.select)(text)


@pytest.mark.parametrize(
    "text",
    [text for text in REFUSED if "\\u" not in text.replace("http\\u003A", "") and "\\U" not in text],
)
def test_the_built_in_engine_reaches_nothing_else(text: str) -> None:
    with pytest.raises(UsageError, match="refused"):
        check(text, {GOOD}, builtin=True)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_stays_inside_passes_for_the_built_in_engine_too(text: str) -> None:
    check(text, {GOOD}, builtin=True)


@pytest.mark.parametrize(
    "text", ['SELECT * { ?s ?p "\\u0022 FROM <urn:x>" }', "ASK { ?s ?p '\\u0027 FROM NAMED <urn:x>' }"]
)
def test_an_escaped_mark_in_a_string_does_not_let_a_dataset_out(text: str) -> None:
    assert not names_dataset(text)


PIECES = (
    r"""é éa a- a. from true \"""\" \" \' < <?a #< (<a: a:b. (( {[ PREFIX VALUES?x{ \u0022 @a- _:a. ? 1- 1. a:%41"""
)


@pytest.mark.slow
@pytest.mark.parametrize("piece", [*PIECES.split(), "VALUES?x{'V", "'\\\n", "'''\\\n", "\x00", "from ", "\\"])
def test_the_work_grows_with_the_length_and_no_faster(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of text made of what has to be looked at again: with the square of the length, this would take minutes."""
    looks = [0]

    def counted(text: str, at: int) -> tokens.Token | None:
        looks[0] += 1
        return token_at(text, at)

    token_at = tokens.token_at
    monkeypatch.setattr(tokens, "_SHORT", 0)  # shorter texts are split once for all looks
    for module in (tokens, bounds, faults, guard):
        monkeypatch.setattr(module, "token_at", counted)

    def work(length: int) -> int:
        looks[0] = 0
        text = "SERVICE LOAD " + piece * (length // len(piece))
        for look in (check, inspect, names_dataset, kind_of):
            with suppress(UsageError):
                look(text)
        with suppress(UsageError):
            bind(with_prologue(text, "https://e.org/"), {"x": []})
        return looks[0]

    short = work(5_000)
    assert 0 < work(20_000) < 4.5 * short + 10


@pytest.mark.parametrize("iris", ["<http://[kgraph> ASK { ?s ?p <y> }", "<http://kgraph/> ASK { ?s ?p <http://[x> }"])
def test_an_illegal_iri_is_left_to_the_engine(iris: str) -> None:
    query = f"BASE {iris}"
    assert unknown_terms(query) == []
