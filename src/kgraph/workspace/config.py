"""`kgraph.toml`: the paths of a workspace's data, queries and store, and the endpoints that it may contact."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kgraph.catalogue import query_files
from kgraph.errors import DataError, UsageError
from kgraph.listing import check_file, entries_below
from kgraph.namespaces import IRI
from kgraph.resources import VERSION, bundled, user_cache
from kgraph.store.doors import Access
from kgraph.store.snapshot import ROOM
from kgraph.workspace import keys
from kgraph.workspace.formats import DATA_SUFFIXES, check_format, is_data, is_rdf

FILE = "kgraph.toml"
Digests = Mapping[str, tuple[Path, str]]
"""The data files by their paths within the data folder, each with the digest of its bytes."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The settings of a folder with a `kgraph.toml`; all paths are absolute.

    `base` is the beginning of the IRIs of the workspace's own things. `endpoints` are the only SPARQL endpoints that a
    query may contact by SERVICE, `timeout` is how many seconds one may be silent, also one that is the store, and
    `access` says how to be let in there. `links` is the file of judgements
    on links, `gazetteers` are tables of places besides the one that kgraph ships, and `contact` tells services who
    sends requests. `reconciliation` and `wikidata` are the addresses of a reconciliation service and an endpoint to use
    instead of Wikidata's own. `ontology` is the folder of the workspace's own terms. `written` is the file with the
    graphs that clients of a server have written. `licence` is the licence of the
    data, an http(s) IRI; `address` is where people get them; `publisher` is an http(s) IRI or a name. Settings for the
    description of exports are empty if the file does not have them.
    """

    root: Path
    title: str
    base: str
    data: Path
    queries: Path
    store: Path
    sources: Path
    endpoints: tuple[IRI, ...] = ()
    links: Path = Path("data/links.sssom.tsv")
    gazetteers: tuple[Path, ...] = ()
    contact: str = ""
    reconciliation: str = ""
    wikidata: str = ""
    description: str = ""
    licence: IRI | None = None
    address: IRI | None = None
    publisher: str = ""
    keywords: tuple[str, ...] = ()
    timeout: float = 60.0
    access: tuple[Access, ...] = ()
    room: int = ROOM
    ontology: Path = Path("ontology")
    written: Path = Path("data/written.nq")

    @classmethod
    def find(cls, start: Path | None = None) -> "Workspace":
        """The workspace of a folder: the nearest `kgraph.toml` at or above it, else the Pokrovsk workspace in the
        package.

        Raises `UsageError` if `start` is given and does not exist, or neither it nor a folder above it has a
        `kgraph.toml`.
        """
        found = cls.nearest(start)
        if found is None and start is not None:
            raise UsageError(f"{start}: no {FILE} here or above; begin one with 'kgraph init {start}'")
        return found or cls.read(bundled() / FILE)

    @classmethod
    def nearest(cls, start: Path | None = None) -> "Workspace | None":
        """The workspace with the nearest `kgraph.toml` at or above a folder [the current one]; `None` if there is none.

        Anything with that name counts: if it cannot be read, `DataError` is raised and no folder above is searched.
        """
        if start is not None and not start.exists():
            raise UsageError(f"{start}: there is no such folder; begin a workspace with 'kgraph init {start}'")
        here = (start or current_folder()).resolve()
        for folder in (here, *here.parents):
            if _stands(folder / FILE):
                return cls.read(folder / FILE)
        return None

    @classmethod
    def read(cls, path: Path) -> "Workspace":
        """Read a `kgraph.toml`; raises `DataError` with the line for a file that is no TOML or has an unknown key."""
        values = keys.read(path)
        root = path.parent
        base = values.get("base", "https://w3id.org/kgraph/id/")
        if not keys.is_namespace(base):
            raise DataError(f"base '{base}' is no namespace", path=path, fix="end an http(s) IRI with '/'")
        data, store = root / values.get("data", "data/triples"), _store_of(root, values.get("store", ".kgraph/store"))
        _check_apart(data, store, path)
        queries, sources = root / values.get("queries", "queries"), root / values.get("sources", "sources")
        links = root / values["links"] if "links" in values else _links_of(root)
        for place in (data, queries, sources, links):
            if place.is_symlink() and not place.exists():
                check_file(place)
        return cls(
            root=root,
            title=values.get("title", root.name),
            base=base,
            data=data,
            queries=queries,
            store=store,
            sources=sources,
            endpoints=tuple(keys.endpoint(e, path) for e in values.get("endpoints", [])),
            links=links,
            gazetteers=tuple(root / str(name) for name in values.get("gazetteers", [])),
            contact=values.get("contact", ""),
            reconciliation=keys.service(values, "reconciliation", path),
            wikidata=keys.service(values, "wikidata", path),
            description=values.get("description", ""),
            licence=keys.licence(values["licence"], path) if "licence" in values else None,
            address=IRI(address) if (address := keys.service(values, "address", path)) else None,
            publisher=keys.publisher(values.get("publisher", "")),
            keywords=tuple(keys.keyword(word, path) for word in values.get("keywords", [])),
            timeout=keys.seconds(values.get("timeout", 60), path),
            access=keys.access(values.get("access", {}), path),
            room=keys.size(values["worlds"], path) if "worlds" in values else ROOM,
            ontology=root / values.get("ontology", "ontology"),
            written=_written_of(root, values, data, store.parent, path),
        )

    @property
    def kept(self) -> Path:
        """The folder for files that kgraph can make again: the store, cached answers of services, earlier
        judgements."""
        return self.store.parent

    @property
    def kept_names(self) -> Path:
        """The folder for what names are looked up by."""
        return self.kept / "names"

    @property
    def is_writable(self) -> bool:
        """Whether the workspace's files may be changed; those of the installed package may not."""
        return self.root.name != "_data" or self.root != bundled()

    def data_files(self, *, may_be_empty: bool = False) -> list[Path]:
        """The files that a build reads, sorted; raises `UsageError` if there is none, unless `may_be_empty`.

        Raises `DataError` for a file that is named like RDF but is in a format that is not read: see `listing` and
        `formats`.
        """
        files = []
        for path in entries_below(self.data):
            check_format(path)
            if is_data(path):
                check_file(path)
                files.append(path)
        if not files and not may_be_empty:
            raise UsageError(f"{self.data}: no data here; put {', '.join(DATA_SUFFIXES)} files there")
        return files

    def ontology_files(self) -> list[Path]:
        """The Turtle files of the workspace's own terms and their shapes, sorted; none if there is no such folder.

        A folder with a kgraph.ttl belongs to a checkout of kgraph, whose terms are known anyway. Raises `DataError` for
        RDF in another format, which would not be read.
        """
        if (self.ontology / "kgraph.ttl").is_file():
            return []
        files = [path for path in entries_below(self.ontology) if not path.is_dir() and is_rdf(path)]
        for path in files:
            if path.suffix.lower() != ".ttl":
                raise DataError("terms are read from .ttl files alone", path=path, fix="save it as Turtle (.ttl)")
            check_file(path)
        return files

    def query_folders(self) -> list[Path]:
        """The folders of kgraph's catalogue and of the workspace's own queries, which replace those of the same
        name."""
        return list(dict.fromkeys([bundled() / "queries", self.queries]))

    def rule_files(self) -> list[Path]:
        """The files of the workspace's own rules, sorted by name."""
        return self._files("rules")

    def premise_files(self) -> list[Path]:
        """The files of the workspace's own premises, in the order in which they run."""
        return sorted(self._files("rules/premises"), key=lambda path: (level(path), path.name))

    def _files(self, below: str) -> list[Path]:
        folder, found = self.queries / below, []
        for path in query_files(folder):
            inside = path.relative_to(folder).parts
            if len(inside) == 1:
                check_file(path)
                found.append(path)
            elif (below, inside[0]) != ("rules", "premises"):
                fix = f"move it to {folder}/, or remove it"
                raise DataError("a rule in a folder of its own is not run", path=path, fix=fix)
        return sorted(found)

    def digests(self) -> Digests:
        """The data files, each with the present digest of its bytes."""
        paths = {_as_text(path.relative_to(self.data)): path for path in self.data_files()}
        return {name: (path, hashlib.sha256(_content(path)).hexdigest()) for name, path in paths.items()}

    def vocabulary_digest(self) -> str:
        """A digest of everything on which a build depends besides data and rules in files: the vocabulary, and kgraph's
        code."""
        digest = hashlib.sha256(f"{VERSION}\0{version('pyoxigraph')}\0{self.base}\0{self.data.absolute()}".encode())
        for path in (bundled() / "ontology/kgraph.ttl", *self.ontology_files()):
            digest.update(b"\0%b\0" % os.fsencode(path.name))
            digest.update(_content(path))
        digest.update(_code_digest())
        return digest.hexdigest()

    def fingerprint(self, digests: Digests | None = None) -> str:
        """A digest of everything that a build reads: equal fingerprints mean equal graphs.

        `digests` are those of the data files, if the caller has computed them already.
        """
        digest = hashlib.sha256(f"{VERSION}\0{self.base}".encode())
        for name, (_, of) in (self.digests() if digests is None else digests).items():
            digest.update(f"\0{name}\0{of}".encode())
        terms = [bundled() / "ontology/kgraph.ttl", *self.ontology_files()]
        for path in [*terms, *self.premise_files(), *self.rule_files()]:
            digest.update(b"\0%b\0" % os.fsencode(path.name))
            digest.update(_content(path))
        return f"sha256:{digest.hexdigest()}"


