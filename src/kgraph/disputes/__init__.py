"""Disputes: rules find conflicts between claims, and the conflicts are gathered into questions. Nothing is decided.

`merging` treats things that an editor merged as one, `saying` picks the statements that claims plainly make, and
`measured` reads their figures. `figures`, `holding`, `happening`, `standing` and `ending` find conflicts, each in one
kind of statement; `lookup` finds by their times which statements may be in conflict, and `ranges` limits the conflicts
between figures. `answers` and `questions` gather conflicts into questions; `foretold` finds those on events that are
still to come. `nearby` finds near misses and disagreements for an editor to look at. `rdf` writes everything as
triples.
"""

from kgraph.disputes.rdf import conflicts_of, disputed

__all__ = ["conflicts_of", "disputed"]
