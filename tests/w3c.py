"""Reading the cases of the W3C's SPARQL 1.1 test suite and judging answers by its rules; see
tests/sparql11/README.md."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kgraph.model import Rows, Triple
from kgraph.store.terms import to_oxigraph, triple_to_oxigraph

FOLDER = Path(__file__).with_name("sparql11")
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_NUMBERS = ("integer", "decimal", "double", "float")
_XSD = "http://www.w3.org/2001/XMLSchema#"

Given = Rows | bool | list[Triple]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Solution = Mapping[str, Term]


@dataclass(frozen=True)
class Case:
    """A case: `kind` is "evaluation", "legal" or "illegal"; files are paths, and `graphs` are the files of named
    graphs."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()
    result: Path | None = None

    @property
    def text(self) -> str:
        return self.query.read_bytes().decode()


def iri(path: Path) -> str:
    """A file's IRI in the suite, against which relative IRIs in its queries and data are resolved."""
    return f"http://www.w3.org/2009/sparql/docs/tests/data-sparql11/{path.relative_to(FOLDER).as_posix()}"


def cases() -> list[Case]:
    """All cases, by folder and in the order of the manifests' triples."""
    found = [case for folder in sorted(FOLDER.iterdir()) if folder.is_dir() for case in _manifest(folder)]
    return sorted(found, key=lambda case: case.name)


def _manifest(folder: Path) -> Iterable[Case]:
    graph = ox.Store()
    base = folder.as_uri() + "/"
    graph.load((folder / "manifest.ttl").read_bytes(), ox.RdfFormat.TURTLE, base_iri=base)
    query = f"""PREFIX mf: <{_MF}> PREFIX qt: <{_QT}>
      SELECT ?case ?type ?name ?action ?query ?result {{
        ?case a ?type ; mf:name ?name ; mf:action ?action OPTIONAL {{ ?action qt:query ?query }}
        OPTIONAL {{ ?case mf:result ?result }} }}"""
    for row in graph.query(query):  # type: ignore[union-attr] # a SELECT gives solutions
        kind = {
            "QueryEvaluationTest": "evaluation",
            "CSVResultFormatTest": "evaluation",
            "PositiveSyntaxTest11": "legal",
            "NegativeSyntaxTest11": "illegal",
        }.get(row["type"].value.rpartition("#")[2])
        if kind is None:
            continue

        def files(property: str, action: ox.NamedNode | ox.BlankNode = row["action"]) -> tuple[Path, ...]:
            quads = graph.quads_for_pattern(action, ox.NamedNode(_QT + property), None)
            return tuple(sorted(folder / Path(str(quad.object).strip("<>")).name for quad in quads))

        place = row["query"] or row["action"]
        assert isinstance(place, ox.NamedNode)
        yield Case(
            name=f"{folder.name}/{row['case'].value.rpartition('#')[2]}",
            kind=kind,
            query=folder / Path(place.value).name,
            data=files("data"),
            graphs=files("graphData"),
            result=folder / Path(row["result"].value).name if row["result"] else None,
        )


def is_right(case: Case, given: Given) -> bool:
    """Whether an answer is correct: compared as a multiset of solutions or as a graph, whatever the labels of blank
    nodes."""
    assert case.result
    data = case.result.read_bytes()
    if isinstance(given, bool):
        return given == _expected_boolean(case.result, data)
    if not isinstance(given, Rows):
        wanted = {q.triple for q in ox.parse(data, ox.RdfFormat.TURTLE, base_iri=iri(case.result))}
        return _same([_quad(t) for t in wanted], [_quad(triple_to_oxigraph(t)) for t in given])
    rows = [
        {n: to_oxigraph(v) for n, v in zip(given.variables, row, strict=True) if v is not None} for row in given.rows
    ]
    if case.result.suffix == ".csv":  # CSV does not give the types of values
        names, *expected_rows = csv.reader(data.decode().splitlines())
        ours = [[_plain(row.get(name)) for name in names] for row in rows]
        return set(names) == set(given.variables) and sorted(map(_spelt, expected_rows)) == sorted(map(_spelt, ours))
    names_or_none, expected = _expected(case.result, data)
    if names_or_none is not None and set(names_or_none) != set(given.variables):
        return False
    return _same(list(_bag(expected)), list(_bag(rows)))


def _expected_boolean(path: Path, data: bytes) -> bool | None:
    if path.suffix == ".ttl":
        return b"rs:boolean" in data.replace(b" ", b"") and b"true" in data
    found = ox.parse_query_results(data, _format(path))
    return bool(found) if isinstance(found, ox.QueryBoolean) else None


def _expected(path: Path, data: bytes) -> tuple[list[str] | None, list[Solution]]:
    if path.suffix == ".ttl":
        return None, _result_set(data, iri(path))
    found = ox.parse_query_results(data, _format(path))
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return names, [{name: row[name] for name in names if row[name] is not None} for row in found]


def _result_set(data: bytes, base: str) -> list[Solution]:
    store = ox.Store()
    store.load(data, ox.RdfFormat.TURTLE, base_iri=base)
    query = f"""PREFIX rs: <{_RS}> SELECT ?s ?n ?v {{
      [] rs:solution ?s OPTIONAL {{ ?s rs:binding [ rs:variable ?n ; rs:value ?v ] }} }}"""
    rows: dict[str, dict[str, Term]] = {}
    for found in store.query(query):  # type: ignore[union-attr] # a SELECT gives solutions
        row = rows.setdefault(str(found["s"]), {})
        if found["n"] is not None:
            row[found["n"].value] = found["v"]
    return list(rows.values())


def _format(path: Path) -> ox.QueryResultsFormat:
    formats = ox.QueryResultsFormat
    return {".srx": formats.XML, ".srj": formats.JSON, ".tsv": formats.TSV, ".csv": formats.CSV}[path.suffix]


def _plain(value: Term | None) -> str:
    return "" if value is None else "_:" if isinstance(value, ox.BlankNode) else str(getattr(value, "value", value))


def _spelt(row: list[str]) -> list[str]:
    """A row with blank nodes without their labels and numbers in one spelling."""
    cells = ["_:" if cell.startswith("_:") else cell for cell in row]
    return [f"{float(cell):.9g}" if re.fullmatch(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?", cell) else cell for cell in cells]


def _bag(rows: Iterable[Solution]) -> Iterable[ox.Quad]:
    """Each solution as a blank node with a property for each variable."""
    for row in rows:
        node = ox.BlankNode()
        yield ox.Quad(node, ox.NamedNode("urn:is"), ox.NamedNode("urn:row"))
        for name, value in row.items():
            yield ox.Quad(node, ox.NamedNode(f"urn:var:{name}"), _normal(value))


def _quad(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, _normal(triple.object))


def _normal(
    value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    """A number or a truth value in one spelling."""
    if isinstance(value, ox.Literal) and value.datatype.value == f"{_XSD}boolean":
        return ox.Literal({"1": "true", "0": "false"}.get(value.value, value.value), datatype=value.datatype)
    if isinstance(value, ox.Literal) and value.datatype.value.removeprefix(_XSD) in _NUMBERS:
        try:
            return ox.Literal(f"{float(value.value):.9g}", datatype=value.datatype)
        except ValueError:
            return value
    return value


def _same(one: list[ox.Quad], other: list[ox.Quad]) -> bool:
    sets = []
    for quads in (one, other):
        dataset = ox.Dataset(quads)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        sets.append(set(dataset))
    return sets[0] == sets[1]
