"""Changing workspaces of made-up news: their claims in the notation of cases, and their files.

A claim may have the keys that cases/README.md explains, and these: `certainty` and `status` (concepts of kgraph's),
`related` (`[["denies", "another claim"], …]`), `about` (entities), `file` (the name of the file that has the claim),
`content_file` (the file that has its content), `again` (a file that repeats the claim's triples).
"""

import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import news
from kgraph import Workspace
from kgraph.claims import Claim, to_quads
from kgraph.model import BlankNode, Quad
from kgraph.namespaces import IRI, KG
from kgraph.store import serialise
from kgraph.store.trig import canonical_trig
from news import BASE, CASES, named

Table = dict[str, Any]
Tables = dict[str, Table]
CORE = Path(__file__).parent / "building/news.toml"
DATA, ONTOLOGY, RULES = "data/triples", "ontology", "queries/rules"
OWN_TERMS = f"{ONTOLOGY}/own.ttl"
_DAY = date(2033, 6, 20)  # the day of most claims in the core
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAMES = ("id", "in", "copy_of", "denies", "contradicts", "no_evidence_for", "claim")  # by which claims name others
_FAMILIES = {
    "place": ("Country", "Region", "Province", "District", "Island", "City", "Town", "Village", "Facility", "Place"),
    "agent": ("Organization", "Company", "Union", "Person", "Group", "Force", "MilitaryUnit"),
    "outlet": ("MediaOutlet",),
}


def family(entity: Table) -> str:
    """The family of entities by which one may be replaced: places, agents, outlets; all others count as events."""
    return next((name for name, classes in _FAMILIES.items() if entity["class"] in classes), "event")


@dataclass
class News:
    """The news of a workspace; `spare` are documents, with claims, that no file has yet.

    `ever` has the claims as they were first written: roles and own terms are made from all of them, so that the
    reference and the vocabulary do not change with a claim. `files` are further files by path, `names` the names of
    documents' files.
    """

    entities: Tables
    documents: Tables
    claims: Tables
    ever: Tables
    spare: dict[str, tuple[Table, list[Table]]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "News":
        """The news that a table in the notation of cases tells."""
        entities, documents, claims = ({one["id"]: one for one in told[key]} for key in ("entity", "document", "claim"))
        return cls(entities, documents, claims, deepcopy(claims))

    def add(self, told: Mapping[str, Any], spare: Iterable[str] = ()) -> None:
        """Add another table; the documents named in `spare` are kept for later."""
        for one in told["entity"]:
            self.entities.setdefault(one["id"], one)
        self.ever |= {one["id"]: deepcopy(one) for one in told["claim"]}
        for document in told["document"]:
            claims = [one for one in told["claim"] if one["in"] == document["id"]]
            if document["id"] in spare:
                self.spare[document["id"]] = document, claims
            else:
                self.documents[document["id"]] = document
                self.claims |= {one["id"]: one for one in claims}

    def of_family(self, name: str) -> list[str]:
        """The entities of a family."""
        return [entity for entity, told in self.entities.items() if family(told) == name]

    def terms(self) -> str:
        """The workspace's own terms that its claims and entities need, as Turtle."""
        reader = _Reader(self)
        list(reader.entities())
        for one in self.ever.values():
            for number, told in enumerate((one, *one.get("also", ())), 1):
                reader.statement(reader.id(one["id"]), told, number)
        return "".join(sorted({f"{serialise(s)} {serialise(p)} {serialise(o)} .\n" for s, p, o, _ in reader.own}))

    def render(self) -> dict[str, bytes]:
        """The files of the news, by path."""
        reader = _Reader(self)
        said: defaultdict[str, list[Quad]] = defaultdict(list)
        said["reference"] = [*reader.entities()]
        for quad in reader.documents():
            said[(quad[3] or "").rpartition("/")[2]].append(quad)
        for told in self.claims.values():
            place, claim = str(told.get("file", told["in"])), reader.claim(told)
            for quad in to_quads(claim):
                in_content = quad[3] == claim.content
                said[str(told.get("content_file", place)) if in_content else place].append(quad)
                if "again" in told and not any(isinstance(term, BlankNode) for term in quad[::2]):
                    said[told["again"]].append(quad)
        found = {f"{DATA}/{self.names.get(name, name)}.trig": _trig(tuple(quads)) for name, quads in said.items()}
        return {path: text.encode() for path, text in (found | self.files).items()}


@cache
def _trig(quads: tuple[Quad, ...]) -> str:
    return canonical_trig(quads, BASE)


class _Reader(news.Reader):
    """Reads claims that may name removed claims, and the keys that cases do not have."""

    def __init__(self, told: News) -> None:
        tables = {"entity": [*told.entities.values()], "document": [*told.documents.values()]}
        super().__init__({**tables, "claim": [*told.ever.values()]})
        self._news = told

    def id(self, name: str) -> IRI:
        one = self._news.claims.get(name) or self._news.ever[name]
        return IRI(f"{BASE}claim/{one['in']}/{name}")

    def claim(self, told: Table) -> Claim:
        claim = super().claim(told)
        more = tuple((KG[predicate], self.id(other)) for predicate, other in told.get("related", ()))
        return replace(
            claim,
            relations=claim.relations + more,
            certainty=KG[told["certainty"]] if "certainty" in told else None,
            status=KG[told["status"]] if "status" in told else None,
            about=tuple(map(named, told.get("about", ()))),
        )


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a workspace's data, terms and rules equal to these files; unchanged files are not written."""
    if not (folder / "kgraph.toml").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "kgraph.toml").write_text(f'title = "made-up news"\nbase = "{BASE}"\n', encoding="utf8")
    for below in (DATA, ONTOLOGY, RULES):
        for path in sorted((folder / below).rglob("*")):
            if path.is_file() and str(path.relative_to(folder)) not in files:
                path.unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def workspace_of(folder: Path, files: Mapping[str, bytes]) -> Workspace:
    """The workspace of these files."""
    put(folder, files)
    return Workspace.find(folder)


