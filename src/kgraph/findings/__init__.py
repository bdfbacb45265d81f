"""What several claims add up to, beside what is in question: who agrees, and who stands above whom. Nothing is decided.

`agreement` and `command` have the rules, `rules` has them in words, `model` a finding as a value and as triples.
`grounds` holds what all rules look at; `premises` writes that down for rules in files, which a workspace may have.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from kgraph.findings.agreement import corroborations, repetitions
from kgraph.findings.command import superiorities
from kgraph.findings.grounds import Grounds
from kgraph.findings.model import Finding, triples
from kgraph.findings.premises import premises
from kgraph.model import Triple

FINDERS: Mapping[str, Callable[[Grounds], Iterator[Finding]]] = {
    "corroboration": corroborations,
    "inferred-superiors": superiorities,
    "repetition": repetitions,
}
"""The rules, by the names that findings give."""


def concluded(grounds: Grounds, base: str, without: Collection[str] = ()) -> Iterator[Triple]:
    """What the rules find, as triples of the derived graph; those named in `without` do not run."""
    for rule, find in FINDERS.items():
        if rule not in without:
            yield from (triple for finding in find(grounds) for triple in triples(finding, rule, base))


__all__ = ["FINDERS", "Grounds", "concluded", "premises"]
