"""What a process of the server does for the reconciliation service."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import quote

from kgraph.claims import claims_concerning
from kgraph.linking.identity import NAME, TYPE, Identity, Kind, Thing
from kgraph.linking.joining import Found, Joiner, Sought
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI
from kgraph.reading import fold
from kgraph.views.preview import preview_page, told
from kgraph.web.pages.made import read_world
from kgraph.web.problems import Problem
from kgraph.web.reconcile.asked import batch, draft_batch, extension, single
from kgraph.web.reconcile.manifest import manifest
from kgraph.web.settings import Settings
from kgraph.web.working.wire import Head
from kgraph.web.working.work import HTML, Send, gathered
from kgraph.workspace.graph import Graph

T = TypeVar("T")

JSON = "application/json"
CLAIMS = Kind("claims", "claims about it", "What is said about it: each with who says so, how surely, and where.")
"""A property for data extension alone: its values say who claims what. Claimed values are no properties."""

_NAMES = {
    "name": "score of the name",
    "same_name": "whether the name is the same, maybe in another spelling",
    "namesakes": "other things of the same name",
    "type": "whether it is of a wanted type",
    "properties_alike": "properties that agree",
    "properties_different": "properties that differ",
}
_NUMBERS = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "int", "long", "decimal", "double", "float")
)
_IN_IRI = ":/?#[]@!$&'()*+,;=%~"
_SUGGESTED, _MOST_SUGGESTED = 20, 100
_CLAIMS = 500  # the most claims of a thing


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: `what` is a name in `_ANSWERS`, `text` what is asked, as the client sent it. `address` is that of the
    service. `draft` is true for the forms of the draft of 1.0. `skip` and `limit` are for suggestions."""

    what: str
    text: str | bytes = ""
    address: str = ""
    draft: bool = False
    skip: int = 0
    limit: int = _SUGGESTED

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send the answer."""
        if self.what == "preview":
            # a page of OpenRefine shows it in a frame; only pages that may read answers may show it
            policy = f"frame-ancestors {' '.join(settings.origins) or repr('none')}"
            head = Head(200, {"content-type": HTML, "content-security-policy": policy})
            send(head, gathered([_preview(graph, str(self.text), self.address)], settings.answer))
            return
        if self.what == "view":
            send(Head(303, {"location": _view(graph, str(self.text), self.address)}), iter(()))
            return
        found = _ANSWERS[self.what](graph, self)
        send(Head(200, {"content-type": JSON}), gathered([json.dumps(found)], settings.answer))


@lru_cache(maxsize=1)
def joiner_of(graph: Graph) -> Joiner:
    """What joins names with a graph's things; it is made once in a process."""
    workspace = graph.workspace
    return Joiner(Identity(graph.store, workspace.base, graph.vocabulary), workspace.kept_names)


def prepare(graph: Graph) -> None:
    """Read the names of all things, and sort them for finding."""
    joiner_of(graph).index.near("")


def _manifest(graph: Graph, asked: Asked) -> Any:
    return manifest(joiner_of(graph).identity, graph.workspace.title, asked.address, asked.draft)


def _batch(graph: Graph, asked: Asked) -> Any:
    joiner = joiner_of(graph)
    return {name: {"result": _candidates(joiner, one)} for name, one in batch(str(asked.text)).items()}


def _single(graph: Graph, asked: Asked) -> Any:
    return {"result": _candidates(joiner_of(graph), single(str(asked.text)))}


def _match(graph: Graph, asked: Asked) -> Any:
    assert isinstance(asked.text, bytes)
    joiner = joiner_of(graph)
    return {"results": [{"candidates": _candidates(joiner, one)} for one in draft_batch(asked.text)]}


def _candidates(joiner: Joiner, sought: Sought) -> list[dict[str, Any]]:
    """The candidates; none for a query that seeks nothing, such as that of an empty cell."""
    identity = joiner.identity
    if not (sought.names or sought.ids or sought.conditions):
        return []
    return [_candidate(identity, one) for one in joiner.find(sought)]


def _candidate(identity: Identity, found: Found) -> dict[str, Any]:
    return {
        "id": found.thing.id,
        "name": found.thing.names[0],
        "description": identity.described(found.thing),
        "type": _types(identity, found.thing),
        "score": found.score,
        "match": found.match,
        "features": [{"id": name, "name": _NAMES[name], "value": value} for name, value in found.features.items()],
    }


