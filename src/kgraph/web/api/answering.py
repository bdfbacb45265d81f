"""Answering for the lists of the API, in a process of the server: a page of a list, or one thing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from kgraph.namespaces import IRI
from kgraph.store import Snapshot
from kgraph.views.answers import one_line
from kgraph.web.api.claims import CLAIMS, iris_of
from kgraph.web.api.cursors import Digest, Place, build_of
from kgraph.web.api.disputes import DISPUTES
from kgraph.web.api.documents import DOCUMENTS
from kgraph.web.api.entities import ENTITIES
from kgraph.web.api.parameters import Values
from kgraph.web.api.reading import Reading, reading
from kgraph.web.api.tables import Listed
from kgraph.web.problems import Problem
from kgraph.web.settings import Settings
from kgraph.web.sparql.protocol import NO_CHOICE
from kgraph.web.working.wire import Head
from kgraph.web.working.work import Send, gathered, head_of
from kgraph.workspace.graph import Graph

LISTS: Mapping[str, Listed] = {one.name: one for one in (CLAIMS, ENTITIES, DISPUTES, DOCUMENTS)}
"""The lists by their names."""
JSON, CSV = "application/json", "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: the values of the list's parameters, and the format."""

    name: str
    values: Values
    form: str

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send the page; raises `Problem`, and what a name or a world raises that nothing has."""
        listed, given, remarks = LISTS[self.name], self.values, list[str]()
        read = _read(graph, given, remarks)
        others = {name: values for name, values in given.given.items() if name not in ("cursor", "limit", "fields")}
        of = json.dumps([self.name, str(given.choice), sorted(others.items())])
        place = Place(given.one("cursor"), of, build_of(graph.store, graph.workspace.base))
        found = listed.find(read, given)
        place.check(Digest(found[: place.at]))
        end = place.at + int(given.one("limit") or listed.default)
        wanted = _fields(given)
        shown = [listed.fields[0].name] if self.form == "csv" else wanted  # columns need no more than cards
        items = list(listed.items(read, found[place.at : end], shown))
        after = place.next(Digest(found[:end]), end) if end < len(found) else ""
        headers = headers_for(given, after, remarks)
        if self.form == "csv":
            send(_head(graph, CSV, headers), gathered([listed.csv(read, items, wanted)], settings.answer))
            return
        page = {
            "world": read.held,
            "total": len(found),
            "next": after or None,
            listed.name: [listed.made(item, wanted) for item in items],
        }
        send(_head(graph, JSON, headers), gathered([as_json(page)], settings.answer))


@dataclass(frozen=True, slots=True)
class One:
    """One thing of a list, by its IRI or what that has after the base."""

    name: str
    path: str
    values: Values

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send it; raises `Problem`, 404, for one that the world does not have."""
        listed, remarks = LISTS[self.name], list[str]()
        read = _read(graph, self.values, remarks)
        wanted = _fields(self.values)
        iris: list[IRI] = iris_of(graph.workspace.base, self.path, listed.begins)
        item: Any = next(iter(listed.items(read, iris, wanted)), None)
        if item is None:
            raise Problem(404, f"this world has no {listed.one} '{self.path[:200]}'")
        send(_head(graph, JSON, told(remarks)), gathered([as_json(listed.made(item, wanted))], settings.answer))


def prepare(graph: Graph) -> None:
    """Read what all lists need of the world that is seen by default, and the things of their first pages."""
    for listed in LISTS.values():
        given = Values({}, NO_CHOICE)
        read = _read(graph, given, [])
        listed.items(read, listed.find(read, given)[: int(listed.default)], ())


def _head(graph: Graph, media_type: str, headers: Mapping[str, str]) -> Head:
    """The head of an answer, which lasts as long as the version of the graph."""
    return replace(head_of(media_type, **headers), lasts=isinstance(graph.store, Snapshot))


def _read(graph: Graph, given: Values, remarks: list[str]) -> Reading:
    graph.remark = remarks.append
    found = reading(graph, given.choice)
    found.remark = remarks.append
    return found


def _fields(given: Values) -> frozenset[str]:
    return frozenset(filter(None, given.one("fields").split(",")))


def as_json(value: object) -> str:
    """A value as JSON for readers and programs."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def told(remarks: list[str]) -> dict[str, str]:
    """The header for what a client should know of an answer."""
    said = one_line("; ".join(dict.fromkeys(remarks))).encode("ascii", "backslashreplace").decode()[:2_000]
    return {"kgraph-remark": said} if said else {}


def headers_for(given: Values, after: str, remarks: list[str]) -> dict[str, str]:
    """The headers of a page: where the next one is (RFC 8288), and remarks."""
    if not after:
        return told(remarks)
    others = [(name, value) for name, value in given.query() if name != "cursor"]
    address = urlencode([*others, ("cursor", after)], quote_via=quote, errors="replace")
    return {"link": f'<?{address}>; rel="next"', **told(remarks)}
