"""The gazetteer that kgraph ships; one process of a run makes its index, and the others wait (10 s, 75 MB)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.linking.gazetteer import Gazetteer, open_gazetteer
from kgraph.linking.places import PlaceFinder
from sssom_py import SssomPy, sssom_py


@pytest.fixture(scope="session")
def gazetteer(gazetteer_cache: Path) -> Iterator[Gazetteer]:
    with open_gazetteer(cache=gazetteer_cache) as opened:
        yield opened


@pytest.fixture(scope="session")
def finder(gazetteer: Gazetteer) -> PlaceFinder:
    return PlaceFinder(gazetteer)


@pytest.fixture(scope="session")
def validator() -> Iterator[SssomPy]:
    """SSSOM's own package."""
    with sssom_py() as running:
        yield running
