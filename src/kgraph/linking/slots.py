"""What SSSOM's slots hold: identifiers, addresses, days, numbers or texts, one or several; and their RDF properties.

The model is SSSOM 1.1 (https://mapping-commons.github.io/sssom/spec-model/).
"""

from kgraph.namespaces import DCTERMS, IRI, OWL, PREFIXES, RDF, RDFS, SKOS, SSSOM

BUILT_IN = {name: PREFIXES[name] for name in ("owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd")} | {
    "linkml": "https://w3id.org/linkml/"
}
"""Prefixes that a set need not declare and must not redefine (SSSOM, "IRI prefixes")."""
REFERENCES = frozenset(
    [
        "author_id",
        "creator_id",
        "curation_rule",
        "issue_tracker_item",
        "mapping_justification",
        "mapping_source",
        "mapping_tool_id",
        "object_id",
        "object_match_field",
        "object_preprocessing",
        "object_source",
        "predicate_id",
        "record_id",
        "reviewer_id",
        "subject_id",
        "subject_match_field",
        "subject_preprocessing",
        "subject_source",
    ]
)
"""The slots with identifiers, which are CURIEs in text and IRIs in RDF."""
ADDRESSES = frozenset(
    ["issue_tracker", "license", "mapping_provider", "mapping_set_id", "mapping_set_source", "see_also"]
)
"""The slots with addresses, which are written in full."""
NUMBERS = frozenset(["confidence", "mapping_set_confidence", "reviewer_agreement", "similarity_score"])
DATES = frozenset(["mapping_date", "publication_date", "review_date"])
LISTS = frozenset(
    [
        "author_id",
        "author_label",
        "cardinality_scope",
        "creator_id",
        "creator_label",
        "curation_rule",
        "curation_rule_text",
        "mapping_set_source",
        "match_string",
        "object_match_field",
        "object_preprocessing",
        "reviewer_id",
        "reviewer_label",
        "see_also",
        "subject_match_field",
        "subject_preprocessing",
    ]
)
"""The slots with several values."""
TEXTS = frozenset(
    [
        "comment",
        "mapping_cardinality",
        "mapping_set_description",
        "mapping_set_title",
        "mapping_set_version",
        "mapping_tool",
        "mapping_tool_version",
        "object_category",
        "object_label",
        "object_source_version",
        "object_type",
        "other",
        "predicate_label",
        "predicate_modifier",
        "predicate_type",
        "similarity_measure",
        "sssom_version",
        "subject_category",
        "subject_label",
        "subject_source_version",
        "subject_type",
        "match_type",
        "match_term_type",
    ]
)
LABELS = frozenset(["author_label", "creator_label", "reviewer_label", "curation_rule_text", "match_string"])
"""The slots with several texts."""
SLOTS = REFERENCES | ADDRESSES | NUMBERS | DATES | LISTS | TEXTS
PROPERTIES = {
    "author_id": IRI("http://purl.org/pav/authoredBy"),
    "comment": RDFS.comment,
    "creator_id": DCTERMS.creator,
    "license": DCTERMS.license,
    "mapping_date": DCTERMS.created,
    "mapping_set_description": DCTERMS.description,
    "mapping_set_source": IRI("http://www.w3.org/ns/prov#wasDerivedFrom"),
    "mapping_set_title": DCTERMS.title,
    "mapping_set_version": OWL.versionInfo,
    "object_id": OWL.annotatedTarget,
    "predicate_id": OWL.annotatedProperty,
    "publication_date": DCTERMS.issued,
    "see_also": RDFS.seeAlso,
    "subject_id": OWL.annotatedSource,
}
"""The properties of slots whose property is not named as the slot."""
ALSO = {IRI("http://purl.org/pav/authoredOn"): "mapping_date"}
"""Further properties that other versions of the standard write."""
MEANINGS = {
    **{
        f"owl {words}": OWL[name]
        for words, name in {
            "class": "Class",
            "object property": "ObjectProperty",
            "data property": "DataProperty",
            "annotation property": "AnnotationProperty",
            "named individual": "NamedIndividual",
        }.items()
    },
    "skos concept": SKOS.Concept,
    **{
        f"rdfs {name.lower()}": IRI(f"{PREFIXES['rdfs']}{name}")
        for name in ("Resource", "Class", "Literal", "Datatype")
    },
    "rdf property": RDF.Property,
    "composed entity expression": SSSOM.ComposedEntityExpression,
    "Not": SSSOM.NegatedPredicate,
}
"""The terms for fixed values of `subject_type`, `object_type`, `predicate_type` and `predicate_modifier`."""
VERSIONS = {"1.0": IRI(f"{SSSOM.base}version1.0"), "1.1": IRI(f"{SSSOM.base}version1.1")}


def property_of(slot: str) -> IRI:
    """The property of a slot."""
    return PROPERTIES.get(slot) or IRI(SSSOM.base + slot)
