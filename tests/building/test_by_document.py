"""A build over a store that stands gives what a build in a folder without one gives, whatever was edited between."""

import os
import random
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import fresh
from edited_files import BROKEN, HEAD, RULE_FILES
from editor import Editor
from edits import EDITS
from kgraph import build
from kgraph.building import Part, derived_graph
from kgraph.building.conclusions import conclusions
from kgraph.errors import DataError
from kgraph.namespaces import KG
from kgraph.vocabulary import bundled_terms
from kgraph.worlds import World
from kgraph.worlds.choice import world_iri
from news import BASE, CASES, named, read_case
from newsrooms import CORE, DATA, ONTOLOGY, OWN_TERMS, RULES, News, apart, newsroom, put, workspace_of
from paced import rest_thorough

SEQUENCES = int(os.environ.get("KGRAPH_SEQUENCES", "10"))
"""How many there are of ten builds each; one of them is slow, and the others are tried before a release."""
OTHERS = (
    World("asserted"),
    World("record"),
    World("undisputed", as_of=date(2033, 6, 20)),
    World("asserted", according_to=(named("indigo-office"), named("rescue-service"))),
)
"""Worlds that a build does not make, of which some steps ask for one, and the last for all."""


class Desk:
    """A workspace that is edited and built, and beside it the same files in a folder that is never built."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.seed, self.rng = seed, random.Random(seed)  # noqa: S311 - made-up news are no secret
        self.editor = Editor(newsroom(self.rng), self.rng)
        self.folder, self.told = folder, [f"seed {seed}"]
        self.workspace = workspace_of(folder / "news", self.editor.news.render())
        self.build()

    def step(self, number: int) -> None:
        """Edit, build and compare."""
        kind = self.rng.random()
        if kind < 0.08:
            self.told.append(f"step {number}: only the times of files change")
            put(self.workspace.root, self.editor.news.render())  # the step before may have left a broken file
            for path in self.workspace.data_files():
                path.touch()
        elif kind < 0.16:
            self.break_down(number)
            return
        else:
            done = [self.editor.edit(EDITS) for _ in range(1 if kind < 0.7 else self.rng.randrange(2, 5))]
            self.told.append(f"step {number}: {'; '.join(done)}")
        put(self.workspace.root, self.editor.news.render())
        self.build(*([self.rng.choice(OTHERS)] if self.rng.random() < 0.25 else []))

    def break_down(self, number: int) -> None:
        """A build that cannot end well says so, and leaves the store; good edits beside it come into the next."""
        path = self.rng.choice(sorted(BROKEN))
        self.told.append(f"step {number}: {path} is broken, after {self.editor.edit(EDITS)}")
        put(self.workspace.root, self.editor.news.render() | {path: BROKEN[path].encode()})
        version = self.workspace.store.resolve()
        with pytest.raises(DataError, match=Path(path).name.replace(".", r"\.")):
            build(self.workspace)
        assert self.workspace.store.resolve() == version, self.told
        fresh.check(fresh.of_build(self.workspace), self.last, *self.told)

    def build(self, *worlds: World) -> None:
        """Build, and compare with what the files give where no store stands."""
        report = build(self.workspace)
        put(self.folder / "copy", self.files())
        wanted = fresh.of_files(self.folder / "copy", *worlds)
        found = fresh.of_build(self.workspace, *worlds)
        fresh.check(found, wanted, *self.told)
        fresh.check_report(report, self.workspace, found, *self.told)
        self.last = {graph: lines for graph, lines in found.items() if graph not in self.names(*worlds)}

    def names(self, *worlds: World) -> list[str]:
        return [world_iri(self.workspace.base, world) for world in worlds if world not in fresh.WORLDS]

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.workspace.root)): path.read_bytes()
            for path in sorted(self.workspace.root.rglob("*"))
            if path.is_file() and ".kgraph" not in path.parts and path.name != "kgraph.toml"
        }

    def end(self) -> None:
        """Compare with a build on disk, too, in all worlds."""
        self.told.append("at the end")
        put(self.workspace.root, self.editor.news.render())
        report = build(self.workspace)
        other = workspace_of(self.folder / "anew", self.files())
        anew = build(other)
        fresh.check(fresh.of_build(self.workspace, *OTHERS), fresh.of_build(other, *OTHERS), *self.told)
        told = [(one.files, one.claims, one.disputes, one.faults, one.first) for one in (report, anew)]
        assert told[0] == told[1], self.told
        shutil.rmtree(self.folder)


def edited(desk: Desk, steps: int) -> None:
    for number in range(1, steps + 1):
        desk.step(number)


@pytest.mark.slow
@pytest.mark.parametrize("seed", rest_thorough(range(101, 101 + SEQUENCES)))
def test_many_edits_at_random(seed: int, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "many", seed)
    edited(desk, 10)
    desk.end()


# -- one thing after another, each of which changes what follows

PLAIN: tuple[tuple[str, str, dict[str, Any] | str | None], ...] = (
    ("entities", "tarn-quay", {"in": None}),
    ("claims", "f5", {"value": 6.2}),
    ("claims", "w1", {"polarity": "negative"}),
    ("claims", "f2", {"by": "rescue-service"}),
    ("claims", "e3", {"through": ["tarn-courier"]}),
    ("claims", "f3", {"said": "2033-03-01"}),
    ("claims", "e9", {"by": "poll-office"}),
    ("claims", "w2", {"modality": "forecast"}),
    ("claims", "e1", {"status": "Rejected"}),
    ("claims", "s5", {"related": None}),
    ("claims", "f7", {"related": [["supports", "f6"]]}),
    ("claims", "w12", {"copy_of": None}),
    ("claims", "e9", {"by": "tarn-courier", "related": [["derivedFrom", "e3"]]}),
    ("documents", "flood-2", {"published": "2033-05-03"}),
    ("documents", "strike-2", {"outlet": "tarn-courier"}),
    ("entities", "indigo-guard", {"side": "saffron"}),
    ("entities", "tarn-flood", {"replaced_by": None}),
    ("entities", "elmsford", {"label": "Elmsford on the Tarn"}),
    ("entities", "quay-strike", None),
    ("claims", "w6", None),
    ("entities", "heath-band", {"part_of": None}),
    ("claims", "w21", None),
    ("claims", "s1", None),
    ("documents", "war-1", None),
    ("claims", "w1", {"modality": "assertion", "polarity": None}),
    ("files", f"{RULES}/corroboration.rq", RULE_FILES["corroboration.rq"]),
    ("claims", "f4", {"polarity": "negative"}),
    ("files", f"{RULES}/supports.rq", RULE_FILES["supports.rq"]),
    ("claims", "w8", {"about": ["heath-band"]}),
    ("files", f"{RULES}/corroboration.rq", None),
    ("files", f"{ONTOLOGY}/more.ttl", f"{HEAD}kg:Turnout rdfs:label 'how many voted'@en ; kg:temporality kg:State ."),
    ("files", f"{DATA}/aside.trig", f"{HEAD}<doc/war-2> {{ <claim/war-2/w11> kg:status kg:Rejected }}"),
    ("files", f"{DATA}/aside.trig", None),
)
"""What is edited: a table, which of it, and which of its keys get other values; `None` is for what is taken away."""


@pytest.mark.slow
def test_one_edit_after_another(tmp_path: Path) -> None:
    news = News.of(tomllib.loads(CORE.read_text(encoding="utf8")))
    news.files[OWN_TERMS] = news.terms()
    workspace = workspace_of(tmp_path / "news", news.render())
    build(workspace)
    before = fresh.of_files(_copy(tmp_path, news.render()))
    fresh.check(fresh.of_build(workspace), before, "at first")
    derived = derived_graph(BASE)
    for kind, name, change in PLAIN:
        table: dict[str, Any] = getattr(news, kind)
        if change is None:
            del table[name]
        else:
            new = table.get(name, {}) | change if isinstance(change, dict) else change
            table[name] = {k: v for k, v in new.items() if v is not None} if isinstance(new, dict) else new
        files = news.render()
        put(workspace.root, files)
        build(workspace)
        wanted = fresh.of_files(_copy(tmp_path, files))
        assert wanted[derived] != before[derived], f"{name}: {change} changes nothing that is derived"
        fresh.check(fresh.of_build(workspace), wanted, f"{name}: {change}")
        before = wanted


# -- case by case: each claim comes and goes


def written(names: tuple[str, ...]) -> News:
    """Cases side by side, which have nothing in common; each claim is in a file of its own."""
    told: dict[str, list[Any]] = {"entity": [], "document": [], "claim": []}
    for name in names:
        one = apart(tomllib.loads(CASES[name].read_text(encoding="utf8")), f"{name}-")
        for key, tables in told.items():
            tables += one[key]
    found = News.of(told)
    found.files[OWN_TERMS] = found.terms()
    return found


def claims_by_turn(news: News, names: tuple[str, ...]) -> Iterator[list[str]]:
    """The first claim of each case, the second of each …"""
    of = [[claim for claim in news.claims if claim.startswith(f"{name}-")] for name in names]
    for turn in range(max(map(len, of))):
        yield [claims[turn] for claims in of if turn < len(claims)]


def each_comes_and_goes(names: tuple[str, ...], folder: Path) -> None:
    news = written(names)
    whole = news.render()
    workspace = workspace_of(folder / "news", whole)
    of_all = fresh.of_files(_copy(folder, whole))
    for turn in claims_by_turn(news, names):
        without = {path: text for path, text in whole.items() if Path(path).stem not in turn}
        for files, words in ((without, "without"), (whole, "again with")):
            put(workspace.root, files)
            build(workspace)
            wanted = of_all if files is whole else fresh.of_files(_copy(folder, files))
            fresh.check(fresh.of_build(workspace), wanted, f"{words} {', '.join(turn)}")


def _copy(folder: Path, files: dict[str, bytes]) -> Path:
    put(folder / "copy", files)
    return folder / "copy"


def several(names: list[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(names[start : start + size]) for start in range(0, len(names), size)]


SAMPLE = """
001-accident-barge-day-and-place 044-protest-march-main-purpose 089-science-drug-trial-completed-or-halted
115-war-district-and-a-village-in-it 119-war-depot-one-strike-or-two 122-court-lawful-and-unlawful
239-court-islet-rights 275-war-holder-of-no-known-side 281-war-captured-and-held-by-the-other-until-later
287-court-killed-and-speaking-later 303-strike-same-label-other-norm 307-flood-negated-some
310-siege-ridge-on-two-days 320-accident-counted-not-said 322-accident-duration-against-begin-and-end
334-court-alibi 336-migration-left-on-the-ninth 337-protest-whose-order 341-business-two-currencies
344-science-by-2041-or-decades-away 352-siege-all-of-it-or-sixty-per-cent 405-accident-one-voice-both-out
408-siege-control-in-question-presence-not 415-war-mine-or-torpedo 417-court-outcome-only
420-election-shares-too-large-winner-agreed 421-accident-part-above-whole 222-court-two-governors-and-a-guard
226-accident-train-main-cause 247-protest-wounded-agreed-later 343-shipping-late-relay-of-an-old-figure
350-hostage-nobody-held-any-more 409-siege-denied-control 418-war-not-we-but-they
433-flood-head-or-director
""".split()  # noqa: SIM905 - names, a few on a line
"""Cases in which each rule finds something that finds anything in a case; the short ones first."""


def rules_of(name: str) -> set[str]:
    """The rules that find something in a case, and what near misses lack."""
    case = read_case(CASES[name])
    told = (KG.foundBy, KG.unknown)
    return {str(quad[2]) for quad in conclusions(Part.of(case.quads), BASE, list(bundled_terms())) if quad[1] in told}


@pytest.mark.slow
def test_the_sample_has_every_rule() -> None:
    of_all = set().union(*map(rules_of, CASES))
    assert len(of_all) > 30
    assert set().union(*map(rules_of, SAMPLE)) == of_all


@pytest.mark.slow
@pytest.mark.parametrize("names", several(SAMPLE, 18))
def test_each_claim_of_some_cases_comes_and_goes(names: tuple[str, ...], tmp_path: Path) -> None:
    each_comes_and_goes(names, tmp_path)


@pytest.mark.thorough
@pytest.mark.parametrize("names", several(sorted(set(CASES) - set(SAMPLE)), 5))
def test_each_claim_of_more_cases_comes_and_goes(names: tuple[str, ...], tmp_path: Path) -> None:
    each_comes_and_goes(names, tmp_path)
