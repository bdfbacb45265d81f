"""The workspace for the graphs on which rules are tested."""

import dataclasses

import pytest

from kgraph import Workspace


@pytest.fixture(scope="module")
def rules(pokrovsk: Workspace) -> Workspace:
    """A workspace without rules of its own, for graphs of another base."""
    return dataclasses.replace(pokrovsk, base="https://example.org/id/")
