"""The pages that a process of the server makes: the workspace's first page, and its network."""

from dataclasses import dataclass

from kgraph.analysis.stats import statistics
from kgraph.errors import UnknownName
from kgraph.views.home import Address, Home, home_page
from kgraph.web.protocol import NO_CHOICE, Choice
from kgraph.workspace.graph import Graph

_CONTENTS = (("claim", ""), ("claimant", "by "), ("document", "in "))
_ADDRESSES = (
    Address("network", "the network of people, units, places and events, to explore"),
    Address("sparql", "the SPARQL endpoint (SPARQL 1.1 Protocol); by itself it describes itself"),
    Address("sparql/asserted", "the same in the world of all that is asserted, disputed or not"),
    Address("sparql/record", "the same in the world of who said what alone"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was asked for: "home" or "network", in a world."""

    name: str
    choice: Choice = NO_CHOICE


def page(graph: Graph, asked: Page) -> str:
    """The page as HTML; raises `UnknownName` for one that there is not, and what `Graph.choose` raises."""
    choice = asked.choice
    if asked.name == "network":
        return graph.network(
            world=choice.world or None, according_to=choice.according_to, as_of=choice.as_of or None
        ).html
    if asked.name != "home":
        raise UnknownName("page", asked.name, ("home", "network"))
    workspace = graph.workspace
    store, record = graph.materialised(graph.choose("record"))
    counts = {str(what): str(count) for _, what, count in statistics(store, workspace.base, record).rows}
    contents = " ".join(counted(counts.get(f"{what}s", "0"), what, before) for what, before in _CONTENTS)
    held = graph.in_words(graph.choose())
    return home_page(Home(workspace.title, workspace.description, held, contents, graph.disputed(), _ADDRESSES))


def counted(count: str, what: str, before: str = "") -> str:
    """A number of things in words.

    >>> counted("1", "claim"), counted("2", "document", "in ")
    ('1 claim', 'in 2 documents')
    """
    return f"{before}{count} {what}{'' if count == '1' else 's'}"
