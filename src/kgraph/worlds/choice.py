"""Which world: by name, according to whom, as of which day."""

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
    "undisputed": "what is asserted{said}{until} and in no question here",
    "asserted": "what is asserted{said}{until}, disputed or not",
}
"""What each world holds; `said` names whose, `until` the day."""


@dataclass(frozen=True)
class World:
    """Which claims' content counts as said in a query's default graph.

    `record`: none; `asserted`: that of every Assertion that is Positive and not Rejected; `undisputed`: of
    those, the statements that are not in question (see `claims.left_out`). A denied, forecast or conditional content is
    in no world.
    Each claim whose content is in says so there, by `kg:inWorld`. `according_to`: of these, only the claims
    of these claimants (the speech of all stays); what two of them dispute is in their `asserted` world only.
    `as_of`: only what was certainly said by the end of that day, and no trace of what was said later; a Python `date`
    will do, and becomes a `Day`.

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
    """The world's graph: `…world/NAME`, and for a restricted one what restricts it.

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
