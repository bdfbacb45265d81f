"""The network page: one HTML file that opens from disk and asks nothing of any server.

pyvis builds the nodes, edges and options, and brings vis-network's script. Its own page is not used: it links
foreign servers, has no autoescape and runs labels as HTML. Ours escapes every value, holds the data as JSON
that the script only ever writes with `textContent`, and forbids everything else by a content security policy.
This is the only module that imports pyvis.
"""

import base64
import hashlib
import json
import math
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from pyvis.network import Network as PyvisNetwork  # noqa: TID253 # its home; the command line imports us late

from kgraph.analysis.graph import KINDS, STATUSES, ClaimCard, Network
from kgraph.errors import DataError
from kgraph.namespaces import IRI
from kgraph.views.layout import around, layout

MOST_DRAWN = 250
"""A network with more nodes than this draws its best connected first; the reader adds the others."""

_SHAPES = {
    "event": "diamond",
    "place": "square",
    "unit": "dot",
    "organisation": "hexagon",
    "person": "triangle",
    "source": "star",
    "equipment": "triangleDown",
}
_KIND_WORDS = {
    "unit": "unit or force",
    "organisation": "organisation or group",
    "source": "unnamed source",
}
_OUTLINES = {  # the same shapes, in a 16 × 16 square, for the legend
    "diamond": "8,1 15,8 8,15 1,8",
    "square": "2,2 14,2 14,14 2,14",
    "dot": "8,1 13,3 15,8 13,13 8,15 3,13 1,8 3,3",
    "hexagon": "4,2 12,2 16,8 12,14 4,14 0,8",
    "triangle": "8,1 15.5,14 0.5,14",
    "triangleDown": "8,15 15.5,2 0.5,2",
    "star": "8,0 10,6 16,6 11,9.5 13,15.5 8,12 3,15.5 5,9.5 0,6 6,6",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """How a status looks: the name of its colour, dash lengths in pixels (none: solid), width in pixels."""

    tone: str
    dashes: tuple[int, ...]
    width: float


_PROJECTED = _Line("projected", (9, 6), 1.6)
_LINES = {
    "disputed": _Line("disputed", (16, 4), 2.6),
    "denied": _Line("denied", (2, 5), 2.4),
    "against": _Line("denied", (2, 5), 1.6),
    "undisputed": _Line("undisputed", (), 1.6),
    "outside": _Line("outside", (5, 9), 1.2),
}

_OPTIONS = {
    "physics": False,
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False},
    "nodes": {"chosen": False, "borderWidth": 1.5},
    "edges": {"chosen": False, "hoverWidth": 0, "selectionWidth": 0},
}


def render(network: Network, *, title: str, subtitle: str = "", generated: str = "") -> str:
    """The page as HTML text, the same text for the same arguments.

    `subtitle` says which world it is and what was chosen; `generated`, when and from what, for the foot.
    """
    page = _Page(network)
    page.heading = title
    page.subtitle = subtitle
    page.generated = generated
    return page.generate_html()