@cache
def _code_digest() -> bytes:
    """A digest of kgraph's own code at the first call, since the process does not run code that is written later."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(_content(path))
    return digest.digest()


def current_folder() -> Path:
    """The current folder; raises `UsageError` if it has been removed."""
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise UsageError("the current folder has been removed; change to another, or name one with -C") from error


def none_here() -> str:
    """The remark for a user who named no workspace and is in none: the example answers, not a workspace of theirs."""
    return (
        f"no {FILE} in {current_folder()} or above: asking the Pokrovsk workspace that comes with kgraph; "
        "name your own folder"
    )


def _stands(path: Path) -> bool:
    """Whether anything has this path, even a link that leads nowhere; raises `UsageError` if that may not be read."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    return True


def level(premise: Path) -> int:
    """The number with which a premise's name begins; without a number, 0."""
    number = premise.name.partition("-")[0]
    return int(number) if number.isdecimal() else 0


def _as_text(path: Path) -> str:
    """A path as text, also if its bytes are no legal text; it sorts like the path."""
    return os.fsencode(path).decode("latin-1")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def _links_of(root: Path) -> Path:
    """The file of judgements: a table, unless there is only one in another form of SSSOM."""
    table, *others = (root / f"data/links.sssom{ending}" for ending in (".tsv", ".json", ".ttl"))
    return table if table.exists() else next((one for one in others if one.exists()), table)