def _types(identity: Identity, thing: Thing) -> list[dict[str, str]]:
    """The classes of a thing, and those above them: OpenRefine proposes the commonest for a column, and compares them
    with the one that was chosen."""
    return [{"id": kind.id, "name": kind.name} for kind in identity.classes(thing, above=True)]


# -- suggestions


def _suggest_entities(graph: Graph, asked: Asked) -> Any:
    joiner = joiner_of(graph)
    return _suggested(joiner.suggest(str(asked.text)), asked, lambda thing: _entity(joiner.identity, thing))


def _entity(identity: Identity, thing: Thing) -> dict[str, Any]:
    described = identity.described(thing)
    return {"id": thing.id, "name": thing.names[0], "description": described, "notable": _types(identity, thing)}


def _suggest_types(graph: Graph, asked: Asked) -> Any:
    types = joiner_of(graph).identity.types
    return _suggested(_beginning(types.values(), str(asked.text)), asked, lambda kind: _type(kind, types))


def _type(kind: Kind, types: dict[str, Kind]) -> dict[str, Any]:
    broader = [{"id": one, "name": types[one].name} for one in kind.broader]
    return {**_named(kind), **({"broader": broader} if broader else {})}


def _suggest_properties(graph: Graph, asked: Asked) -> Any:
    return _suggested(_beginning(_properties(graph), str(asked.text)), asked, _named)


def _properties(graph: Graph) -> list[Kind]:
    return [*joiner_of(graph).identity.properties.values(), CLAIMS]


def _named(kind: Kind) -> dict[str, Any]:
    return {"id": kind.id, "name": kind.name, **({"description": kind.description} if kind.description else {})}


def _beginning(kinds: Iterable[Kind], prefix: str) -> Iterator[Kind]:
    """The classes or properties whose ids or names begin so, those of which that is the whole first."""
    typed = fold(prefix)
    known = list(kinds)
    texts = {kind.id: (fold(kind.id), fold(kind.name)) for kind in known}
    whole = [kind for kind in known if typed in texts[kind.id]]
    begun = [kind for kind in known if any(f" {text}".find(f" {typed}") >= 0 for text in texts[kind.id])]
    return iter(dict.fromkeys([*whole, *begun]))


