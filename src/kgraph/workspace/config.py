"""`kgraph.toml`: where a workspace keeps its data, queries and store, and which endpoints it may reach."""

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
from kgraph.store.snapshot import ROOM
from kgraph.workspace import keys
from kgraph.workspace.formats import DATA_SUFFIXES, check_format, is_data, is_rdf

FILE = "kgraph.toml"
Digests = Mapping[str, tuple[Path, str]]
"""Data files by their paths within the data's folder, each with the digest of its bytes."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a `kgraph.toml`, its paths made absolute.

    `base` is the IRI under which the workspace's own things are named; `endpoints` are the only SPARQL
    endpoints that a query may reach with SERVICE, and `timeout` is how many seconds one may be silent. `links` is the
    file of judgements on links, `gazetteers` are tables of places beside the one that kgraph carries, and `contact` is
    what services are told of who asks. `reconciliation` and `wikidata` are addresses of a reconciliation service and an
    endpoint that stand in for Wikidata's own. `ontology` is the folder of the workspace's own terms. `licence` is that
    of the data, an http(s) IRI; `publisher` an http(s) IRI or a name. What an export's description says of the dataset
    is empty where the file does not say it.
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
    publisher: str = ""
    keywords: tuple[str, ...] = ()
    timeout: float = 60.0
    room: int = ROOM
    ontology: Path = Path("ontology")

    @classmethod
    def find(cls, start: Path | None = None) -> "Workspace":
        """The workspace of a folder: the nearest `kgraph.toml` at or above it, else the Pokrovsk one in the package.

        Raises `UsageError` when `start` is given and is not there, or neither it nor a folder above it has a
        `kgraph.toml`.
        """
        found = cls.nearest(start)
        if found is None and start is not None:
            raise UsageError(f"{start}: no {FILE} here or above; begin one with 'kgraph init {start}'")
        return found or cls.read(bundled() / FILE)

    @classmethod
    def nearest(cls, start: Path | None = None) -> "Workspace | None":
        """The workspace whose `kgraph.toml` is the nearest at or above a folder [the current one]; `None` if none is.

        Whatever stands under that name counts: one that cannot be read raises `DataError`, and none above is taken.
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
        """Read a `kgraph.toml`; raises `DataError` with the line for what is no TOML, or a key it does not know."""
        values = keys.read(path)
        root = path.parent
        base = values.get("base", "https://w3id.org/kgraph/id/")
        if not keys.is_namespace(base):
            raise DataError(f"base '{base}' is no namespace", path=path, fix="end an http(s) IRI with '/'")
        data, store = root / values.get("data", "data/triples"), _store_of(root, values.get("store", ".kgraph/store"))
        _check_apart(data, store, path)
        queries, sources = root / values.get("queries", "queries"), root / values.get("sources", "sources")
        links = root / values.get("links", "data/links.sssom.tsv")
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
            publisher=keys.publisher(values.get("publisher", "")),
            keywords=tuple(keys.keyword(word, path) for word in values.get("keywords", [])),
            timeout=keys.seconds(values.get("timeout", 60), path),
            room=keys.size(values["worlds"], path) if "worlds" in values else ROOM,
            ontology=root / values.get("ontology", "ontology"),
        )

    @property
    def kept(self) -> Path:
        """The folder for what can be had again: the store, answers of services, earlier judgements."""
        return self.store.parent

    @property
    def is_writable(self) -> bool:
        """Whether its files are somebody's own; those of the installed package are not."""
        return self.root.name != "_data" or self.root != bundled()

    def data_files(self, *, may_be_empty: bool = False) -> list[Path]:
        """The files that a build reads, sorted; raises `UsageError` if there is none, unless there `may_be_empty`.

        Raises `DataError` for what has the name of RDF and is not read: see `listing` and `formats`.
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
        """The Turtle files of the workspace's own terms and their shapes, sorted; none where there is no such folder.

        A folder with a kgraph.ttl is that of a checkout of kgraph, whose terms are known anyway. Raises `DataError` for
        RDF in another form, which would not be read.
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
        """The catalogue that kgraph carries, then the workspace's own queries, which may replace some of it."""
        return list(dict.fromkeys([bundled() / "queries", self.queries]))

    def rule_files(self) -> list[Path]:
        """The rules in files of the workspace's own, by name."""
        return self._files("rules")

    def premise_files(self) -> list[Path]:
        """What its own rules reason with beside kgraph's premises; in the order in which one builds on another."""
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
        """The data files, each with the digest of its bytes as they are now."""
        paths = {_as_text(path.relative_to(self.data)): path for path in self.data_files()}
        return {name: (path, hashlib.sha256(_content(path)).hexdigest()) for name, path in paths.items()}

    def vocabulary_digest(self) -> str:
        """A digest of what decides on a build beside the data and rules in files: the vocabulary, and kgraph itself."""
        digest = hashlib.sha256(f"{VERSION}\0{version('pyoxigraph')}\0{self.base}\0{self.data.absolute()}".encode())
        for path in (bundled() / "ontology/kgraph.ttl", *self.ontology_files()):
            digest.update(b"\0%b\0" % os.fsencode(path.name))
            digest.update(_content(path))
        digest.update(_code_digest())
        return digest.hexdigest()

    def fingerprint(self, digests: Digests | None = None) -> str:
        """A digest of all that a build reads: equal fingerprints mean equal graphs.

        `digests` are those of the data files, if the caller has worked them out.
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
    """A digest of kgraph's own code, as it was when this process first asked: code written later is not run by it."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(_content(path))
    return digest.digest()


def current_folder() -> Path:
    """The folder that one stands in; raises `UsageError` where it has been removed."""
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise UsageError("the current folder has been removed; change to another, or name one with -C") from error


def none_here() -> str:
    """What somebody is told who named no workspace and stands in none: it is not theirs that answers."""
    return (
        f"no {FILE} in {current_folder()} or above: asking the Pokrovsk workspace that comes with kgraph; "
        "name your own folder"
    )


def _stands(path: Path) -> bool:
    """Whether anything stands under a name, be it a link that leads nowhere; `UsageError` where nobody may look."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    return True


def level(premise: Path) -> int:
    """The number that a premise's name begins with; one without a number comes first."""
    number = premise.name.partition("-")[0]
    return int(number) if number.isdecimal() else 0


def _as_text(path: Path) -> str:
    """A path whose bytes may be no text, in the order in which paths have them."""
    return os.fsencode(path).decode("latin-1")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def _store_of(root: Path, name: str) -> Path:
    """The store's folder: in the workspace, or in the user's cache where the workspace came with the package."""
    if root.name != "_data" or root != bundled():
        return root / name
    return user_cache() / hashlib.sha256(str(root).encode()).hexdigest()[:12] / "store"


def _check_apart(data: Path, store: Path, path: Path) -> None:
    """What is kept in the store and beside it must not be read as data."""
    folder, kept = data.resolve(), store.resolve()
    if kept.is_relative_to(folder) or kept.parent.is_relative_to(folder):
        fix = 'keep it elsewhere, such as .kgraph/store beside data = "data/triples"'
        raise DataError(f"store '{store}' is inside data '{data}'", path=path, fix=fix)
