"""Several builds of one workspace at once, and builds that are interrupted: nothing is lost, mixed or half-written."""

import itertools
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import fresh
from editor import Editor
from kgraph import Workspace, build, open_store
from kgraph.disk import locked_folder
from kgraph.workspace.building import made_from
from killing import hooked
from newsrooms import newsroom, put, workspace_of
from paced import rest_thorough
from requirements import missing

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
LOCKS = Path("/proc/locks")
PATIENCE = 60.0


class Town:
    """A workspace with a store that stands, and beside it its files in a folder that is never built."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.editor = Editor(newsroom(random.Random(5)), random.Random(5))  # noqa: S311 - made-up news are no secret
        self.workspace = workspace_of(folder / "news", self.editor.news.render())
        build(self.workspace)

    def edit(self, *claims: str) -> None:
        """Change some claims' words; each is of another document."""
        for claim in claims:
            self.editor.news.claims[claim] |= {"polarity": "negative", "certainty": "Possible"}
        put(self.workspace.root, self.editor.news.render())

    def wanted(self) -> fresh.Answers:
        """What the files as they are now give where no store stands."""
        put(self.folder / "copy", self.editor.news.render())
        return fresh.of_files(self.folder / "copy")

    def built(self) -> fresh.Answers:
        return fresh.of_build(self.workspace)

    def fingerprint(self) -> str | None:
        with open_store(f"oxigraph:{self.workspace.store}", read_only=True) as store:
            return made_from(store, self.workspace.base)

    def hidden(self) -> set[str]:
        """What lies beside the store's version, its worlds and what has a plain name."""
        current = self.workspace.store.resolve().name
        return {path.name for path in self.workspace.kept.glob(".*")} - {current, f"{current}.worlds"}


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def command(workspace: Workspace, **environment: str) -> "subprocess.Popen[str]":
    """A build in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "kgraph", "-q", "-C", str(workspace.root), "build"],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def waits(process: "subprocess.Popen[str]") -> bool:
    """Whether the process waits for a lock that another holds (proc(5): such a line has an arrow)."""
    return any("->" in line and f" {process.pid} " in line for line in LOCKS.read_text().splitlines())


def until(wanted: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not wanted():
        assert time.monotonic() < end
        time.sleep(0.01)


@contextmanager
def held(workspace: Workspace) -> Iterator[None]:
    """No build can write while this lasts."""
    if not LOCKS.exists():
        missing("/proc/locks, which tells who waits for a lock,")
    with locked_folder(workspace.kept):
        yield


def ended_well(*processes: "subprocess.Popen[str]") -> None:
    told = [(*process.communicate(timeout=PATIENCE), process.returncode) for process in processes]
    assert told == [("", "", 0)] * len(processes)


def test_two_builds_after_one_edit_give_what_the_files_give(town: Town) -> None:
    town.edit("w1", "f3")
    with held(town.workspace):
        one, other = command(town.workspace), command(town.workspace)
        until(lambda: waits(one) and waits(other))
        assert town.fingerprint() != town.workspace.fingerprint()
    ended_well(one, other)
    fresh.check(town.built(), town.wanted())
    assert town.hidden() == set()


def test_two_builds_after_two_edits_lose_neither(town: Town) -> None:
    with held(town.workspace):
        town.edit("w1", "f3")
        one = command(town.workspace)
        until(lambda: waits(one))
        town.edit("e3", "s2")
        other = command(town.workspace)
        until(lambda: waits(other))
    ended_well(one, other)
    assert town.fingerprint() == town.workspace.fingerprint()
    fresh.check(town.built(), town.wanted())
    assert town.hidden() == set()


def test_a_build_that_another_overtakes_mixes_nothing(town: Town) -> None:
    """The other begins and ends, if it need not wait, when the first has read the files and is about to write."""
    town.edit("w1", "f3")
    before = town.workspace.fingerprint(), town.wanted()
    began: list[subprocess.Popen[str]] = []

    def overtake(step: str) -> None:
        if step == "writing the store":
            town.edit("e3", "s2")
            began.append(command(town.workspace))
            until(lambda: began[0].poll() is not None or waits(began[0]))

    build(town.workspace, progress=overtake)
    ended_well(*began)
    wanted = dict([before, (town.workspace.fingerprint(), town.wanted())])
    fresh.check(town.built(), wanted[town.fingerprint() or ""])
    build(town.workspace)
    fresh.check(town.built(), wanted[town.workspace.fingerprint()])


def test_builds_in_a_row_while_somebody_edits_end_with_the_last_edit(town: Town) -> None:
    """Four at once, none of which waits for another's files."""
    began = []
    for claim in ("w1", "f3", "e3", "s2"):
        town.edit(claim)
        began.append(command(town.workspace))
        time.sleep(0.3)
    ended_well(*began)
    with held(town.workspace):
        assert town.fingerprint() is not None
    build(town.workspace)
    fresh.check(town.built(), town.wanted())
    assert town.hidden() == set()


# -- interrupted


def interrupted(process: "subprocess.Popen[str]") -> bool:
    """Whether Ctrl-C ended it, in which case it says no more than a line; else it ended well."""
    out, told = process.communicate(timeout=PATIENCE)
    assert process.returncode in (0, 130), told
    assert out == ""
    assert told.count("\n") <= 1, told
    assert "Traceback" not in told, told
    return process.returncode == 130


@pytest.mark.parametrize("first", rest_thorough(range(1, 6)))
def test_a_build_that_is_interrupted_at_any_change_leaves_a_whole_store(town: Town, tmp_path: Path, first: int) -> None:
    """Ctrl-C before every fifth change below the store's folder: the old store answers, or the new one."""
    hook, number = hooked(tmp_path / "hook"), 0
    path = os.pathsep.join((hook, str(ROOT / "src")))
    old = town.workspace.fingerprint(), town.wanted()
    claims = sorted(town.editor.news.claims)
    for moment in itertools.count(first, 5):
        town.edit(claims[moment % len(claims)])
        new = town.workspace.fingerprint(), town.wanted()
        assert old[0] != new[0]
        ends = {"KILLED_AT": str(moment), "KILLED_BELOW": str(town.workspace.kept), "KILLED_BY": "SIGINT"}
        if not interrupted(command(town.workspace, PYTHONPATH=path, **ends)):
            break
        number += 1
        of, wanted = (old, new)[town.fingerprint() == new[0]]
        assert town.fingerprint() == of
        fresh.check(town.built(), wanted, f"interrupted at change {moment}")
        build(town.workspace)
        fresh.check(town.built(), new[1], f"after an interruption at change {moment}")
        assert town.hidden() == set()
        old = new
    assert number >= 2


def test_ctrl_c_as_each_step_begins_leaves_the_store(town: Town) -> None:
    old, steps = town.built(), 0
    town.edit("w1", "f3")
    while True:
        left = steps

        def interrupt(_: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt

        try:
            build(town.workspace, progress=interrupt)
            break
        except KeyboardInterrupt:
            fresh.check(town.built(), old, f"interrupted as step {steps} began")
            assert town.hidden() == set()
        steps += 1
    assert steps >= 3
    fresh.check(town.built(), town.wanted())
