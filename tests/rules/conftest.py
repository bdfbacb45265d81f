"""The rules that tests run, read once a module: reading their headers takes a fifth of a small graph's time."""

import dataclasses
import functools
from collections.abc import Iterator

import pytest

from kgraph import Workspace
from kgraph.catalogue import read_query


@pytest.fixture(scope="module")
def rules(pokrovsk: Workspace) -> Iterator[Workspace]:
    """The workspace whose rules run, over graphs of another base."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kgraph.workspace.building.read_query", functools.cache(read_query))
        yield dataclasses.replace(pokrovsk, base="https://example.org/id/")
