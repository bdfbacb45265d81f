"""Independent origins: agents who have a content from nobody else in the graph. No other module defines them.

Take the claims that say the same. Each agent on a claim's chain, from the outlet back to the claimant, has the content
from the next agent. A claimant also has it from the claimants of those of these claims from which theirs was derived.
Agents who have it from each other, over any number of steps, and from nobody else form a circle: one of them must have
begun it and nobody sees who, so a circle counts once. Nobody knows whether unnamed sources are several, so all of them
together count once. Agents may be IRIs, names or numbers, as long as they can be compared.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

Agent = TypeVar("Agent", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Told(Generic[Agent]):
    """The facts about one claim by which origins are counted.

    `chain` goes from the document's outlet back to the claimant; `bases` are the claimants of the claims from which it
    was derived, over any number of steps.
    """

    chain: tuple[Agent, ...]
    bases: Collection[Agent] = ()


@dataclass(frozen=True, slots=True)
class Origins(Generic[Agent]):
    """The agents from whom the claims of one content first come.

    `named` and `unnamed` have the content from nobody. `circles` are all circles, `begun` those that have it from
    nobody outside. `relayers` only pass it on.
    """

    named: frozenset[Agent]
    unnamed: frozenset[Agent]
    begun: tuple[frozenset[Agent], ...]
    circles: tuple[frozenset[Agent], ...]
    relayers: frozenset[Agent]
    independent: int

    @property
    def agents(self) -> frozenset[Agent]:
        """All origins: named, unnamed, and the members of circles that have the content from nobody outside."""
        return self.named.union(self.unnamed, *self.begun)


def origins(told: Iterable[Told[Agent]], unnamed: Collection[Agent] = ()) -> Origins[Agent]:
    """The origins of claims that say the same; `unnamed` are the agents whom documents do not name.

    >>> said = [Told(("paper", "ann")), Told(("radio", "wire", "bo"))]
    >>> found = origins(said)
    >>> sorted(found.named), sorted(found.relayers), found.independent
    (['ann', 'bo'], ['paper', 'radio', 'wire'], 2)
    >>> origins([Told(("paper", "wire")), Told(("wire", "paper"))]).independent
    1
    >>> origins([Told(("paper", "an officer")), Told(("wire", "an aide"))], {"an officer", "an aide"}).independent
    1
    >>> origins([Told(("paper", "ann")), Told(("wire",), bases={"ann"})]).independent
    1
    """
    ways = _ways(told)
    parts = [frozenset(part) for part in _knots(ways)]
    first = [part for part in parts if all(ways[agent] <= part for agent in part)]
    single = frozenset(agent for part in first if len(part) == 1 for agent in part)
    hidden = [part for part in first if part.issubset(unnamed)]
    circles = tuple(part for part in parts if len(part) > 1)
    return Origins(
        named=single.difference(unnamed),
        unnamed=single.intersection(unnamed),
        begun=tuple(part for part in first if len(part) > 1),
        circles=circles,
        relayers=frozenset(ways).difference(single, *circles),
        independent=len(first) - len(hidden) + bool(hidden),
    )


@dataclass(frozen=True, slots=True)
class Record(Generic[Key, Agent]):
    """The facts about all claims by which origins are counted; a claim may be identified by any hashable value.

    `chains` has each claim's chain, `sources` leads from a claim to those from which it was derived. Claims without a
    chain here are ignored.

    >>> record = Record({1: ("paper", "ann"), 2: ("wire", "bo"), 3: ("post",)}, {3: [2], 2: [1, 9]})
    >>> sorted(record.bases(3)), record.origins([1, 3]).independent
    (['ann', 'bo'], 1)
    """

    chains: Mapping[Key, tuple[Agent, ...]]
    sources: Mapping[Key, Collection[Key]]
    unnamed: Collection[Agent] = ()

    def origins(self, claims: Collection[Key]) -> Origins[Agent]:
        """The origins of claims that say the same."""
        # if all claims have one claimant, it does not matter from which one was derived
        several = len({self.chains[claim][-1:] for claim in claims}) > 1
        told = (Told(self.chains[claim], self.bases(claim) if several else ()) for claim in claims)
        return origins(told, self.unnamed)

    def bases(self, claim: Key) -> set[Agent]:
        """The claimants of all claims from which a claim was derived, over any number of steps."""
        found: set[Key] = set()
        waiting = [claim]
        while waiting:
            for base in self.sources.get(waiting.pop(), ()):
                if base not in found and self.chains.get(base):
                    found.add(base)
                    waiting.append(base)
        return {self.chains[base][-1] for base in found}


def chain_of(agents: Iterable[Agent]) -> tuple[Agent, ...]:
    """A chain of agents, from the outlet back to the claimant; an agent who quotes themselves is one step, not two.

    >>> chain_of(["paper", "wire", "wire", "ann"])
    ('paper', 'wire', 'ann')
    """
    chain: list[Agent] = []
    for agent in agents:
        if not chain or chain[-1] != agent:
            chain.append(agent)
    return tuple(chain)


def _ways(told: Iterable[Told[Agent]]) -> dict[Agent, set[Agent]]:
    """Each agent with those from whom they have the content."""
    told = [one for one in told if one.chain]
    claimants = {one.chain[-1] for one in told}
    ways: defaultdict[Agent, set[Agent]] = defaultdict(set)
    for one in told:
        for agent in one.chain:
            ways[agent].update(())
        for agent, source in pairwise(one.chain):
            ways[agent].add(source)
        claimant = one.chain[-1]
        ways[claimant].update(base for base in one.bases if base in claimants and base != claimant)
    return ways


def _knots(ways: Mapping[Agent, Collection[Agent]]) -> Iterator[list[Agent]]:
    """The strongly connected components of agents, who have the content from each other (Tarjan's algorithm, not
    recursive)."""
    # the order in which agents are reached; `done` once an agent's component is complete
    number: dict[Agent, int] = {}
    low: dict[Agent, int] = {}
    stack: list[Agent] = []
    done = len(ways) + 1
    for start in ways:
        path = [] if start in number else [(start, iter(ways[start]))]
        while path:
            agent, sources = path[-1]
            if agent not in number:
                number[agent] = low[agent] = len(number)
                stack.append(agent)
            for source in sources:
                if source not in number:
                    path.append((source, iter(ways[source])))
                    break
                low[agent] = min(low[agent], number[source])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[agent])
                if low[agent] == number[agent]:
                    part = []
                    while number[agent] != done:
                        part.append(stack.pop())
                        number[part[-1]] = done
                    yield part
