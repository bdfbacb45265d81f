"""CPU seconds of disputes, and of each premise and rule, over made workspaces of growing size: rules.py [CLAIMS …].

The last column is the growth of the time against the growth of the claims, over the largest two sizes: 1 is in
proportion, 2 is with the square. What takes less than 0.05 s at the largest size is left out.
"""

import math
import sys
import tempfile
import time
from itertools import groupby
from pathlib import Path

from kgraph import Workspace, open_store
from kgraph.claims import claims_of
from kgraph.disputes import disputed
from kgraph.model import Quad, Triple
from kgraph.namespaces import IRI
from kgraph.store import Store
from kgraph.vocabulary import bundled_terms
from kgraph.workspace import building
from kgraph.workspace.config import level
from kgraph.worlds import World, materialise
from made import make


def seconds(folder: Path) -> dict[str, float]:
    """What each premise and rule takes, by name, in the order in which a build runs them."""
    workspace = Workspace.find(folder)
    quads = building.read_workspace(workspace)
    found: dict[str, float] = {}
    with open_store("memory:") as store:
        store.load(quads)
        store.load(building.derive(quads, workspace.base))
        found["conflicts and questions"] = _disputes(quads, workspace.base)
        _, record = materialise(store, workspace.base, World("record"))

        def run(store: Store, path: Path) -> list[Triple]:
            begun = time.process_time()
            triples = building._constructed(store, path, workspace.base, record)
            found[path.stem] = time.process_time() - begun
            return triples

        for _, premises in groupby(workspace.premise_files(), key=level):
            store.load([(*triple, record) for path in premises for triple in run(store, path)])
        for path in workspace.rule_files():
            run(store, path)
    return found


def _disputes(quads: list[Quad], base: str) -> float:
    contents = {IRI(claim): str(digest) for claim, _, digest, _ in building.digests(quads, base)}
    claims = list(claims_of(quads))
    begun = time.process_time()
    disputed(claims, [*quads, *bundled_terms()], contents, base)
    return time.process_time() - begun


def main() -> None:
    """Print the table."""
    sizes = [int(word) for word in sys.argv[1:]] or [1_000, 3_000, 10_000]
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            make(Path(folder) / str(size), size)
        taken = [seconds(Path(folder) / str(size)) for size in sizes]
    taken = [{**one, "all": sum(one.values())} for one in taken]
    print(f"{'':24}" + "".join(f"{size:>10,}" for size in sizes) + f"{'growth':>10}")
    for name, most in sorted(taken[-1].items(), key=lambda pair: -pair[1]):
        if most >= 0.05:
            growth = math.log(most / max(taken[-2][name], 0.001)) / math.log(sizes[-1] / sizes[-2])
            print(f"{name:24}" + "".join(f"{one[name]:10.2f}" for one in taken) + f"{growth:10.1f}")


if __name__ == "__main__":
    main()
