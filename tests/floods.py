"""A made-up report of a flood, a workspace with it, and five claims from it as a hurried user types them."""

import hashlib
from pathlib import Path

Answers = dict[str, tuple[str, ...]]
"""The typed answers, question by question; several if the question leads to more."""

PARAGRAPHS = (
    "The Selm burst its banks above Lowmarsh on Monday night. Mayor Ida Brand said on Tuesday that about 40 people "
    "were missing and that the dike at Tarn Bridge had collapsed.",
    "The Rhode Water Board denied that the dike had given way. Its director, Jon Vey, said that the water had probably "
    "come over the dike by Tuesday.",
    "Volunteers told the Gazette that three people had drowned in Lowmarsh. The dike was inspected in March. The dike "
    "will be rebuilt, the mayor said.",
)
TEXT = "\n\n".join(PARAGRAPHS) + "\n"
PREFIXES = """@base <https://example.org/id/> .
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
REFERENCE = """
<graph/reference> { <agent/selm-gazette> a kg:MediaOutlet ; rdfs:label "Selm Gazette"@en . }
"""
NOTHING = ("",)
_HEAD = ("words", "who says it", "through whom", "when said", "says", "how it is said", "how sure", "voice", "kind")
_FIGURE = ("what", "how much", "who", "who is counted", "event", "where", "when")
_EVENT = ("what", "who", "to whom", "where", "when", "phase")


def claim(kind: tuple[str, ...], told: Answers) -> Answers:
    """The answers for one claim: those in `told`, Enter for the others, and Enter to save it."""
    every = dict.fromkeys((*_HEAD, *kind, "more", "keep"), NOTHING)
    assert set(told) <= set(every), set(told) - set(every)
    return {question: told.get(question, answer) for question, answer in every.items()}


MISSING = claim(
    _FIGURE,
    {
        "words": ("about 40 people were missing",),
        "who says it": ("Ida Brand", ""),
        "when said": ("11 March",),
        "says": ("About forty people are missing.",),
        "kind": ("fig",),
        "what": ("people missing",),
        "how much": ("about 40",),
        "where": ("Lowmarsh", ""),
        "when": ("11 March",),
    },
)
FAILED = claim(
    _EVENT,
    {
        "words": ("the dike at Tarn Bridge had collapsed",),
        "when said": ("11 March",),
        "says": ("The dike at Tarn Bridge broke.",),
        "kind": ("ev",),
        "what": ("accident: dike broke",),
        "where": ("Tarn Bridge", ""),
        "when": ("by 11 March",),
        "phase": ("completed",),
    },
)
DENIED = claim(
    (),
    {
        "words": ("denied that the dike had given way",),
        "who says it": ("Rhode Water Board", ""),
        "says": ("The dike did not break.",),
        "how it is said": ("denial", "c2"),
    },
)
FLOODED = claim(
    _EVENT,
    {
        "words": ("come over the dike",),
        "who says it": ("Jon Vey", ""),
        "says": ("Water probably ran over the dike.",),
        "how sure": ("prob",),
        "kind": ("ev",),
        "what": ("flood: water over the dike",),
        "where": ("Tarn Bridge",),
        "when": ("by 11 March",),
    },
)
DROWNED = claim(
    _FIGURE,
    {
        "words": ("three people had drowned",),
        "who says it": ("volunteers", ""),
        "says": ("Three people drowned in Lowmarsh.",),
        "kind": ("fig",),
        "what": ("people killed",),
        "how much": ("three",),
        "where": ("Lowmarsh",),
    },
)
FIVE = (MISSING, FAILED, DENIED, FLOODED, DROWNED)
ALONE = {**DROWNED, "where": ("Lowmarsh", "")}
"""The last claim, for a session in which it is the first to name its place."""


def typed(told: Answers) -> list[str]:
    """The answers in their order."""
    return [answer for answers in told.values() for answer in answers]


def keystrokes(told: Answers) -> int:
    """The number of keys for a claim: with Enter after each answer, and Enter for another claim."""
    return sum(len(answer) + 1 for answer in typed(told)) + 1


def flooded(root: Path) -> Path:
    """A workspace with the report in it, and nothing else."""
    (root / "data/triples").mkdir(parents=True)
    (root / "kgraph.toml").write_text('title = "flood"\nbase = "https://example.org/id/"\n', encoding="utf8")
    (root / "data/triples/reference.trig").write_text(PREFIXES + REFERENCE, encoding="utf8")
    with_report(root, "flood", TEXT)
    return root


def with_report(root: Path, name: str, text: str) -> None:
    """Put a report of the Gazette into a workspace."""
    (root / "sources").mkdir(exist_ok=True)
    (root / f"sources/{name}.txt").write_text(text, encoding="utf8")
    described = f"""
<doc/{name}> {{
  <doc/{name}> a kg:Document ; rdfs:label "Selm Gazette: {name}"@en ; kg:fileName "{name}.txt" ;
    kg:textDigest "sha256:{hashlib.sha256(text.encode()).hexdigest()}" ; kg:textLength {len(text)} ;
    schema:datePublished "2025-03-12"^^xsd:date ; schema:inLanguage "en" ; schema:publisher <agent/selm-gazette> .
}}
"""
    (root / f"data/triples/{name}.trig").write_text(PREFIXES + described, encoding="utf8")
