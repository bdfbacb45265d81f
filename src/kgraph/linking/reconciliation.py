"""Candidates from any service with the Reconciliation Service API of the W3C community group.

Supported are version 0.2, whose requests as used here 0.1 services understand too, and the draft of the next version
(called 1.0-draft, formerly 0.3): https://reconciliation-api.github.io/specs/. If a service has both, version 0.2 is
used, since it is final.
"""

import json
import re
import urllib.parse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kgraph.errors import StoreError
from kgraph.linking.batches import Complain, Progress, in_batches
from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.courtesy import Courtesy
from kgraph.linking.fetching import Request
from kgraph.linking.kinds import WIKIDATA_CLASSES, kind_of
from kgraph.namespaces import IRI, PREFIXES

WIKIDATA = "https://wikidata.reconci.link/en/api"
"""The service for Wikidata that OpenRefine uses; its path has the language of names."""

WIKIDATA_PROPERTIES = {"country": "P17/P297"}
"""For each known property of a wanted thing, Wikidata's property or path of properties: the country's ISO code."""

_BATCH = 10
_MOST = 1e15  # a larger score is ignored
_DRAFTS = ("0.3", "1.0")
_WIKIDATA_PAGE = "https://www.wikidata.org/wiki/"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


@dataclass(frozen=True, slots=True)
class Manifest:
    """A service's manifest, as far as kgraph needs it.

    `draft`: it supports the draft and no final version. `space` is the identifier space or "", `view` the template of a
    thing's page or ""; at least one is given. `batch` is the number of queries that it accepts at once. `percent`: its
    scores are from 0 to 100.
    """

    draft: bool
    space: str
    view: str
    batch: int
    percent: bool

    @property
    def is_wikidata(self) -> bool:
        """Whether its things are Wikidata's."""
        return self.space == PREFIXES["wd"] or self.view.startswith(_WIKIDATA_PAGE)

    def iri(self, name: str) -> IRI:
        """The IRI of the thing whose identifier at the service is `name`; raises `ValueError` if that gives no legal
        IRI.

        >>> Manifest(False, "", "https://d-nb.info/gnd/{{id}}", 10, False).iri("118540238")
        'https://d-nb.info/gnd/118540238'
        """
        if _IRI.fullmatch(name) and "://" in name:
            iri = name
        elif self.is_wikidata:
            iri = PREFIXES["wd"] + name
        elif self.space.endswith(("/", "#", ":", "=")) or not self.view:
            iri = self.space + name
        else:
            # 0.2 inserts the identifier unchanged; the draft has templates of RFC 6570
            iri = self.view.replace("{{id}}", name).replace("{+id}", name)
            iri = iri.replace("{id}", urllib.parse.quote(name, safe=""))
        if not _IRI.fullmatch(iri):
            raise ValueError(f"'{name}' makes no IRI")
        return IRI(iri)


