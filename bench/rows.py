"""Save the rows of every query of the catalogue, or report rows that differ from the saved ones: rows.py KEPT FOLDER …

Each FOLDER is a workspace. Every query runs without parameters, with those of its case in tests/queries, in several
worlds, and on the data of its case. If KEPT does not exist it is written, else compared.
"""

import dataclasses
import json
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kgraph import Graph, Rows, Workspace, open_store
from kgraph.errors import KgraphError
from kgraph.store.guard import reaches_out
from kgraph.views.answers import shown
from kgraph.workspace.building import fill

CASES = {path.parent.name: path for path in Path(__file__).parents[1].glob("tests/queries/*/*/case.toml")}
OWN_BASE = "https://example.org/id/"
WORLDS: tuple[dict[str, Any], ...] = ({}, {"world": "record"}, {"world": "asserted"})
DAYS = ("2021-01-15", "2025-10-31", "2031-03-09")


def main() -> None:
    """Save or compare the rows."""
    kept, *folders = map(Path, sys.argv[1:])
    found = dict(everything(folders))
    if not kept.exists():
        kept.write_text(json.dumps(found))
        print(f"{len(found)} answers kept, {sum(map(len, found.values()))} rows")
        return
    before = json.loads(kept.read_text())
    for asked in sorted(before.keys() | found.keys()):
        old, new = (Counter(map(json.dumps, rows.get(asked, []))) for rows in (before, found))
        if old == new and before[asked] != found[asked]:
            print(f"{asked}: in another order")
        for sign, rows in (("-", old - new), ("+", new - old)):
            for row in rows:
                print(f"{asked}: {sign} {row}")
    print(f"{len(before)} answers before, {len(found)} now, {sum(map(len, found.values()))} rows")


def everything(folders: list[Path]) -> Iterator[tuple[str, list[list[str]]]]:
    """Each query with its options, and its rows as texts with their types."""
    for folder in folders:
        workspace = Workspace.find(folder)
        with open_store("memory:") as store:
            fill(store, workspace)
            yield from answers(folder.name, Graph(store, workspace), sorted(CASES))
    for name, path in sorted(CASES.items()):
        if (path.parent / "data.trig").exists():
            with tempfile.TemporaryDirectory() as data, open_store("memory:") as store:
                (Path(data) / "data.trig").write_bytes((path.parent / "data.trig").read_bytes())
                own = dataclasses.replace(Workspace.find(Path()), base=OWN_BASE, data=Path(data))
                fill(store, own)
                yield from answers(f"case {name}", Graph(store, own), [name])


def answers(where: str, graph: Graph, names: list[str]) -> Iterator[tuple[str, list[list[str]]]]:
    """The rows of these queries in one graph."""
    for name in names:
        if reaches_out(graph.catalogue[name].text):
            continue
        case = tomllib.loads(CASES[name].read_text(encoding="utf8"))
        own = {k: v for k, v in case.items() if k in ("params", "world", "according_to", "as_of")}
        for options in (*WORLDS, *({"as_of": day} for day in DAYS), own):
            rows = asked(graph, name, options)
            yield f"{where}, {name}, {options}", rows


def asked(graph: Graph, name: str, options: Mapping[str, Any]) -> list[list[str]]:
    """The rows of a query, or the error."""
    try:
        rows = graph.query(name, **options)
    except KgraphError as error:
        return [[f"{type(error).__name__}"]]
    assert isinstance(rows, Rows)
    return [[f"{getattr(v, 'datatype', '')} {shown(v, graph.workspace.base)}" for v in row.values()] for row in rows]


if __name__ == "__main__":
    main()
