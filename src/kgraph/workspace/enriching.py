"""Enrichment of a workspace: a graph and a file for each data set, refreshed, compared and removed as a whole."""

import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kgraph.disk import replace_file
from kgraph.errors import UnknownName, UsageError
from kgraph.linking.courtesy import Courtesy
from kgraph.linking.enrichment import (
    LANGUAGES,
    LICENCES,
    PROPERTIES,
    Matched,
    from_gazetteer,
    from_wikidata,
    of_data_set,
)
from kgraph.linking.gazetteer import open_gazetteer
from kgraph.linking.judgements import SPACES, Judgements
from kgraph.linking.labels import WIKIDATA
from kgraph.model import Literal, Quad, Triple
from kgraph.namespaces import DCTERMS, IRI, PROV, RDF, XSD
from kgraph.resources import VERSION
from kgraph.store import read_quads, serialise
from kgraph.store.results import Remark
from kgraph.store.trig import canonical_trig
from kgraph.workspace.config import Workspace

_NOT_OURS = "these are kgraph's own files; begin a workspace with 'kgraph init DIR' and enrich that"
_HEADER = "# What {name} says about the entries that entities are linked to. Made by 'kgraph enrich'; no claims."


@dataclass(frozen=True, slots=True)
class Change:
    """The statements that a refresh adds to a data set's graph, and those that it removes."""

    dataset: str
    added: tuple[Triple, ...]
    removed: tuple[Triple, ...]
    total: int

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def graph_of(base: str, dataset: str) -> IRI:
    """The IRI of the graph for a data set's statements."""
    return IRI(f"{base}graph/enrichment/{dataset}")


def file_of(workspace: Workspace, dataset: str) -> Path:
    """The data file for a data set's statements."""
    return workspace.data / f"enrichment-{dataset}.trig"


def enrich(
    workspace: Workspace,
    judgements: Judgements,
    places: Iterable[IRI],
    dataset: str,
    *,
    offline: bool = False,
    refresh: bool = False,
    properties: Sequence[str] = PROPERTIES,
    languages: Sequence[str] = LANGUAGES,
    step: Callable[[str], None] = lambda said: None,
    today: date | None = None,
    dry_run: bool = False,
    remark: Remark = warnings.warn,
) -> Change:
    """Fetch a data set's statements on matched entries, and write its file if anything has changed.

    `places` are the entities that are places: only their entries get coordinates. `refresh` ignores cached answers.
    `remark` is called with a line on unreadable parts of an answer. Raises `UnknownName` for a data set without
    enrichment, `StoreError` if the service fails; the file is then not changed.
    """
    _check(dataset)
    places = frozenset(places)
    exact = judgements.all_matches()
    matched = of_data_set([Matched(one.target, one.subject in places) for one in exact if one.target], SPACES[dataset])
    if dataset == "geonames":
        with open_gazetteer(
            workspace.gazetteers, step=lambda rows: step("making the gazetteer's index (only the first time)")
        ) as table:
            fresh = set(from_gazetteer(matched, table, workspace.base))
    else:
        days = 0.0 if refresh else 30.0
        courtesy = Courtesy(
            contact=workspace.contact, cache=workspace.kept / "online", days=days, offline=offline, remark=remark
        )
        fresh = set(
            from_wikidata(
                matched,
                courtesy,
                endpoint=workspace.wikidata or WIKIDATA,
                properties=properties,
                languages=languages,
                progress=step,
            )
        )
    return _put(workspace, dataset, fresh, today or date.today(), dry_run=dry_run)


def _check(dataset: str) -> None:
    if dataset not in SPACES:
        raise UnknownName("data set", dataset, SPACES, f"there are {', '.join(SPACES)}")


def remove(workspace: Workspace, dataset: str) -> int:
    """Delete a data set's file; returns the number of its statements. Raises `UsageError` if there is no file."""
    _check(dataset)
    place = file_of(workspace, dataset)
    if not workspace.is_writable:
        raise UsageError(_NOT_OURS)
    if not place.is_file():
        raise UsageError(f"{place}: there is nothing from '{dataset}' to remove")
    held = len(_said(workspace, dataset))
    place.unlink()
    return held


def _put(workspace: Workspace, dataset: str, fresh: set[Triple], today: date, *, dry_run: bool) -> Change:
    standing = _said(workspace, dataset)
    change = Change(dataset, _sorted(fresh - standing), _sorted(standing - fresh), len(fresh))
    if change and not dry_run:
        if not workspace.is_writable:
            raise UsageError(_NOT_OURS)
        graph = graph_of(workspace.base, dataset)
        origin = IRI("https://www.geonames.org/" if dataset == "geonames" else workspace.wikidata or WIKIDATA)
        quads: list[Quad] = [(*triple, graph) for triple in (*fresh, *_provenance(graph, dataset, origin, today))]
        if fresh:
            text = canonical_trig(quads, workspace.base, _HEADER.format(name=dataset))
            replace_file(file_of(workspace, dataset), text)
        else:
            file_of(workspace, dataset).unlink()
    return change


def _provenance(graph: IRI, dataset: str, origin: IRI, today: date) -> list[Triple]:
    """The triples on the graph's source, day, licence and the program that made it."""
    return [
        (graph, RDF.type, PROV.Entity),
        (graph, DCTERMS.source, origin),
        (graph, DCTERMS.license, LICENCES[dataset]),
        (graph, DCTERMS.modified, Literal(today.isoformat(), XSD.date)),
        (graph, DCTERMS.description, Literal(f"fetched by kgraph {VERSION}", language="en")),
    ]


def _said(workspace: Workspace, dataset: str) -> set[Triple]:
    """The file's statements on entries, without those on the graph itself."""
    place, graph = file_of(workspace, dataset), graph_of(workspace.base, dataset)
    quads = read_quads(place, workspace.base) if place.is_file() else []
    return {(s, p, o) for s, p, o, _ in quads if s != graph}


def _sorted(triples: set[Triple]) -> tuple[Triple, ...]:
    return tuple(sorted(triples, key=lambda triple: tuple(map(serialise, triple))))
