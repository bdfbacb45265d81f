"""A pytest plugin for `mutants.py`: it records which lines each test executes (TESTS_NOTED), or runs only chosen tests.

TESTS_NOTED is the folder for the records; TESTS_CHOSEN is a JSON file with the tests to run, in order.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CODE = Path(__file__).resolve().parents[1] / "src/kgraph"


class Recorder:
    """Records the lines that each test and each shared fixture executes, in this process and in those that it
    starts."""

    def __init__(self, notes: Path) -> None:
        import coverage

        self.notes = notes / f"tests-{os.getpid()}.json"
        settings = notes / "settings"
        settings.write_text(
            f"[run]\nsource = {CODE}\ndata_file = {notes}/c\nparallel = true\ncontext = ${{TESTS_CONTEXT}}\n"
        )
        os.environ |= {"COVERAGE_PROCESS_START": str(settings), "TESTS_CONTEXT": ""}
        self.coverage = coverage.Coverage(source=[str(CODE)], data_file=str(notes / "c"), data_suffix=True)
        self.coverage.start()
        self.tests: dict[str, dict[str, Any]] = {}

    def _now(self, context: str) -> None:
        os.environ["TESTS_CONTEXT"] = context
        self.coverage.switch_context(context)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Record the test's own lines, and the shared fixtures that it uses."""
        self._now(item.nodeid)
        known = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
        shared = [_name(defs[-1]) for defs in known.values() if defs[-1].scope != "function"]
        self.tests[item.nodeid] = {"seconds": 0.0, "passed": False, "failed": False, "fixtures": shared}
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """Record the lines of a shared fixture's setup for the fixture, not for the test that runs first."""
        before = os.environ["TESTS_CONTEXT"]
        if fixturedef.scope != "function":
            self._now(_name(fixturedef))
        try:
            return (yield)
        finally:
            self._now(before)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record how long the test took and how it ended."""
        if report.nodeid in self.tests:
            noted = self.tests[report.nodeid]
            noted["seconds"] += report.duration
            noted["passed"] |= report.when == "call" and report.passed
            noted["failed"] |= report.failed

    def pytest_unconfigure(self) -> None:
        """Write the records."""
        self.coverage.stop()
        self.coverage.save()
        self.notes.write_text(json.dumps(self.tests))


def _name(definition: Any) -> str:
    return f"fixture {definition.baseid}::{definition.argname}"


def pytest_configure(config: pytest.Config) -> None:
    """Begin recording, in the process that runs tests."""
    notes = os.environ.get("TESTS_NOTED")
    if notes and (hasattr(config, "workerinput") or not config.getoption("numprocesses", 0)):
        config.pluginmanager.register(Recorder(Path(notes)))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep only the chosen tests, in their order."""
    if chosen := os.environ.get("TESTS_CHOSEN"):
        order = {name: n for n, name in enumerate(json.loads(Path(chosen).read_text()))}
        items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])
