"""The graph that a person asks: one workspace in one store, seen as a chosen world."""

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import Self

from kgraph.analysis.chain import Structure, structure
from kgraph.analysis.compare import Aspect, compare
from kgraph.analysis.graph import network
from kgraph.analysis.measures import Networks
from kgraph.analysis.names import find_entity, labels
from kgraph.analysis.origins import Origins, origins
from kgraph.analysis.quotes import read_quotes
from kgraph.catalogue import Query, as_date, bind, convert, guess, load_catalogue, read_query, with_prologue
from kgraph.disk import replaced_folder
from kgraph.errors import StoreError, UnknownName, UsageError
from kgraph.linking.courtesy import Courtesy
from kgraph.memory import uncollected
from kgraph.model import Quad, Rows, Term, Triple
from kgraph.namespaces import DCTERMS, IRI, KG, SKOS
from kgraph.store import OxigraphStore, Store, open_store, serialise
from kgraph.store.federation import Ask, Remark, resolve_services
from kgraph.store.guard import kind_of, names_dataset, reaches_out, unknown_terms
from kgraph.store.worlds import WORLD_NAMES, WORLD_WORDS, Selection, World, materialise, select_claims, world_iri
from kgraph.views.page import Opening
from kgraph.workspace.building import build_graph, fill
from kgraph.workspace.config import Workspace
from kgraph.workspace.drawing import DrawnNetwork

Answer = Rows | bool | list[Triple]
"""What a query gives: rows (SELECT), yes or no (ASK), triples (CONSTRUCT, DESCRIBE)."""


