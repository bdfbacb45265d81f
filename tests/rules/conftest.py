"""The workspace for the graphs on which rules are tested."""

import dataclasses

import pytest

from kgraph import Workspace


@pytest.fixture(scope="module")
def rules(pokrovsk: Workspace) -> Workspace:
    """The Pokrovsk workspace with another base, so that rules can be tested on small graphs below that base."""
    return dataclasses.replace(pokrovsk, base="https://example.org/id/")
