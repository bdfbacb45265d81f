"""Claims from annotations and back, through files, in copies of workspaces and in one with a made-up report."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kgraph.annotations import read_annotations
from kgraph.claims import claims_of, to_quads
from kgraph.errors import UsageError
from kgraph.namespaces import KG
from kgraph.sheets.known import Known
from kgraph.store import read_quads
from kgraph.store.trig import rewritten
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Plan, Wish, carry_out, exported_annotations, plan
from kgraph.workspace.standing import standing
from paced import rest_thorough

ROOT = Path(__file__).parents[2]
WORKSPACES = {"pokrovsk": ROOT, "earthquake": ROOT / "examples/earthquake", "election": ROOT / "examples/election"}
PAGE = "https://rail.example/news/kelmo"
TEXT = (
    "\U0001f686 Delays at Kelmo.\r\n"
    "Four trains were late, the operator said. The union said that six trains were late.\r\n"
    "The operator denied it: four trains were late, it said."
)
DATA = """@base <https://example.org/rail/> .
@prefix kg: <https://w3id.org/kgraph/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
<graph/reference> { <agent/operator> a kg:Organization ; rdfs:label "Kelmo Lines"@en .
  <agent/union> a kg:Organization ; rdfs:label "Drivers' Union"@en .
  <agent/wire> a kg:MediaOutlet ; rdfs:label "Rail Wire"@en .
  <event/delays> a kg:Event ; rdfs:label "delays at Kelmo"@en .
  <place/kelmo> a kg:City ; rdfs:label "Kelmo"@en . }
<doc/kelmo> { <doc/kelmo> a kg:Document ; rdfs:label "Delays at Kelmo"@en ; schema:publisher <agent/wire> ;
  schema:url <https://rail.example/news/kelmo> ; schema:archivedAt <https://archive.example/9/kelmo> ;
  kg:fileName "kelmo.txt" . }
<doc/other> { <doc/other> a kg:Document ; rdfs:label "Another report"@en ; schema:publisher <agent/wire> . }
"""
TAGS = ["who says it: Drivers' Union", "kind=event", "what: delays at Kelmo", "where = Kelmo"]


@pytest.fixture
def rail(tmp_path: Path) -> Workspace:
    """A workspace with a report whose text is at hand, and another without."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "data" / "triples").mkdir(parents=True)
    (tmp_path / "sources" / "kelmo.txt").write_bytes(TEXT.encode())
    (tmp_path / "data" / "triples" / "kelmo.trig").write_text(DATA, encoding="utf8")
    (tmp_path / "kgraph.toml").write_text('base = "https://example.org/rail/"\n', encoding="utf8")
    return Workspace.read(tmp_path / "kgraph.toml")


def noted(
    exact: str = "six trains were late",
    text: str = "Six trains were late.",
    tags: list[str] | None = None,
    **more: object,
) -> dict[str, Any]:
    """An annotation as Hypothesis writes it."""
    selectors = [{"type": "TextQuoteSelector", "exact": exact}]
    target = [{"source": PAGE, "selector": selectors}]
    return {"id": "u1", "uri": PAGE, "text": text, "tags": TAGS if tags is None else tags, "target": target, **more}


def planned(workspace: Workspace, *given: object, **wish: object) -> Plan:
    path = workspace.data.parents[1] / "annotations.json"
    path.write_text(json.dumps({"rows": given}), encoding="utf8")
    return plan(workspace, read_annotations(path), Wish(**wish))  # type: ignore[arg-type]


def grave(result: Plan) -> list[str]:
    return [str(fault) for fault in result.grave]


def looks(result: Plan) -> str:
    return "\n".join(str(fault) for fault in result.faults if not fault.grave)


def only(result: Plan) -> Any:
    assert not result.grave, grave(result)
    (change,) = result.changes
    return change.claim


# in


