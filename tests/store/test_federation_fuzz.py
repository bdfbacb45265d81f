"""SERVICE gives the rows that GRAPH gives where the endpoint's triples stand in a graph here: on random queries."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from kgraph.errors import UsageError
from kgraph.model import BlankNode, Literal, Quad, Rows, Term
from kgraph.namespaces import IRI, XSD
from kgraph.store import Store, open_store
from kgraph.store.federation import Limits, resolve_services

ENDPOINT = IRI("https://elsewhere.example.org/sparql")
COPY = IRI("u:copy")
NODES: list[IRI] = [IRI(f"u:n{i}") for i in range(4)]
VALUES: list[Term] = [*NODES, Literal("1", XSD.integer), Literal("x", language="en")]
ONLY_THERE = IRI("u:only-in-g")
QUERIES = 400


@pytest.fixture(scope="module")
def stores() -> Iterator[tuple[Store, Store]]:
    """What is here, with a copy of what is elsewhere as a named graph; and what is elsewhere."""
    chance = random.Random(5)  # noqa: S311 - for data, not secrets
    with open_store("memory:") as here, open_store("memory:") as elsewhere:
        here.load(triples(chance, ("p", "q"), 9, None, (*NODES, BlankNode("b"))))
        here.load(triples(chance, ("p", "q"), 5, IRI("u:g"), NODES))
        foreign = triples(chance, ("p", "r", "s"), 14, None, NODES)
        here.load([(NODES[0], IRI("u:p"), ONLY_THERE, IRI("u:g"))])
        foreign.append((ONLY_THERE, IRI("u:r"), NODES[1], None))
        elsewhere.load(foreign)
        here.load((s, p, o, COPY) for s, p, o, _ in foreign)
        yield here, elsewhere


def triples(
    chance: random.Random,
    names: tuple[str, ...],
    count: int,
    graph: IRI | None,
    subjects: Sequence[IRI | BlankNode],
) -> list[Quad]:
    return [
        (chance.choice(subjects), IRI(f"u:{chance.choice(names)}"), chance.choice([*VALUES, *subjects]), graph)
        for _ in range(count)
    ]


class Writer:
    """Writes random groups; `service` is what a block begins with."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - for data, not secrets
        self.fresh = 0

    def query(self) -> str:
        body = self.group(3, here=True)
        while "SERVICE" not in body:
            body = self.group(3, here=True)
        return f"{self.chance.choice(['SELECT *', 'SELECT ?a ?c', 'SELECT (COUNT(*) AS ?n)'])} WHERE {body}"

    def group(self, depth: int, *, here: bool) -> str:
        parts = [self.part(depth, here=here) for _ in range(self.chance.randint(1, 3 if here else 2))]
        return "{ " + " ".join(parts) + " }"

    def part(self, depth: int, *, here: bool) -> str:
        kinds = ["triple"] * 4 + ["filter", "bind", "values"]
        if depth:
            kinds += ["optional", "optional", "union", "nested", "minus", "select"]
            kinds += ["service"] * 5 + ["graph"] if here else []
        written: str = getattr(self, self.chance.choice(kinds))(depth - 1, here)
        return written

    def variable(self) -> str:
        return "?" + self.chance.choice("abcd")

    def triple(self, depth: int, here: bool) -> str:
        names = ("p", "q") if here else ("p", "r", "s")
        ends = [self.variable(), self.variable()]
        if self.chance.random() < 0.2:
            ends[self.chance.randint(0, 1)] = f"<{self.chance.choice(NODES)}>"
        return f"{ends[0]} <u:{self.chance.choice(names)}> {ends[1]} ."

    def filter(self, depth: int, here: bool) -> str:
        a, b = self.variable(), self.variable()
        return self.chance.choice(
            [
                f"FILTER(BOUND({a}))",
                f"FILTER(!BOUND({a}))",
                f"FILTER({a} != {b})",
                f"FILTER({a} = {b} || !BOUND({b}))",
                f"FILTER isIRI({a})",
                f"FILTER(!({a} IN (<u:n1>)) && BOUND({b}))",
                f"FILTER NOT EXISTS {{ {a} <u:q> {b} }}",
            ]
        )

    def bind(self, depth: int, here: bool) -> str:
        self.fresh += 1
        name = self.chance.choice([f"?f{self.fresh}", self.variable()])
        return f"BIND({self.chance.choice([self.variable(), f'COALESCE({self.variable()}, <u:n1>)'])} AS {name})"

    def values(self, depth: int, here: bool) -> str:
        cells = [self.chance.choice(["UNDEF", *(f"<{n}>" for n in NODES)]) for _ in range(4)]
        a, b = self.chance.sample("abcd", 2)
        return f"VALUES (?{a} ?{b}) {{ ({cells[0]} {cells[1]}) ({cells[2]} {cells[3]}) }}"

    def optional(self, depth: int, here: bool) -> str:
        return f"OPTIONAL {self.group(depth, here=here)}"

    def minus(self, depth: int, here: bool) -> str:
        return f"MINUS {self.group(depth, here=here)}"

    def union(self, depth: int, here: bool) -> str:
        return f"{self.group(depth, here=here)} UNION {self.group(depth, here=here)}"

    def nested(self, depth: int, here: bool) -> str:
        return self.group(depth, here=here)

    def graph(self, depth: int, here: bool) -> str:
        return f"GRAPH <u:g> {self.group(depth, here=here)}"

    def select(self, depth: int, here: bool) -> str:
        a, b = self.chance.sample("abcd", 2)
        head = self.chance.choice([f"SELECT ?{a} ?{b}", f"SELECT DISTINCT ?{a}", f"SELECT ?{a} (COUNT(*) AS ?n{b})"])
        tail = f" GROUP BY ?{a}" if "COUNT" in head else ""
        return f"{{ {head} WHERE {self.group(depth, here=here)}{tail} }}"

    def service(self, depth: int, here: bool) -> str:
        return f"SERVICE <{ENDPOINT}> {self.group(depth, here=False)}"


