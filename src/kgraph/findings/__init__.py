"""Findings from several claims, besides disputes: agreement, repetition, and who is above whom. Nothing is decided.

`agreement` and `command` have the rules, `rules` describes them in words, and `model` has a finding as a value and as
triples. `grounds` has the data that all rules use; `premises` writes these as triples for a workspace's rules in files.
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
"""The rules, by their names in findings."""


def concluded(grounds: Grounds, base: str, without: Collection[str] = ()) -> Iterator[Triple]:
    """The findings of the rules, as triples of the derived graph; rules named in `without` do not run."""
    for rule, find in FINDERS.items():
        if rule not in without:
            yield from (triple for finding in find(grounds) for triple in triples(finding, rule, base))


__all__ = ["FINDERS", "Grounds", "concluded", "premises"]