@dataclass(frozen=True, slots=True)
class _Query:
    """One question: a name of a wanted thing, a type's identifier or "", values by property."""

    wanted: Wanted
    name: str
    type: str
    values: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Found:
    """The content of one answer: candidates with raw scores, by the query's position in its batch, and faults."""

    hits: dict[int, list[Candidate]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class Reconciliation:
    """A reconciliation service. `url` is its endpoint, http or https; see `Courtesy` for how it is asked.

    `limit` is the number of candidates for each query, `names` the number of names of a thing that are sent, the label
    first, one query for each. `types` has the service's identifier of a type by kind, `properties` its identifier of a
    property by kgraph's (`country`, `born`, `died`, `founded`, `dissolved`). Without them, Wikidata's are used for
    Wikidata and none for other services, since a service may hide things that are not of the given type.
    """

    def __init__(
        self,
        courtesy: Courtesy,
        url: str = WIKIDATA,
        *,
        limit: int = 5,
        names: int = 1,
        types: Mapping[str, str] | None = None,
        properties: Mapping[str, str] | None = None,
    ) -> None:
        self.url = url
        self._courtesy = courtesy
        self._limit, self._names = limit, names
        self._types, self._properties = types, properties

    def manifest(self) -> Manifest:
        """The service's manifest; raises `StoreError` if it is unusable."""
        return self._courtesy.json(Request(self.url), _manifest)

    def candidates(
        self, wanted: Sequence[Wanted], *, progress: Progress | None = None, complain: Complain | None = None
    ) -> dict[IRI, list[Candidate]]:
        """Candidates by the wanted thing's IRI, the best first; an empty list if there are none.

        A thing without an answer has no entry. With `complain`, each bad answer or part of one is reported in one line
        and the rest is used. Without it, the first one raises `StoreError`, and a second run uses the cached answers.
        """
        service = self.manifest()
        queries = self._queries(wanted, service)
        found: dict[IRI, list[Candidate]] = {}
        asked = in_batches(
            queries,
            service.batch,
            lambda batch: self._ask(batch, service),
            progress=progress,
            complain=complain,
            offline=self._courtesy.offline,
        )
        for batch, answer in asked:
            for fault in answer.faults:
                if complain is None:
                    raise StoreError(fault)
                complain(fault)
            for place, hits in answer.hits.items():
                found.setdefault(batch[place].wanted.iri, []).extend(hits)
        scale = _scale(service, (hit.service_score for hits in found.values() for hit in hits))
        return {iri: _merged(hits, scale) for iri, hits in found.items()}

    def _queries(self, wanted: Sequence[Wanted], service: Manifest) -> list[_Query]:
        types = self._types if self._types is not None else WIKIDATA_CLASSES if service.is_wikidata else {}
        known = self._properties
        properties = known if known is not None else WIKIDATA_PROPERTIES if service.is_wikidata else {}
        return [
            _Query(thing, name, types.get(thing.kind, ""), tuple(_values(thing, properties)))
            for thing in wanted
            for name in list(dict.fromkeys(name for name in thing.names if name.strip()))[: self._names]
        ]

    def _ask(self, batch: Sequence[_Query], service: Manifest) -> _Found:
        request = (_draft_request if service.draft else _request)(self.url, batch, self._limit)
        results: Callable[[Any, int], Any] = _draft_result if service.draft else _result

        def read(said: Any) -> _Found:
            found = _Found()
            for place, query in enumerate(batch):
                try:
                    found.hits[place] = self._hits(results(said, place), service, query, found.faults)
                except ValueError as error:
                    found.faults.append(f"{self.url}: no answer about '{query.name}': {error}")
            if not found.hits:
                raise ValueError(_own_words(said) or "it has no results")
            return found

        return self._courtesy.json(request, read, keep=lambda found: not found.faults)

    def _hits(self, said: Any, service: Manifest, query: _Query, faults: list[str]) -> list[Candidate]:
        if not isinstance(said, list):
            raise ValueError("the candidates are not a list")
        hits = []
        for one in said:
            try:
                hits.append(_candidate(one, service, self._source(service)))
            except ValueError as error:
                faults.append(f"{self.url}: a candidate for '{query.name}' is left out: {error}")
        return hits

    def _source(self, service: Manifest) -> str:
        return "wikidata" if service.is_wikidata else urllib.parse.urlsplit(self.url).hostname or self.url


def _manifest(said: Any) -> Manifest:
    if not isinstance(said, dict):
        raise ValueError("the answer is no manifest of a reconciliation service")
    view = said.get("view")
    template = view.get("url") if isinstance(view, dict) else None
    space, size, versions = said.get("identifierSpace"), said.get("batchSize"), said.get("versions")
    spoken = [str(version) for version in versions] if isinstance(versions, list) else ["0.1"]
    if not isinstance(space, str) and not isinstance(template, str):
        raise ValueError("the manifest has neither identifierSpace nor view; is this a reconciliation service?")
    return Manifest(
        draft=not {"0.1", "0.2"} & set(spoken) and any(version.startswith(_DRAFTS) for version in spoken),
        space=space if isinstance(space, str) else "",
        view=template if isinstance(template, str) else "",
        batch=size if isinstance(size, int) and size > 0 else _BATCH,
        percent=said.get("standardizedScore") is True,
    )


def _values(thing: Wanted, properties: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    known = thing.dates | ({"country": thing.country} if thing.country else {})
    return [(properties[what], known[what]) for what in sorted(properties) if what in known]


def _request(url: str, batch: Sequence[_Query], limit: int) -> Request:
    """The request of version 0.2: a form whose only field is a JSON object of queries by name."""
    queries = {}
    for place, query in enumerate(batch):
        asked: dict[str, Any] = {"query": query.name, "limit": limit}
        if query.type:
            asked["type"] = query.type
        if query.values:
            asked["properties"] = [{"pid": name, "v": value} for name, value in query.values]
        queries[f"q{place}"] = asked
    form = urllib.parse.urlencode({"queries": json.dumps(queries)})
    return Request(url, method="POST", body=form.encode(), content_type="application/x-www-form-urlencoded")


def _draft_request(url: str, batch: Sequence[_Query], limit: int) -> Request:
    """The request of the draft: JSON to the route `/match`."""
    queries = []
    for query in batch:
        conditions = [{"matchType": "name", "propertyValue": query.name}]
        conditions += [
            {"matchType": "property", "propertyId": name, "propertyValue": value} for name, value in query.values
        ]
        asked: dict[str, Any] = {"conditions": conditions, "limit": limit}
        queries.append(asked | ({"type": query.type} if query.type else {}))
    parts = urllib.parse.urlsplit(url)
    route = urllib.parse.urlunsplit(parts._replace(path=parts.path.rstrip("/") + "/match"))
    body = json.dumps({"queries": queries}).encode()
    return Request(route, method="POST", body=body, content_type="application/json")


def _result(said: Any, place: int) -> Any:
    one = said.get(f"q{place}") if isinstance(said, dict) else None
    if not isinstance(one, dict) or "result" not in one:
        raise ValueError(_own_words(one) or "it is missing")
    return one["result"]


def _draft_result(said: Any, place: int) -> Any:
    results = said.get("results") if isinstance(said, dict) else None
    one = results[place] if isinstance(results, list) and place < len(results) else None
    if not isinstance(one, dict) or "candidates" not in one:
        raise ValueError(_own_words(one) or "it is missing")
    return one["candidates"]


def _own_words(said: Any) -> str:
    """A service's own error message; "" if it gives none."""
    told = [said.get(key) for key in ("message", "details", "error")] if isinstance(said, dict) else []
    return next((text for text in told if isinstance(text, str) and text), "")


def _candidate(said: Any, service: Manifest, source: str) -> Candidate:
    """A candidate with the service's raw score; raises `ValueError` if it has no identifier or no name."""
    name, label = (said.get("id"), said.get("name")) if isinstance(said, dict) else (None, None)
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str) or not name or not isinstance(label, str):
        raise ValueError("it has no id, or no name")
    score, description, types = said.get("score"), said.get("description"), _types(said.get("type"))
    return Candidate(
        iri=service.iri(name),
        source=source,
        names=(label,),
        kind=_kind(types, service),
        types=tuple(label or name for name, label in types),
        description=description if isinstance(description, str) else "",
        service_score=float(score) if _is_number(score) else None,
    )


def _types(said: Any) -> list[tuple[str, str]]:
    """The identifier and name of each type; a plain text is an identifier."""
    listed = said if isinstance(said, list) else [] if said is None else [said]
    pairs = [(one.get("id"), one.get("name")) if isinstance(one, dict) else (one, "") for one in listed]
    return [(name, label if isinstance(label, str) else "") for name, label in pairs if isinstance(name, str)]


def _kind(types: list[tuple[str, str]], service: Manifest) -> str:
    if service.is_wikidata:
        known = {kind for kind, name in WIKIDATA_CLASSES.items() if name in {name for name, _ in types}}
        if len(known) == 1:
            return known.pop()
    return kind_of(label or name for name, label in types)


def _is_number(said: Any) -> bool:
    """Whether a JSON value is a usable number: not `NaN`, and no integer that is too large for a float."""
    return isinstance(said, int | float) and not isinstance(said, bool) and abs(said) < _MOST


def _scale(service: Manifest, scores: Iterable[float | None]) -> float:
    """The divisor of scores. Version 0.2 does not define the scale: it is 1 if no score is above 1, else 100 or the
    highest score."""
    highest = max((score for score in scores if score is not None), default=0.0)
    return max(100.0, highest) if service.percent or highest > 1 else 1.0


def _merged(hits: list[Candidate], scale: float) -> list[Candidate]:
    """Each thing once, with all its names and its best score from 0 to 1; the best first.

    One answer may have a thing several times, under names in several languages, and so may answers to several names.
    """
    things: dict[IRI, Candidate] = {}
    for hit in hits:
        score = None if hit.service_score is None else min(max(hit.service_score / scale, 0.0), 1.0)
        hit = replace(hit, service_score=score)
        if (known := things.get(hit.iri)) is None:
            things[hit.iri] = hit
            continue
        scores = [one.service_score for one in (known, hit) if one.service_score is not None]
        names = tuple(dict.fromkeys(known.names + hit.names))
        things[hit.iri] = replace(known, names=names, service_score=max(scores, default=None))
    return sorted(things.values(), key=lambda thing: -(thing.service_score or 0.0))
