"""Random SPARQL, deep, long and broken, for tests that no text crashes the process; the same for the same seed."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

_QUERIES = Path(__file__).resolve().parents[1] / "queries"
_NESTED = (
    ("SELECT * ", "{", "?s ?p ?o", "}", ""), ("ASK {", "OPTIONAL {", "?s ?p ?o", "}", "}"),
    ("ASK {", "FILTER EXISTS {", "", "}", "}"), ("ASK {", "GRAPH ?g {", "", "}", "}"),
    ("SELECT * {", "{SELECT * {", "?s ?p ?o", "}}", "}"), ("ASK { FILTER(", "(", "1", ")", ")}"),
    ("SELECT (", "STR(", "'('", ")", " AS ?x) {}"), ("SELECT (", "IF(true,1,", "1", ")", " AS ?x) {}"),
    ("SELECT (", "COUNT(", "?s", ")", " AS ?x) {?s ?p ?o}"), ("ASK { FILTER(", "1 IN (", "1", ")", ")}"),
    ("ASK { ?s ", "(", "<urn:p>", ")*", " ?o }"), ("ASK { ?s ", "^(", "<urn:p>", ")", " ?o }"),
    ("CONSTRUCT { ?s ?p ", "[ ?p ", "1", "]", "} WHERE {}"), ("INSERT DATA { <urn:a> <urn:b> ", "(", "1", ")", "}"),
    ("ASK { FILTER(", "!", "true", "", ")}"), ("ASK { ?s ?p ", "<<( ?s ?p ", "1", " )>>", "}"),
    ("ASK { ", "SERVICE <https://e.example/s> {", "", "}", "}"),
    ("DELETE { ?s ?p ?o } WHERE ", "{", "?s ?p ?o", "}", ""),
    ("SELECT * {} ORDER BY ", "(", "1", ")", ""), ("ASK { ", "{?s ?p ?o} UNION {", "", "}", "}"),
)  # fmt: skip
_CHAINED = (
    ("ASK { ?s ?p ?x FILTER(?x=1", "||?x=1", ")}"),
    ("SELECT (1", "+1", " AS ?x) {}"), ("SELECT (1", "-1", " AS ?x) {}"),
    ("ASK { FILTER(true", " && true", ")}"), ("ASK { ?s <urn:p>", "|<urn:p>", " ?o }"), ("ASK { {}", "UNION{}", "}"),
    ("ASK { ", "BIND(1 AS ?x)", "}"), ("ASK { ", "MINUS{?s ?p 1}", "}"), ("ASK { ", "FILTER(1=1)", "}"),
    ("SELECT ", "(1 AS ?x)", "{}"), ("DESCRIBE ", "<urn:a> ", ""), ("SELECT * {} ORDER BY ", "(?o+1)", ""),
    ("SELECT * { VALUES (?x ?y) { ", "(<urn:a-b/c> <urn:a/b-c>)", "} }"), ("ASK { FILTER(1 IN (1", ",<urn:a-b>", "))}"),
    ("SELECT (CONCAT('a'", ",'b'", ") AS ?x) {}"), ("INSERT DATA { ", "<urn:a> <urn:b> 1 .", "}"),
    ("", "PREFIX p: <urn:p>", " ASK {}"), ("ASK ", "FROM <urn:a>", "{}"), ("CLEAR ALL", ";CLEAR ALL", ""),
    ("ASK { ?s ?p ?a FILTER(?a<?b", "+1", ">?c) }"),
    ("ASK { FILTER(?a<?b+'>'", "+1", "+'x')}"), ("", "#((((\n", "ASK {}"),
    ("ASK { ?s ?p '", "\\u0022(", "' }"), ("ASK { ?s ?p <urn:", "(", "> }"), ("ASK { ?s ?p '''", "'(\n", "''' }"),
    ("CONSTRUCT { ", "?s ?p ?o . ", "} WHERE {}"), ("ASK { ?s ?p ?o ", ";", "}"), ("ASK { ?s ?p ?o ", ", 1", "}"),
)  # fmt: skip
_PIECES = (
    "SELECT", "*", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "{", "}", "(", ")", "[", "]", ".", ";", ",", "|", "||",
    "&&", "!", "=", "<", ">", "+", "-", "*", "/", "^", "?", "a", "true", "OPTIONAL", "UNION", "MINUS", "FILTER",
    "BIND", "VALUES", "GRAPH", "SERVICE", "SILENT", "EXISTS", "NOT", "IN", "AS", "COUNT", "STR", "IF", "COALESCE",
    "REGEX", "LIMIT", "1", "OFFSET", "1.5", "1e3", "GROUP", "BY", "ORDER", "HAVING", "FROM", "NAMED", "PREFIX",
    "BASE", "INSERT", "DATA", "DELETE", "LOAD", "CLEAR", "?s", "?p", "?o", "$x", "_:b", "<urn:p>", "<urn:e#a>", "<>",
    "<a", "e:x", ":x", "kg:Claim", "rdfs:label", "foo:bar", "'x'", '"y"', "'''", '"""', "'it\\'s'", '"\\u0022"',
    "\\u007B", "#", "#)", "@en", "^^", "<<", ">>", "{|", "|}", "UNDEF", "é", "�", "\x00", "\ufeff",
)  # fmt: skip
_BETWEEN = (" ", "", "\n", "\r", "\t", "#(\n", "#}'\r", ' #"""\n')


