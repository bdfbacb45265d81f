"""What is in question between claims: conflicts found by rule, gathered to questions. Nothing is decided.

`merging` takes things for one that an editor merged, `saying` picks what claims plainly say, `measured` reads their
figures; `figures`, `holding`, `happening`, `standing` and `ending` find conflicts, each on one kind of statement,
`lookup` finds by their times what may be in one, and `ranges` keeps those between figures few; `answers` and
`questions` gather them; `nearby` has what an editor should look at beside; `rdf` writes all down.
"""

from kgraph.disputes.rdf import conflicts_of, disputed

__all__ = ["conflicts_of", "disputed"]
