"""The network page: one HTML file that opens from disk and sends no request to any server.

pyvis builds the nodes, edges and options, and ships vis-network's script. Its own page is not used, because it links to
other servers, does not escape values and runs labels as HTML. This is the only module that imports pyvis.

The page has every claim with its days, disputes and questions, and computes by itself what a chosen world, claimant and
day contain: `static/network/world.js` follows `analysis.edges` and `worlds`, and a test compares the two. Its script is
one ES module, joined from those of `static/network`. It draws the first rows while the browser may still be reading the
file, and reads the other rows when the file is complete.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from importlib.resources import files
from string import Formatter
from typing import Any

from pyvis.network import Network as PyvisNetwork
from pyvis.node import Node as PyvisNode

from kgraph.analysis.edges import Edge
from kgraph.analysis.graph import Network
from kgraph.analysis.links import DENIED
from kgraph.analysis.rounds import SOON_TOLD
from kgraph.disputes.rules import RULES
from kgraph.errors import DataError
from kgraph.memory import uncollected
from kgraph.names.page import for_page
from kgraph.names.unspaced import for_search, keys
from kgraph.namespaces import IRI
from kgraph.reading import for_scripts
from kgraph.views.disputes import FEW, IN_DISPUTE, MOST, SAID_BEFORE, SAID_NOW, UNOPPOSED
from kgraph.views.drawn import changes_in, who_says
from kgraph.views.looks import DOERS, LINES, LOOKS, RELATIONS, Look, with_laws
from kgraph.views.modules import joined
from kgraph.views.naming import Stand
from kgraph.views.page import Opening, fill_page, static, static_files
from kgraph.views.placed import size_of, stands
from kgraph.views.remarks import HEADINGS
from kgraph.views.rows import NetworkRows
from kgraph.worlds import WORLD_WORDS

MOST_DRAWN = 250
"""If a network has more nodes than this, the page first draws those on which claims say most; the reader adds
others."""

_MOST_PRINTED = 500  # rows of each table that a page holds for browsers that run no script

_OPTIONS = {
    "physics": False,
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False, "keyboard": False},
    "nodes": {"chosen": False, "borderWidth": 1.5},
    "edges": {"chosen": False, "hoverWidth": 0, "selectionWidth": 0, "arrowStrikethrough": False},
}


def render(network: Network, opening: Opening) -> str:
    """The page as HTML text, the same text for the same arguments."""
    with uncollected():
        return _Page(with_laws(network), opening).generate_html()


class _Page(PyvisNetwork):  # type: ignore[misc] # pyvis is untyped
    """pyvis's builder, filled from a network, with a page of its own.

    Nodes, edges, claims and agents are numbered, so that no IRI serves as a key in a script or as a name in the page.
    """

    def __init__(self, network: Network, opening: Opening) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.options = _OPTIONS
        self.network, self.opening = network, opening
        self.rows = NetworkRows(network, opening, MOST_DRAWN)
        places = stands(network, self.rows, MOST_DRAWN)
        for number, node in enumerate(self.rows.nodes):
            stand = places[node.id]._asdict() if node.id in places else dict.fromkeys(Stand._fields)
            size = size_of(self.rows.degree[node.id])
            label = node.label if node.label.strip() else node.id
            self.add_node(number, label, LOOKS[node.kind].shape, group=node.kind, size=size, **stand)
        for number, edge in enumerate(self.rows.edges):
            ends = self.rows.number[edge.source], self.rows.number[edge.target]
            self.add_edge(*ends, id=number, title=edge.name)

    def add_node(self, n_id: int, label: str, shape: str = "dot", color: str = "", **options: Any) -> None:
        """Add a node, as in pyvis, whose own method searches a list of all nodes each time."""
        made = PyvisNode(n_id, shape, label=label, **options).options
        self.nodes.append(made)
        self.node_map[n_id] = made

    def get_nodes(self) -> Mapping[int, object]:
        """The nodes by number; pyvis looks up every end of an edge in this."""
        nodes: Mapping[int, object] = self.node_map
        return nodes

    def generate_html(self, name: str = "", local: bool = True, notebook: bool = False) -> str:
        """The page as text; the arguments are pyvis's and change nothing."""
        network = self.network
        first, rest = self.rows.tables(self.nodes, self.edges)
        labels = {node.id: node.label for node in network.nodes}
        return fill_page(
            "network.html.j2",
            scripts=(_vis_network(), joined(static_files("network", ".js"))),
            style=static("network/page.css") + static("network/paper.css"),
            data=self._data() | first,
            rest=rest,
            opening=self.opening,
            network=network,
            holding=(
                _counted(len(network.nodes), "entity", "entities"),
                _counted(len(network.edges), "relation", "relations"),
                _counted(len(network.claims), "claim", "claims"),
            ),
            printed=_MOST_PRINTED,
            labels=labels,
            relations=sorted(
                network.edges[: 10 * _MOST_PRINTED],
                key=lambda e: (labels[e.source], e.kind, e.name, labels[e.target], e.source),
            )[:_MOST_PRINTED],
            kinds=self._kinds(),
            statuses=LINES,
            sorts=RELATIONS,
            claims={claim.id: claim for claim in network.claims},
            asked=self._asked(),
            voices=self._voices(),
        )

    def _voices(self) -> Callable[[Edge], str]:
        """Tells who says an edge, for browsers that run no script."""
        cards = {claim.id: claim for claim in self.network.claims}
        return partial(who_says, cards=cards, made=changes_in(self.network, cards))

    def _asked(self) -> dict[IRI, str]:
        """The questions on which claims take positions, by their words, for browsers that run no script."""
        asked: dict[IRI, list[str]] = {}
        for question, _ in self.network.questions:
            for claim in () if question.editors else sorted(question.claims):
                asked.setdefault(claim, []).append(question.text)
        return {claim: "; ".join(texts) for claim, texts in asked.items()}

    def _keys(self) -> set[str]:
        """The keys of all names in scripts that write no spaces between words."""
        return {key for node in self.network.nodes for name in (node.label, *node.alt) for key in keys(name)}

    def _kinds(self) -> list[tuple[str, Look, int]]:
        counts = Counter(node.kind for node in self.network.nodes)
        return [(kind, look, counts[kind]) for kind, look in LOOKS.items() if counts[kind]]

    def _data(self) -> dict[str, Any]:
        network, opening = self.network, self.opening
        by = [self.rows.agent(agent) for agent, _ in opening.according_to]
        return {
            "title": opening.title,
            "base": opening.base,
            "opening": {"world": opening.world, "by": by, "asOf": opening.as_of, "scope": opening.scope},
            "totals": {
                "nodes": len(network.nodes),
                "edges": len(network.edges),
                "claims": len(network.claims),
                "loose": len(
                    {claim.id for claim in network.claims}.difference(*(edge.claims for edge in network.edges))
                ),
            },
            "rules": {one.rule: RULES[one.rule].summary for one in network.disputes if one.rule in RULES},
            "worlds": {name: _parts(words) for name, words in WORLD_WORDS.items()},
            "remarkHeadings": HEADINGS,
            "saidHeadings": {"now": SAID_NOW, "disputed": IN_DISPUTE, "unopposed": UNOPPOSED, "before": SAID_BEFORE},
            "limits": {"positions": MOST, "rounds": FEW, "soonTold": SOON_TOLD},
            "options": self.options,
            "kinds": {kind: asdict(look) for kind, look in LOOKS.items()},
            "statuses": {status: asdict(line) for status, line in LINES.items()},
            "sorts": RELATIONS,
            "doers": DOERS,
            "denied": DENIED,
            "reading": for_scripts(),
            "names": for_page() | {"unspaced": for_search(self._keys())},
        }


def _parts(words: str) -> list[dict[str, str]]:
    """The parts of a template, each a text and the name of the value after it: "of {a}" is [{"text": "of ", "then":
    "a"}]."""
    return [{"text": text, "then": name or ""} for text, name, _, _ in Formatter().parse(words)]


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _vis_network() -> str:
    """vis-network's script from the installed pyvis (MIT or Apache 2.0; its notice is at its top)."""
    script = files("pyvis") / "lib" / "vis-9.1.2" / "vis-network.min.js"
    if not script.is_file():
        raise DataError("the installed pyvis lacks vis-network 9.1.2", fix="install pyvis 0.3.2")
    return script.read_text("utf-8")
