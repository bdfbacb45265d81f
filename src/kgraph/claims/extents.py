"""Extents of control in words, the same in claims, relations and answers."""

from collections.abc import Mapping

from kgraph.model import Term
from kgraph.namespaces import KG

EXTENTS: Mapping[Term, tuple[str, str]] = {
    KG.Full: ("all of it", "not all of it"),
    KG.FullInPart: ("at least one part of it entirely", "no part of it entirely"),
    KG.Partial: ("a part of it", "no part of it"),
    KG.Contested: ("contested", "not contested"),
}
"""For each extent, the words if it is asserted, and the words if it is denied."""