@pytest.mark.slow
def test_tags_and_comments_fill_columns_and_the_words_are_found(rail: Workspace) -> None:
    text = "Six trains were late.\nhow sure: possible\nwhen said: 2031-03-09"
    claim = only(planned(rail, noted(text=text)))
    start = TEXT.index("six trains were late")
    assert (claim.anchors[0].start, claim.anchors[0].end) == (start, start + 20)
    assert (claim.paraphrase, claim.certainty) == ("Six trains were late.", KG.Possible)
    assert claim.said.edtf.lexical == "2031-03-09"
    assert claim.claimant == "https://example.org/rail/agent/union" and len(claim.statements) == 1


def test_positions_in_utf_16_units_are_code_points_here(rail: Workspace) -> None:
    at = TEXT.index("four trains were late, it said")
    page = at + 1 - 2  # the emoji is two units, two line ends are one each
    selectors = [
        {"type": "RangeSelector", "startContainer": "/pre[1]"},
        {"type": "TextPositionSelector", "start": page, "end": page + 21},
        {"type": "TextQuoteSelector", "exact": "four trains were late"},
    ]
    one = noted(target=[{"source": PAGE, "selector": selectors}])
    assert only(planned(rail, one)).anchors[0].start == at


@pytest.mark.slow
def test_words_that_stand_in_several_places_are_asked_about_and_a_tag_answers(rail: Workspace) -> None:
    (said,) = grave(planned(rail, noted(exact="trains were late")))
    assert said.startswith("annotation 1 (u1), words quoted: these words occur 3 times; say under 'which place'")
    claim = only(planned(rail, noted(exact="trains were late", tags=[*TAGS, "which place: 2"])))
    assert claim.anchors[0].start == TEXT.index("trains were late", TEXT.index("six"))


@pytest.mark.parametrize(
    ("source", "more"),
    [
        (PAGE, {}),
        ("http://www.rail.example/news/kelmo/?utm_source=mail#top", {}),
        ("https://archive.example/9/kelmo", {}),
        ("https://example.org/rail/doc/kelmo", {}),
        ("kelmo.txt", {}),
        ("file:///home/ada/kelmo.txt", {}),
        ("kelmo", {}),
        ("https://recogito.example/part/9/edit", {"label": "kelmo.txt"}),
        ("", {"title": "Delays at Kelmo"}),
    ],
)
def test_a_document_is_known_by_any_address_or_name(source: str, more: Mapping[str, str], rail: Workspace) -> None:
    one = noted(
        uri="", target=[{"source": source, **more, "selector": [{"type": "TextQuoteSelector", "exact": "six"}]}]
    )
    assert only(planned(rail, one)).document == "https://example.org/rail/doc/kelmo"


def test_a_page_that_is_not_there_is_told_once_and_can_be_said(rail: Workspace) -> None:
    away = [{"source": "https://rail.example/news/kelma", "selector": []}]
    given = [noted(target=away, id=f"u{n}") for n in range(3)]
    (said,) = grave(planned(rail, *given))
    assert "annotation 1 (u0), document: no document is called 'https://rail.example/news/kelma'" in said
    assert f"did you mean '{PAGE}'" in said and "--document NAME (3 annotations are on it)" in said
    found = grave(planned(rail, *given, document="kelmo"))
    assert found and all("words quoted: it is empty" in one for one in found)  # the whole page is annotated
    with pytest.raises(UsageError, match="no document is called 'kelmi'"):
        planned(rail, *given, document="kelmi")


def test_what_fits_no_column_goes_into_the_note_and_is_told(rail: Workspace) -> None:
    one = noted(
        tags=[*TAGS, "railways", "colour: red", "wher: Kelmo"],
        user="acct:ada@hypothes.is",
        created="2031-03-09T10:00:00",
    )
    result = planned(rail, one)
    note = next(str(o) for _, p, o, _ in only(result).rest if p.endswith("editorialNote"))
    assert note == "tag: railways\ntag: colour: red\ntag: wher: Kelmo"
    assert "did you mean 'where'?" in looks(result)
    assert result.table.remarks == (
        "tags that name no column are put into the note: 'railways', 'colour: red', 'wher: Kelmo'",
    )


