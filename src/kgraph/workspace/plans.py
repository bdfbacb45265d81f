"""What an import of a sheet would do, as a value, and the new contents of the files that it would change."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kgraph.claims import Claim, to_quads
from kgraph.errors import UsageError
from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.sheets.known import Known
from kgraph.sheets.lines import Fault
from kgraph.sheets.proposals import Proposal
from kgraph.sheets.registering import Registered, quads_of_thing
from kgraph.sheets.table import Table
from kgraph.sheets.told import Told
from kgraph.store.trig import rewritten
from kgraph.workspace.config import Workspace
from kgraph.workspace.described import REFERENCE, Homes
from kgraph.workspace.refusing import Pending
from kgraph.workspace.standing import Standing, is_written


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that the sheet adds or changes; `before` is the claim as it was."""

    claim: Claim
    before: Claim | None = None


@dataclass
class Plan:
    """What an import would do: new contents of files, claims added and changed, new things, and faults.

    `same` counts claims that the sheet does not change. `defaults` counts the values that empty cells got, `kept` the
    other values that claims kept where cells are empty. `digests` are those of the files that were read.
    """

    files: dict[Path, bytes]
    changes: list[Change]
    same: int
    things: list[Proposal]
    faults: list[Fault]
    defaults: Counter[tuple[str, str]]
    known: Known
    table: Table
    told: list[Told] = field(default_factory=list)
    digests: Mapping[Path, bytes] = field(default_factory=dict)
    kept: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def grave(self) -> list[Fault]:
        """The faults because of which rows are not imported."""
        return [fault for fault in self.faults if fault.grave]

    @property
    def absent(self) -> list[Claim]:
        """The existing claims of the sheet's documents that the sheet does not have."""
        told, documents = {one.id for one in self.told}, {one.source.iri for one in self.told}
        return [one for one in self.known.claims.values() if one.document in documents and one.id not in told]

    def claim(self, iri: IRI) -> Claim | None:
        """A claim as the sheet has it; if the sheet does not have it, as it is in the workspace."""
        return self._read.get(iri) or self.known.claims.get(iri)

    @cached_property
    def _read(self) -> dict[IRI, Claim]:
        return {one.id: one.claim for one in self.told if one.claim is not None}


@dataclass(frozen=True, slots=True)
class Wish:
    """Settings for reading a sheet: the order of its dates, its decimal mark, and whether unknown names become new
    things.

    `document` is used for annotations that name no known document.
    """

    order: str = ""
    decimal: str = ""
    partial: bool = False
    new_things: bool = False
    document: str = ""


def write(
    result: Plan, things: Sequence[Proposal], workspace: Workspace, found: Standing, beside: Registered
) -> Pending:
    """Compute the new contents of the files that change; returns the quads that are new and gone."""
    result.files, result.digests = {}, found.digests
    gone: defaultdict[Path, set[Quad]] = defaultdict(set)
    fresh: defaultdict[Path, list[Quad]] = defaultdict(list)
    headers: dict[Path, str] = {}
    homes = found.writable_homes(workspace)
    for document, quads in beside.documents.items():
        path = found.homes.get(document) or _home(document, homes, result.known)
        headers[path] = beside.comments.get(document, "")
        gone[path] |= {quad for quad in found.quads.get(path, ()) if quad[0] == document and quad[3] == document}
        fresh[path] += quads
    for change in result.changes:
        if change.before is None:
            fresh[_home(change.claim.document, homes, result.known)] += to_quads(change.claim)
            continue
        fresh[found.home_of(change.before)] += to_quads(change.claim)
        for path, said in found.said_of(change.before).items():
            gone[path] |= set(said)
            fresh[path] += ()
    result.things = _used(things, [quad for quads in fresh.values() for quad in quads])
    if result.things:
        path = workspace.data / REFERENCE
        fresh[path] += [quad for one in result.things for quad in quads_of_thing(one.thing, workspace.base)]
    for path, quads in fresh.items():
        if not is_written(path):
            raise UsageError(f"{path}: claims are written to .trig files alone; convert it with 'kgraph export' first")
        kept = [quad for quad in found.quads.get(path, ()) if quad not in gone[path]]
        result.files[path] = rewritten(path, [*kept, *quads], workspace.base, headers.get(path, ""))
    every = [quad for quads in fresh.values() for quad in quads]
    return Pending([one.claim for one in result.changes], every, {quad for quads in gone.values() for quad in quads})


def _home(document: IRI | None, homes: Homes, known: Known) -> Path:
    return homes.file(document or IRI(""), known.slug(document) if document else "claims")


def _used(things: Sequence[Proposal], quads: Sequence[Quad]) -> list[Proposal]:
    """The new things that the quads name, and those of the sheet of things; the others were in rows that are left
    out."""
    named = {term for quad in quads for term in quad[:3]}
    return [one for one in things if one.column.startswith("things: ") or one.thing.iri in named]
