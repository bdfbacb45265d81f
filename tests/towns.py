"""Workspaces whose entities other data sets have, and helpers of tests of links."""

import json
from collections.abc import Mapping
from pathlib import Path

from kgraph import Workspace
from kgraph.linking.judgements import Judgement, Verdict
from kgraph.linking.sssom import read_judgements
from kgraph.namespaces import IRI, PREFIXES
from kgraph.store import read_quads
from kgraph.workspace.starting import init_workspace

BASE = "https://example.org/id/"
GN, WD = PREFIXES["gn"], PREFIXES["wd"]
NORIKA, POKROVSK, OBLAST = IRI(f"{BASE}place/norika"), IRI(f"{BASE}place/pokrovsk"), IRI(f"{BASE}place/donetsk")
UKRAINE, PETREL, AMBER = IRI(f"{BASE}place/ukraine"), IRI(f"{BASE}agent/petrel"), IRI(f"{BASE}unit/1st-amber")
GN_POKROVSK, GN_OBLAST = IRI(f"{GN}704422/"), IRI(f"{GN}709716/")
PLACES = """@base <https://example.org/id/> .
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<graph/reference> {
  <place/donetsk> a kg:Region ;
    rdfs:label "Donetsk Oblast"@en ;
    kg:country <place/ukraine> .

  <place/pokrovsk> a kg:City ;
    rdfs:label "Pokrovsk"@en ;
    kg:country <place/ukraine> .

  <place/ukraine> a kg:Country ;
    rdfs:label "Ukraine"@en .
}
"""


def make_town(folder: Path, settings: Mapping[str, str] | None = None, title: str = "town") -> Workspace:
    """The starter's workspace with three places that GeoNames has; `settings` go into kgraph.toml."""
    init_workspace(folder, BASE, title)
    (folder / "data/triples/places.trig").write_text(PLACES)
    with (folder / "kgraph.toml").open("a") as toml:
        toml.writelines(f"{key} = {json.dumps(value)}\n" for key, value in (settings or {}).items())
    return Workspace.find(folder)


def said(
    subject: IRI,
    verdict: str,
    target: str | None,
    label: str = "",
    *,
    author: str = "Ann",
    date: str = "",
    comment: str = "",
) -> Judgement:
    """A person's judgement; without a target, it says that GeoNames has no entry."""
    return Judgement(
        subject,
        Verdict(verdict),
        IRI(target) if target else None,
        label,
        source=GN if target is None or target.startswith(GN) else WD,
        author=author,
        date=date,
        comment=comment,
    )


def links_of(workspace: Workspace) -> tuple[Path, Path]:
    """The paths of the judgements and of the links graph."""
    return workspace.links, workspace.data / "links.trig"


def contents(workspace: Workspace) -> tuple[bytes | None, bytes | None]:
    one, other = (path.read_bytes() if path.exists() else None for path in links_of(workspace))
    return one, other


def verdicts(workspace: Workspace) -> dict[tuple[IRI, str | None], str]:
    """The verdicts in the file of judgements, by pair."""
    return {(one.subject, one.target): str(one.verdict) for one in read_judgements(workspace.links, workspace.base)}


def matches(workspace: Workspace) -> set[tuple[str, str, str]]:
    """The match triples of the links graph, read from its file."""
    quads = read_quads(workspace.data / "links.trig", workspace.base)
    return {
        (str(s), str(p), str(o))
        for s, p, o, _ in quads
        if not s.startswith((f"{workspace.base}link/", f"{workspace.base}graph/"))
    }


def state(workspace: Workspace) -> str:
    """The judgements in one line."""
    return "; ".join(
        sorted(f"{subject} {verdict} {target}" for (subject, target), verdict in verdicts(workspace).items())
    )
