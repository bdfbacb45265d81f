"""A build: files → parts, parts → what follows from them, both → a store, in lines of N-Triples all the way.

`parts` reads each file once and keeps what is needed of it, `conclusions` says what follows from all of it, `own_rules`
runs a workspace's rules in files, `changes` tells what is new against the version before. It knows no workspace:
`workspace.building` calls it.

Where a version stands, only what changed is read and concluded: `by_document` finds it with what `kept` says of the
version, `resting` tells which claims must be looked at beside, and `standing` reads those from the store.
"""

from kgraph.building.conclusions import as_known, conclusions, derived_graph, digested, premises_of
from kgraph.building.parts import MADE_BY_BUILDS, Data, Part, read, read_data_file

__all__ = [
    "MADE_BY_BUILDS",
    "Data",
    "Part",
    "as_known",
    "conclusions",
    "derived_graph",
    "digested",
    "premises_of",
    "read",
    "read_data_file",
]
