"""Mapping sets with what SSSOM allows."""

from kgraph.linking.judgements import Judgement, Verdict
from kgraph.namespaces import IRI

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