def test_who_annotated_it_stands_in_the_note_if_nothing_else_does(rail: Workspace) -> None:
    by = {"user": "acct:ada@hypothes.is", "created": "2031-03-09T10:00:00"}
    alone, noted_too = (only(planned(rail, noted(tags=[*TAGS, *more], **by))) for more in ([], ["note: look again"]))
    assert [str(o) for _, p, o, _ in alone.rest if p.endswith("editorialNote")] == ["annotated by ada, 2031-03-09"]
    assert [str(o) for _, p, o, _ in noted_too.rest if p.endswith("editorialNote")] == ["look again"]


@pytest.mark.slow
def test_a_second_text_is_a_note_and_a_bare_tag_may_be_a_kind(rail: Workspace) -> None:
    bodies = [{"type": "TextualBody", "value": "Late trains."}, {"type": "TextualBody", "value": "Is that so?"}]
    one = {**noted(text="", tags=[TAGS[0], "event", *TAGS[2:]]), "body": bodies}
    claim = only(planned(rail, one))
    assert claim.paraphrase == "Late trains."
    assert "Is that so?" in [str(o) for _, p, o, _ in claim.rest]


def test_a_column_that_is_said_twice_otherwise_is_a_fault_and_lists_grow(rail: Workspace) -> None:
    (said,) = grave(planned(rail, noted(tags=[*TAGS, "how sure: possible"], text="Late.\nhow sure: certain")))
    assert said == "annotation 1 (u1), how sure: the annotation says both 'possible' and 'certain'; keep one"
    claim = only(planned(rail, noted(tags=[*TAGS, "via: Rail Wire", "through whom: Kelmo Lines"])))
    assert len(claim.hops) == 2


def test_marks_without_a_word_are_passed_over_and_replies_are_notes(rail: Workspace) -> None:
    reply = {
        "id": "r1",
        "uri": PAGE,
        "text": "Check the clock.",
        "references": ["u1"],
        "user": "acct:bo@x",
        "target": [],
    }
    lost = {**reply, "id": "r2", "references": ["gone"]}
    result = planned(rail, noted(), noted(text="", tags=[], id="u2"), reply, lost)
    assert "reply by bo: Check the clock." in [str(o) for _, p, o, _ in only(result).rest]
    assert "1 annotation has neither tags nor a comment, only a mark in the text, and left out" in result.table.remarks
    assert "annotation 4 (r2): it answers an annotation that was left out" in looks(result)


@pytest.mark.slow
def test_annotations_name_each_other_by_id_by_number_or_by_a_link(rail: Workspace) -> None:
    link: dict[str, Any] = {"id": "l1", "motivation": "linking", "body": {"purpose": "tagging", "value": "contradicts"}}
    link["target"] = [{"id": "u2"}, {"id": "u1"}]
    other = noted(
        "Four trains were late, the operator", "Four were late.", ["who says it: Kelmo Lines", *TAGS[1:]], id="u2"
    )
    for given in (
        [noted(), {**other, "tags": [*other["tags"], "contradicts: u1"]}],
        [noted(), {**other, "tags": [*other["tags"], "contradicts: annotation 1"]}],
        [noted(), other, link],
    ):
        result = planned(rail, *given)
        assert not result.grave, grave(result)
        first, second = (change.claim for change in result.changes)
        assert second.relations == ((KG.contradicts, first.id),)


def test_several_targets_or_one_id_are_one_claim_with_several_anchors(rail: Workspace) -> None:
    targets = [
        {"source": PAGE, "selector": {"type": "TextQuoteSelector", "exact": words}}
        for words in ("six trains were late", "Delays at Kelmo")
    ]
    assert len(only(planned(rail, noted(target=targets))).anchors) == 2
    more = noted("Delays at Kelmo", "", ["id: c9"], id="u2", user="acct:ada@x")
    claim = only(planned(rail, noted(tags=[*TAGS, "id: c9"], user="acct:bo@x"), more))
    assert (claim.id, len(claim.anchors)) == ("https://example.org/rail/claim/kelmo/c9", 2)


