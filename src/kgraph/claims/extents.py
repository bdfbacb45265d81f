"""How much of a place somebody holds, in words: the same ones wherever claims, relations and answers are told."""

from collections.abc import Mapping

from kgraph.model import Term
from kgraph.namespaces import KG

EXTENTS: Mapping[Term, tuple[str, str]] = {
    KG.Full: ("all of it", "not all of it"),
    KG.FullInPart: ("some part of it wholly", "no part of it wholly"),
    KG.Partial: ("a part of it", "no part of it"),
    KG.Contested: ("contested", "not contested"),
}
"""An extent that is asserted, and the same denied."""
