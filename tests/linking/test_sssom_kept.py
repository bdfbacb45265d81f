"""Sets of each kind that the standard allows: after a judgement is added, every mapping has the slots that it had.

What is written is read by a reader of the test's own, and by sssom-py where that is installed.
"""

import csv
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kgraph.linking.judgements import Judgement, Verdict
from kgraph.linking.records import PROPAGATED
from kgraph.linking.sssom import read_judgements
from kgraph.linking.writing import to_sssom
from kgraph.namespaces import IRI
from requirements import missing

BASE, GN = "https://example.org/id/", "https://sws.geonames.org/"
NEW = Judgement(
    IRI(f"{BASE}place/new"), Verdict.match, IRI(f"{GN}7/"), "New|town", source=GN, author="Ann", date="2026-05-05"
)
HEAD = """#curie_map:
#  a: https://example.com/a/
#  b: https://example.com/b/
#mapping_set_id: https://example.com/set
#license: https://creativecommons.org/licenses/by/4.0/
"""
COLUMNS = ("subject_id", "predicate_id", "object_id", "mapping_justification")
EXACT = ("a:1", "skos:exactMatch", "b:1", "semapv:ManualMappingCuration")


def table(*rows: dict[str, str], head: str = HEAD) -> str:
    """A set of these mappings, each like `EXACT` but for the cells that are given."""
    columns = list(dict.fromkeys([*COLUMNS, *(name for row in rows for name in row)]))
    usual = dict(zip(COLUMNS, EXACT, strict=True))
    lines = ["\t".join((usual | row).get(name, "") for name in columns) for row in rows]
    return head + "\n".join(["\t".join(columns), *lines]) + "\n"


SETS = {
    "several values in a cell": table(
        {"author_label": r"Ann|Bo\|Bob", "author_id": "orcid:1|orcid:2", "see_also": "https://example.com/1|x:2"},
        {"subject_id": "a:2", "match_string": "one|two", "curation_rule": "a:r1|a:r2", "creator_label": "Zoe"},
        head=HEAD.replace("#mapping", "#  orcid: https://orcid.org/\n#mapping", 1),
    ),
    "each justification": table(
        *(
            {"subject_id": f"a:{at}", "mapping_justification": f"semapv:{name}", "confidence": "0.10"}
            for at, name in enumerate(
                ("LexicalMatching", "LogicalMatching", "CompositeMatching", "MappingChaining", "MappingReview")
            )
        )
    ),
    "extension slots": table(
        {"ext_score": "7", "ext_note": "it's: odd"},
        {"subject_id": "a:2", "ext_score": "", "ext_note": "#x"},
        head=HEAD
        + "#extension_definitions:\n#  - slot_name: ext_score\n#    property: a:score\n#    type_hint: xsd:integer\n"
        + "#ext_set: of all\n",
    ),
    "slots of the whole set": table(
        {},
        {"subject_id": "a:2", "subject_label": "Two"},
        head=HEAD
        + "#mapping_tool: other\n#mapping_tool_version: '1.10'\n#mapping_date: '2020-02-02'\n#object_source: b:all\n"
        + "#subject_preprocessing:\n#- semapv:Lowercasing\n#- semapv:Stemming\n#mapping_provider: https://example.com/\n",
    ),
    "a slot of the set that some rows have": table(
        {"mapping_tool": "mine"}, {"subject_id": "a:2"}, head=HEAD + "#mapping_tool: other\n"
    ),
    "nothing there, on either side": table(
        {"object_id": "sssom:NoTermFound", "object_source": "b:all"},
        {"subject_id": "sssom:NoTermFound", "subject_source": "a:all"},
        {"subject_id": "a:3", "predicate_modifier": "Not"},
    ),
    "composed entities and literals": table(
        {"object_type": "composed entity expression", "object_id": "b:x"},
        {"subject_id": "", "subject_label": "a word", "subject_type": "rdfs literal"},
        {"subject_id": "a:3", "subject_type": "owl class", "object_type": "skos concept"},
    ),
    "other predicates": table(
        {"predicate_id": "skos:broadMatch", "predicate_label": "wider"},
        {"predicate_id": "owl:equivalentClass", "mapping_cardinality": "1:n", "reviewer_agreement": "-1.0"},
        {"predicate_id": "a:own", "other": "k=v", "record_id": "a:r7", "similarity_score": "0.50"},
    ),
    "a map of prefixes in one line": table(
        {},
        head="#curie_map: {a: 'https://example.com/a/', b: 'https://example.com/b/'}\n"
        "#mapping_set_id: https://example.com/set\n#license: https://creativecommons.org/licenses/by/4.0/\n"
        "#mapping_set_version: '1.10'\n#creator_label: [Ann, 'Bo: Bob']\n#comment: 'it''s # no comment'\n",
    ),
    "no table yet": HEAD + "\t".join(COLUMNS) + "\n",
}
SCRIPT = """
import json, logging, sys, warnings
logging.disable(logging.CRITICAL); warnings.filterwarnings("ignore")
from sssom.parsers import parse_sssom_table
found = parse_sssom_table(sys.argv[1]); found.propagate()
rows = [{k: str(v) for k, v in row.items() if v == v and v not in (None, "")} for row in found.df.to_dict("records")]
print(json.dumps([rows, {k: str(v) for k, v in found.metadata.items()}, dict(found.converter.bimap)]))
"""


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


def test_sssom_py_reads_what_was_there(texts: tuple[str, str], tmp_path: Path) -> None:
    if not (command := os.environ.get("KGRAPH_SSSOM")):
        missing("KGRAPH_SSSOM with the path of sssom-py's command")
    found = []
    for at, text in enumerate(texts):
        path = tmp_path / f"{at}.sssom.tsv"
        path.write_text(text, encoding="utf8")
        python = Path(command).with_name("python")
        done = subprocess.run([python, "-c", SCRIPT, path], capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    (before, said, prefixes), (after, says, now) = found
    assert [one for one in after if not is_new(one)] == before
    assert (says, prefixes.items() <= now.items()) == (said, True)