def block(name: str, number: int, like: Mapping[str, Table], rng: random.Random) -> dict[str, Any]:
    """A case with names of its own for documents and claims, whose entities are in part those of `like`.

    Its first document appears on the day of which the core tells most.
    """
    told = tomllib.loads(CASES[name].read_text(encoding="utf8"))
    mine = {key: [one for one, told in like.items() if family(told) == key] for key in (*_FAMILIES, "event")}
    other = {
        one["id"]: rng.choice(mine[family(one)]) for one in told["entity"] if mine[family(one)] and rng.random() < 0.5
    }
    first = min(date.fromisoformat(str(one["published"])) for one in told["document"])
    entities = [_moved(one, other, _DAY - first) for one in told["entity"] if one["id"] not in other]
    prefixes = {one["id"]: f"k{number}-{one['id']}" for one in (*told["document"], *told["claim"])}

    def own(one: Table) -> Table:
        moved: Table = _moved(one, other, _DAY - first)
        return moved | {key: prefixes.get(one[key], one[key]) for key in _NAMES if key in one}

    documents, claims = [own(one) for one in told["document"]], [own(one) for one in told["claim"]]
    return {"entity": entities, "document": documents, "claim": claims}


def _moved(value: Any, other: Mapping[str, str], by: timedelta) -> Any:
    """A table with other entities, on other days."""
    if isinstance(value, dict):
        return {key: value if key == "label" else _moved(value, other, by) for key, value in value.items()}
    if isinstance(value, list):
        return [_moved(one, other, by) for one in value]
    if isinstance(value, date):
        return str(value + by)
    if isinstance(value, str) and _DATE.fullmatch(value):
        return str(date.fromisoformat(value) + by)
    return other.get(value, value) if isinstance(value, str) else value


def newsroom(rng: random.Random, cases: int = 4) -> News:
    """The core with some cases drawn at random, of which every second document is spare."""
    found = News.of(tomllib.loads(CORE.read_text(encoding="utf8")))
    for number, name in enumerate(rng.sample(sorted(CASES), cases), 1):
        told = block(name, number, found.entities, rng)
        found.add(told, [one["id"] for one in told["document"] if rng.random() < 0.5])
    found.files[OWN_TERMS] = found.terms()
    return found


def apart(told: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """A case with each claim in a document, and so in a file, of its own; names begin with a prefix."""
    documents = {one["id"]: one for one in told["document"]}
    entities = {one["id"]: f"{prefix}{one['id']}" for one in told["entity"]}
    moved = [_moved(one, entities, timedelta()) for one in told["claim"]]
    claims = [
        one | {key: f"{prefix}{one[key]}" for key in _NAMES if key in one} | {"in": f"{prefix}{one['id']}"}
        for one in moved
    ]
    own = [_moved(documents[one["in"]], entities, timedelta()) | {"id": f"{prefix}{one['id']}"} for one in moved]
    return {
        "entity": [_moved(one, entities, timedelta()) for one in told["entity"]],
        "document": own,
        "claim": claims,
    }
