"""Web annotations as values: the files of W3C's data model, of Hypothesis and of Recogito, read into one form.

Nothing is fetched: a context is only a name, and a page of annotations at another address is reported as not read.
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
