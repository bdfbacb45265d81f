"""The commands that analyse, as a person runs them."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph import Workspace, build

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
CALLS = {
    "chain": ("chain", "HUR", "--on", "2025-11-05"),
    "compare": ("compare", "Pokrovsk"),
    "origins": ("origins", "Pokrovsk"),
    "measures": ("measures", "co-occurrence"),
    "path": ("path", "DeepState", "Budanov"),
}


@pytest.fixture(scope="module")
def store(pokrovsk: Workspace, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A built store, so that not every call has to build the graph first."""
    url = f"oxigraph:{tmp_path_factory.mktemp('built') / 'store'}"
    build(pokrovsk, url)
    return url


@pytest.fixture
def ask(kgraph: Run, store: str) -> Run:
    """Run a command that analyses, on the built store."""
    return lambda *words, **environment: kgraph(*words, "--store", store, **environment)


def table(done: "subprocess.CompletedProcess[str]") -> list[dict[str, str]]:
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_the_directorate_s_command_is_a_tree(ask: Run) -> None:
    done = ask(*CALLS["chain"])
    lines = done.stdout.splitlines()
    assert lines[0] == "Defence Intelligence Directorate on 2025-11-05, as claimed"
    chief = next(line for line in lines if "Kyrylo Budanov" in line)
    assert "at least since 2025-11-05" in chief
    assert "Espreso (claim/espreso-2025-11-05-pokrovsk/c004)" in chief
    assert any("above" in line for line in lines)
    assert any("special forces of the Defence Intelligence Directorate" in line for line in lines)
    assert any("unknown: no claim says what it is under on this day" in line for line in lines)


def test_a_chain_as_data(ask: Run) -> None:
    rows = table(ask(*CALLS["chain"], "--format", "csv"))
    chief = next(r for r in rows if r["level"] == "0")
    assert (chief["who"], chief["since"], chief["standing"]) == (
        "Kyrylo Budanov",
        "at least since 2025-11-05",
        "holds",
    )
    assert chief["claims"].endswith("/c004")


@pytest.mark.slow
def test_a_comparison_to_read_and_as_data(ask: Run) -> None:
    text = ask("compare", "Pokrovsk").stdout
    assert text.startswith("Pokrovsk: ")
    assert "≠1 Who holds Pokrovsk?" in text and "≠1 Reported complete blockade" in text
    rows = table(ask("compare", "Pokrovsk", "--format", "csv"))
    half = [r for r in rows if "half" in (r["what"], r["denied"])]
    assert {(r["claimant"], r["stance"], r["what"], r["denied"], r["least"]) for r in half} == {
        ("DeepState", "assertion", "half", "", "0.5"),
        ("Ukrainian state", "denial", "", "half", ""),
    }


@pytest.mark.slow
def test_origins_count_and_show_ways(ask: Run) -> None:
    rows = table(ask("origins", "--format", "csv"))
    assert rows[0]["independent"] == "2"
    assert "Espreso ← Bild ← unnamed Bild analyst" in {r["ways"] for r in rows}


@pytest.mark.slow
def test_measures_are_as_many_as_asked(ask: Run) -> None:
    rows = table(ask("measures", "claims", "--top", "3", "--format", "csv"))
    assert [r["entity"] for r in rows][:1] == ["Espreso"]
    assert len(rows) == 3


@pytest.mark.slow
def test_a_path_names_the_claims_on_it(ask: Run) -> None:
    text = ask(*CALLS["path"]).stdout
    first, claim = text.splitlines()[:2]
    assert first.startswith("DeepState — ")
    assert claim.startswith("    DeepState, assertion: Russian forces have taken half")
    steps = [r["step"] for r in table(ask(*CALLS["path"], "--format", "csv"))]
    assert steps == sorted(steps)
    assert steps[-1] == "3"


