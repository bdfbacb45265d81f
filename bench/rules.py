"""CPU seconds of rules, over made workspaces of growing size: rules.py [CLAIMS …] [--dense] [--both] [FILE.rq …].

A FILE is added to the workspaces' own rules and timed too, with the premises, which are written only for such rules.
Graphs are read, digested and loaded before the clock starts. After the times comes their growth divided by the growth
of the claims, over the largest two sizes: 1 means in proportion, 2 quadratic. Each rule on disputes is also timed by
itself, the shortest of three runs, with the amount that it finds at the largest size and its growth: conflicts and
notes, or claims in positions. --dense uses archives in which all documents are about one town (see `made`), --both uses
both kinds, one after the other.
"""

import math
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any

from kgraph import Workspace, open_store
from kgraph.building import Part, conclusions, premises_of
from kgraph.building.own_rules import constructed
from kgraph.claims import derived, surroundings
from kgraph.disputes import disputed, ending, figures, finding, happening, holding, nameless, nearby, rdf, standing
from kgraph.disputes.model import Conflict, Note, Question
from kgraph.findings import FINDERS, Grounds
from kgraph.findings.model import triples
from kgraph.memory import uncollected
from kgraph.model import Quad
from kgraph.vocabulary import bundled_terms
from kgraph.workspace.building import read_workspace
from kgraph.workspace.config import level
from kgraph.worlds import World, materialise
from made import make

DISPUTES: dict[ModuleType, tuple[str, ...]] = {
    figures: ("conflicting", "shares_above_whole", "counted_above_all", "durations"),
    nameless: ("none_against_some",),
    holding: ("conflicting",),
    happening: ("conflicting",),
    ending: ("conflicting",),
    standing: ("posts", "uppers", "presences", "characterised"),
    nearby: (
        *("near_misses", "disagreements", "_other_days", "_other_figures", "_other_places", "_other_events"),
        *("_other_norms", "_other_sides", "perhaps_of_one"),
    ),
    finding: ("sayings", "figures_of", "answers", "_opposite", "_stated", "_taken_back", "_names"),
    rdf: ("find", "questions"),
}
"""The rules on disputes, and the steps before and after them, by the modules that call them."""


class Taken(dict[str, float]):
    """The seconds of each step by name, the shortest of several runs. `found` is the amount that each finds."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Counter[str]()

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Time the block as a whole run of a step."""
        begun = time.process_time()
        yield
        self.least(name, time.process_time() - begun)

    def least(self, name: str, seconds: float) -> None:
        """Record a whole run of a step."""
        self[name] = min(seconds, self.get(name, math.inf))

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time the block as a part of a step's only run, since some functions are called more than once."""
        begun = time.process_time()
        yield
        self[name] = time.process_time() - begun + self.get(name, 0.0)


def seconds(folder: Path) -> Taken:
    """The seconds of each rule, in the order in which a build runs them."""
    workspace, taken = Workspace.find(folder), Taken()
    quads, base = read_workspace(workspace), workspace.base
    known = [*quads, *bundled_terms()]
    part = Part.of(quads)
    with uncollected():
        claims, beside, contents = part.claims, surroundings(quads), part.digests
        follows = list(derived(claims, beside, contents))
        with taken("what claims plainly say"):
            grounds = Grounds.of(claims, known, beside, follows)
        for name, find in [*FINDERS.items()] * 3:
            with taken(name):
                _ = [triple for finding in find(grounds) for triple in triples(finding, name, base)]
        with taken("conflicts and questions"):
            disputed(claims, known, contents, base)
        for once in (Taken(), Taken(), Taken()):
            with timed(once):
                disputed(claims, known, contents, base)
            taken.found = once.found
            for name, least in once.items():
                taken.least(name, least)
    if workspace.rule_files():
        _own(workspace, quads, part, taken)
    return taken


@contextmanager
def timed(taken: Taken) -> Iterator[None]:
    """Time each rule on disputes during the block."""
    kept = [(module, name, getattr(module, name)) for module, names in DISPUTES.items() for name in names]

    def counted(name: str, rule: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: object, **more: object) -> object:
            with taken.part(name):
                found = rule(*given, **more)
                found = list(found) if isinstance(found, Iterator) else found
            taken.found[name] += size(found)
            return found

        return run

    for module, name, rule in kept:
        setattr(module, name, counted(f"  {module.__name__.rpartition('.')[2]}.{name}", rule))
    try:
        yield
    finally:
        for module, name, rule in kept:
            setattr(module, name, rule)


def size(found: object) -> int:
    """The number of conflicts and notes that a rule found, or of claims in positions; 0 for other results."""
    if isinstance(found, finding.Found):
        return len(found.conflicts) + len(found.notes)
    several = found if isinstance(found, list) else []
    asked = [len(position.claims) for one in several if isinstance(one, Question) for position in one.positions]
    return sum(isinstance(one, (Conflict, Note)) for one in several) + sum(asked)


def _own(workspace: Workspace, quads: list[Quad], part: Part, taken: Taken) -> None:
    """Time the workspace's own rules and the premises for them."""
    with open_store("memory:") as store:
        store.load([*quads, *conclusions(part, workspace.base, bundled_terms())])
        _, record = materialise(store, workspace.base, World("record"))
        with taken("premises"):
            store.load((*triple, record) for triple in premises_of(part, bundled_terms()))
        for _, premises in groupby(workspace.premise_files(), key=level):
            for path in premises:
                with taken(path.stem):
                    found = constructed(store, path, workspace.base, record)
                store.load((*triple, record) for triple in found)
        for path in workspace.rule_files():
            with taken(path.stem):
                constructed(store, path, workspace.base, record)


def main() -> None:
    """Print the table."""
    sizes = [int(word) for word in sys.argv[1:] if word.isdecimal()] or [1_000, 3_000, 10_000]
    files = [word for word in sys.argv[1:] if not word.isdecimal() and not word.startswith("--")]
    for dense in (False, True) if "--both" in sys.argv else ("--dense" in sys.argv,):
        table(sizes, files, dense=dense)


def table(sizes: list[int], files: list[str], *, dense: bool) -> None:
    """Print the times of the rules on workspaces of these sizes."""
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            make(Path(folder) / str(size), size, dense=dense)
            rules = Path(folder) / str(size) / "queries/rules"
            rules.mkdir(parents=True)
            for file in files:
                shutil.copy(file, rules)
        taken = [seconds(Path(folder) / str(size)) for size in sizes]
    rows = [{**one, "all": sum(t for name, t in one.items() if name[0] != " ")} for one in taken]
    print(
        f"{'one town' if dense else 'a long archive':36}"
        + "".join(f"{size:>10,}" for size in sizes)
        + f"{'growth':>10}{'found':>10}{'growth':>10}"
    )
    more = math.log(sizes[-1] / sizes[-2])
    for name, most in sorted(rows[-1].items(), key=lambda pair: -pair[1]):
        growth = math.log(most / max(rows[-2][name], 0.0001)) / more
        line = f"{name:36}" + "".join(f"{one[name]:10.3f}" for one in rows) + f"{growth:10.1f}"
        few, many = (one.found[name] for one in taken[-2:])
        print(line + (f"{many:10,}{math.log(many / few) / more:10.1f}" if few and many else ""))


if __name__ == "__main__":
    main()