class Graph:
    """A workspace's graph in a store.

    `ask` carries out a SELECT at an endpoint that a query's SERVICE names; `remark` is told what went wrong there where
    the query says SILENT. Without them endpoints are asked as `Courtesy` does, and remarks are warnings.

    >>> from kgraph import Graph
    >>> with Graph.open() as graph:
    ...     rows = graph.query("shares-captured", params={"place": "Pokrovsk"})
    ...     sorted({str(row["claimant"]) for row in rows if row["stance"] and str(row["stance"]) == "asserts"})
    ['DeepState', 'unnamed Bild analyst']
    """

    def __init__(
        self, store: Store, workspace: Workspace, *, ask: Ask | None = None, remark: Remark = warnings.warn
    ) -> None:
        self.store, self.workspace = store, workspace
        self.ask, self.remark = (
            ask or Courtesy(contact=workspace.contact, timeout=workspace.timeout, tries=2).select,
            remark,
        )
        self._worlds: set[IRI] = set()  # known to be in the store

    @classmethod
    def open(cls, folder: Path | str | None = None, store: str | None = None) -> Self:
        """Open a workspace's graph (default: the one of the current folder, else the Pokrovsk one).

        Without `store` it is the store that `kgraph build` made, if that is of the files as they are now, and
        otherwise a graph built in memory from the files. A store named by `store` is taken as it is.
        """
        workspace = Workspace.find(Path(folder) if folder is not None else None)
        if store is not None and store != "memory:":
            local = store.startswith("oxigraph:")
            return cls(open_store(store, read_only=local, allowed_services=workspace.endpoints), workspace)
        if store is None and (built := _built(workspace)) is not None:
            return cls(built, workspace)
        memory = open_store("memory:", allowed_services=workspace.endpoints)
        fill(memory, workspace)
        return cls(memory, workspace)

    @cached_property
    def catalogue(self) -> dict[str, Query]:
        """The workspace's queries by name."""
        return load_catalogue(self.workspace.query_folders())

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- worlds

    def choose(
        self, name: str | None = None, according_to: str | Sequence[str] = (), as_of: str | date | None = None
    ) -> World:
        """The world that these words mean.

        `name` is `record`, `undisputed` or `asserted`. Left out it is `undisputed`; but with `according_to`
        it is `asserted`, as what somebody says is theirs also where others dispute it. Agents are named by
        label, alternative name or IRI. Raises `UsageError` or `UnknownName`.
        """
        if name is not None and name not in WORLD_NAMES:
            raise UnknownName("world", name, WORLD_NAMES, f"there are {', '.join(WORLD_NAMES)}")
        names = [according_to] if isinstance(according_to, str) else according_to
        agents = (find_entity(self.store, self.workspace.base, agent, agents_only=True) for agent in names)
        day = as_date(as_of) if isinstance(as_of, str) else as_of
        if isinstance(day, datetime):
            day = day.date()
        return World(name or ("asserted" if according_to else "undisputed"), tuple(sorted(set(agents))), day)

    def world(
        self, name: str | None = None, according_to: str | Sequence[str] = (), as_of: str | date | None = None
    ) -> IRI:
        """The IRI of the chosen world's graph, materialised if it was not yet; see `choose`."""
        return self.materialised(self.choose(name, according_to, as_of))

    def materialised(self, world: World) -> IRI:
        """The IRI of a world's graph, materialised in the store if it was not yet."""
        iri = world_iri(self.workspace.base, world)
        if iri in self._worlds or self.store.ask(f"ASK {{ GRAPH {serialise(iri)} {{ ?s ?p ?o }} }}"):
            self._worlds.add(iri)
            return iri
        if isinstance(self.store, OxigraphStore) and self.store.folder:
            return self._materialise_beside(self.store.folder, world)
        return materialise(self.store, self.workspace.base, world)

    def _materialise_beside(self, folder: Path, world: World) -> IRI:
        """Add a world to a folder that others may be reading: to a copy, which then takes its place.

        Where nothing can be written, the graph goes on in memory.
        """
        services = self.workspace.endpoints
        try:
            with replaced_folder(folder) as copy:
                # opened anew: while this waited for its turn, another may have put a new version there
                with OxigraphStore(folder, create=False, read_only=True) as current:
                    current.copy_to(copy)
                with OxigraphStore(copy) as writable:
                    iri = materialise(writable, self.workspace.base, world)
                self.store.close()
            self.store = open_store(f"oxigraph:{folder}", read_only=True, allowed_services=services)
        except UsageError:
            with OxigraphStore(folder, create=False, read_only=True) as current:
                self.store.close()
                self.store = open_store("memory:", allowed_services=services)
                self.store.load(current.dump())
            iri = materialise(self.store, self.workspace.base, world)
        self._worlds = {iri}  # a build may have come between: what the old version had, this one need not have
        return iri

    def selection(self, world: World) -> Selection:
        """The claims that a world shows, and those whose content it holds."""
        return select_claims(self.store, self.workspace.base, world)

    # -- asking

    def query(
        self,
        what: str | Query,
        *,
        params: Mapping[str, str | Sequence[str]] | None = None,
        world: str | None = None,
        according_to: str | Sequence[str] = (),
        as_of: str | date | None = None,
    ) -> Answer:
        """Ask a catalogue query by name, a `.rq` file by path, or SPARQL text, in a chosen world.

        Parameters are given as people write them: entities by name, dates as YYYY-MM-DD. A text may leave out
        the prefixes of the project's table and the base. With FROM in the text and no world asked for, the
        text's own dataset counts. SERVICE asks the workspace's endpoints, in batches. Raises `UsageError`,
        `UnknownName`, `DataError`, `StoreError`.
        """
        query = self.find_query(what) if isinstance(what, str) else what
        text = query if isinstance(query, str) else query.text
        if not text.strip():
            raise UsageError("the query is empty")
        text = with_prologue(bind(text, self._terms(query, params or {})), self.workspace.base)
        any(self.remark(line) for line in unknown_terms(text))
        own_dataset = names_dataset(text)
        if own_dataset and (world or according_to or as_of):
            raise UsageError("the query names its own dataset with FROM; leave out FROM, or the world")
        graph = None if own_dataset else self.world(world, according_to, as_of)
        kind = kind_of(text)
        if kind != "update" and isinstance(self.store, OxigraphStore) and reaches_out(text):
            here = partial(self.store.select, default_graph=graph)
            text = resolve_services(text, here, self.ask, allowed=self.workspace.endpoints, remark=self.remark)
        if kind == "select":
            return self.store.select(text, default_graph=graph)
        if kind == "ask":
            return self.store.ask(text, default_graph=graph)
        if kind in ("construct", "describe"):
            return self.store.construct(text, default_graph=graph)
        if kind == "update":
            raise UsageError("this changes data, and 'query' only reads; edit the files and build again")
        raise UsageError("this is no SPARQL query")

    def find_query(self, what: str) -> Query | str:
        """A catalogue query by its name, a `.rq` file by its path, else the text itself.

        Raises `UnknownName` for a single word that is no query's name.
        """
        if what in self.catalogue:
            return self.catalogue[what]
        if what.endswith(".rq"):
            return _file_query(Path(what))
        if len(what.split()) == 1 and "{" not in what:
            raise UnknownName("query", what, self.catalogue, "'kgraph queries' lists them")
        return what

    def _terms(self, query: Query | str, params: Mapping[str, str | Sequence[str]]) -> dict[str, list[Term]]:
        kinds = {p.name: p.type for p in query.params} if isinstance(query, Query) else {}
        terms = {}
        for name, given in params.items():
            if isinstance(query, Query) and name not in kinds:
                takes = ", ".join(kinds) or "none"
                raise UnknownName("parameter", name, kinds, f"{query.name} takes {takes}")
            values = [given] if isinstance(given, str) else given
            terms[name] = [self._term(kinds.get(name), value) for value in values]
        return terms

    def _term(self, kind: str | None, given: str) -> Term:
        if kind == "iri" and ":" not in given:
            return self._named(given)
        return guess(given, self.entity) if kind is None else convert(kind, given, self.entity)

    def _named(self, path: str) -> IRI:
        """The IRI under the base, if the graph says anything of it."""
        iri = convert("iri", self.workspace.base + path, self.entity)
        assert isinstance(iri, IRI)
        if not path or not self.store.ask(f"ASK {{ GRAPH ?g {{ {serialise(iri)} ?p ?o }} }}"):
            raise UsageError(f"the graph has no '{path}'; 'kgraph query claims' lists claims")
        return iri

    def entity(self, name: str) -> IRI:
        """The entity that a label, an alternative name or an IRI means."""
        return find_entity(self.store, self.workspace.base, name)

    # -- looking

    def in_words(self, world: World) -> str:
        """What a world holds, in a sentence."""
        names = labels(self.store, self.workspace.base, world.according_to)
        said = f" by {' or '.join(names)}" if names else ""
        until = f", said by {world.as_of.isoformat()}" if world.as_of else ""
        return WORLD_WORDS[world.name].format(said=said, until=until)

    def own_quads(self) -> list[Quad]:
        """All that the workspace says or derives, in its named graphs: no worlds, ontology or description."""
        base = self.workspace.base
        parts = tuple(base + part for part in ("doc/", "claim/", "graph/"))
        left_out = tuple(f"{base}graph/{name}" for name in ("ontology", "build", "description"))
        return [q for q in self.store.dump() if q[3] and q[3].startswith(parts) and not q[3].startswith(left_out)]

    def network(
        self,
        *,
        focus: str | None = None,
        depth: int = 1,
        types: str | Sequence[str] = (),
        world: str | None = None,
        according_to: str | Sequence[str] = (),
        as_of: str | date | None = None,
        sources: Path | str | None = None,
    ) -> DrawnNetwork:
        """The chosen world as a network, or what is within `depth` steps of one entity; see `analysis.graph.network`.

        `types` keeps entities of these kinds ("unit", "person" …) alone. `sources` is the folder with the documents'
        texts: claims then have their quotes, where the text is the one that they were anchored in. In Jupyter the
        network shows itself; `write` makes a page of it.
        """
        chosen = self.choose(world, according_to, as_of)
        iri = self.materialised(chosen)  # may open the store anew
        kinds = (types,) if isinstance(types, str) else tuple(types)
        centre = None if focus is None else self.entity(focus)
        if centre and not self.store.ask(f"ASK {{ GRAPH {serialise(iri)} {{ {serialise(centre)} ?p ?o }} }}"):
            raise UsageError(f"this world does not have '{focus}': nobody had certainly spoken of it by then")
        quotes = read_quotes(self.store, iri, Path(sources)) if sources else None
        asserted = self.selection(chosen).asserted
        with uncollected():
            found = network(self.store, iri, asserted=asserted, focus=centre, depth=depth, kinds=kinds, quotes=quotes)
        names = labels(self.store, self.workspace.base, chosen.according_to)
        near = f"within {depth} of {focus}" if focus else ""
        opening = Opening(
            title=self.workspace.title,
            world=chosen.name,
            according_to=tuple(zip(chosen.according_to, names, strict=True)),
            held=self.in_words(chosen),
            as_of=chosen.as_of.isoformat() if chosen.as_of else "",
            scope=", ".join(part for part in (near, f"types {', '.join(kinds)}" if kinds else "") if part),
            base=self.workspace.base,
            version=(_made_from(self.store, self.workspace) or "").removeprefix("sha256:")[:12],
            generated=date.today().isoformat(),
        )
        return DrawnNetwork(**{field.name: getattr(found, field.name) for field in fields(found)}, opening=opening)

    # -- analysing

    def chain(
        self,
        unit: str,
        on: str | date | None = None,
        *,
        world: str | None = "asserted",
        according_to: str | Sequence[str] = (),
        as_of: str | date | None = None,
    ) -> tuple[Structure, ...]:
        """The command of a unit on a day, or of each organization in which a person holds a post; see `structure`."""
        chosen = self.choose(world, according_to, as_of)
        graph = self.materialised(chosen)  # may open the store anew
        day = (as_date(on) if isinstance(on, str) else on).isoformat() if on else ""
        asserted = self.selection(chosen).asserted
        return structure(self.store, graph, self.entity(unit), day=day, asserted=asserted)

    def compare(self, topic: str, *, as_of: str | date | None = None) -> list[Aspect]:
        """What claimants say of an entity, a place or a measure, side by side; see `analysis.compare`.

        Raises `UnknownName` for what is neither, and `UsageError` where no claim concerns it.
        """
        graph = self.world("record", as_of=as_of)
        aspects = compare(self.store, graph, self.topic(topic))
        if not aspects:
            by = f" by {as_of}" if as_of else ""
            hint = f"'kgraph query claims --param claimant={topic}' has what it claims itself, if anything"
            raise UsageError(f"no claim said{by} concerns '{topic}'; {hint}")
        return aspects

    def topic(self, name: str) -> IRI:
        """The entity or the measure ("troop strength", "TroopStrength", "kg:TroopStrength") that a name means."""
        folded = re.sub(r"[\s_-]+", "", name.removeprefix("kg:")).casefold()
        ontology = serialise(IRI(f"{self.workspace.base}graph/ontology"))
        scheme = f"{serialise(SKOS.inScheme)} {serialise(KG.Measures)}"
        found = self.store.select(f"SELECT ?m {{ GRAPH {ontology} {{ ?m {scheme} }} }}").column("m")
        measures = {str(iri).rpartition("#")[2].casefold(): iri for iri in found if isinstance(iri, IRI)}
        try:
            return self.entity(name)
        except UnknownName:
            if folded in measures:
                return measures[folded]
            raise

    def origins(self, about: str | None = None, *, as_of: str | date | None = None) -> list[Origins]:
        """How many independent origins each content has, and who passes it on; see `analysis.origins`."""
        graph = self.world("record", as_of=as_of)
        return origins(self.store, graph, about=self.entity(about) if about else None)

    def networks(
        self,
        *,
        world: str | None = "asserted",
        according_to: str | Sequence[str] = (),
        as_of: str | date | None = None,
    ) -> Networks:
        """The graphs of a world's claims, to measure and to find ways in; see `analysis.measures`.

        According to somebody, they are of that agent's claims only.
        """
        chosen = self.choose(world, according_to, as_of)
        graph = self.materialised(chosen)
        return Networks(self.store, graph, self.selection(chosen).asserted, chosen.according_to)


