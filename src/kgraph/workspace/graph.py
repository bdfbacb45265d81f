"""The graph that people query: one workspace in one store, seen as a chosen world."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

from kgraph.analysis.called import names_of_roles, other_names
from kgraph.analysis.chain import Structure, structure
from kgraph.analysis.compare import Aspect, compare
from kgraph.analysis.graph import network
from kgraph.analysis.measures import Networks
from kgraph.analysis.names import inside, labels, with_inside
from kgraph.analysis.origins import Origins, origins
from kgraph.analysis.questions import Disputed, disputed
from kgraph.analysis.quotes import read_quotes
from kgraph.catalogue import as_date
from kgraph.days import Day
from kgraph.errors import UnknownName, UsageError
from kgraph.memory import uncollected
from kgraph.namespaces import IRI
from kgraph.store import serialise
from kgraph.vocabulary import named
from kgraph.workspace.building import made_from
from kgraph.workspace.drawing import DrawnNetwork, opening
from kgraph.workspace.queried import Queried, steadily
from kgraph.worlds import WORLD_WORDS, World


class Graph(Queried):
    """A workspace's graph in a store, as it was when it was opened; any number of threads may query it at once.

    `Queried` opens it, chooses worlds and queries it; here it is drawn and analysed.

    >>> from kgraph import Graph
    >>> with Graph.open() as graph:
    ...     rows = graph.select("shares-captured", params={"place": "Pokrovsk"})
    ...     sorted({str(row["claimant"]) for row in rows if row["stance"] and str(row["stance"]) == "asserts"})
    ['DeepState', 'unnamed Bild analyst']
    """

    # -- viewing

    def in_words(self, world: World) -> str:
        """What a world contains, in a sentence."""
        names = labels(self.store, self.workspace.base, world.according_to)
        said = f" by {' or '.join(names)}" if names else ""
        until = f", said up to {world.as_of}" if world.as_of else ""
        return WORLD_WORDS[world.name].format(said=said, until=until)

    def own_lines(self) -> Iterator[tuple[IRI, list[bytes]]]:
        """The named graphs of the workspace's data and derived triples, in the form of `Store.lines`.

        Worlds, the ontology and the description are left out.
        """
        base = self.workspace.base
        left_out = tuple(f"{base}graph/{name}" for name in ("ontology", "build", "description"))
        found = self.store.lines([base + part for part in ("doc/", "claim/", "graph/")])
        return ((graph, lines) for graph, lines in found if not graph.startswith(left_out))

    @steadily
    def network(
        self,
        *,
        focus: str | None = None,
        only: bool = False,
        depth: int = 1,
        types: str | Sequence[str] = (),
        world: str | None = None,
        according_to: str | Sequence[str] = (),
        as_of: str | date | Day | None = None,
        sources: Path | str | None = None,
    ) -> DrawnNetwork:
        """The chosen world as a network, or its part within `depth` steps of one entity; see `analysis.graph.network`.

        A place includes the places inside it, unless `only` is true. `types` limits entities to these kinds ("unit",
        "person" …). `sources` is the folder with the documents' texts: with it, claims have their quotes if the text
        has not changed. In Jupyter the network is shown in the cell; `write` writes it as a page.
        """
        chosen = self.choose(world, according_to, as_of)
        store, iri = self.materialised(chosen)
        kinds = (types,) if isinstance(types, str) else tuple(types)
        centre = None if focus is None else self.entity(focus)
        if centre and not store.ask(f"ASK {{ {serialise(centre)} ?p ?o }}", default_graph=iri):
            raise UsageError(f"this world does not have '{focus}': nobody had certainly said anything about it by then")
        quotes = read_quotes(store, iri, Path(sources)) if sources else None
        centres = [] if centre is None else [centre] if only else inside(store, iri, centre)
        with uncollected():
            found = network(store, iri, focus=centres, depth=depth, kinds=kinds, quotes=quotes)
        names = labels(self.store, self.workspace.base, chosen.according_to)
        near = f"within {depth} of {with_inside(focus, len(centres) - 1)}" if focus else ""
        scope = ", ".join(part for part in (near, f"types {', '.join(kinds)}" if kinds else "") if part)
        version = made_from(self.store, self.workspace.base) or ""
        opened = opening(self.workspace, chosen, names, self.in_words(chosen), scope, version)
        told = {field.name: getattr(found, field.name) for field in fields(found)}
        also = other_names(found, self.vocabulary, names_of_roles(store, iri, self.vocabulary))
        return DrawnNetwork(**told | {"also": also}, opening=opened)

    # -- analyses

    @steadily
    def chain(
        self,
        unit: str,
        on: str | date | Day | None = None,
        *,
        world: str | None = "asserted",
        according_to: str | Sequence[str] = (),
        as_of: str | date | Day | None = None,
    ) -> tuple[Structure, ...]:
        """The command of a unit on a day, or of each organization in which a person holds a post; see `structure`."""
        chosen = self.choose(world, according_to, as_of)
        day = str(as_date(on) if isinstance(on, str) else Day.of(on)) if on else ""
        return structure(*self.materialised(chosen), self.entity(unit), day=day)

    @steadily
    def compare(self, topic: str, *, only: bool = False, as_of: str | date | Day | None = None) -> list[Aspect]:
        """A comparison of what claimants say on an entity, a place or a measure; see `analysis.compare`.

        A place includes the places inside it, unless `only` is true. Raises `UnknownName` for an unknown name, and
        `UsageError` if no claim concerns the topic.
        """
        store, world = self.materialised(self.choose("record", as_of=as_of))
        asked = self.topic(topic)
        aspects = compare(store, world, *([asked] if only else inside(store, world, asked)))
        if not aspects:
            up_to = f" up to {as_of}" if as_of else ""
            hint = f"'kgraph query claims --param claimant={topic}' has what it claims itself, if anything"
            raise UsageError(f"no claim said{up_to} concerns '{topic}'; {hint}")
        return aspects

    @steadily
    def disputed(
        self,
        about: str | None = None,
        since: str | date | Day | None = None,
        *,
        only: bool = False,
        as_of: str | date | Day | None = None,
    ) -> Disputed:
        """The questions in dispute with their positions, and the remarks besides them; see `analysis.questions`.

        `about` limits questions to those with a claim that concerns an entity; a place includes the places inside it,
        unless `only` is true. `since` limits them to questions with a claim of that day or later. Raises `UsageError`
        and `UnknownName`.
        """
        store, world = self.materialised(self.choose(as_of=as_of))
        day = as_date(since) if isinstance(since, str) else since
        asked = self.entity(about) if about else None
        entities = [] if asked is None else [asked] if only else inside(store, world, asked)
        return disputed(store, world, entities, Day.of(day) if day else None)

    @steadily
    def scope(self, name: str, *, only: bool = False, as_of: str | date | Day | None = None) -> str:
        """A topic in words, with the number of places in it that are included: “Pokrovsk and 2 places in it”."""
        store, world = self.materialised(self.choose("record", as_of=as_of))
        return with_inside(name, 0 if only else len(inside(store, world, self.topic(name))) - 1)

    def topic(self, name: str) -> IRI:
        """The entity or measure with this name ("troop strength", "TroopStrength", "kg:TroopStrength")."""
        try:
            return self.entity(name)
        except UnknownName:
            if measure := named(self.vocabulary, name, "measure"):
                return measure
            raise

    @steadily
    def origins(self, about: str | None = None, *, as_of: str | date | Day | None = None) -> list[Origins]:
        """The independent origins of each content, and its relayers; see `analysis.origins`."""
        record = self.choose("record", as_of=as_of)
        return origins(*self.materialised(record), about=self.entity(about) if about else None)

    @steadily
    def networks(
        self,
        *,
        world: str | None = "asserted",
        according_to: str | Sequence[str] = (),
        as_of: str | date | Day | None = None,
    ) -> Networks:
        """The graphs of a world's claims, for measures and paths; see `analysis.measures`.

        With `according_to` they are made only from these agents' claims.
        """
        chosen = self.choose(world, according_to, as_of)
        return Networks(*self.materialised(chosen), chosen.according_to)