@pytest.mark.slow
@pytest.mark.parametrize("call", CALLS)
def test_every_analysis_is_data_too(ask: Run, call: str, tmp_path: Path) -> None:
    assert json.loads(ask(*CALLS[call], "--format", "json").stdout)["results"]["bindings"]
    assert ask(*CALLS[call], "-o", "out.md").returncode == 0, "the ending says which format"
    assert (tmp_path / "out.md").read_text(encoding="utf8").startswith("| ")


@pytest.mark.slow
@pytest.mark.parametrize("call", ["chain", "compare", "path"])
def test_what_is_to_be_read_goes_to_a_file_as_well(ask: Run, call: str, tmp_path: Path) -> None:
    shown = ask(*CALLS[call]).stdout
    assert ask(*CALLS[call], "-o", "out.txt").returncode == 0
    assert (tmp_path / "out.txt").read_text(encoding="utf8").split() == shown.split()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("chain", "HURR"), "no entity is called 'HURR'; did you mean 'HUR'"),
        (("chain", "HUR", "--on", "5.11.2025"), "'5.11.2025' is no date"),
        (("chain", "drones"), "no claim here says who commands 'drones'"),
        (("compare", "Pokrowsk"), "no entity is called 'Pokrowsk'; did you mean 'Pokrovsk'"),
        (("compare", "Radio NV"), "no claim said concerns 'Radio NV'"),
        (("origins", "Pokrowsk"), "no entity is called"),
        (("path", "DeepState", "Budanow"), "no entity is called 'Budanow'"),
        (("path", "DeepState", "Budanov", "--graph", "command"), "no claims join"),
        (("compare", "Pokrovsk", "--as-of", "tomorrow"), "is no date"),
        (("chain", "HUR", "--format", "ttl"), "rows cannot be written as ttl"),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_2(ask: Run, words: tuple[str, ...], message: str) -> None:
    done = ask(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert len([line for line in done.stderr.splitlines() if not line.startswith("no kgraph.toml")]) == 1


def test_a_post_that_begins_later_is_not_yet_known(ask: Run) -> None:
    rows = table(ask("chain", "HUR", "--on", "2025-10-01", "--format", "csv"))
    assert {r["standing"] for r in rows} == {"after"}
    assert "first known after this day" in ask("chain", "HUR", "--on", "2025-10-01").stdout
    assert "commander: unknown" in ask("chain", "HUR", "--on", "2025-10-01").stdout


def test_parameters_complete_in_the_shell(kgraph: Run) -> None:
    def complete(*words: str) -> list[str]:
        line = " ".join(("kgraph", *words))
        done = kgraph(_KGRAPH_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words)))
        return done.stdout.split()

    assert {"disputes", "denials"} <= set(complete("query", "d"))
    assert "place=" in complete("query", "control", "--param", "p")
    assert set(complete("query", "control", "--param", "")) == {"place=", "on="}
    assert "modality=Denial" in complete("query", "claims", "--param", "modality=Den")


@pytest.mark.slow
def test_what_the_usual_world_leaves_out_is_not_left_out_without_a_word(kgraph: Run, store: str) -> None:
    done = kgraph("query", "measurements", "--store", store)
    assert "--world asserted shows 2 more rows, with what others dispute, and what claimants later" in done.stderr
    assert kgraph("query", "measurements", "--store", store, "--world", "asserted").stderr.count("\n") == 1
    assert kgraph("-q", "query", "measurements", "--store", store).stderr == ""


@pytest.mark.slow
def test_networks_according_to_somebody_are_of_their_claims(ask: Run) -> None:
    rows = table(ask("measures", "claims", "--according-to", "DeepState", "--format", "csv"))
    assert {r["entity"] for r in rows} == {"DeepState", "Pokrovsk", "Russian forces"}


@pytest.mark.slow
def test_an_error_cannot_steer_the_terminal(ask: Run) -> None:
    done = ask("compare", "Pok\x1b[31mrovsk\nx")
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if not line.startswith("no kgraph.toml")]) == 1


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(store: str) -> None:
    command = f"{sys.executable} -m kgraph compare Pokrovsk --store {store} | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Pokrovsk: ")
