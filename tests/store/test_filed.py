"""A file of graphs: lines in order, and a damaged file, which has nothing to go on from."""

from pathlib import Path

import pytest

from kgraph.namespaces import IRI
from kgraph.store.filed import Filed, digest_of, in_order

FERRY, LINES = IRI("x:ferry"), [b'<x:%04d> <x:p> "sunk" .\n' % number for number in range(2_500)]


def test_lines_come_in_order_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.store.filed._PORTION", 700)
    assert list(in_order([*LINES[::-1], *LINES[:30]])) == LINES


def test_a_damaged_file_is_not_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "lines"
    with Filed(place) as file:
        file.add(FERRY, LINES)
        file.add(IRI("x:empty"), [])
        file.flush()
        assert (file.digests, file.counts) == ({FERRY: digest_of(LINES)}, {FERRY: 2_500})
    with Filed(place) as file:
        assert (list(file), list(file[FERRY])) == ([FERRY], LINES)
        assert file.is_as(FERRY, digest_of(LINES))
        assert not file.is_as(FERRY, digest_of(LINES[1:]))
    whole = place.read_bytes()
    for at in range(0, len(whole), 997):
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        with Filed(place) as file:
            assert not file.is_as(FERRY, digest_of(LINES)) or list(file[FERRY]) == LINES
    place.write_bytes(b"no database, but a text of somebody")
    with Filed(place) as file:
        assert not file.is_as(FERRY, digest_of(LINES))
