"""Names that two reports use and that must not become one person or thing without anybody deciding it.

Somebody whom no report names is an agent of their own (`kg:UnnamedSource`): "a witness" of two reports may be two
people. So may "a man (person)", but not "An Wang (person)" (see `doubt_of`). This holds in every column that can
name an agent: who says it, through whom, who, to whom, winner, who is counted, about.

`+Name` says that somebody or something is new, also if another report has the name. This holds in every column of
names: in those of agents, and in what (of an event or a role), where, event, cause, and the others that name things.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import IntEnum

from kgraph.claims import Claim
from kgraph.model import Term
from kgraph.namespaces import IRI, KG
from kgraph.sheets.dates import Unclear
from kgraph.sheets.known import Known, Source
from kgraph.sheets.lines import Line, Notes
from kgraph.sheets.names import bare
from kgraph.sheets.proposals import name_columns, names_in

_SOMEBODY = re.compile(r"(?:an?|one|another|some|un(?:named|identified|known)|anonymous) ", re.IGNORECASE)
"""How the words for a person begin whom a report does not name; some names begin so, too ("An Wang")."""
_WORDS_FOR_PEOPLE = (
    "man woman boy girl child baby person people teenager youth lady gentleman victim suspect gunman driver nurse "
    "doctor teacher farmer fisherman student worker soldier officer policeman fighter prisoner refugee protester "
    "resident villager witness eyewitness source official insider survivor diplomat relative neighbour neighbor "
    "passenger bystander expert analyst observer caller user reader voter foreigner tourist"
)
_PEOPLE = frozenset(_WORDS_FOR_PEOPLE.split())
_OF_NAMES = frozenset(
    ("van", "von", "de", "der", "den", "del", "di", "da", "la", "le", "el", "al", "bin", "ibn", "ben")
)
"""Small words that are parts of people's names."""
_DESCENT = re.compile(r"\w{2,}(?:ian|ican|ese|ish)")


class Doubt(IntEnum):
    """How sure it is that a name is none."""

    named = 0
    either = 1
    unnamed = 2


def doubt_of(name: str) -> Doubt:
    """Whether a person's name is only a word for somebody whom a report does not name.

    >>> [doubt_of(name).name for name in ("An Wang", "an old man", "A Man", "a Norwegian", "Otto Petrel")]
    ['named', 'unnamed', 'either', 'either', 'named']
    """
    match = _SOMEBODY.match(name)
    words = name[match.end() :].split() if match else []
    if match is None or not words:
        return Doubt.named
    if any(word[:1].islower() and word not in _OF_NAMES for word in words) or words[-1].islower():
        return Doubt.unnamed
    last = words[-1].casefold()
    is_article = len(match[0]) < len("unnamed")
    plainly = name[0].isupper() and is_article and last not in _PEOPLE and not _DESCENT.fullmatch(last)
    return Doubt.named if plainly else Doubt.either


class Namesakes:
    """The documents that name each thing: first by the workspace's claims, then also by the rows read."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._heard: defaultdict[IRI, dict[IRI, None]] = defaultdict(dict)
        for claim in known.claims.values():
            for term in _named_by(claim):
                if claim.document is not None and isinstance(term, IRI) and term in known.names.things:
                    self._heard[term][claim.document] = None
        self._stood = {thing: tuple(documents) for thing, documents in self._heard.items()}

    def claimant(self, text: str, source: Source, *, relayed: bool) -> IRI:
        """The claimant that a cell names in a row of a document; `relayed`: the row says from whom its report has it.

        Raises `Unclear` if the name is that of somebody whom another report does not name, or of somebody in another
        report though the cell says by a plus that they are new. An IRI in the cell decides for the agent that it names,
        and so does a report that only passes on what another one had from that source.
        """
        agent = self._known.names.thing(text, "who says it")
        self._check(agent, text, source, relayed, self._heard)
        self._heard[agent][source.iri] = None
        return agent

    def relayer(self, text: str, source: Source, *, relayed: bool) -> IRI:
        """Who passes a claim on; raises `Unclear` as `claimant` does. `relayed`: somebody passed it on from them."""
        agent = self._known.names.thing(text, "through whom")
        self._check(agent, text, source, relayed, self._stood)
        self._heard[agent][source.iri] = None
        return agent

    def check(self, lines: Sequence[Line], claim: Claim, source: Source, notes: Notes) -> None:
        """Add a fault to each cell of a claim's content that names somebody as `claimant` must not.

        What a claim says of a report's people may be told of another report's claim: by a row that it passes on, or
        that denies it or answers it in another way.
        """
        terms = [term for term in _named_by(claim) if isinstance(term, IRI) and term in self._known.names.things]
        marked = any("+" in str(cell) for line in lines for cell in line.cells.values())
        if marked or any(map(self._is_unnamed, terms)):
            for line in lines:
                for column in name_columns(line):
                    for text in names_in(line, column, self._known.names):
                        notes.read(line, column, self._in_content, text, column, source, claim)
        for term in terms:
            self._heard[term][source.iri] = None

    def _in_content(self, text: str, column: str, source: Source, claim: Claim) -> None:
        if text.startswith("#"):
            return
        try:
            thing = self._known.names.thing(text, "event" if column == "what" else column)
        except Unclear:
            return  # a term, or told by the reader of the cell
        told = (self._known.slug(document) for document in self._heard[thing])
        starts = tuple(f"{self._known.base}claim/{slug}/" for slug in told)
        answers = any(other.startswith(starts) for _, other in claim.relations)
        heard = self._stood if text.startswith("+") else self._heard
        self._check(thing, text, source, bool(claim.hops) or answers, heard)

    def _check(self, thing: IRI, text: str, source: Source, relayed: bool, heard: "_Heard") -> None:
        others = heard.get(thing, ())
        doubt = Doubt.named if relayed else self._doubt(thing)
        if others and source.iri not in others and not text.startswith("<") and (doubt or text.startswith("+")):
            raise Unclear(self._told(thing, bare(text), doubt, next(iter(others)), source))

    def _is_unnamed(self, iri: IRI) -> bool:
        return self._doubt(iri) != Doubt.named

    def _doubt(self, iri: IRI) -> Doubt:
        """Whether somebody has no name: by their class, or if none of their names is one."""
        thing = self._known.names.things.get(iri)
        if thing is None:
            return Doubt.named
        if KG.UnnamedSource in thing.classes:
            return Doubt.unnamed
        if KG.Person not in thing.classes:
            return Doubt.named
        return min(map(doubt_of, (thing.label, *thing.others)))

    def _told(self, thing: IRI, name: str, doubt: Doubt, other: IRI, source: Source) -> str:
        there, here = self._known.slug(other), self._known.slug(source.iri)
        label = self._known.names.vocabulary.label
        known = self._known.names.things.get(thing)
        who = f"is named in {there} already"
        if doubt:
            is_one = "is" if doubt == Doubt.unnamed else "may be a name, or"
            who = f"{is_one} somebody whom {there} does not name"
        new = f"{name} in {here}{f' ({label(known.classes[0])})' if doubt and known else ''}"
        return f"'{name}' {who}; if this is another, write '{new}' or the like, if it is the same, <{thing}>"


_Heard = dict[IRI, dict[IRI, None]] | dict[IRI, tuple[IRI, ...]]


def _named_by(claim: Claim) -> Iterator[Term | None]:
    """What a claim names: its claimant, those who passed it on, and the things of its content."""
    yield claim.claimant
    yield from (hop.relayer for hop in claim.hops)
    yield from claim.about
    for statement in claim.statements:
        yield statement.node
        for _, values in statement.said:
            yield from values