class _Page(PyvisNetwork):  # type: ignore[misc] # pyvis is untyped
    """pyvis's builder, filled from a network, with a page of its own.

    Nodes, edges and claims are numbered, so that no IRI serves as a key in a script or as a name in the page.
    """

    subtitle = ""
    generated = ""

    def __init__(self, network: Network) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.options = _OPTIONS
        self.network = network
        self._node = {node.id: i for i, node in enumerate(network.nodes)}
        self._claim = {claim.id: i for i, claim in enumerate(network.claims)}
        self._degree = Counter(end for edge in network.edges for end in {edge.source, edge.target})
        self._add_nodes()
        self._add_edges()

    def _add_nodes(self) -> None:
        ranked = sorted(self.network.nodes, key=lambda n: (-self._degree[n.id], n.label, n.id))
        drawn = {n.id for n in ranked[:MOST_DRAWN]}
        sizes = {n.id: 10 + min(16.0, 2.6 * math.sqrt(self._degree[n.id])) for n in self.network.nodes}
        boxes = {n.id: _box(n.label, sizes[n.id], labelled=n.id in drawn) for n in self.network.nodes}
        pairs = [(edge.source, edge.target) for edge in self.network.edges]
        places = layout({n: boxes[n] for n in boxes if n in drawn}, [p for p in pairs if drawn.issuperset(p)])
        places = around(places, list(boxes), pairs)
        for number, node in enumerate(self.network.nodes):
            x, y = places[node.id]
            self.add_node(
                number,
                label=node.label or node.id,
                shape=_SHAPES[node.kind],
                group=node.kind,
                size=round(sizes[node.id], 1),
                x=x,
                y=y,
                degree=self._degree[node.id],
                drawn=node.id in drawn,
                type=node.type,
                alt=list(node.alt),
                iri=node.id,
            )

    def _add_edges(self) -> None:
        between: Counter[frozenset[IRI]] = Counter()
        for number, edge in enumerate(self.network.edges):
            pair = frozenset((edge.source, edge.target))
            nth, between[pair] = between[pair], between[pair] + 1
            bend = 0.08 + 0.16 * (nth // 2)
            clockwise = (nth % 2 == 0) == (edge.source <= edge.target)
            line = _line(edge.status)
            self.add_edge(
                self._node[edge.source],
                self._node[edge.target],
                id=number,
                name=edge.label,
                status=edge.status,
                tone=line.tone,
                width=line.width,
                dashes=list(line.dashes) or False,
                arrows={
                    "to": {"enabled": True, "scaleFactor": 0.5},
                    "middle": {"enabled": edge.status in ("denied", "against"), "type": "bar", "scaleFactor": 0.6},
                },
                smooth={"type": "curvedCW" if clockwise else "curvedCCW", "roundness": round(bend, 2)},
                claims=[self._claim[claim] for claim in edge.claims],
            )

    def generate_html(self, name: str = "", local: bool = True, notebook: bool = False) -> str:
        """The page as text; the arguments are pyvis's and change nothing."""
        import jinja2

        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(str(files("kgraph.views") / "templates")),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        scripts, style = [_vis_network(), _static("network.js")], _static("network.css")
        policy = (
            f"default-src 'none'; script-src {' '.join(map(_source_hash, scripts))}; "
            f"style-src {_source_hash(style)}; img-src data:; base-uri 'none'; form-action 'none'"
        )
        labels = {node.id: node.label for node in self.network.nodes}
        return environment.get_template("network.html.j2").render(
            title=self.heading,
            subtitle=self.subtitle,
            generated=self.generated,
            network=self.network,
            labels=labels,
            relations=sorted(
                self.network.edges,
                key=lambda e: (labels[e.source], e.kind, e.name, labels[e.target], e.source),
            ),
            kinds=self._kinds(),
            statuses=self._statuses(),
            claims={claim.id: claim for claim in self.network.claims},
            policy=policy,
            style=style,
            scripts=scripts,
            data=_script_json(self._data()),
        )

    def _data(self) -> dict[str, Any]:
        return {
            "nodes": self.nodes,
            "edges": self.edges,
            "options": self.options,
            "claims": [self._card(claim) for claim in self.network.claims],
            "statuses": STATUSES,
            "kinds": {kind: _KIND_WORDS.get(kind, kind) for kind in KINDS},
        }

    def _card(self, claim: ClaimCard) -> dict[str, Any]:
        return {
            "claimant": claim.claimant,
            "by": self._node.get(claim.claimant_id),
            "stance": claim.stance,
            "against": claim.negative,
            "certainty": claim.certainty,
            "voice": claim.voice,
            "chain": claim.chain[::-1],
            "said": claim.said,
            "day": claim.said_by,
            "paraphrase": claim.paraphrase,
            "pointer": claim.pointer,
            "disputed": claim.disputed,
            "inWorld": claim.in_world,
            "review": claim.review,
            "about": [self._node[entity] for entity in claim.about if entity in self._node],
            "relations": [(w, self._claim[c]) for w, c in claim.relations if c in self._claim],
        }

    def _kinds(self) -> list[dict[str, Any]]:
        counts = Counter(node.kind for node in self.network.nodes)
        return [
            {
                "key": kind,
                "words": _KIND_WORDS.get(kind, kind),
                "outline": _OUTLINES[_SHAPES[kind]],
                "count": count,
            }
            for kind, count in sorted(counts.items())
        ]

    def _statuses(self) -> list[dict[str, Any]]:
        counts = Counter(edge.status for edge in self.network.edges)
        return [
            {"key": status, "meaning": meaning, "count": counts[status], "line": _line(status)}
            for status, meaning in STATUSES.items()
            if counts[status]
        ]


def _line(status: str) -> _Line:
    return _LINES.get(status, _PROJECTED)


def _box(label: str, size: float, *, labelled: bool) -> tuple[float, float]:
    """The room that a node takes up: its shape, with the label in two lines below it."""
    if not labelled:
        return 2.4 * size + 10, 2.4 * size + 10
    line = min(18, max(len(label) / 2 + 3, *(len(word) for word in label.split()), 4))
    return max(2 * size, 7.0 * line) + 12, 2 * size + (40 if len(label) > 18 else 24)


def _vis_network() -> str:
    """vis-network's script (MIT or Apache 2.0, its notice at its head) from the installed pyvis."""
    script = files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js"
    if not script.is_file():
        raise DataError("the installed pyvis lacks vis-network 9.1.2", fix="install pyvis 0.3.2")
    return _inline(script.read_text("utf-8"))


def _static(name: str) -> str:
    return _inline((files("kgraph.views") / "static" / name).read_text("utf-8"))


def _inline(text: str) -> str:
    """The text as a browser will hash it; refused if it would end its own element."""
    if "</script" in text.lower() or "</style" in text.lower() or "<!--" in text:
        raise DataError("a script or style that cannot stand inside a page", fix="break up '</' and '<!--'")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _source_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _script_json(data: object) -> str:
    """JSON that is safe inside a script element, whatever strings it holds: ASCII, and no < > &."""
    text = json.dumps(data, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
