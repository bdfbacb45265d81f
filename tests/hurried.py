"""The hurriedly filled sheets of `tests/sheets/cases`, each in a new workspace with its texts."""

import shutil
from collections.abc import Mapping
from pathlib import Path

CASES = Path(__file__).parent / "sheets" / "cases"
SHORTER: Mapping[str, Mapping[str, str]] = {
    "ferry": {},
    "refinery": {
        "Fire at Brennor Works in the third week of the strike": "Fire during a strike",
        "Who was where on the night of the fire?": "The night of the fire",
    },
}
"""Shorter titles instead of those that share nine words with their texts, which the import reports and validation
refuses."""


def copied(name: str, to: Path) -> Path:
    """A new workspace with the texts of a case, and its sheet; returns the sheet."""
    (to / "data" / "triples").mkdir(parents=True)
    (to / "kgraph.toml").write_text(f'base = "https://example.org/{name}/"\n', encoding="utf8")
    shutil.copytree(CASES / name / "sources", to / "sources")
    for file, beside in (("claims", ""), ("documents", ".documents"), ("things", ".things")):
        text = (CASES / name / f"{file}.csv").read_text(encoding="utf8")
        for title, shorter in SHORTER[name].items():
            text = text.replace(title, shorter)
        (to / f"claims{beside}.csv").write_text(text, encoding="utf8")
    return to / "claims.csv"
