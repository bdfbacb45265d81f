"""One claimant with many figures of one day, each of which is a finding with each other one."""

import pytest

from kgraph.analysis import questioned
from kgraph.model import Rows
from kgraph.namespaces import IRI
from kgraph.store import Store
from news import asked, case_of

HEAD = """
title = "t"
topic = "flood"
why = "w"
[[entity]]
id = "office"
class = "Organization"
label = "the office"
[[entity]]
id = "daily"
class = "MediaOutlet"
label = "the daily"
[[entity]]
id = "flood"
class = "Flood"
label = "the flood"
[[document]]
id = "d1"
outlet = "daily"
published = "2031-05-04"
"""
CLAIM = """
[[claim]]
id = "c{0}"
in = "d1"
by = "office"
said = "2031-05-04"
statement = "figure"
measure = "killed"
event = "flood"
value = {0}
"""


def test_many_findings_are_read_all_at_once_and_tell_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(HEAD + "".join(CLAIM.format(number + 1) for number in range(12)))
    queries: list[str] = []
    select = questioned._select

    def noted(store: Store, world: IRI, text: str) -> Rows:
        queries.append(text)
        return select(store, world, text)

    monkeypatch.setattr(questioned, "_select", noted)
    named = asked(case)
    assert any("VALUES ?s" in text for text in queries)
    queries.clear()
    monkeypatch.setattr(questioned, "MOST_NAMED", 50)  # each two of the twelve make a finding
    assert asked(case) == named
    assert not any("VALUES ?s" in text for text in queries)
