"""The changes in a world that follow from changes in some graphs, found from the world of these few graphs before and
after."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from kgraph.namespaces import IRI
from kgraph.store.archive import GraphChange
from kgraph.store.fronts import FrontChange
from kgraph.worlds.choice import World
from kgraph.worlds.lines import Graphs, Line
from kgraph.worlds.making import triples_of

Elsewhere = Callable[[Iterable[Line]], Mapping[Line, Collection[IRI]]]
"""A function that gives, for each line, the graphs that have it now: contents, and graphs that every world shows."""


def difference(
    before: Graphs, after: Graphs, base: str, world: World, elsewhere: Elsewhere, contents: Collection[IRI]
) -> tuple[FrontChange | None, set[IRI]]:
    """The changes in a world, and the contents that must be read too because they also have lines to be removed.

    `contents` are the content graphs of all claims. The change is `None` for a world that shares no triples with
    others, which has to be made anew.
    """
    (own, common), (own_now, common_now) = (_counted(graphs, base, world) for graphs in (before, after))
    if _stands_alone(before, common, base) or _stands_alone(after, common_now, base):
        return None, set()
    going = (own.keys() | common.keys()) - own_now.keys() - common_now.keys()
    found = elsewhere(going | (common.keys() - common_now.keys()))
    staying = {line for line, graphs in found.items() if any(graph not in contents for graph in graphs)}
    beside = {g for line in going - staying for g in found.get(line, ()) if g in contents and g not in before}
    whole = GraphChange(going - staying, (own_now.keys() | common_now.keys()) - own.keys() - common.keys())
    of_common = GraphChange(common.keys() - common_now.keys() - staying, common_now.keys() - common.keys())
    counted = GraphChange([*(common - common_now).elements()], [*(common_now - common).elements()])
    return FrontChange(whole, of_common, counted), beside


def _stands_alone(graphs: Graphs, common: Collection[Line], base: str) -> bool:
    """Whether a world shares no triples with others although it shows documents."""
    return not common and any(graph.startswith(f"{base}doc/") for graph in graphs)


def _counted(graphs: Graphs, base: str, world: World) -> tuple[Counter[Line], Counter[Line]]:
    made = triples_of(graphs, base, world)
    return Counter(_lines(made.own)), Counter(_lines(made.common))


def _lines(pieces: Iterable[bytes]) -> Iterator[Line]:
    return (line for piece in pieces for line in piece.splitlines(keepends=True))
