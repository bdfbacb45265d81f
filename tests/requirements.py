"""Skipping or failing a test if something that it needs is not on this machine."""

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip the test with the reason; with KGRAPH_REQUIRE=all, fail it, since nothing may be skipped then."""
    if os.environ.get("KGRAPH_REQUIRE") == "all":
        pytest.fail(f"{what} is missing, and KGRAPH_REQUIRE=all lets nothing be skipped")
    pytest.skip(f"{what} is missing")
