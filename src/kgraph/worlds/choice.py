"""Choosing a world: by name, according to whom, as of which day."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from kgraph.days import Day
from kgraph.errors import UnknownName
from kgraph.namespaces import IRI

WorldName = Literal["record", "undisputed", "asserted"]
WORLD_NAMES: tuple[WorldName, ...] = get_args(WorldName)

WORLD_WORDS = {
    "record": "nothing, only who said what{until}",
    "undisputed": "what is asserted{said}{until} and not disputed here",
    "asserted": "what is asserted{said}{until}, disputed or not",
}
"""The words for each world; `said` is replaced by the claimants, `until` by the day."""


@dataclass(frozen=True)
class World:
    """The choice of claims whose content is in a query's default graph.

    `record`: the content of no claim. `asserted`: the content of every Assertion that is Positive and not Rejected.
    `undisputed`: of these, the statements that are not in question (see `claims.left_out`). A denied, forecast or
    conditional content is in no world. A world gives kg:inWorld to each claim whose content it holds. `according_to`:
    only contents of these claimants' claims, with the speech of all; statements that two of these claimants dispute are
    only in their `asserted` world. `as_of`: only claims that had certainly been made by the end of that day, and
    nothing of later ones; a Python `date` is converted to a `Day`.

    >>> World("asertd")
    Traceback (most recent call last):
    kgraph.errors.UnknownName: no world is called 'asertd'; did you mean 'asserted'?
    """

    name: WorldName = "undisputed"
    according_to: tuple[IRI, ...] = ()
    as_of: Day | date | None = None

    def __post_init__(self) -> None:
        if self.name not in WORLD_NAMES:
            raise UnknownName("world", self.name, WORLD_NAMES)
        if self.as_of is not None:
            object.__setattr__(self, "as_of", Day.of(self.as_of))


def world_name(graph: IRI) -> str:
    """The name of the world whose graph has this IRI (see `world_iri`).

    >>> world_name(IRI("https://example.org/world/asserted--as-of-2031-05-04"))
    'asserted'
    """
    return graph.rpartition("world/")[2].partition("--")[0]


def world_iri(base: str, world: World) -> IRI:
    """The IRI of a world's graph: `…world/NAME`, followed by its restrictions.

    >>> world_iri("https://example.org/", World("asserted", (IRI("https://example.org/agent/ann"),)))
    'https://example.org/world/asserted--according-to-ann-fbd2b87146'
    """
    parts = [base + "world/" + world.name]
    if world.as_of:
        parts.append(f"as-of-{world.as_of}")
    if world.according_to:
        agents = sorted(set(world.according_to))
        names = "-".join(re.sub(r"[^A-Za-z0-9]+", "-", re.split(r"[/#]", agent)[-1]) for agent in agents)
        digest = hashlib.sha256("\n".join(agents).encode()).hexdigest()[:10]
        parts.append(f"according-to-{names[:60].strip('-')}-{digest}")
    return IRI("--".join(parts))
