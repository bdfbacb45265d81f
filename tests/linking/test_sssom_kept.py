"""Sets of each kind that the standard allows: after a judgement is added, every mapping has the slots that it had.

What is written is read by a reader of the test's own, and by sssom-py where that is installed.
"""

import csv
from pathlib import Path
from typing import Any

import pytest

from kgraph.linking.records import PROPAGATED
from kgraph.linking.sssom import read_judgements
from kgraph.linking.writing import to_sssom
from mapping_sets import BASE, NEW, SETS
from sssom_py import SssomPy


def mappings(text: str) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """The mappings of a set, each with its slots and those of the set, and the metadata."""
    import yaml

    lines = text.splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    metadata: dict[str, Any] = yaml.load("\n".join(head), yaml.BaseLoader)  # noqa: S506 - makes texts only
    rows = list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))
    own = {name for row in rows for name, cell in row.items() if cell}
    common = {
        name: "|".join(value) if isinstance(value, list) else value
        for name, value in metadata.items()
        if name in PROPAGATED and name not in own
    }
    told = [common | {name: cell for name, cell in row.items() if cell} for row in rows]
    return told, {name: value for name, value in metadata.items() if name not in PROPAGATED}


@pytest.fixture(params=list(SETS.values()), ids=list(SETS))
def texts(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """A set, and the set with a judgement more."""
    path = tmp_path / "links.sssom.tsv"
    path.write_text(request.param, encoding="utf8")
    judgements = read_judgements(path, BASE)
    assert [fault for fault in judgements.faults if fault.is_error] == []
    assert to_sssom(judgements) == request.param
    judgements.add(NEW)
    return request.param, to_sssom(judgements)


def is_new(mapping: dict[str, str]) -> bool:
    return mapping.get("object_id") == "gn:7/"


def test_every_mapping_and_all_metadata_are_as_they_were(texts: tuple[str, str]) -> None:
    (before, said), (after, says) = map(mappings, texts)
    assert [one for one in after if not is_new(one)] == before
    assert sum(map(is_new, after)) == 1
    prefixes, now = said.pop("curie_map"), says.pop("curie_map")
    assert says == said
    assert prefixes.items() <= now.items()


@pytest.mark.slow
def test_sssom_py_reads_what_was_there(texts: tuple[str, str], tmp_path: Path, validator: SssomPy) -> None:
    found = []
    for at, text in enumerate(texts):
        path = tmp_path / f"{at}.sssom.tsv"
        path.write_text(text, encoding="utf8")
        found.append(validator.read(path))
    (before, said, prefixes), (after, says, now) = found
    assert [one for one in after if not is_new(one)] == before
    assert (says, prefixes.items() <= now.items()) == (said, True)
