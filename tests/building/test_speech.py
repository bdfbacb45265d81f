"""What is kept of a claim as lines gives the claim back, whatever else its document says."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from claims import BASE
from kgraph import Workspace
from kgraph.building import read
from kgraph.building.kept import KeptClaim
from kgraph.building.speech import lines_by_graph, own_lines, read_claims
from kgraph.claims import Claim
from kgraph.namespaces import IRI
from kgraph.store.portions import GraphBytes
from kgraph.vocabulary import bundled_terms

_KNOWN = frozenset(term for term, *_ in bundled_terms())
_SHARED = """
@base <https://example.org/id/> . @prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix prov: <http://www.w3.org/ns/prov#> .
<doc/a> {
  <doc/a> a kg:Document ; kg:textLength 900 .
  <claim/a/c1> a kg:Claim ; kg:statedIn <doc/a> ; kg:content <claim/a/c1#content> ;
    prov:wasQuotedFrom <claim/a/c1#hop> ; kg:paraphrase "The dam broke\\nat dawn."@en ;
    kg:anchor [ oa:hasSource <doc/a> ; oa:hasSelector [ oa:start 5 ; oa:end 9 ] ] .
  <claim/a/c2> a kg:Claim ; kg:statedIn <doc/a> ; prov:wasQuotedFrom <claim/a/c1#hop> ; kg:supports <claim/a/c1> .
  <claim/a/c3> a kg:Claim ; kg:content <claim/a/c3#content> .
  <claim/a/c4> a kg:Claim ; prov:wasQuotedFrom <claim/a/c1> .
  <claim/a/c1#hop> a kg:Utterance ; prov:wasAttributedTo <agent/ann> ;
    prov:wasQuotedFrom [ prov:wasAttributedTo <agent/bo> ] .
}
<claim/a/c1#content> { <claim/a/c1#s> a kg:Flood ; kg:place <place/ford> ; kg:time [ kg:edtf "2031-03" ] }
"""


def kept(claims: Sequence[Claim], lines: GraphBytes) -> list[KeptClaim]:
    own = own_lines(claims, lines)
    return [KeptClaim(one.id, one.graph, one.content, None, lines=own[one.id]) for one in claims]


@pytest.mark.parametrize("name", [".", "examples/earthquake", "examples/election", "shared"])
def test_lines_of_claims_give_the_claims_back(name: str, tmp_path: Path) -> None:
    paths, base = [tmp_path / "shared.trig"], BASE
    if name == "shared":
        paths[0].write_text(_SHARED, encoding="utf8")
    else:
        workspace = Workspace.find(Path(__file__).parents[2] / name)
        paths, base = workspace.data_files(), workspace.base
    data = read(paths, base, _KNOWN)
    claims = list(data.part.claims)
    assert len(claims) > 2
    rows = kept(claims, data.lines)
    assert read_claims(rows) == claims
    for claim, row in zip(claims, rows, strict=True):  # and each by itself, with nothing that is another's
        assert read_claims([row]) == [claim]
        assert lines_by_graph([row]).keys() <= {claim.graph, claim.content}


def test_a_claim_without_content_and_one_whose_content_nobody_says(tmp_path: Path) -> None:
    path = tmp_path / "shared.trig"
    path.write_text(_SHARED, encoding="utf8")
    data = read([path], BASE, _KNOWN)
    one, two, three, _ = kept(list(data.part.claims), data.lines)
    content = IRI(f"{BASE}claim/a/c1#content")
    assert lines_by_graph([one])[content] == data.lines[content]
    assert [claim.statements for claim in read_claims([two, three])] == [(), ()]
    own = lines_by_graph([two])[IRI(f"{BASE}doc/a")].decode().splitlines()
    assert {line.split(" ")[0] for line in own if not line.startswith("_:")} == {
        f"<{BASE}claim/a/c2>",
        f"<{BASE}claim/a/c1#hop>",
    }
