"""Who publishes and who writes: the agents of a workspace's reference graph, found by any of their names; new ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.analysis.names import pick
from kgraph.building import read_data_file
from kgraph.claims import AGENT_KINDS, EntityKind, classes_of
from kgraph.errors import UnknownName, UsageError
from kgraph.model import Literal, Quad
from kgraph.namespaces import IRI, KG, RDF, RDFS, SKOS
from kgraph.reading import slug
from kgraph.store.trig import amended, canonical_trig
from kgraph.workspace.config import Workspace

REFERENCE = "reference.trig"
"""The data file that new entities go into."""


@dataclass(slots=True)
class People:
    """The agents that the reference graph names. `added` are the quads of new ones, `remarks` what to say of them."""

    base: str
    names: list[tuple[IRI, str, bool]] = field(default_factory=list)
    classes: dict[IRI, set[IRI]] = field(default_factory=dict)
    taken: set[IRI] = field(default_factory=set)
    added: list[Quad] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, workspace: Workspace, files: Sequence[Path]) -> "People":
        """Those of all data files that speak of the reference graph."""
        found, graph = cls(workspace.base), IRI(f"{workspace.base}graph/reference")
        for path in files:
            if b"graph/reference" not in path.read_bytes():
                continue
            for subject, predicate, value, where in read_data_file(path, workspace.base):
                if where != graph or not isinstance(subject, IRI):
                    continue
                found.taken.add(subject)
                if predicate in (RDFS.label, SKOS.altLabel) and isinstance(value, Literal):
                    found.names.append((subject, value.lexical, predicate == RDFS.label))
                elif predicate == RDF.type and isinstance(value, IRI):
                    found.classes.setdefault(subject, set()).add(value)
        return found

    def publisher(self, name: str, *, new: bool) -> IRI:
        """The outlet, or another organisation, of this name; with `new`, an unknown one is made a kg:MediaOutlet."""
        return self._find(name, "publisher", (EntityKind.organisation, EntityKind.source), KG.MediaOutlet, new=new)

    def author(self, name: str, *, new: bool) -> IRI:
        """The agent of this name; with `new`, an unknown one is made a kg:Person."""
        return self._find(name, "author", tuple(AGENT_KINDS), KG.Person, new=new)

    def label(self, iri: IRI) -> str:
        """An agent's label, else the end of its IRI."""
        return next((name for one, name, is_label in self.names if one == iri and is_label), iri.rpartition("/")[2])

    def file(self, workspace: Workspace) -> dict[Path, bytes]:
        """The file of the reference graph with what was added."""
        path = workspace.data / REFERENCE
        if not path.exists():
            return {path: canonical_trig(self.added, workspace.base).encode()}
        return {path: amended(path, workspace.base, lambda quads: [*quads, *self.added])}

    def _find(self, name: str, what: str, kinds: tuple[EntityKind, ...], kind: IRI, *, new: bool) -> IRI:
        fitting = set(classes_of(*kinds))
        # what is of a workspace's own class may be one: kgraph does not know all that stands above it here
        chosen = [one for one in self.names if any(c in fitting or c not in KG for c in self.classes.get(one[0], ()))]
        try:
            return pick(chosen, self.base, name, what)
        except UnknownName as error:
            if not new:
                said = f"--new-{what} puts it into {REFERENCE} as a kg:{kind.rpartition('#')[2]}"
                raise UsageError(
                    f"{str(error).removesuffix('?')}{'? Else ' if error.nearest else '; '}{said}"
                ) from error
            return self._add(name, kind, error.nearest)

    def _add(self, name: str, kind: IRI, near: Sequence[str]) -> IRI:
        label = " ".join(name.split())
        start = f"{self.base}agent/{slug(label, otherwise='agent')}"
        iri, number = IRI(start), 1
        while iri in self.taken:
            number += 1
            iri = IRI(f"{start}-{number}")
        graph = IRI(f"{self.base}graph/reference")
        self.added += [(iri, RDF.type, kind, graph), (iri, RDFS.label, Literal(label, language="en"), graph)]
        self.names.append((iri, label, True))
        self.classes[iri] = {kind}
        self.taken.add(iri)
        meant = f"; names that come near: {', '.join(near)}" if near else ""
        self.remarks.append(f"new in {REFERENCE}: {iri.removeprefix(self.base)}, a kg:{kind.rpartition('#')[2]}{meant}")
        return iri
