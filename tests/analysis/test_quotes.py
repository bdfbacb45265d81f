"""The quotes of claims out of the texts at hand; anchors that cannot be followed are passed over."""

import hashlib
from pathlib import Path

import pytest

from kgraph.analysis.quotes import read_quotes
from kgraph.namespaces import IRI, PREFIXES
from kgraph.store import open_store, parse_quads

BASE = "https://example.org/id/"
WORLD = IRI(BASE + "world/w")


def quotes(folder: Path, start: str) -> list[tuple[str, ...]]:
    (folder / "d.txt").write_text("They held it.")
    digest = "sha256:" + hashlib.sha256(b"held").hexdigest()
    anchors = "".join(
        f'kg:anchor [ oa:hasSource <doc/d> ; kg:quoteDigest "{digest}" ; '
        f"oa:hasSelector [ oa:start {at} ; oa:end 9 ] ] ; "
        for at in ("5", start)
    )
    prefixes = "".join(f"@prefix {prefix}: <{iri}> . " for prefix, iri in PREFIXES.items())
    said = f'<doc/d> kg:fileName "d.txt" . <claim/c> {anchors} a kg:Claim .'
    with open_store("memory:") as store:
        store.load(parse_quads(f"{prefixes} <{WORLD}> {{ {said} }}".encode(), "trig", BASE))
        return list(read_quotes(store, WORLD, folder).values())


@pytest.mark.parametrize("start", ['"abc"', '"x"^^xsd:integer', "5.5", "1" * 4_301, "<doc/d>", "[]", "true", "-5"])
def test_an_offset_that_is_no_whole_number_is_passed_over(tmp_path: Path, start: str) -> None:
    assert quotes(tmp_path, start) == [("held",)]