def _built(workspace: Workspace) -> Store | None:
    """The workspace's own store, if it was built from the files as they are now."""
    try:
        if not (workspace.store / "CURRENT").is_file():
            return None
        url = f"oxigraph:{workspace.store}"
        store = open_store(url, read_only=True, allowed_services=workspace.endpoints)
    except (StoreError, OSError):
        return None
    if _made_from(store, workspace) == workspace.fingerprint():
        return store
    store.close()
    return None


def _made_from(store: Store, workspace: Workspace) -> str | None:
    """The fingerprint of the files that a store was built from; `None` where it cannot tell."""
    graph = serialise(build_graph(workspace.base))
    try:
        rows = store.select(f"SELECT ?f WHERE {{ GRAPH {graph} {{ {graph} {serialise(DCTERMS.identifier)} ?f }} }}")
    except StoreError:
        return None
    return next((str(found) for found in rows.column("f")), None)


def _file_query(path: Path) -> Query | str:
    """A `.rq` file: with its parameters where it has a header, else its text."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UsageError(f"{path}: there is no such file") from None
    except (OSError, ValueError) as error:  # ValueError: no UTF-8, or NUL in the path
        raise UsageError(f"{path}: cannot be read: {error}") from error
    return read_query(path) if text.lstrip().startswith("#+") else text
