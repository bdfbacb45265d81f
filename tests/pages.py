"""Reading the content of a page without a browser."""

import io
import json
from html.parser import HTMLParser
from typing import Any

from networkx import read_gexf  # noqa: TID253 - what programs read of a page


class Tags(HTMLParser):
    """The elements of a page, with their attributes and, for scripts and styles, their texts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.texts.append("")
        self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(a, x) for (t, a), x in zip(self.found, self.texts, strict=True) if t == tag]


def page_data(html: str, part: str = "data") -> dict[str, Any]:
    """The data of a page, which must not contain <."""
    [text] = [block.partition("<")[0] for block in html.split(f'<script type="application/json" id="{part}">')[1:]]
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def column(table: dict[str, Any], name: str) -> list[Any]:
    """A column's values, row by row."""
    values = table[name]
    if isinstance(values, list):
        return values
    at = values["at"] or [0] * table["rows"]
    return [values["of"][i] for i in at]


def gexf_values(text: str) -> tuple[dict[str, dict[str, Any]], list[tuple[str, str, list[tuple[str, Any]]]]]:
    """Of a GEXF file, the values of each node by its IRI, and each edge by the IRIs of its ends, with its values."""
    graph = read_gexf(io.BytesIO(text.encode()))
    iri = {node: data["iri"] for node, data in graph.nodes(data=True)}
    nodes = {data["iri"]: {k: v for k, v in data.items() if k != "viz"} for _, data in graph.nodes(data=True)}
    edges = [
        (iri[a], iri[b], sorted((k, v) for k, v in data.items() if k != "id")) for a, b, data in graph.edges(data=True)
    ]
    return nodes, sorted(edges, key=str)
