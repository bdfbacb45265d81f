"""Figures in networks for other programs: in words, each with who gives it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kgraph.analysis.claimed import FACT, claimed_as
from kgraph.analysis.edges import Edge
from kgraph.analysis.graph import Network
from kgraph.analysis.positions import Position
from kgraph.namespaces import IRI
from kgraph.views.export import BETWEEN

Told = list[tuple[str, Position]]


def figures_of_nodes(network: Network) -> Mapping[IRI, str]:
    """For each thing, the figures that claims give of it, or in which they name it."""
    found: defaultdict[IRI, Told] = defaultdict(list)
    for aspect, position in _figures(network):
        for entity in position.entities:
            found[entity].append((aspect, position))
    return {entity: _in_words(told) for entity, told in found.items()}


def figures_by_claim(network: Network) -> Mapping[IRI, Told]:
    """The figures that each claim gives, with their aspects."""
    found: defaultdict[IRI, Told] = defaultdict(list)
    for aspect, position in _figures(network):
        found[position.claim.id].append((aspect, position))
    return found


def figures_of_edge(edge: Edge, of_claims: Mapping[IRI, Told]) -> str:
    """The figures that the claims of an edge give, if it is one of measurements."""
    if edge.kind != "measurement":
        return ""
    told = (one for claim in edge.claims for one in of_claims.get(claim, ()))
    return _in_words((a, p) for a, p in told if p.entities >= {edge.source, edge.target} and a.startswith(edge.name))


def _figures(network: Network) -> Iterable[tuple[str, Position]]:
    for aspect, position in network.positions:
        quantity = position.quantity
        if quantity and (quantity.least, quantity.most) != (None, None):
            yield aspect, position


def _in_words(told: Iterable[tuple[str, Position]]) -> str:
    return BETWEEN.join(sorted({_figure(*one) for one in told}))


def _figure(aspect: str, position: Position) -> str:
    """Who gives a figure, as what unless it is told as a fact, on which day; of what it is; the figure as printed, and
    its unit unless that is printed with it."""
    word, day = claimed_as(position.claim, position.statement), position.claim.day_words
    who = position.claim.claimant + ("" if word == FACT else f" ({word})") + (f", {day}" if day else "")
    unit = "" if is_told(position.unit, position.what) else f" ({position.unit})"
    return f"{who}: {aspect}: {position.what}{unit}"


def is_told(unit: str, figure: str) -> bool:
    """Whether a unit stands in a figure as it is printed, as a word: "5 ha" has hectares, "more than 5" has not.

    >>> is_told("ha", "5 ha"), is_told("ha", "more than 5"), is_told("percent", "5%"), is_told("inch", "5 inches")
    (True, False, True, True)
    """
    one, other = map(_spaced, (unit, figure))
    return not one or any(f" {one}{ending} " in f" {other} " for ending in ("", "s", "es"))


def _spaced(text: str) -> str:
    """A text in lower case with a space between letters, digits and signs; "%" and "per cent" as "percent"."""
    return " ".join(re.findall(r"[^\W\d_]+|\d+|(?:_|[^\w\s])+", re.sub(r"%|\bper\s+cent\b", " percent ", text.lower())))