def test_a_faulty_annotation_keeps_the_whole_claim_out_and_no_other(rail: Workspace) -> None:
    bad = noted("Delays at Kelmo", "", ["id: c9", "how sure: certain", "how sure: possible"], id="u2")
    result = planned(
        rail, noted(tags=[*TAGS, "id: c9"]), bad, noted("Four trains were late, the", id="u3"), partial=True
    )
    assert [change.claim.id.rpartition("/")[2] for change in result.changes] == ["c1"] and len(result.grave) == 1


def test_importing_again_changes_nothing(rail: Workspace) -> None:
    given = [noted(), noted("Four trains were late, the operator", "Four were late.", id="u2")]
    carry_out(rail, planned(rail, *given))
    again = planned(rail, *given)
    assert (again.same, again.changes, again.files) == (2, [], {})


def test_names_that_nothing_has_are_told_by_annotation(rail: Workspace) -> None:
    given = noted(tags=["who says it: Passenger Council", *TAGS[1:]])
    (said,) = grave(planned(rail, given))
    assert said.startswith("annotation 1 (u1), who says it: ")
    assert planned(rail, given, new_things=True).changes


def test_texts_of_any_kind_are_texts(rail: Workspace) -> None:
    hostile = '<img src=x onerror=alert(1)> "] } \\u0000 \u202e'
    claim = only(planned(rail, noted(text=hostile)))
    assert claim.paraphrase == hostile


# out, and back


def copied(folder: Path, to: Path) -> Workspace:
    for name in ("data/triples", "ontology", "sources"):
        if (folder / name).is_dir():
            shutil.copytree(folder / name, to / name)
    shutil.copy(folder / "kgraph.toml", to)
    return Workspace.read(to / "kgraph.toml")


def without_claims(workspace: Workspace) -> None:
    """Take all claims out of a workspace's files; what documents say of themselves stays."""
    for path in workspace.data_files():
        quads = read_quads(path, workspace.base)
        gone = {quad for claim in claims_of(quads) for quad in to_quads(claim)}
        if gone:
            path.write_bytes(rewritten(path, [quad for quad in quads if quad not in gone], workspace.base))


