"""Whether a claim that finds no evidence for another keeps to that."""

import pytest

from claims import BASE, claim, document, trig
from kgraph.store import parse_quads
from kgraph.validation.dataset import Dataset
from kgraph.validation.references import check_doubts

REFERENCE = """<event/fire> a kg:Fire ; rdfs:label "fire"@en . <agent/ann> a kg:Person ; rdfs:label "Ann"@en .
<agent/paper> a kg:MediaOutlet ; rdfs:label "Paper"@en ."""
ARSON = "<event/fire> kg:phase kg:Completed ; kg:actor <agent/ann>"
LOCAL = "<#{}> a kg:Arson ; kg:phase kg:Completed ; kg:actor <agent/ann>"


@pytest.mark.parametrize(
    ("first", "own", "told"),
    [
        (ARSON, ARSON, True),
        (LOCAL.format("e1"), LOCAL.format("e2"), True),
        (ARSON, "<#e> a kg:Event ; kg:phase kg:Completed ; kg:target <event/fire>", False),
    ],
)
def test_its_content_is_not_that_for_which_it_finds_no_evidence(first: str, own: str, told: bool) -> None:
    doubt = claim("d/c2", "agent/ann", own, more=" ; kg:findsNoEvidenceFor <claim/d/c1>")
    text = trig(REFERENCE, document("d", "paper"), claim("d/c1", "agent/paper", first), doubt)
    lines = [one.line(BASE) for one in check_doubts(Dataset(parse_quads(text.encode(), "trig", BASE), BASE))]
    assert [line.split(": ")[0] for line in lines] == ["claim/d/c2"] * told