def _store_of(root: Path, name: str) -> Path:
    """The store's folder: in the workspace, or in the user's cache for the workspace in the package."""
    if root.name != "_data" or root != bundled():
        return root / name
    return user_cache() / hashlib.sha256(str(root).encode()).hexdigest()[:12] / "store"


def _written_of(root: Path, values: Mapping[str, str], data: Path, kept: Path, path: Path) -> Path:
    """The file of the graphs that clients write, outside the data folder, where it would be read as data."""
    inside = data.resolve()
    if "written" in values:
        found = root / values["written"]
        if found.resolve().is_relative_to(inside):
            fix = 'keep it elsewhere, such as written = "data/written.nq" beside data = "data/triples"'
            raise DataError(f"written '{found}' is inside data '{data}'", path=path, fix=fix)
        return found
    places = (root / "data/written.nq", root / "written.nq", kept / "written.nq")
    return next(place for place in places if not place.resolve().is_relative_to(inside))


def _check_apart(data: Path, store: Path, path: Path) -> None:
    """Raise `DataError` if the store, or the folder around it, is inside the data folder, where it would be read as
    data."""
    folder, kept = data.resolve(), store.resolve()
    if kept.is_relative_to(folder) or kept.parent.is_relative_to(folder):
        fix = 'keep it elsewhere, such as .kgraph/store beside data = "data/triples"'
        raise DataError(f"store '{store}' is inside data '{data}'", path=path, fix=fix)
