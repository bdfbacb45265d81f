"""Processes that judge at once, and processes that are killed: nothing that was confirmed is lost, nothing is torn."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kgraph import Workspace
from kgraph.store import read_quads
from kgraph.workspace.linking import Links
from killing import hooked
from towns import BASE, NORIKA, WD, contents, links_of, make_town, matches, said, state, verdicts

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("gazetteer_cache")]  # else a killed process leaves no index
ROOT = Path(__file__).resolve().parents[2]

# judges, corrects, forgets and takes back, and notes what is kept after each; once for each moment to be killed at
STEPS = """
import itertools, os, shutil, sys
from pathlib import Path
from kgraph import Workspace
from kgraph.linking.deciding import take
from kgraph.workspace.linking import Links
from killing import kill_at
from towns import AMBER, NORIKA, WD, said, state

def steps(town, confirmed):
    for subject, verdict, target in [(NORIKA, "match", "Q1"), (AMBER, "close", "Q2"), (NORIKA, "no", "Q1")]:
        links = Links(town)
        take(links.judgements, said(subject, verdict, WD + target))
        links.save()
        print(state(town), file=confirmed, flush=True)
    links = Links(town)
    links.judgements.forget(AMBER)
    links.save()
    print(state(town), file=confirmed, flush=True)
    for _ in range(4):
        links.undo()
        print(state(town), file=confirmed, flush=True)

for moment in itertools.count(1):
    folder = Path(shutil.copytree("fresh", f"town{moment}"))
    child = os.fork()
    if child == 0:
        with open(f"confirmed{moment}", "w") as confirmed:
            kill_at(moment, str(folder.resolve()))
            steps(Workspace.find(folder), confirmed)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        sys.exit(os.WEXITSTATUS(status))
"""
# judges entity after entity until each is kept, as a person does who is told to run it again
CONTENDER = """
import sys
from pathlib import Path
from kgraph import IRI, UsageError, Workspace
from kgraph.workspace.linking import Links
from towns import BASE, WD, said

town = Workspace.find(Path(sys.argv[1]))
for number in range(25):
    while True:
        links = Links(town)
        links.judgements.add(said(IRI(f"{BASE}place/{sys.argv[2]}{number}"), "match", f"{WD}Q{number}{sys.argv[3]}"))
        try:
            links.save()
            break
        except UsageError as error:
            assert "changed by another" in str(error)
"""


def start(code: str, *words: object, cwd: Path | None = None, **environment: str) -> "subprocess.Popen[str]":
    path = os.pathsep.join(filter(None, [environment.pop("FIRST", ""), str(ROOT / "src"), str(ROOT / "tests")]))
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=cwd,
        env=os.environ | environment | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_process_killed_at_any_moment_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    make_town(tmp_path / "fresh")
    with start(STEPS, cwd=tmp_path) as process:
        assert (process.communicate(timeout=60)[1], process.returncode) == ("", 0)
    count = len(list(tmp_path.glob("town*")))
    states = ["", *(tmp_path / f"confirmed{count}").read_text().splitlines()]
    assert (len(states), count > 60) == (9, True)
    for moment in range(1, count + 1):
        town = Workspace.find(tmp_path / f"town{moment}")
        confirmed = (tmp_path / f"confirmed{moment}").read_text().splitlines()
        now = state(town)
        # what stands is the state last confirmed, or the one that was being written
        assert now in states[len(confirmed) : len(confirmed) + 2]
        links = Links(town)
        links.save()
        assert state(town) == now
        assert set(read_quads(links_of(town)[1], BASE)) == set(links.judgements.quads())
        while contents(town) != (None, None):
            links.undo()


@pytest.mark.parametrize("seed", [7])
def test_a_run_killed_at_random_moments(tmp_path: Path, seed: int) -> None:
    make_town(tmp_path / "town")
    hook, chance = hooked(tmp_path / "hook"), random.Random(seed)  # noqa: S311 - a test's own dice
    command = "from kgraph.cli import main; import sys; sys.argv[0] = 'kgraph'; main()"
    words = ("-q", "-C", tmp_path / "town", "link")
    kept = killed = 0
    for number in range(6):
        town = Workspace.find(tmp_path / "town")
        links = Links(town)
        links.judgements.add(said(NORIKA, "match", f"{WD}Q{number}"))
        links.save()
        moment = str(chance.randint(1, 14))
        with start(command, *words, FIRST=hook, KILLED_AT=moment, KILLED_BELOW=str(tmp_path / "town")) as process:
            err = process.communicate(timeout=60)[1]
        assert process.returncode in (0, -signal.SIGKILL), err
        killed += process.returncode != 0
        kept += 1
        assert len([pair for pair in verdicts(town) if pair[0] == NORIKA]) == kept
        for path in links_of(town):
            assert path.read_bytes().endswith(b"\n")
    assert killed > 0
    with start(command, *words) as process:
        assert (process.communicate(timeout=60)[1], process.returncode) == ("", 0)
    assert len(verdicts(town)) == kept + 3
    assert len(matches(town)) == kept + 3


def test_two_processes_that_judge_at_once_lose_nothing(tmp_path: Path) -> None:
    town = make_town(tmp_path / "town")
    with start(CONTENDER, town.root, "ann", 1) as one, start(CONTENDER, town.root, "bob", 2) as other:
        for process in (one, other):
            assert (process.communicate(timeout=60)[1], process.returncode) == ("", 0)
    expected = {f"{BASE}place/{name}{number}" for name in ("ann", "bob") for number in range(25)}
    assert {pair[0] for pair in verdicts(town)} == expected
    assert {match[0] for match in matches(town)} == expected
    assert len(Links(town)._steps) == 50
    for _ in range(50):
        Links(town).undo()
    assert contents(town) == (None, None)
