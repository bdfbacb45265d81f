"""Opening a workspace's graph, choosing a world, and asking: a query of any form, or of one form with its own type."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property, partial, wraps
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypedDict, TypeVar, Unpack

from kgraph.analysis.names import find_entity
from kgraph.catalogue import (
    Catalogue,
    Query,
    as_date,
    bind,
    convert,
    guess,
    load_catalogue,
    read_file,
    with_prologue,
)
from kgraph.days import Day
from kgraph.errors import UnknownName, UsageError
from kgraph.linking.courtesy import Courtesy
from kgraph.model import Rows, Term, Triple
from kgraph.namespaces import IRI, KG
from kgraph.stopping import Bounds
from kgraph.store import Store, is_legal, serialise
from kgraph.store.federation import Ask
from kgraph.store.guard import Kind, kind_of, names_dataset, unknown_terms
from kgraph.store.results import Remark
from kgraph.store.steady import steady
from kgraph.vocabulary import Vocabulary, named
from kgraph.workspace.asking import Answer, Dataset, Question, asked_within
from kgraph.workspace.building import made_from, opened_store, told_faults
from kgraph.workspace.config import Workspace, none_here
from kgraph.workspace.terms import vocabulary_of
from kgraph.workspace.written import digest_in, digest_in_file
from kgraph.worlds import WORLD_NAMES, World, materialise, named_worlds

_FORMS: dict[Kind, str] = {
    "select": "rows; ask for them with select()",
    "ask": "yes or no; ask for it with ask()",
    "construct": "triples; ask for them with construct()",
    "describe": "triples; ask for them with construct()",
}
"""What a query of each form answers, and which method returns it."""


Seen = TypeVar("Seen", bound="Queried")
Given = ParamSpec("Given")
Answered = TypeVar("Answered")


def steadily(method: Callable[Concatenate[Seen, Given], Answered]) -> Callable[Concatenate[Seen, Given], Answered]:
    """A method that reads an endpoint as one build left it, however many queries it asks; see `store.steady`."""

    @wraps(method)
    def call(graph: Seen, /, *given: Given.args, **named: Given.kwargs) -> Answered:
        return steady(graph.store, partial(method, graph, *given, **named))

    return call


class Options(TypedDict, total=False):
    """What `Graph.query` takes besides the query."""

    params: Mapping[str, str | Sequence[str]] | None
    world: str | None
    according_to: str | Sequence[str]
    as_of: str | date | Day | None
    timeout: float | None
    limit: int | None
    memory: int | None


class Queried:
    """A workspace's graph in a store, as it was when it was opened; any number of threads may query it at once.

    `ask_service` sends a SELECT to an endpoint of a query's SERVICE. `remark` is called with one line for each thing
    that the user should know: a failure of SERVICE SILENT, cells that are no RDF terms, faulty files of the catalogue.
    By default endpoints are queried through `Courtesy`, and remarks are Python warnings.
    """

    def __init__(
        self,
        store: Store,
        workspace: Workspace,
        *,
        ask_service: Ask | None = None,
        remark: Remark = warnings.warn,
        url: str | None = None,
    ) -> None:
        self.store, self.workspace = store, workspace
        self._url = url
        courtesy = Courtesy(contact=workspace.contact, timeout=workspace.timeout, tries=2)
        self.ask_service = ask_service or courtesy.select
        self.remark = remark
        self._told: set[str] = set()  # remarks that were made already
        self._faults_of: Store | None = None  # the store whose faults were told

    @classmethod
    def open(
        cls, folder: Path | str | None = None, store: str | None = None, *, remark: Remark = warnings.warn
    ) -> Self:
        """Open a workspace's graph (default: the one of the current folder, else the Pokrovsk one, with a warning).

        Without `store` it is the store that `kgraph build` made, if that is up to date, and otherwise a graph built in
        memory from the files. A store named by `store` is used as it is. A later build is only seen after `refresh`.
        """
        workspace = Workspace.find(Path(folder)) if folder is not None else Workspace.nearest()
        if workspace is None:
            remark(f"{none_here()}, as in Graph.open('FOLDER')")
            workspace = Workspace.find()
        return cls(opened_store(workspace, store, remark), workspace, remark=remark, url=store)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The workspace's queries by name, and the faults of unusable query files."""
        return load_catalogue(self.workspace.query_folders())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary: kgraph's terms and the workspace's own."""
        return vocabulary_of(self.workspace)

    def tell_of_faults(self) -> None:
        """Make a remark, once, on faults of the data that the build found: answers may lack the data concerned."""
        if self._faults_of is not self.store:
            self._faults_of = self.store
            if said := told_faults(self.store, self.workspace.base):
                self._remark_once(said)

    def _remark_once(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            self.remark(text)

    def refresh(self) -> bool:
        """Open the newest version of the graph; returns whether there is a newer one. An endpoint always answers from
        its newest version.

        Running queries are answered from the old version, whose store is closed after the last answer.
        """
        before, written = made_from(self.store, self.workspace.base), digest_in(self.store, self.workspace)
        present = (self.workspace.fingerprint(), digest_in_file(self.workspace))
        if self._url in (None, "memory:") and (before, written) == present:
            return False
        newest = opened_store(self.workspace, self._url, self.remark)
        if (made_from(newest, self.workspace.base), digest_in(newest, self.workspace)) == (before, written):
            newest.close()
            return False
        self.store = newest
        return True

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- worlds

    def choose(
        self, name: str | None = None, according_to: str | Sequence[str] = (), as_of: str | date | Day | None = None
    ) -> World:
        """The world with this name, claimants and day.

        `name` is `record`, `undisputed` or `asserted`. The default is `undisputed`; with `according_to` it is
        `asserted`, because what somebody says is included even if others dispute it. Agents are named by label,
        alternative name or IRI. Raises `UsageError` or `UnknownName`.
        """
        if name is not None and name not in WORLD_NAMES:
            raise UnknownName("world", name, WORLD_NAMES, f"there are {', '.join(WORLD_NAMES)}")
        self.tell_of_faults()
        names = [according_to] if isinstance(according_to, str) else according_to
        agents = (self._find(agent, agents_only=True) for agent in names)
        day = as_date(as_of) if isinstance(as_of, str) else as_of
        return World(name or ("asserted" if according_to else "undisputed"), tuple(sorted(set(agents))), day)

    def materialised(self, world: World, *others: World) -> tuple[Store, IRI]:
        """A store that has the worlds' graphs, which are made if they do not exist yet, and the IRI of the first
        world."""
        return materialise(self.store, self.workspace.base, world, *others)

    # -- querying

    @steadily
    def query(
        self,
        what: str | Query,
        *,
        params: Mapping[str, str | Sequence[str]] | None = None,
        world: str | None = None,
        according_to: str | Sequence[str] = (),
        as_of: str | date | Day | None = None,
        timeout: float | None = None,
        limit: int | None = None,
        memory: int | None = None,
    ) -> Answer:
        """Run a catalogue query by name, a `.rq` file by path, or SPARQL text, in a chosen world.

        Parameters are given as people write them: entities by name, dates as YYYY-MM-DD. A text may leave out the
        prefixes of kgraph's table and the base. If the text has FROM and no world is given, the text's own dataset is
        used. `GRAPH ?g` finds no world, since worlds repeat other graphs. SERVICE may name the workspace's endpoints,
        which are queried in batches.

        `timeout` is the deadline in seconds (`math.inf`: none, but Ctrl-C stops the query at once), `memory` the bytes
        that the query may take beyond what the process has already. With either, the query runs in a process of its
        own, which is killed at the bound; then `Stopped` is raised. `limit` is the greatest number of rows or triples;
        the query ends when it has found as many.

        `select`, `ask` and `construct` take the same, and return one type each.

        Raises `UsageError`, `UnknownName`, `DataError`, `StoreError`, `Stopped`.
        """
        if limit is not None and limit < 0:
            raise UsageError(f"a limit of {limit} is no number of rows; give 0 or more")
        bounds = Bounds(timeout, memory)
        query = self.find_query(what) if isinstance(what, str) else what
        text = self.bound(query, params or {})
        store, question = self.question(text, world=world, according_to=according_to, as_of=as_of, limit=limit)
        return asked_within(bounds, store, question, self.ask_service, self.remark)

    def bound(self, query: Query | str, params: Mapping[str, str | Sequence[str]]) -> str:
        """The text of a query with its parameters, which are given as people write them; raises what `query` raises."""
        return bind(query if isinstance(query, str) else query.text, self._terms(query, params))

    def question(
        self,
        text: str,
        *,
        world: str | None = None,
        according_to: str | Sequence[str] = (),
        as_of: str | date | Day | None = None,
        dataset: Dataset | None = None,
        limit: int | None = None,
    ) -> tuple[Store, Question]:
        """SPARQL text as it is to be asked in a world, or in a dataset of its own, and the store that has this world.

        Raises `UsageError` if a world and a dataset are both given, and otherwise what `choose` raises.
        """
        if not text.strip():
            raise UsageError("the query is empty")
        text = with_prologue(text, self.workspace.base)
        for line in unknown_terms(text):
            self.remark(line)
        chosen = bool(world or according_to or as_of)
        if chosen and dataset is not None:
            raise UsageError("give a world, or a dataset (default-graph-uri, named-graph-uri), not both")
        if chosen and names_dataset(text):
            raise UsageError("the query names its own dataset with FROM; leave out FROM, or the choice of a world")
        if dataset is not None:
            return self._in_dataset(text, dataset, limit)
        named = [World(name) for name in named_worlds(text, self.workspace.base)]
        if names_dataset(text):
            # a world that FROM names must be a named graph too
            store = self.materialised(named[0], *named)[0] if named else self.store
            return store, Question(text, None, self.workspace, limit)
        store, graph = self.materialised(self.choose(world, according_to, as_of), *named)
        return store, Question(text, graph, self.workspace, limit)

    def _in_dataset(self, text: str, dataset: Dataset, limit: int | None) -> tuple[Store, Question]:
        """The question in a dataset that comes with it; worlds that the dataset names are made."""
        for graph in (*dataset.default, *dataset.named):
            if not is_legal(graph):
                raise UsageError(f"'{graph[:200]}' is no IRI, so no graph has this name")
        worlds = {IRI(f"{self.workspace.base}world/{name}"): World(name) for name in WORLD_NAMES}
        wanted = [worlds[graph] for graph in dict.fromkeys((*dataset.default, *dataset.named)) if graph in worlds]
        store = self.materialised(wanted[0], *wanted)[0] if wanted else self.store
        return store, Question(text, dataset.default, self.workspace, limit, dataset.named)

    def select(self, what: str | Query, **options: Unpack[Options]) -> Rows:
        """The rows of a SELECT; takes what `query` takes. Raises `UsageError` for a query of another form, too.

        >>> from kgraph import Graph
        >>> with Graph.open() as graph:
        ...     graph.select("SELECT (count(*) AS ?claims) { ?c a kg:Claim }").to_dicts()[0]["claims"] > 100
        True
        """
        found = self.query(self._of_form(what, "select"), **options)
        assert isinstance(found, Rows)
        return found

    def ask(self, what: str | Query, **options: Unpack[Options]) -> bool:
        """The yes or no of an ASK; takes what `query` takes. Raises `UsageError` for a query of another form, too."""
        found = self.query(self._of_form(what, "ask"), **options)
        assert isinstance(found, bool)
        return found

    def construct(self, what: str | Query, **options: Unpack[Options]) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE; takes what `query` takes.

        Raises `UsageError` for a query of another form, too.
        """
        found = self.query(self._of_form(what, "construct", "describe"), **options)
        assert isinstance(found, list)
        return found

    def _of_form(self, what: str | Query, *wanted: Kind) -> Query | str:
        """The query, if it is of a wanted form; a text that is of no form at all is left to `query` to judge."""
        query = self.find_query(what) if isinstance(what, str) else what
        kind = kind_of(query if isinstance(query, str) else query.text)
        if kind in _FORMS and kind not in wanted:
            raise UsageError(f"{kind.upper()} gives {_FORMS[kind]}, or with query()")
        return query

    def find_query(self, what: str) -> Query | str:
        """A catalogue query by its name, a `.rq` file by its path, else the text itself.

        Raises `UnknownName` for a single word that is no query's name, `DataError` for a query with a faulty file.
        """
        if set(what) & set("{\n"):  # no query's name has these characters, so the catalogue need not be read
            return what
        if what in self.catalogue.faults:
            raise self.catalogue.faults[what]
        for fault in self.catalogue.faults.values():
            self._remark_once(f"{fault}; the other queries still work")
        if what in self.catalogue:
            return self.catalogue[what]
        if what.endswith(".rq"):
            return read_file(Path(what))
        if len(what.split()) == 1:
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
        if kind == "concept" and (term := named(self.vocabulary, given)) and term not in KG:
            return term
        return guess(given, self.entity) if kind is None else convert(kind, given, self.entity)

    def _named(self, path: str) -> IRI:
        """The IRI with this path under the base, if the graph has it as a subject; raises `UnknownName` otherwise."""
        iri = convert("iri", self.workspace.base + path, self.entity)
        assert isinstance(iri, IRI)
        if not path or not self.store.ask(f"ASK {{ GRAPH ?g {{ {serialise(iri)} ?p ?o }} }}"):
            raise UsageError(f"the graph has no '{path}'; 'kgraph query claims' lists claims")
        return iri

    def entity(self, name: str) -> IRI:
        """The entity that a label, an alternative name or an IRI means."""
        return self._find(name)

    def _find(self, name: str, *, agents_only: bool = False) -> IRI:
        workspace, remark = self.workspace, self._remark_once
        return find_entity(
            self.store, workspace.base, name, agents_only=agents_only, remark=remark, kept=workspace.kept_names
        )
