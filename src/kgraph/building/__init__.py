"""A build: files → parts, parts → derived triples, both → a store; triples stay lines of N-Triples throughout.

`parts` reads each file once and keeps what is needed of it. `conclusions` derives triples from all parts, `own_rules`
runs a workspace's rules in files, and `changes` finds what is new since the previous build. This package does not know
workspaces: `workspace.building` calls it.

If there is a previous version, only changes are read and derived anew: `by_document` finds them by the data that `kept`
has of that version, `resting` finds the claims that are affected, and `standing` reads these from the store.
"""

from kgraph.building.conclusions import as_known, conclusions, derived_graph, digested, premises_of
from kgraph.building.owning import WRITTEN, is_free
from kgraph.building.parts import MADE_BY_BUILDS, Data, Part, read, read_data_file

__all__ = [
    "MADE_BY_BUILDS",
    "WRITTEN",
    "Data",
    "Part",
    "as_known",
    "conclusions",
    "derived_graph",
    "digested",
    "is_free",
    "premises_of",
    "read",
    "read_data_file",
]