def _suggested(found: Iterator[T], asked: Asked, worded: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """An answer with some of what is found; `cursor` is there if there is more, as OpenRefine wants it."""
    limit = min(asked.limit, _MOST_SUGGESTED)
    some = list(islice(found, asked.skip, asked.skip + limit + 1))
    more = {"cursor": asked.skip + limit} if len(some) > limit else {}
    return {"result": [worded(one) for one in some[:limit]], **more}


# -- data extension


def _propose(graph: Graph, asked: Asked) -> Any:
    """The properties that things of a type have."""
    identity, wanted = joiner_of(graph).identity, str(asked.text)
    some = [thing for thing in identity.things.values() if not wanted or identity.is_of(thing, [wanted])]
    used = {name for thing in some for name in thing.values} | {TYPE, NAME, CLAIMS.id}
    found = [_named(kind) for kind in _properties(graph) if kind.id in used]
    said = {"properties": found[: asked.limit] if asked.limit else found}
    return said | ({"type": wanted} if wanted else {}) | ({"limit": asked.limit} if asked.limit else {})


def _extend(graph: Graph, asked: Asked) -> Any:
    ids, properties = extension(asked.text, "extend" if isinstance(asked.text, str) else "the body")
    known = {kind.id: kind.name for kind in _properties(graph)}
    # nothing has a property that the graph does not know: its column is empty, and the other columns are not
    meta = [{"id": name, "name": known.get(name, name)} for name, _ in properties]
    rows = {given: {name: _values(graph, given, name, most) for name, most in properties} for given in ids}
    if not asked.draft:
        return {"meta": meta, "rows": rows}
    listed = [
        {"id": given, "properties": [{"id": name, "values": values} for name, values in row.items()]}
        for given, row in rows.items()
    ]
    return {"meta": meta, "rows": listed}


def _values(graph: Graph, given: str, name: str, most: int) -> list[dict[str, Any]]:
    """The values of a property; none for what the graph does not have."""
    identity = joiner_of(graph).identity
    thing = identity.find(given)
    if thing is None:
        return []
    if name == CLAIMS.id:
        return [{"str": text} for text in _claims(graph, thing, most)]
    if name == NAME:
        found: list[dict[str, Any]] = [{"str": text} for text in thing.names]
    elif name == TYPE:
        found = [{"str": kind.name} for kind in identity.classes(thing)]
    else:
        found = [_value(identity, value) for value in thing.values.get(name, ())]
    return found[:most] if most else found


def _value(identity: Identity, value: Term) -> dict[str, Any]:
    other = identity.things.get(value) if isinstance(value, IRI) else None
    if other:
        return {"id": other.id, "name": other.names[0], "description": identity.described(other)}
    if isinstance(value, Literal) and value.datatype in _NUMBERS:
        try:
            number = float(str(value))
            return {"int": int(str(value))} if str(value).lstrip("+-").isdecimal() else {"float": _finite(number)}
        except (ValueError, OverflowError):
            return {"str": str(value)}
    return {"str": str(value)}


def _finite(number: float) -> float:
    if number - number != 0:
        raise ValueError("JSON has no such number")
    return number


def _claims(graph: Graph, thing: Thing, most: int) -> list[str]:
    """What is claimed about a thing, each claim in a line that says whose it is; a last line counts those left out."""
    store, record, cards = read_world(graph, "record")
    concerned = claims_concerning(store, record, [thing.iri])
    wanted = concerned[: min(most or _CLAIMS, _CLAIMS)]
    more = len(concerned) - len(wanted)
    return [told(card) for card in cards.read(wanted).values()] + ([f"and {more} more claims"] if more else [])


# -- previews


def _preview(graph: Graph, given: str, address: str) -> str:
    identity = joiner_of(graph).identity
    thing = _thing(identity, given)
    store, record, _ = read_world(graph, "record")
    count = len(claims_concerning(store, record, [thing.iri]))
    facts = [
        (identity.properties[name].name, ", ".join(map(identity.label, values[:5])))
        for name, values in thing.values.items()
    ]
    kinds = ", ".join(kind.name for kind in identity.classes(thing))
    return preview_page(
        thing.names, kinds, facts, count, thing.is_event, f"{address}/view?id={quote(thing.id, safe='')}"
    )


def _view(graph: Graph, given: str, address: str) -> str:
    """The address of the page of a thing that is named by its IRI; raises `Problem`, 404, if the graph has no such
    thing: else this server would lead to any page on earth."""
    identity = joiner_of(graph).identity
    thing = _thing(identity, given)
    return page_of(address, thing.id) if thing.iri.startswith(identity.base) else quote(thing.iri, safe=_IN_IRI)


def page_of(address: str, thing_id: str) -> str:
    """The address of a thing's page, by the address of the service."""
    return f"{address.removesuffix('/draft').removesuffix('/reconcile')}/id/{quote(thing_id, safe='/')}"


def _flyout_entity(graph: Graph, asked: Asked) -> Any:
    identity = joiner_of(graph).identity
    thing = _thing(identity, str(asked.text))
    return _flyout(str(asked.text), thing.names[0], identity.described(thing))


def _flyout_type(graph: Graph, asked: Asked) -> Any:
    return _flyout_kind(str(asked.text), joiner_of(graph).identity.types.values(), "type")


def _flyout_property(graph: Graph, asked: Asked) -> Any:
    return _flyout_kind(str(asked.text), _properties(graph), "property")


def _flyout_kind(given: str, kinds: Iterable[Kind], what: str) -> Any:
    kind = next((one for one in kinds if one.id == given), None)
    if kind is None:
        raise Problem(404, f"no {what} is called '{given[:100]}'")
    return _flyout(given, kind.name, kind.description)


def _flyout(given: str, name: str, description: str) -> dict[str, str]:
    return {"id": given, "html": f"<p><strong>{escape(name)}</strong></p><p>{escape(description)}</p>"}


def _thing(identity: Identity, given: str) -> Thing:
    thing = identity.find(given)
    if thing is None:
        raise Problem(404, f"the graph has nothing at '{given[:200]}'")
    return thing


_ANSWERS: dict[str, Callable[[Graph, Asked], Any]] = {
    "manifest": _manifest,
    "queries": _batch,
    "query": _single,
    "match": _match,
    "suggest/entity": _suggest_entities,
    "suggest/type": _suggest_types,
    "suggest/property": _suggest_properties,
    "flyout/entity": _flyout_entity,
    "flyout/type": _flyout_type,
    "flyout/property": _flyout_property,
    "extend": _extend,
    "extend/propose": _propose,
}
