"""The look of a network: a shape for each kind of node, a line for each status, sorts of relation. No difference is by
colour alone."""

from dataclasses import dataclass, replace

from kgraph.analysis.edges import STATUS_WORDS, STATUSES
from kgraph.analysis.graph import Network


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a kind of node: its words, vis-network's shape, the same shape in a 16 × 16 square, and its
    meaning."""

    words: str
    shape: str
    outline: str
    meaning: str


LOOKS = {
    "event": Look("event", "diamond", "8,1 15,8 8,15 1,8", "what is said to have happened, to be planned or feared"),
    "place": Look("place", "square", "2,2 14,2 14,14 2,14", "a town, a road, an area, a building"),
    "unit": Look("unit", "dot", "8,1 13,3 15,8 13,13 8,15 3,13 1,8 3,3", "forces, crews, teams that act"),
    "person": Look("person", "triangle", "8,1 15.5,14 0.5,14", "somebody with a name"),
    "organisation": Look(
        "organisation", "hexagon", "4,2 12,2 16,8 12,14 4,14 0,8", "a state, an authority, an outlet, a company"
    ),
    "source": Look(
        "unnamed", "star", "8,0 10,6 16,6 11,9.5 13,15.5 8,12 3,15.5 5,9.5 0,6 6,6", "whom a report does not name"
    ),
    "law": Look(
        "law", "custom", "3,1 10,1 13,4 13,15 3,15", "a law, an agreement, a rule under which things are judged"
    ),
    "equipment": Look("equipment", "triangleDown", "8,15 15.5,2 0.5,2", "vehicles, weapons, machines"),
}
LAW = "law"
"""The kind of what claims only judge things under. The data has it as an event: a decree, an agreement."""


@dataclass(frozen=True, slots=True)
class Line:
    """The look of a status: its meaning, the name of its colour, dashes and width in pixels (no dashes: solid).

    Round caps extend half a width into each gap, so a gap is two pixels wider than its line; else the line would look
    solid. `words` are those that readers see, if the status' own name is not clear enough.
    """

    meaning: str
    tone: str
    dashes: tuple[int, ...]
    width: float
    barred: bool = False
    words: str | None = None


LINES = {
    "disputed": Line(STATUSES["disputed"], "disputed", (16, 6), 2.4),
    "denied": Line(STATUSES["denied"], "denied", (2, 5), 2.2, barred=True),
    "unintended": Line(STATUSES["unintended"], "denied", (9, 4, 2, 4), 1.6, True, STATUS_WORDS["unintended"]),
    "unprevented": Line(STATUSES["unprevented"], "denied", (6, 4, 2, 4, 2, 4), 1.6, True, STATUS_WORDS["unprevented"]),
    "against": Line(STATUSES["against"], "denied", (7, 4), 1.6, True, STATUS_WORDS["against"]),
    "prevented": Line(STATUSES["prevented"], "undisputed", (12, 5), 1.6, barred=True),
    "excluded": Line(STATUSES["excluded"], "undisputed", (9, 4, 2, 4), 1.6, True, STATUS_WORDS["excluded"]),
    "undisputed": Line(STATUSES["undisputed"], "undisputed", (), 1.3, words=STATUS_WORDS["undisputed"]),
    "outside": Line(STATUSES["outside"], "outside", (5, 9), 1.2, words=STATUS_WORDS["outside"]),
    "intended": Line(STATUSES["intended"], "projected", (14, 4, 2, 4), 1.8),
    "forecast": Line(STATUSES["forecast"], "projected", (13, 6), 1.8),
    "recommended": Line(STATUSES["recommended"], "projected", (7, 4, 2, 4, 2, 4), 1.8),
    "conditional": Line(STATUSES["conditional"], "projected", (5, 5), 1.8),
    "scenario": Line(STATUSES["scenario"], "projected", (1, 6), 1.8),
}
"""The line of each status, in the order of `STATUSES`. Each of those that are no facts has a pattern of its own:
not every line has room for words, and advice is not read as an intention, nor a scenario as a forecast."""

RELATIONS = {
    "command": ("posting",),
    "structure": ("subordination",),
    "part in an event": (
        *("actor", "target", "place", "uses", "part of", "purpose", "cause"),
        *("only if", "unless", "won by"),
    ),
    "presence": ("presence",),
    "control and figures": ("control", "measurement"),
    "rights and judgements": ("entitlement", "characterisation"),
}
"""The sorts of relation that a reader can hide, with the kinds of edge in each."""


DOERS = ("actor",)
"""The kinds of edge that lead from an event to who did it; their lines end in a dot. All others end in the head of an
arrow: who won a match did not hold it, and a cause is an event, not somebody."""


def with_laws(network: Network) -> Network:
    """The network, in which a law is of a kind of its own: claims judge something under it, and none says that it
    happened, who was in it or where."""
    norms = {edge.target for edge in network.edges if edge.kind == "characterisation"}
    laws = norms - {edge.source for edge in network.edges if edge.kind in RELATIONS["part in an event"]}
    if not any(node.id in laws and node.kind == "event" for node in network.nodes):
        return network
    return replace(
        network,
        nodes=tuple(
            replace(node, kind=LAW) if node.id in laws and node.kind == "event" else node for node in network.nodes
        ),
    )
