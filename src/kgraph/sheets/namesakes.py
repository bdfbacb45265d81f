"""Claimants with one name in two reports, who must not become one agent without anybody deciding it.

A source that no report names is an agent of its own (`kg:UnnamedSource`): "a witness" of two reports may be two people.
`+Name` says that somebody is new, also if another report has a claimant of that name.
"""

from collections import defaultdict

from kgraph.namespaces import IRI, KG
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known, Source
from kgraph.sheets.names import bare


class Namesakes:
    """The documents in which each claimant speaks: first by the workspace's claims, then also by the rows read."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._heard: defaultdict[IRI, list[IRI]] = defaultdict(list)
        for claim in known.claims.values():
            if claim.claimant is not None and claim.document is not None:
                self._heard[claim.claimant].append(claim.document)

    def claimant(self, text: str, source: Source, *, relayed: bool) -> IRI:
        """The claimant that a cell names in a row of a document; `relayed`: the row says from whom its report has it.

        Raises `Unclear` if the name is that of another report's unnamed source, or of somebody in another report though
        the cell says by a plus that they are new. An IRI in the cell decides for the agent that it names, and so does a
        report that only passes on what another one had from that source.
        """
        agent = self._known.names.thing(text, "who says it")
        heard = self._heard[agent]
        thing = self._known.names.things.get(agent)
        unnamed = thing is not None and KG.UnnamedSource in thing.classes and not relayed
        if heard and source.iri not in heard and not text.startswith("<") and (unnamed or text.startswith("+")):
            raise Unclear(self._told(agent, bare(text), unnamed, heard[0], source))
        heard.append(source.iri)
        return agent

    def _told(self, agent: IRI, name: str, unnamed: bool, other: IRI, source: Source) -> str:
        there, here = self._known.slug(other), self._known.slug(source.iri)
        who = f"a source that {there} does not name" if unnamed else f"a claimant of {there} already"
        new = f"{name} in {here}{' (unnamed source)' if unnamed else ''}"
        return f"'{name}' is {who}; if this is somebody else, write '{new}' or the like, if it is the same, <{agent}>"
