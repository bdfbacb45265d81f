import gc

import pytest

from kgraph.memory import uncollected


def test_collection_is_off_meanwhile_and_as_it_was_afterwards() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="x"), uncollected():
        assert not gc.isenabled()
        raise ValueError("x")
    assert gc.isenabled()
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
