"""Hairlines from names to shapes in files and on paper: short, thin and pale, and explained where there are any."""

import math
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from drawings import SVG, of_class, read, saved, texts

LEADS = "from a name to its shape"
LONGEST = 75  # pixels: 60 from the shape, and a little more where it leads to a corner


def leaders(drawing: ET.Element) -> list[ET.Element]:
    return [one for one in drawing.iter(f"{SVG}line") if one.get("class") == "leader"]


def long_of(leader: ET.Element) -> float:
    x1, y1, x2, y2 = (float(leader.get(key, "0")) for key in ("x1", "y1", "x2", "y2"))
    return math.hypot(x2 - x1, y2 - y1)


def larger(drawing: ET.Element) -> float:
    """How many times larger than the window a saved picture is."""
    return float(drawing.get("width", "0")) / float(drawing.get("viewBox", "").split()[2])


PRINTED = """way => {
  dispatchEvent(new Event("beforeprint"));
  const text = new XMLSerializer().serializeToString(document.querySelector(`#paper .${way}`));
  dispatchEvent(new Event("afterprint"));
  return text;
}"""


@pytest.mark.slow
@pytest.mark.parametrize("state", [{}, {"node": "place/pokrovsk"}, {"node": "agent/ukrainian-forces"}])
def test_hairlines_are_short_thin_and_in_the_key(looked_at: Any, pokrovsk_page: Path, state: dict[str, str]) -> None:
    shown = looked_at(pokrovsk_page)
    shown.go(**state)
    shown.page.wait_for_timeout(400)
    drawings = [saved(shown)] + [read(shown.page.evaluate(PRINTED, way)) for way in ("upright", "lying")]
    for drawing in drawings:
        found, by = leaders(drawing), larger(drawing)
        assert all(long_of(one) * by <= LONGEST and float(one.get("stroke-width", "9")) * by < 0.7 for one in found)
        assert {one.get("stroke") for one in found} <= {"#54606f"}
        assert all(one.get("stroke-dasharray") for one in found)
        assert (LEADS in texts(drawing)) == bool(found)
    if not state:
        assert any(leaders(drawing) for drawing in drawings)
        assert len([one for one in of_class(drawings[0], "label") if one.get("data-of") == "node"]) > 120