def counted(rows: Rows) -> Counter[frozenset[tuple[str, Term | None]]]:
    return Counter(frozenset(row.items()) for row in rows)


def compare(stores: tuple[Store, Store], seed: int, limits: Limits) -> bool:
    """Whether a random query could be compared: it is legal, and nothing refused it."""
    text = Writer(seed).query()
    try:
        wanted = stores[0].select(text.replace(f"SERVICE <{ENDPOINT}>", f"GRAPH <{COPY}>"))
    except UsageError:
        return False
    check(stores, text, wanted, limits)
    return True


def check(stores: tuple[Store, Store], text: str, wanted: Rows, limits: Limits) -> None:
    here, elsewhere = stores
    done = resolve_services(
        text,
        here.select,
        lambda endpoint, query: elsewhere.select(query),
        allowed=[ENDPOINT],
        remark=pytest.fail,
        limits=limits,
    )
    assert counted(here.select(done)) == counted(wanted), text


LIMITS = Limits(batch=2, rows=10**6, requests=10**6)
SERVICE = f"SERVICE <{ENDPOINT}>"


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, QUERIES, 50))
def test_random_queries_give_the_rows_of_graph(stores: tuple[Store, Store], start: int) -> None:
    compared = sum(compare(stores, seed, LIMITS) for seed in range(start, start + 50))
    assert compared >= 40


@pytest.mark.parametrize(
    "where",
    [
        "SERVICE_ { ?a <u:r> ?e OPTIONAL { ?e <u:s> ?b } } BIND(COALESCE(?b, <u:n1>) AS ?c) SERVICE_ { ?c ?any ?d }",
        "SERVICE_ { ?a <u:r> ?b OPTIONAL { ?b <u:s> ?e } } OPTIONAL { ?e <u:p> ?c } SERVICE_ { ?c <u:s> ?d }",
        "?a <u:p> ?b OPTIONAL { ?a <u:q> ?c SERVICE_ { ?a <u:r> ?d } } FILTER(!BOUND(?c))",
        "GRAPH <u:g> { { SELECT ?a ?b { ?a <u:p> ?b SERVICE_ { ?b <u:r> ?c } } } }",
        "GRAPH <u:g> { ?a <u:p> ?b SERVICE_ { ?b <u:r> ?c } }",
        "GRAPH <u:g> { ?a <u:p> ?b OPTIONAL { SERVICE_ { ?b <u:r> ?c } } }",
        "?a <u:p> ?b { SERVICE_ { ?b <u:r> ?c } } UNION { ?b <u:q> ?c }",
        "SERVICE_ { ?b <u:r> ?c } ?a <u:p> ?b",
        "?a <u:p> ?b MINUS { SERVICE_ { ?b <u:r> ?c } }",
        "?a <u:p> ?b SERVICE_ { ?b ?any ?c FILTER(?c != ?b && !BOUND(?a)) }",
        "?a <u:p> ?b SERVICE_ { OPTIONAL { ?b <u:r> ?c } ?b <u:p> ?d }",
        "?a <u:p> ?b SERVICE_ { { SELECT ?b (COUNT(*) AS ?n) { ?b ?any ?c } GROUP BY ?b } }",
        "?a <u:p> ?b SERVICE_ { ?b <u:r> ?c FILTER NOT EXISTS { ?c <u:s> ?d } }",
        "?a <u:p> ?b SERVICE_ { <u:n1> ?any <u:n2> }",
        "?a <u:p> ?b FILTER(?b<?a&&?c>1) SERVICE_ { ?b <u:r> ?c }",
        "VALUES ?b { <u:n1> '}SERVICE <x> {' } # SERVICE <y> {\n SERVICE_ { ?b <u:r> ?c }",
    ],
)
@pytest.mark.parametrize("head", ["SELECT *", "SELECT ?a", "SELECT (COUNT(*) AS ?n)"])
def test_a_form_gives_the_rows_of_graph(stores: tuple[Store, Store], head: str, where: str) -> None:
    wanted = stores[0].select(f"{head} {{ {where.replace('SERVICE_', f'GRAPH <{COPY}>')} }}")
    check(stores, f"{head} {{ {where.replace('SERVICE_', SERVICE)} }}", wanted, LIMITS)
