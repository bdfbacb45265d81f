"""Figures whose words and values disagree: cases for and against are in `worded.tsv`."""

from decimal import Decimal
from pathlib import Path

import pytest

from claims import BASE, claim, document, trig
from kgraph.namespaces import KG
from kgraph.store import parse_quads
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import failed
from kgraph.validation.worded import check_worded, differs
from kgraph.vocabulary import built_in

CASES = [
    line.split("\t")
    for line in Path(__file__).with_name("worded.tsv").read_text(encoding="utf8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("figure", "given", "unit", "language", "verdict"), CASES, ids=lambda text: text)
def test_words_and_values_agree_or_differ(figure: str, given: str, unit: str, language: str, verdict: str) -> None:
    least, between, most = given.partition("–")
    ends = {KG.minValue: Decimal(least), KG.maxValue: Decimal(most)} if between else {KG.value: Decimal(least)}
    found = differs(figure, ends, KG[unit] if unit else None, built_in(), english=language == "en")
    assert found == (verdict == "differs")


@pytest.mark.parametrize(
    "figure",
    ["", "½", "1/0", "0", "9" * 5_000, "1e999", "٣" * 50, "a", "and", "of of", "1,", "\u202e6", "third", "1 " * 500],
)
def test_odd_figures_break_nothing(figure: str) -> None:
    for english in (True, False):
        differs(figure, {KG.value: Decimal(6)}, KG.Mile, built_in(), english=english)


def test_a_claim_with_such_a_figure_is_told_and_may_stay() -> None:
    said = '<#m> a kg:Measurement ; kg:measure kg:Width ; kg:figure "6 miles" ; kg:value 26.0 ; kg:unit kg:Mile'
    text = trig(
        '<agent/ann> a kg:Person ; rdfs:label "Ann"@en .', document("d", "paper"), claim("d/c1", "agent/ann", said)
    )
    found = list(check_worded(Dataset(parse_quads(text.encode(), "trig", BASE), BASE), built_in()))
    assert [one.message for one in found] == ["kg:figure “6 miles” gives another number: kg:value is 26"]
    assert not failed(found)