def saved(workspace: Workspace, found: object) -> Path:
    path = workspace.data.parents[1] / "out.jsonld"
    path.write_text(json.dumps(found), encoding="utf8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("name", rest_thorough(["earthquake", "election", "pokrovsk"]))
def test_what_was_exported_gives_the_same_files_to_the_byte(name: str, words: bool, tmp_path: Path) -> None:
    workspace = copied(WORKSPACES[name], tmp_path)
    before = {path: path.read_bytes() for path in workspace.data_files()}
    path = saved(workspace, exported_annotations(workspace, words=words))
    without_claims(workspace)
    assert {path: path.read_bytes() for path in workspace.data_files()} != before
    result = plan(workspace, read_annotations(path), Wish())
    assert not grave(result) and not result.table.remarks
    carry_out(workspace, result)
    assert {path: path.read_bytes() for path in workspace.data_files()} == before


@pytest.mark.slow
def test_what_no_column_says_comes_back_too(rail: Workspace) -> None:
    carry_out(
        rail,
        planned(
            rail,
            noted(text="Note: a paraphrase that begins as a column does.", tags=[*TAGS, "what it says: who: said it"]),
        ),
    )
    path = rail.data / "kelmo.trig"
    path.write_text(
        path.read_text(encoding="utf8").replace("kg:paraphrase", 'rdfs:comment "line\\nby line"@en ; kg:paraphrase'),
        encoding="utf8",
    )
    found = exported_annotations(rail)
    assert "rdfs:comment" in json.dumps(found) and '"what it says: who: said it"' in json.dumps(found)
    before = claims_of(read_quads(path, rail.base))
    exported = saved(rail, found)
    without_claims(rail)
    carry_out(rail, plan(rail, read_annotations(exported), Wish()))
    assert [len(to_quads(claim)) for claim in claims_of(read_quads(path, rail.base))] == [
        len(to_quads(c)) for c in before
    ]


def test_no_word_of_a_source_leaves_unless_wished_for(rail: Workspace) -> None:
    carry_out(rail, planned(rail, noted(text="The union counts half a dozen.")))
    assert "six trains" not in json.dumps(exported_annotations(rail))
    found = json.dumps(exported_annotations(rail, words=True))
    assert '{"type": "TextQuoteSelector", "exact": "six trains were late"}' in found and "The union said" not in found


def test_a_target_is_the_address_of_its_document_unless_another_has_it(rail: Workspace) -> None:
    carry_out(rail, planned(rail, noted()))

    def source() -> object:
        first: Any = exported_annotations(rail)["first"]
        return first["items"][0]["target"]["source"]

    assert source() == PAGE
    path = rail.data / "kelmo.trig"
    same = f"<doc/other> {{ <doc/other> <https://schema.org/url> <{PAGE}>, <https://archive.example/9/kelmo> . }}"
    path.write_text(f"{path.read_text(encoding='utf8')}\n{same}\n", encoding="utf8")
    assert source() == "https://example.org/rail/doc/kelmo"


def test_positions_are_code_points_as_the_data_model_says(rail: Workspace) -> None:
    carry_out(rail, planned(rail, noted()))
    first: Any = exported_annotations(rail)["first"]
    start = TEXT.index("six trains were late")
    assert first["items"][0]["target"]["selector"] == [
        {"type": "TextPositionSelector", "start": start, "end": start + 20}
    ]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader uses it
def test_a_collection_is_what_the_vocabulary_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib reads it with terms as W3C's context has them; the context is asked for by name, and never fetched."""
    import rdflib
    from rdflib.plugins.shared.jsonld import context as contexts

    asked: list[str] = []

    def fetched(source: str, *_: object, **__: object) -> object:
        asked.append(source)
        return {"@context": TERMS}, None

    monkeypatch.setattr(contexts, "source_to_json", fetched)
    workspace = copied(WORKSPACES["earthquake"], tmp_path)
    text = json.dumps(exported_annotations(workspace, words=True))
    graph = rdflib.Graph().parse(data=text, format="json-ld")
    assert asked == ["http://www.w3.org/ns/anno.jsonld"]
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    items = set(graph.subjects(rdflib.RDF.type, oa.Annotation))
    assert len(items) == json.loads(text)["total"] == 28
    for item in items:
        assert graph.value(item, oa.motivatedBy) == oa.describing
        purposes = {graph.value(body, oa.hasPurpose) for body in graph.objects(item, oa.hasBody)}
        assert purposes == {oa.commenting, oa.tagging}
        target = graph.value(item, oa.hasTarget)
        assert isinstance(graph.value(target, oa.hasSource), rdflib.URIRef)
        selectors = {graph.value(one, rdflib.RDF.type): one for one in graph.objects(target, oa.hasSelector)}
        place = selectors[oa.TextPositionSelector]
        start, end = (int(str(graph.value(place, predicate))) for predicate in (oa.start, oa.end))
        assert len(str(graph.value(selectors[oa.TextQuoteSelector], oa.exact))) == end - start


TERMS: dict[str, object] = {
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@id"},
    **{name: f"oa:{name}" for name in ("Annotation", "TextualBody", "SpecificResource", "exact", "start", "end")},
    **{name: f"oa:{name}" for name in ("TextQuoteSelector", "TextPositionSelector", "tagging", "commenting")},
    "describing": "oa:describing",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "first": {"@id": "as:first", "@type": "@id"},
    "items": {"@id": "as:items", "@container": "@list"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "value": "rdf:value",
}


def test_known_documents_answer_to_their_addresses(rail: Workspace) -> None:
    known: Known = standing(rail).known
    assert known.document(PAGE).iri == known.document("https://archive.example/9/kelmo").iri
    assert known.document(PAGE).addresses == (PAGE, "https://archive.example/9/kelmo")