def texts(seed: int, start: int, count: int) -> Iterator[str]:
    """So many texts, from number `start` on; each depends only on the seed and its number."""
    makers: tuple[Callable[[random.Random], str], ...] = (_nested, _chained, _grammatical, _mutated, _soup)
    for number in range(start, start + count):
        rng = random.Random(f"{seed} {number}")  # noqa: S311 - a fuzz is no secret
        text = makers[number % len(makers)](rng)
        yield text[: rng.randrange(len(text) + 1)] if rng.random() < 0.1 else text


def _size(rng: random.Random) -> int:
    """A size, mostly small and up to 30,000."""
    return int(30_000 ** rng.random()) if rng.random() < 0.15 else rng.randrange(1, 60)


def _nested(rng: random.Random) -> str:
    before, opening, middle, closing, after = rng.choice(_NESTED)
    size, between = _size(rng), rng.choice(_BETWEEN)
    return before + (opening + between) * size + middle + (closing + between) * size + after


def _chained(rng: random.Random) -> str:
    before, link, after = rng.choice(_CHAINED)
    return before + (link + rng.choice(_BETWEEN)) * _size(rng) + after


def _grammatical(rng: random.Random) -> str:
    depth = rng.randrange(1, 7)
    form = rng.choice(("SELECT *", "SELECT DISTINCT ?s", "ASK", "CONSTRUCT { ?s ?p ?o } WHERE", "DESCRIBE ?s WHERE"))
    return f"PREFIX e: <urn:e#> {form} {_group(rng, depth)}"


def _group(rng: random.Random, depth: int) -> str:
    parts = [_part(rng, depth) for _ in range(rng.randrange(1, 4))]
    return "{" + rng.choice(_BETWEEN) + " ".join(parts) + "}"


def _part(rng: random.Random, depth: int) -> str:
    if depth == 0:
        path = rng.choice(("?p", "e:b", "e:b*", "(e:b|^e:c)/e:d?", "!e:x"))
        return f"?s {path} {rng.choice(('?o', '1', 'e:a', '[]'))} ."
    inner = _group(rng, depth - 1)
    shape = rng.choice(
        ("{0}", "OPTIONAL {0}", "MINUS {0}", "{0} UNION {0}", "GRAPH ?g {0}", "FILTER EXISTS {0}", "{{SELECT ?s {0}}}",
         "FILTER({1})", "BIND({1} AS ?b{2})", "SERVICE <https://e.example/s> {0}", "VALUES ?s {{ e:a UNDEF }}",
         "?s e:b {1} .")
    )  # fmt: skip
    return shape.format(inner, _expression(rng, depth), rng.randrange(10**6))


def _expression(rng: random.Random, depth: int) -> str:
    if depth <= 0:
        return rng.choice(("?s", "?o", "1", "'a)'", '"""("""', "e:a", "true", "<urn:x>"))
    one, two = _expression(rng, depth - 1), _expression(rng, depth - 2)
    shape = rng.choice(("({}+{})", "({}||{})", "({}<{})", "({}=-{})", "IF({},{},1)", "CONCAT({},{})", "({} IN ({}))"))
    return shape.format(one, two)


def _mutated(rng: random.Random) -> str:
    text = rng.choice(sorted(_QUERIES.glob("*/*.rq"))).read_text(encoding="utf8")
    for _ in range(rng.randrange(1, 6)):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.randrange(1, 200))
        piece = rng.choice((text[start:end] * rng.randrange(1, 40), rng.choice(_PIECES), "", text[start:end].upper()))
        text = text[:start] + piece + text[rng.choice((start, end)) :]
    return text


def _soup(rng: random.Random) -> str:
    start = rng.choice(("", "SELECT * {", "ASK { FILTER(", "INSERT DATA {", "PREFIX e: <urn:e#> SELECT * WHERE {"))
    many = min(_size(rng), 300)
    return start + "".join(rng.choice(_PIECES) + rng.choice(_BETWEEN) for _ in range(many))
