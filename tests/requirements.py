"""What a test does when something it needs is not on this machine."""

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip the test, saying why; under KGRAPH_REQUIRE=all fail it, as there nothing may be skipped."""
    if os.environ.get("KGRAPH_REQUIRE") == "all":
        pytest.fail(f"{what} is missing, and KGRAPH_REQUIRE=all lets nothing be skipped")
    pytest.skip(f"{what} is missing")
