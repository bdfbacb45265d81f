"""The data that a build keeps beside the store, by file and by claim, so that the next build only processes changes.

They are tables in SQLite, in the folder of the store's version. For each file of the version they have its quads
besides claims, its outline (`store.picking`) and its claims; for each claim, its lines (`speech`), its keys
(`disputes.neighbours`) and the things that it mentions; and which units are under which. Keys and things are kept as
numbers, digests of eight bytes. If two have one number, a build reads a few more claims, and the result is the same.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from kgraph.disputes.neighbours import Key, Role
from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.store.portions import packed, unpacked
from kgraph.validation import Finding

NAME = "kept.sqlite"

_TABLES = """
CREATE TABLE said (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (
  id INTEGER PRIMARY KEY, path TEXT UNIQUE, digest TEXT, faults TEXT, graphs TEXT, beside BLOB, shared BLOB,
  outline BLOB);
CREATE TABLE thing (thing INTEGER, file INTEGER, owns INTEGER);
CREATE TABLE claim (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, file INTEGER, graph TEXT, content TEXT, digest TEXT,
  lines BLOB);
CREATE TABLE key (key INTEGER, role INTEGER, kind INTEGER, claim INTEGER);
CREATE TABLE mention (thing INTEGER, claim INTEGER);
CREATE TABLE tie (claim INTEGER, kind TEXT, member TEXT, upper TEXT, since REAL, until REAL);
"""
_INDEXES = """
CREATE INDEX thing_thing ON thing (thing);
CREATE INDEX thing_file ON thing (file);
CREATE INDEX claim_file ON claim (file);
CREATE INDEX claim_graph ON claim (graph);
CREATE INDEX claim_content ON claim (content);
CREATE INDEX key_key ON key (key, role, claim);
CREATE INDEX key_claim ON key (claim);
CREATE INDEX mention_thing ON mention (thing, claim);
CREATE INDEX mention_claim ON mention (claim);
CREATE INDEX tie_claim ON tie (claim);
"""


Numbered = tuple[int, int, int]
"""A kept key: its number, the role, and its kind (see `KINDS`)."""
KINDS = {"event": 1, "alike events": 2, "told there": 3, "tells": 4}
"""The kinds of keys for which there are special queries; see `bridged` and `naming`."""

_TOGETHER = (
    "SELECT two.file FROM wanted CROSS JOIN thing one ON one.file = wanted.id"
    " CROSS JOIN thing two ON two.thing = one.thing WHERE one.owns OR two.owns"
)
_NAMING = (
    "SELECT two.claim FROM wanted CROSS JOIN key one ON one.claim = wanted.id CROSS JOIN key two ON two.key = one.key"
    " WHERE one.kind = 3 AND one.role = 0"
)
_FORGETTING = (
    "DELETE FROM key WHERE claim = ?",
    "DELETE FROM mention WHERE claim = ?",
    "DELETE FROM tie WHERE claim = ?",
    "DELETE FROM claim WHERE id = ?",
)

TieKind = Literal["above", "under", "commands"]
"""The kinds of ties: the unit that all claims put directly above a unit (`saying.subordinations`), and ties of command
(`findings.command`)."""


@dataclass(frozen=True, slots=True)
class KeptTie:
    """A member and the organization above it, by one claim; ties of command also have a time, in seconds (`times`)."""

    kind: TieKind
    member: str
    upper: str
    since: float = 0
    until: float = 0


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """The kept data of a claim: its graphs, the digest of its content, its keys, the things it mentions, its ties.

    `lines` are its own lines, compressed (`speech.own_lines`).
    """

    iri: IRI
    graph: IRI | None
    content: IRI | None
    digest: str | None
    keys: Collection[tuple[Key, Role]] = ()
    mentions: Collection[str] = ()
    ties: Collection[KeptTie] = ()
    lines: bytes = b""


KeptRow = tuple[int, int, KeptClaim]
"""The number of a claim, that of its file, and the claim."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The kept data of a file.

    `graphs` are the graphs of documents and claims to which it adds quads. `beside` are its quads there besides claims,
    `shared` all its quads in other graphs. `owns` and `needs` are the things that decide which files must be read
    together (`parts`). `outline` is enough of it for checking other files (`store.picking`).
    """

    path: str
    digest: str
    faults: Sequence[Finding] = ()
    graphs: Collection[str] = ()
    beside: Sequence[Quad] = ()
    shared: Sequence[Quad] = ()
    owns: Collection[str] = ()
    needs: Collection[str] = ()
    claims: Sequence[KeptClaim] = field(default=(), compare=False)
    outline: bytes = field(default=b"", compare=False)


def numbered(key: Key, role: Role) -> Numbered:
    """The kept form of a key."""
    return number(*key), int(role), KINDS.get(key[0], 0)


def number(*words: str) -> int:
    """The number of a key or a thing, a digest of eight bytes."""
    digest = hashlib.blake2b("\0".join(words).encode("utf8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


class Kept:
    """The kept data of a version, opened for reading (`ro`), for changes (`rw`), or created (`rwc`); raises
    `sqlite3.Error`."""

    def __init__(self, path: Path, mode: Literal["ro", "rw", "rwc"] = "ro") -> None:
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;")
        if mode == "rwc":
            self._db.executescript(_TABLES)
        self._db.execute("CREATE TEMP TABLE wanted (id INTEGER PRIMARY KEY) WITHOUT ROWID")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._db.close()

    def index(self) -> None:
        """Make the indexes, after data were added to new tables."""
        self._db.executescript(_INDEXES)

    def say(self, **values: object) -> None:
        """Store some values by name."""
        self._db.executemany("INSERT OR REPLACE INTO said VALUES (?, ?)", [(k, str(v)) for k, v in values.items()])

    def told(self, name: str) -> str:
        """A value that was stored by name; "" if there is none."""
        return next((value for (value,) in self._db.execute("SELECT value FROM said WHERE name = ?", (name,))), "")

    def add(self, files: Iterable[KeptFile]) -> None:
        """Add files, with their claims; in one transaction."""
        self._db.execute("BEGIN")
        self._add(files)
        self._db.execute("COMMIT")

    def _add(self, files: Iterable[KeptFile]) -> None:
        for file in files:
            faults = json.dumps([asdict(fault) for fault in file.faults])
            blobs = (_packed(file.beside), _packed(file.shared), file.outline)
            made = self._db.execute(
                "INSERT INTO file (path, digest, faults, graphs, beside, shared, outline) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (file.path, file.digest, faults, "\n".join(file.graphs), *blobs),
            ).lastrowid
            assert made is not None, "SQLite gives a new row its number"
            things = [(number(thing), made, 1) for thing in file.owns]
            things += [(number(thing), made, 0) for thing in file.needs]
            self._db.executemany("INSERT INTO thing VALUES (?, ?, ?)", things)
            self._add_claims(made, file.claims)

    def _add_claims(self, file: int, claims: Iterable[KeptClaim]) -> None:
        for claim in claims:
            row = (claim.iri, file, claim.graph, claim.content, claim.digest, claim.lines)
            made = self._db.execute(
                "INSERT INTO claim (iri, file, graph, content, digest, lines) VALUES (?, ?, ?, ?, ?, ?)", row
            ).lastrowid
            keys = {(*numbered(key, role), made) for key, role in claim.keys}
            self._db.executemany("INSERT INTO key VALUES (?, ?, ?, ?)", keys)
            mentions = {(number(thing), made) for thing in claim.mentions}
            self._db.executemany("INSERT INTO mention VALUES (?, ?)", mentions)
            self._db.executemany(
                "INSERT INTO tie VALUES (?, ?, ?, ?, ?, ?)", [(made, *astuple(tie)) for tie in claim.ties]
            )

    def _remove_files(self, files: Collection[int]) -> None:
        """Remove some files and their claims."""
        self._remove_claims([claim for claim, *_ in self.claims_of(files)])
        self._db.executemany("DELETE FROM thing WHERE file = ?", [(file,) for file in files])
        self._db.executemany("DELETE FROM file WHERE id = ?", [(file,) for file in files])

    def take_over(
        self, gone: Collection[int], files: Iterable[KeptFile], claims: Mapping[int, Sequence[KeptClaim]]
    ) -> None:
        """In one transaction, replace some files by others, and some claims of files that stay."""
        self._db.execute("BEGIN")
        self._remove_files(gone)
        for file, several in claims.items():
            self._replace_claims(file, several)
        self._add(files)
        self._db.execute("COMMIT")

    def _replace_claims(self, file: int, claims: Sequence[KeptClaim]) -> None:
        """Replace the kept data of some claims of a file that stays."""
        rows = [next(iter(self._db.execute("SELECT id FROM claim WHERE iri = ?", (claim.iri,)))) for claim in claims]
        self._remove_claims([claim for (claim,) in rows])
        self._add_claims(file, claims)

    def _remove_claims(self, claims: Iterable[int]) -> None:
        """Remove some claims."""
        ids = [(claim,) for claim in claims]
        for statement in _FORGETTING:
            self._db.executemany(statement, ids)

    def files(self) -> dict[str, tuple[int, str]]:
        """The number and the digest of each file, by its path."""
        return {path: (file, digest) for file, path, digest in self._db.execute("SELECT id, path, digest FROM file")}

    def beside(self) -> dict[str, tuple[list[Quad], list[Quad]]]:
        """The quads of each file besides claims, in its own graphs and in shared ones."""
        rows = self._db.execute("SELECT path, beside, shared FROM file")
        return {path: (_unpacked(beside), _unpacked(shared)) for path, beside, shared in rows}

    def faults(self) -> dict[str, list[Finding]]:
        """The faults of each file."""
        rows = self._db.execute("SELECT path, faults FROM file")
        return {path: [_finding(one) for one in json.loads(faults)] for path, faults in rows}

    def outlines(self) -> dict[tuple[str, str], bytes]:
        """The outline of each file, by its path and digest."""
        rows = self._db.execute("SELECT path, digest, outline FROM file")
        return {(path, digest): outline for path, digest, outline in rows}

    def graphs(self, files: Collection[int]) -> set[IRI]:
        """The graphs of documents and claims to which some files add quads."""
        rows = self._wanting(files, "SELECT graphs FROM wanted CROSS JOIN file USING (id)")
        return {IRI(graph) for (graphs,) in rows for graph in graphs.split("\n") if graph}

    def sharing(self, owns: Iterable[str], needs: Iterable[str], files: Collection[int]) -> set[int]:
        """The files that must be read together with some files, or with a file that `owns` and `needs` these things."""
        found = self._wanting(map(number, owns), "SELECT file FROM wanted CROSS JOIN thing ON wanted.id = thing.thing")
        owning = "SELECT file FROM wanted CROSS JOIN thing ON wanted.id = thing.thing WHERE owns"
        found += self._wanting(map(number, needs), owning)
        found += self._wanting(files, _TOGETHER)
        return {int(file) for (file,) in found}

    def claims_of(self, files: Collection[int]) -> list[tuple[int, IRI]]:
        """The claims of some files."""
        rows = self._wanting(files, "SELECT claim.id, iri FROM wanted CROSS JOIN claim ON wanted.id = claim.file")
        return [(int(claim), IRI(iri)) for claim, iri in rows]

    def rows(self, claims: Collection[int]) -> list[KeptRow]:
        """The rows of some claims, without keys and mentions."""
        rows = self._wanting(
            claims,
            "SELECT claim.id, file, iri, graph, content, digest, lines"
            " FROM wanted CROSS JOIN claim USING (id) ORDER BY id",
        )
        return [
            (claim, file, KeptClaim(IRI(iri), graph and IRI(graph), content and IRI(content), digest, lines=lines))
            for claim, file, iri, graph, content, digest, lines in rows
        ]

    def numbers(self, iris: Iterable[str]) -> dict[str, int]:
        """The numbers of claims by IRI; IRIs that are no claims are left out."""
        found: dict[str, int] = {}
        for iri in iris:
            found |= dict(self._db.execute("SELECT iri, id FROM claim WHERE iri = ?", (iri,)))
        return found

    def of_one_graph(self, claims: Collection[int]) -> set[int]:
        """All claims of the graphs in which these claims are."""
        with_them = (
            "SELECT two.id FROM wanted CROSS JOIN claim one USING (id) CROSS JOIN claim two ON two.graph = one.graph"
        )
        return {int(claim) for (claim,) in self._wanting(claims, with_them)} | set(claims)

    def of_contents(self, contents: Iterable[str]) -> list[KeptClaim]:
        """The claims whose content is one of these graphs; the rows come without keys and mentions."""
        found = [self._db.execute("SELECT id FROM claim WHERE content = ?", (content,)) for content in contents]
        return [row for _, _, row in self.rows([number for rows in found for (number,) in rows])]

    def mentioning(self, things: Iterable[str]) -> set[int]:
        """The claims that mention one of these things."""
        rows = self._wanting(
            map(number, things), "SELECT claim FROM wanted CROSS JOIN mention ON wanted.id = mention.thing"
        )
        return {int(claim) for (claim,) in rows}

    def keys(self, claims: Collection[int]) -> set[Numbered]:
        """The keys of some claims."""
        rows = self._wanting(
            claims, "SELECT DISTINCT key, role, kind FROM wanted CROSS JOIN key ON wanted.id = key.claim"
        )
        return {(int(key), int(role), int(kind)) for key, role, kind in rows}

    def having(self, keys: Iterable[Numbered], fresh: Collection[Numbered] = ()) -> set[int]:
        """The claims that are neighbours of a claim with these keys; see `Role`. `fresh` are keys of new claims."""
        by_role: dict[int, set[int]] = {role: set() for role in Role}
        for key, role, _ in keys:
            by_role[role].add(key)
        speaking = "SELECT key, claim FROM wanted CROSS JOIN key ON wanted.id = key.key WHERE role = 0"
        found = self._wanting(by_role[Role.AGAINST] | by_role[Role.WITHIN], speaking)
        told = {key for key, _ in found} | {key for key, role, _ in fresh if role == Role.OF}
        everybody = by_role[Role.OF] | (by_role[Role.WITHIN] & told)
        found += self._wanting(everybody, "SELECT key, claim FROM wanted CROSS JOIN key ON wanted.id = key.key")
        return {int(claim) for _, claim in found}

    def bridged(self, claims: Collection[int], fresh: Collection[Numbered]) -> set[int]:
        """The claims on events, or with figures of events, that may be one with an event of these claims or of new
        claims."""
        own = self.keys(claims) | set(fresh)
        telling = self.having(key for key in own if key[2] == KINDS["event"])
        alike = {key for key in self.keys(telling) | own if key[2] == KINDS["alike events"]}
        others = self.having(alike, fresh) if alike else set()
        # which few of many near misses are given depends on all claims on similar events
        others |= self.having(key for key in self.keys(others) if key[2] == KINDS["alike events"])
        return telling | others | self.having(key for key in self.keys(others) if key[2] == KINDS["event"])

    def telling(self, events: Iterable[str]) -> dict[str, set[int]]:
        """For each of these events, the claims that tell of it or give a figure of it."""
        by_number = {number("tells", event): event for event in events}
        found: dict[str, set[int]] = {}
        for key, claim in self._wanting(
            by_number, "SELECT key, claim FROM wanted CROSS JOIN key ON wanted.id = key.key"
        ):
            found.setdefault(by_number[key], set()).add(int(claim))
        return found

    def naming(self, claims: Collection[int]) -> set[int]:
        """The claims by which the event of these claims' totals is found, if a total does not name its event."""
        rows = self._wanting(claims, _NAMING)
        return {int(claim) for (claim,) in rows}

    def ties(self, *kinds: TieKind) -> list[tuple[int, KeptTie]]:
        """All ties of these kinds, each with its claim."""
        rows = self._db.execute("SELECT claim, kind, member, upper, since, until FROM tie")
        return [(claim, KeptTie(kind, *of)) for claim, kind, *of in rows if kind in kinds]

    def contents(self) -> set[IRI]:
        """The graphs of all claims' contents."""
        return {IRI(graph) for (graph,) in self._db.execute("SELECT content FROM claim WHERE content IS NOT NULL")}

    def count(self) -> int:
        """How many claims there are."""
        return int(next(self._db.execute("SELECT count(*) FROM claim"))[0])

    def _wanting(self, ids: Iterable[int], query: str) -> list[tuple[Any, ...]]:
        """The rows of a query that joins the table `wanted`, into which these ids are written. CROSS JOIN in the query
        makes SQLite begin with these ids and not with all rows of another table."""
        self._db.execute("DELETE FROM wanted")
        self._db.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", [(one,) for one in ids])
        return list(self._db.execute(query))


def _packed(quads: Sequence[Quad]) -> bytes:
    return zlib.compress(packed(quads), 1) if quads else b""


def _unpacked(data: bytes) -> list[Quad]:
    return unpacked(zlib.decompress(data)) if data else []


def _finding(said: dict[str, Any]) -> Finding:
    graph = said["graph"]
    return Finding(**{**said, "subject": IRI(said["subject"]), "graph": None if graph is None else IRI(graph)})
