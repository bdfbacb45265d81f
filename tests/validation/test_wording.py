"""The wording of a source is found in our own texts, however its characters were changed."""

import unicodedata
from collections.abc import Callable

import pytest

from kgraph.model import Literal, Quad, Term
from kgraph.namespaces import IRI, KG, RDF, RDFS, SKOS
from kgraph.sources import SourceText
from kgraph.validation.dataset import Dataset
from kgraph.validation.wording import check_wording

BASE = "https://example.org/id/"
SOURCE = "Prelude. The well-known commander of the brigade told reporters in Zürich that his unit doesn’t hold it. End."
OURS = "The well-known commander of the brigade told reporters in Zürich"


def check(ours: str | list[str], *sources: str) -> list[str]:
    graph = IRI(BASE + "doc/d")
    texts = [ours] if isinstance(ours, str) else ours
    quads: list[Quad] = [
        (IRI(f"{BASE}claim/d/c{i}"), KG.paraphrase, Literal(text), graph) for i, text in enumerate(texts)
    ]
    documents: dict[Term, SourceText] = {
        IRI(f"{BASE}doc/{i}"): SourceText(text, "", len(text)) for i, text in enumerate(sources)
    }
    return [f"{finding.subject}: {finding.message}" for finding in check_wording(Dataset(quads, BASE), documents)]


CHANGES: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "soft hyphens": lambda text: text.replace("mm", "m\u00adm").replace("rt", "r\u00adt"),
    "zero width": lambda text: "\u200b".join(text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "upper case": str.upper,
    "without accents": lambda text: text.replace("ü", "u"),
    "split": lambda text: text.replace("well-known", "well known"),
    "joined": lambda text: text.replace("well-known", "wellknown"),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "ends of lines": lambda text: text.replace("brigade", "bri-\ngade").replace("well-known", "well-\r\nknown"),
    "punctuation": lambda text: text.replace(" of", ", of").replace(" told", " — “told”"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
}


@pytest.mark.parametrize("mine", CHANGES)
@pytest.mark.parametrize("theirs", CHANGES)
def test_no_change_of_characters_hides_the_wording(mine: str, theirs: str) -> None:
    source = SOURCE.replace(OURS, CHANGES[theirs](OURS))
    (finding,) = check(CHANGES[mine](OURS), source)
    assert finding.endswith("words in a row from character 9 of doc/0")


# in each script a source, and what of it is worth nine words, in other points and punctuation
SCRIPTS = {
    "Cyrillic": (
        "Командир бригады заявил журналистам во вторник, что его часть держит город.",
        "командир бригады заявил журналистам во вторник что его часть",
    ),
    "Arabic": (
        "قال قائد اللواء للصحفيين يوم الثلاثاء إن وحدته تسيطر على المدينة",
        "قَالَ قائد اللواء للصحفيين يوم الثلاثاء إن وحدته تسيطر",
    ),
    "Hindi": (
        "कमांडर ने मंगलवार को पत्रकारों से कहा कि उनकी इकाई शहर पर है।",
        "कमांडर ने मंगलवार को पत्रकारों से कहा कि उनकी",
    ),
    "Chinese": (
        "总统星期二对记者说，该部队完全控制了城镇的东部边缘。",
        "星期二对记者说该部队完全控制了",
    ),
    "Japanese": (
        "司令官は火曜日に記者団に対し、部隊が町を完全に支配していると述べた。",
        "火曜日に記者団に対し部隊が町を完全に支配して",
    ),
    "Thai": (
        "ผู้บัญชาการบอกผู้สื่อข่าวเมื่อวันอังคารว่าหน่วยของเขาควบคุมเมืองได้ทั้งหมดแล้ว",
        "บอกผู้สื่อข่าวเมื่อวันอังคารว่าหน่วยของเขาควบคุมเมืองได้",
    ),
    "Korean": (
        "대통령은 화요일에 기자들에게 그 부대가 도시를 완전히 장악했다고 말했다",
        "대통령은 화요일에 기자들에게 그 부대가 도시를 완전히 장악했다고 말했다",
    ),
}


@pytest.mark.parametrize(("source", "ours"), SCRIPTS.values(), ids=SCRIPTS)
def test_every_script(source: str, ours: str) -> None:
    assert len(check(ours, source)) == 1
    assert check(ours[: len(ours) // 2], source) == []


def test_eight_words_are_allowed_and_others_are_none_of_the_source_s() -> None:
    assert check("The well-known commander of the brigade told", SOURCE) == []  # eight with "well" and "known"
    assert check("The well-known commander of a brigade told reporters in Zürich", SOURCE) == []
    assert check("it. End.", SOURCE) == []


def test_each_text_and_each_document_is_told_once_with_the_first_place() -> None:
    found = check([OURS, "Something else entirely.", f"So it says: {OURS} that his unit"], SOURCE, "None.", SOURCE)
    assert sorted((line.split(":")[1][-2:], line[-1]) for line in found) == [
        ("c0", "0"),
        ("c0", "2"),
        ("c2", "0"),
        ("c2", "2"),
    ]


@pytest.mark.parametrize(
    ("predicate", "graph", "kind", "expected"),
    [
        (RDFS.label, "graph/reference", KG.Organization, ["warning"]),
        (SKOS.prefLabel, "graph/reference", KG.Organization, ["warning"]),
        (SKOS.altLabel, "graph/reference", KG.Organization, ["warning"]),
        (RDFS.comment, "graph/reference", KG.Organization, ["error"]),
        (RDFS.label, "graph/reference", KG.Claim, ["error"]),
        (RDFS.label, "doc/d", KG.Organization, ["error"]),
        (RDFS.label, "doc/d", KG.Document, ["warning"]),
        (RDFS.comment, "doc/d", KG.Document, ["error"]),
        (KG.explanation, "doc/d", KG.Dispute, ["error"]),
        (KG.explanation, "graph/derived", KG.Dispute, []),
    ],
)
def test_names_are_warnings_and_what_is_derived_is_left_out(
    predicate: IRI, graph: str, kind: IRI, expected: list[str]
) -> None:
    subject, where = IRI(BASE + "agent/a"), IRI(BASE + graph)
    quads: list[Quad] = [(subject, RDF.type, kind, where), (subject, predicate, Literal(OURS), where)]
    found = list(check_wording(Dataset(quads, BASE), {IRI(BASE + "doc/0"): SourceText(SOURCE, "", len(SOURCE))}))
    assert [one.severity for one in found] == expected
    assert all(("proper name or a headline, leave it" in one.fix) == (one.severity == "warning") for one in found)
