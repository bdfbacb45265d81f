"""Web annotations as values: the files of W3C's data model, of Hypothesis and of Recogito, read into one form.

Nothing is fetched: a context is a name, and a page that lies elsewhere is told of.
"""

from kgraph.annotations.files import Annotations, holds_annotations, read_annotations
from kgraph.annotations.values import Annotation, Position, Quote, Target

__all__ = [
    "Annotation",
    "Annotations",
    "Position",
    "Quote",
    "Target",
    "holds_annotations",
    "read_annotations",
]
