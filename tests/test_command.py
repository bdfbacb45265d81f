"""The command line in this process is like the one in its own, and leaves nothing behind."""

import logging
import os
import signal
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import command
from conftest import Run
from kgraph.resources import user_cache
from kgraph.store import online
from kgraph.vocabulary import built_in


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", [("query", "-", "--store", "memory:"), ("no-such-command",), ("--debug", "-C", "nowhere", "stats")]
)
def test_a_command_says_the_same_in_a_process_of_its_own(kgraph: Run, process: Run, words: tuple[str, ...]) -> None:
    stdin = "ASK { VALUES ?x { 'ä\N{CARRIAGE RETURN}' } }"
    here, there = kgraph(*words, stdin=stdin), process(*words, stdin=stdin)
    assert (here.returncode, here.stdout) == (there.returncode, there.stdout)
    assert here.stderr.splitlines()[-1:] == there.stderr.splitlines()[-1:]


def instead(monkeypatch: pytest.MonkeyPatch, main: Callable[[], object]) -> Callable[..., Any]:
    monkeypatch.setattr(command, "main", main)
    return lambda **environment: command.run(("a", "b"), Path("/"), environment, "given")


@pytest.mark.parametrize(("end", "code", "said"), [(None, 0, ""), (3, 3, ""), ("words", 1, "words\n")])
def test_exit_codes_are_the_interpreter_s(
    monkeypatch: pytest.MonkeyPatch, end: int | str | None, code: int, said: str
) -> None:
    done = instead(monkeypatch, lambda: sys.exit(end))()
    assert (done.returncode, done.stdout, done.stderr) == (code, "", said)


def test_an_error_that_nobody_caught_is_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    done = instead(monkeypatch, lambda: 1 / 0)()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Traceback") and done.stderr.endswith("ZeroDivisionError: division by zero\n")


def test_what_a_process_has_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def main() -> None:
        sys.stdout.write("text, ")
        sys.stdout.flush()
        sys.stdout.buffer.write("bytes ä, ".encode())
        sys.stdout.flush()
        os.write(1, b"descriptor, ")
        os.system("echo child")  # noqa: S605 - any child at all
        print(sys.stdin.buffer.read(), sys.argv, dict(os.environ), Path.cwd(), sys.stdout.encoding)  # noqa: T201
        print([stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)])  # noqa: T201
        warnings.warn("beware", stacklevel=1)
        warnings.warn("untold", DeprecationWarning, stacklevel=1)
        logging.getLogger("any").warning("noted")

    done = instead(monkeypatch, main)(A="1")
    assert done.stdout.startswith("text, bytes ä, descriptor, child\n")
    assert "b'given' ['kgraph', 'a', 'b'] {'A': '1'} / utf8\n[False, False, False]\n" in done.stdout
    assert "UserWarning: beware" in done.stderr and "untold" not in done.stderr
    assert done.stderr.endswith("noted\n")


def state() -> object:
    """What a command must leave as it was."""
    return (
        Path.cwd(),
        dict(os.environ),
        [sys.argv, sys.stdin, sys.stdout, sys.stderr],
        [os.fstat(number).st_ino for number in (0, 1, 2)],
        signal.getsignal(signal.SIGINT),
        signal.getitimer(signal.ITIMER_REAL),
        list(warnings.filters),
        list(logging.root.handlers),
    )


def test_nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []

    def main() -> None:
        os.chdir("/tmp")  # noqa: S108 - any other folder
        os.environ["B"] = "2"
        sys.argv = []
        sys.stdout.write("gone")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 1000)
        warnings.simplefilter("ignore")
        logging.root.handlers.append(logging.NullHandler())
        opened.append(online.opener())

    run, before = instead(monkeypatch, main), state()
    assert run().stdout == ""
    run(http_proxy="http://127.0.0.1:1")
    assert state() == before
    assert opened[0] is not opened[1] is not online.opener()


def test_the_environment_is_the_command_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    done = instead(monkeypatch, lambda: print(user_cache(), sys.stdout.encoding))(  # noqa: T201
        XDG_CACHE_HOME="/cache", PYTHONIOENCODING="ascii:replace"
    )
    assert done.stdout == "/cache/kgraph ascii\n"


def test_what_kgraph_ships_is_read_once_for_all_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    run = instead(monkeypatch, lambda: read.append(built_in()))
    run()
    run()
    assert read[0] is read[1]


@pytest.mark.parametrize("name", command._LASTING)
def test_what_lasts_is_a_cache(name: str) -> None:
    module, _, function = name.rpartition(".")
    assert isinstance(getattr(import_module(f"kgraph.{module}"), function), command._Cache)


def test_tests_share_no_store(kgraph: Run, built_pokrovsk: Path) -> None:
    before = sorted(p.name for p in (built_pokrovsk / ".kgraph").iterdir())
    assert kgraph("query", "claims", "-a", "Reuters").returncode == 0
    assert sorted(p.name for p in (built_pokrovsk / ".kgraph").iterdir()) == before
