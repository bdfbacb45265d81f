"""Claims to a sheet and back, through files, in copies of workspaces."""

import itertools
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ferry_sheets import FIRST, TEXT, book, ferry_workspace, imported, said
from kgraph.claims import Claim, claims_of, to_quads
from kgraph.errors import DataError, UsageError
from kgraph.namespaces import KG
from kgraph.sheets.columns import REPEATED
from kgraph.sheets.lines import FURTHER
from kgraph.sheets.registering import DOCUMENT_HEADINGS
from kgraph.sheets.table import as_rows, used_columns
from kgraph.store import read_quads
from kgraph.store.files import write_quads
from kgraph.store.trig import rewritten
from kgraph.workbooks import Book, Cell, OutSheet, Row, Sheet, read_book, write_book
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Wish, carry_out, exported, plan

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "sheets" / "cases"
WORKSPACES = {"pokrovsk": ROOT, "earthquake": ROOT / "examples/earthquake", "election": ROOT / "examples/election"}
FORMS = (".csv", ".tsv", ".xlsx", ".ods")


def copied(folder: Path, to: Path) -> Workspace:
    for name in ("data/triples", "ontology", "queries", "sources"):
        if (folder / name).is_dir():
            shutil.copytree(folder / name, to / name)
    shutil.copy(folder / "kgraph.toml", to)
    return Workspace.read(to / "kgraph.toml")


def written(workspace: Workspace, path: Path) -> Path:
    rows, documents = exported(workspace)
    names = used_columns(rows)
    claims = OutSheet("claims", tuple(names), as_rows(rows, names))
    write_book(path, [claims, OutSheet("documents", DOCUMENT_HEADINGS, as_rows(documents, DOCUMENT_HEADINGS))])
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    return ferry_workspace(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "form"),
    [
        pytest.param(name, form, marks=pytest.mark.thorough if name == "pokrovsk" and form != ".xlsx" else ())
        for name, form in itertools.product(WORKSPACES, FORMS)
    ],
)
def test_what_was_exported_gives_the_same_files_to_the_byte(name: str, form: str, tmp_path: Path) -> None:
    workspace = copied(WORKSPACES[name], tmp_path)
    sheet = written(workspace, tmp_path / f"claims{form}")
    before = {path: path.read_bytes() for path in workspace.data_files()}
    documents = [path for path in before if b"a kg:Document" in before[path]]
    for path in documents:
        path.unlink()
    result = imported(workspace, read_book(sheet, ("documents",)))
    odd = [fault for fault in result.faults if "an earlier piece of its own" not in fault.message]
    assert not odd and len(result.changes) == sum(before[path].count(b"a kg:Claim ") for path in documents)
    assert {path: path.read_bytes() for path in workspace.data_files()} == before


@pytest.mark.slow
@pytest.mark.parametrize("name", WORKSPACES)
def test_a_sheet_that_says_what_stands_changes_nothing(name: str, tmp_path: Path) -> None:
    workspace = copied(WORKSPACES[name], tmp_path)
    result = plan(workspace, read_book(written(workspace, tmp_path / "claims.csv"), ("documents",)), Wish())
    assert not result.files and not result.changes and result.same


@pytest.mark.slow
def test_nearly_all_that_claims_say_stands_in_columns(tmp_path: Path) -> None:
    for name, folder in WORKSPACES.items():
        (tmp_path / name).mkdir()
        rows, documents = exported(copied(folder, tmp_path / name))
        assert not [row for row in rows if row.get("turtle")]
        assert not [row for row in documents if row.get("turtle")]


def test_a_first_sheet_registers_its_document_and_new_things(empty: Workspace) -> None:
    result = imported(empty, book(FIRST))
    assert not result.grave, said(result)
    quads = [quad for path in empty.data_files() for quad in read_quads(path, empty.base)]
    (claim,) = claims_of(quads)
    assert claim.anchors[0].start == TEXT.index("at least")
    assert claim.statements[0].figure == "at least 12"
    named = {str(value) for _, predicate, value, _ in quads if predicate.endswith("#label")}
    assert {"Harbour Office", "ferry accident", "Daily Lantern", "A report"} <= named
    assert {str(value) for _, predicate, value, _ in quads if predicate == KG.textLength} == {str(len(TEXT))}


def test_a_name_that_nothing_has_is_asked_about_unless_new_things_are_wished_for(empty: Workspace) -> None:
    row = {**FIRST, "who says it": "Harbour Office"}
    assert "if it is new, write 'Harbour Office (organization)'" in said(plan(empty, book(row), Wish()))[0]
    result = imported(empty, book(row), new_things=True)
    assert [one.thing.label for one in result.things if not one.told] == ["Daily Lantern", "Harbour Office"]


def test_importing_again_updates_and_never_doubles(empty: Workspace) -> None:
    imported(empty, book(FIRST))
    again = imported(empty, book(FIRST))
    assert (again.same, len(again.changes), again.files) == (1, 0, {})
    changed = imported(empty, book({**FIRST, "how sure": "probable"}))
    assert len(changed.changes) == 1 and changed.changes[0].claim.certainty == KG.Probable
    assert [claim.id.rpartition("/")[2] for claim in stands(empty)] == ["c1"]


def stands(workspace: Workspace) -> list[Claim]:
    return [claim for path in workspace.data_files() for claim in claims_of(read_quads(path, workspace.base))]


def test_a_row_without_an_id_is_the_claim_that_stands_at_its_words(empty: Workspace) -> None:
    row = {name: cell for name, cell in FIRST.items() if name != "id"}
    imported(empty, book(row))
    assert imported(empty, book({**row, "what it says": "At least twelve drowned."})).changes[0].before is not None
    assert len(stands(empty)) == 1


def test_columns_that_a_sheet_lacks_keep_what_stands(empty: Workspace) -> None:
    imported(empty, book({**FIRST, "note": "Read twice.", "how sure": "certain"}))
    result = imported(empty, book({**FIRST, "what it says": "Twelve or more people drowned."}))
    claim = result.changes[0].claim
    assert claim.certainty == KG.Certain and any("Read twice." in str(quad[2]) for quad in claim.rest)


def test_one_fault_keeps_everything_out_and_partial_takes_the_rest(empty: Workspace) -> None:
    bad = {**FIRST, "id": "c2", "words quoted": "nobody was hurt", "what": "people kiled"}
    result = plan(empty, book(FIRST, bad), Wish())
    assert result.files == {}
    assert [(fault.row, fault.column) for fault in result.grave] == [(3, "what"), (3, "words quoted")]
    imported(empty, book(FIRST, bad), partial=True)
    assert len(stands(empty)) == 1


@pytest.mark.parametrize(
    "odd", [{"published": "some day"}, {"file": "lost.txt"}, {"turtle": "<doc/other> { <a> <b> 1 }"}]
)
def test_a_fault_in_a_documents_row_keeps_its_claims_out(empty: Workspace, odd: Mapping[str, Cell]) -> None:
    result = imported(empty, book(FIRST, document=odd), partial=True)
    assert f"documents: {next(iter(odd))}" in [one.column for one in result.grave] and not result.changes
    assert not result.files and result.told[0].source.faulty  # nor is its outlet a new thing


def test_a_claim_that_denies_one_of_a_faulty_document_is_left_out_too(empty: Workspace) -> None:
    row, elsewhere = {**FIRST, "words quoted": ""}, {"file": "", "address": "https://example.org/note"}
    imported(empty, book({**row, "document": "note"}, document={"short name": "note", **elsewhere}))
    denial = {"id": "c2", "document": "note", "how it is said": "denial", "denies": "report/c1"}
    rows = (row, {**row, **denial, "what it says": "It was not so many."})
    result = imported(empty, book(*rows, document={"published": "some day", **elsewhere}), partial=True)
    assert {one.column for one in result.grave} == {"denies", "documents: published"} and not result.changes


def test_a_document_of_a_long_name_has_a_file(empty: Workspace) -> None:
    name = "報" * 100
    assert not imported(empty, book({**FIRST, "document": name}, document={"short name": name})).grave
    assert stands(empty)[0].document == f"{empty.base}doc/{name}"
    odd = plan(empty, book({**FIRST, "document": "x" * 101}, document={"short name": "x" * 101}), Wish())
    assert "documents: short name" in [fault.column for fault in odd.grave]


def test_words_that_stand_in_several_places_are_asked_about(empty: Workspace) -> None:
    row = {**FIRST, "words quoted": "12 people drowned"}
    (fault,) = plan(empty, book(row), Wish()).grave
    assert fault.column == "words quoted" and "which place" in fault.message and "at noon" in fault.message
    result = imported(empty, book({**row, "which place": "2"}))
    assert result.changes[0].claim.anchors[0].start == TEXT.rindex("12 people")


def test_a_denial_that_says_nothing_else_repeats_what_it_denies(empty: Workspace) -> None:
    denial = {"id": "c2", "document": "report", "who says it": "Strand Line (organization)", "denies": "c1"}
    denial["words quoted"] = "Later the mayor said"
    result = imported(empty, book(FIRST, {**denial, "what it says": "It was not so many."}))
    assert not result.grave, said(result)
    first, second = sorted((change.claim for change in result.changes), key=lambda claim: claim.id)
    assert (second.modality, second.polarity) == (KG.Denial, KG.Negative)
    assert second.statements[0].said == first.statements[0].said
    assert second.statements[0].node == f"{second.id}#m1"


def test_a_claim_that_is_not_there_cannot_be_denied(empty: Workspace) -> None:
    (fault,) = plan(empty, book({**FIRST, "denies": "c9"}), Wish()).grave
    assert fault.column == "denies" and "there is no claim 'c9'" in fault.message


def test_rows_that_share_an_id_are_one_claim(empty: Workspace) -> None:
    more = {"id": "c1", "document": "report", "kind": "event", "what": "ferry accident", "phase": "completed"}
    result = imported(empty, book(FIRST, more))
    (change,) = result.changes
    assert len(change.claim.statements) == 2


def test_a_row_that_stands_there_twice_is_told(empty: Workspace) -> None:
    result = plan(empty, book(FIRST, FIRST), Wish())
    assert [str(fault) for fault in result.faults] == ["row 3: it says the same as row 2, and was left out"]


def test_a_sheet_without_headings_says_which_it_found(empty: Workspace) -> None:
    with pytest.raises(DataError, match="found: a, b"):
        plan(empty, Book((Sheet("x", (Row(1, ("a", "b")),)),)), Wish())


def test_two_columns_of_one_meaning_are_refused(empty: Workspace) -> None:
    headings = Row(1, ("document", "claimant", "who says it"))
    row = Row(2, ("report", "Strand Line", "Gregor Fenn"))
    with pytest.raises(DataError, match="B1 'claimant' and C1 'who says it' both mean 'who says it'"):
        plan(empty, Book((Sheet("claims", (headings, row)),)), Wish())


def test_a_file_that_would_lose_comments_stops_the_import(empty: Workspace) -> None:
    imported(empty, book(FIRST))
    path = empty.data / "report.trig"
    before = path.read_text(encoding="utf8") + "# mine\n"
    path.write_text(before, encoding="utf8")
    with pytest.raises(DataError, match="comment would be lost"):
        imported(empty, book({**FIRST, "how sure": "certain"}))
    assert path.read_text(encoding="utf8") == before


@pytest.mark.slow
def test_what_others_write_between_reading_and_writing_is_not_lost(empty: Workspace) -> None:
    imported(empty, book(FIRST))
    planned = plan(empty, book({**FIRST, "how sure": "certain"}), Wish())
    imported(empty, book({**FIRST, "id": "c2", "who says it": "Ann Reed (person)"}))
    before = {path: path.read_bytes() for path in empty.data_files()}
    with pytest.raises(UsageError, match="somebody changed it meanwhile"):
        carry_out(empty, planned)
    assert {path: path.read_bytes() for path in empty.data_files()} == before
    assert len(stands(empty)) == 2


@pytest.mark.parametrize("change", ["new", "gone", "names"])
def test_a_file_that_comes_or_goes_meanwhile_stops_the_import(empty: Workspace, change: str) -> None:
    if change != "new":
        imported(empty, book(FIRST))
    planned = plan(empty, book({**FIRST, "how sure": "certain"}), Wish())
    if change == "new":
        imported(empty, book(FIRST))
    elif change == "gone":
        (empty.data / "report.trig").unlink()
    else:
        (empty.data / "reference.trig").write_text("# nothing\n", encoding="utf8")
    before = {path: path.read_bytes() for path in empty.data_files()}
    with pytest.raises(UsageError, match="somebody changed it meanwhile"):
        carry_out(empty, planned)
    assert {path: path.read_bytes() for path in empty.data_files()} == before


def test_a_document_to_export_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no document is called 'nowhere'"):
        exported(copied(WORKSPACES["election"], tmp_path), ["nowhere"])


def test_a_post_without_a_day_stands_by_that_of_its_report(empty: Workspace) -> None:
    row = {name: cell for name, cell in FIRST.items() if name not in ("how much", "event")}
    post = {"kind": "post", "who": "Ann Reed (person)", "what": "director (role)", "to whom": "Harbour Office"}
    result = imported(empty, book({**row, **post}))
    assert not result.grave, said(result)
    (statement,) = result.changes[0].claim.statements
    assert statement.time is not None and statement.time.span.since == "at least since 2031-05-04"
    assert result.defaults["when", "by the day of its document"] == 1


def test_a_row_that_repeats_what_it_denies_must_deny_it(empty: Workspace) -> None:
    denial = {"id": "c2", "document": "report", "who says it": "Strand Line (organization)", "denies": "c1"}
    words = {"what it says": "It was not so many.", "words quoted": "at noon", "how it is said": "assertion"}
    (fault,) = plan(empty, book(FIRST, {**denial, **words}), Wish()).grave
    assert fault.column == "how it is said" and "must be a denial" in fault.message


def test_no_evidence_for_something_is_no_assertion_of_it(empty: Workspace) -> None:
    same = {**FIRST, "id": "c2", "who says it": "Strand Line (organization)", "finds no evidence for": "c1"}
    (fault,) = plan(empty, book(FIRST, same), Wish()).grave
    assert fault.column == "finds no evidence for" and "asserts what it finds no evidence for" in fault.message


def test_a_denial_without_content_of_its_own_is_imported_twice(empty: Workspace) -> None:
    denial = {"id": "c2", "document": "report", "who says it": "Strand Line (organization)", "denies": "c1"}
    rows = (FIRST, {**denial, "what it says": "It was not so many.", "words quoted": "at noon"})
    sheet = {name: cell for name, cell in FIRST.items() if name != "event"}
    assert not imported(empty, book(*rows)).grave
    again = imported(empty, book({**sheet, "id": "c1"}, rows[1]))
    assert not again.grave, said(again)


DENIAL = {"id": "c2", "document": "report", "words quoted": "at noon", "who says it": "Strand Line (organization)"}
SOME = {"what it says": "It was not so many."}


def test_a_denial_of_a_denial_says_itself_what_it_denies(empty: Workspace) -> None:
    third = {**DENIAL, **SOME, "id": "c3", "who says it": "Ann Reed (person)", "denies": "c2"}
    (fault,) = plan(empty, book(FIRST, {**DENIAL, **SOME, "denies": "c1"}, third), Wish()).grave
    assert fault.row == 4 and "is itself a denial" in fault.message


def test_a_denial_that_names_something_else_is_asked_about(empty: Workspace) -> None:
    other = {**DENIAL, **SOME, "denies": "c1", "kind": "event", "what": "pier explosion (explosion)"}
    (fault,) = plan(empty, book(FIRST, other), Wish()).grave
    assert fault.column == "what" and "something else" in fault.message


def test_partly_leaves_out_what_names_somebody_unknown(empty: Workspace) -> None:
    unknown = {**FIRST, "id": "c2", "who says it": "Zork Blarney", "what it says": "Twelve drowned."}
    imported(empty, book(FIRST, unknown), partial=True)
    assert len(stands(empty)) == 1
    assert "Zork" not in (empty.data / "reference.trig").read_text(encoding="utf8")


def test_a_row_without_an_id_takes_over_no_claim_of_another_matter(empty: Workspace) -> None:
    imported(empty, book(FIRST))
    row = {name: cell for name, cell in FIRST.items() if name != "id"}
    result = imported(empty, book({**row, "what": "people missing", "what it says": "Twelve were missing."}))
    assert [change.before for change in result.changes] == [None] and len(stands(empty)) == 2
    assert "'c1' quotes these words, too" in str(result.faults[0])


def test_a_sheet_without_a_column_that_rows_fill_differently_is_refused(empty: Workspace) -> None:
    more = {"id": "c1", "document": "report", "kind": "figure", "what": "people killed", "how much": "3"}
    event = {"event": "pier fire (fire)", "when": "2031-05-01"}
    assert not imported(empty, book({**FIRST, "when": "2031-05-03"}, {**more, **event})).grave
    names = ("event", "when")
    rows = [{k: v for k, v in row.items() if k not in names} for row in ({**more}, FIRST)]
    assert any("the sheet has no column" in one for one in said(plan(empty, book(*rows), Wish())))


@pytest.mark.parametrize("name", ["<https://example.org/ferry/doc/report>", "<nonsense>", "<x y>", "..", "c/1"])
def test_what_is_no_short_name_of_a_claim_is_a_fault(empty: Workspace, name: str) -> None:
    (fault,) = plan(empty, book({**FIRST, "id": name}), Wish()).grave
    assert fault.column == "id"


def test_what_nobody_sees_is_no_part_of_an_id(empty: Workspace) -> None:
    assert [one.claim.id for one in imported(empty, book({**FIRST, "id": "c\u202e1"})).changes] == [
        "https://example.org/ferry/claim/report/c1"
    ]


SAID: Mapping[str, Cell] = {
    "kind": "figure",
    "what": "people killed",
    "event": "ferry accident",
    "who says it": "Governor (person)",
    "what it says": "The governor answers.",
    "words quoted": "12 people drowned at noon",
    "document": "report",
    "id": "c2",
    "denies": "c1",
}


def test_a_row_that_denies_and_says_another_figure_is_asked_what_it_denies(empty: Workspace) -> None:
    row = {**SAID, "how much": "58"}
    (told,) = plan(empty, book(FIRST, row), Wish()).grave
    assert (told.row, told.column) == (3, "how it is said") and "c1 ('Twelve people or more drowned.')" in told.message
    denial = plan(empty, book(FIRST, {**row, "how it is said": "denial"}), Wish())
    assert not denial.grave and any("what they deny is '58'" in one.message for one in denial.faults)
    said_in_its_place = imported(empty, book(FIRST, {**row, "how it is said": "assertion"}))
    assert [change.claim.statements[0].figure for change in said_in_its_place.changes] == ["at least 12", "58"]


def test_a_row_denies_a_part_or_the_same_figure_without_being_asked(empty: Workspace) -> None:
    result = plan(empty, book(FIRST, {**SAID, "how much": "at least 12"}), Wish())
    assert not result.grave and result.changes[1].claim.denies


def test_nobody_asserts_what_they_deny(empty: Workspace) -> None:
    row = {**SAID, "how much": "at least 12", "how it is said": "assertion"}
    (told,) = plan(empty, book(FIRST, row), Wish()).grave
    assert told.column == "how it is said" and "asserts what it denies" in told.message


@pytest.mark.parametrize(("stance", "sound"), [("assertion", True), ("denial", False), ("", False)])
def test_who_denies_a_denial_says_what_was_denied(empty: Workspace, stance: str, sound: bool) -> None:
    denial = {**SAID, "how much": "at least 12"}
    back = {**denial, "id": "c3", "denies": "c2", "who says it": "Clerk (person)", "how it is said": stance}
    result = plan(empty, book(FIRST, denial, back), Wish())
    assert [one.column for one in result.grave] == ([] if sound else ["how it is said"])


def _mayor(**cells: Cell) -> dict[str, Cell]:
    said = {"words quoted": "12 people drowned at noon", "who says it": "Mayor (person)", "how much": "12"}
    return {**FIRST, "id": "c2", "what it says": "Twelve drowned at noon.", **said, **cells}


@pytest.mark.parametrize(
    "cell", ["c1 and c2", "c1, C2", "row 2 & c2", "c1; <https://example.org/ferry/claim/report/c2>"]
)
def test_a_row_names_several_others_as_people_write_them(empty: Workspace, cell: str) -> None:
    backs = _mayor(**{"id": "c3", "who says it": "Clerk (person)", "supports": cell})
    result = plan(empty, book(FIRST, _mayor(), backs), Wish())
    assert not result.grave, said(result)
    assert [iri[-2:] for iri in result.changes[2].claim.related(KG.supports)] == ["c1", "c2"]


@pytest.mark.parametrize(
    ("cell", "told"), [("c1–c2", "write each"), ("1", "the id c1, or row 1?"), ("c9 and c1", "'c9'")]
)
def test_ids_that_may_mean_two_things_are_asked_about(empty: Workspace, cell: str, told: str) -> None:
    assert told in said(plan(empty, book(FIRST, _mayor(supports=cell)), Wish()))[0]


def test_an_empty_cell_undoes_no_decision(empty: Workspace) -> None:
    decided = {"status": "rejected", "how sure": "probable", "voice": "direct speech", "how it is said": "forecast"}
    imported(empty, book({**FIRST, **decided}))
    again = imported(empty, book({**FIRST, **dict.fromkeys(decided, "")}))
    assert (again.same, again.changes) == (1, [])
    imported(empty, book({**FIRST, **decided, "status": "accepted"}))
    assert [(claim.status, claim.certainty) for claim in stands(empty)] == [(KG.Accepted, KG.Probable)]


def test_the_voice_is_kept_for_the_same_claimant_alone(empty: Workspace) -> None:
    imported(empty, book({**FIRST, "voice": "direct speech"}))
    imported(empty, book({**FIRST, "voice": "", "who says it": "Mayor (person)"}))
    assert [claim.voice for claim in stands(empty)] == [KG.IndirectSpeech]


def _moved_claims(workspace: Workspace, to: str, *, keep: bool = False) -> Path:
    """Writes the claims of the report into another file, and takes them out of its own unless they are to `keep`."""
    home, other = workspace.data / "report.trig", workspace.data / to
    quads = read_quads(home, workspace.base)
    mine = {quad for claim in claims_of(quads) for quad in to_quads(claim)}
    if other.suffix == ".nq":
        other.write_bytes(write_quads(mine, "nq"))
    else:
        other.write_bytes(rewritten(other, [quad for quad in quads if quad in mine], workspace.base, ""))
    if not keep:
        home.write_bytes(rewritten(home, [quad for quad in quads if quad not in mine], workspace.base, ""))
    return other


def test_a_claim_that_stands_in_another_file_is_replaced_where_it_stands(empty: Workspace) -> None:
    imported(empty, book(FIRST))
    other = _moved_claims(empty, "other.trig")
    assert imported(empty, book(FIRST)).same == 1
    result = imported(empty, book({**FIRST, "what it says": "A dozen or more drowned."}))
    assert list(result.files) == [other]
    assert [claim.paraphrase for claim in stands(empty)] == ["A dozen or more drowned."]


def test_a_claim_in_two_files_becomes_one(empty: Workspace) -> None:
    imported(empty, book(FIRST))
    _moved_claims(empty, "another.trig", keep=True)
    imported(empty, book({**FIRST, "what it says": "A dozen or more drowned."}))
    assert [claim.paraphrase for claim in stands(empty)] == ["A dozen or more drowned."]
    assert len(stands(empty)[0].anchors) == 1


def test_a_content_in_another_file_is_the_claims_and_goes_with_it(empty: Workspace) -> None:
    imported(empty, book(FIRST))
    home = empty.data / "report.trig"
    quads = read_quads(home, empty.base)
    content = [quad for quad in quads if str(quad[3]).endswith("#content")]
    (empty.data / "contents.trig").write_bytes(rewritten(empty.data / "contents.trig", content, empty.base, ""))
    home.write_bytes(rewritten(home, [quad for quad in quads if quad not in content], empty.base, ""))
    assert imported(empty, book(FIRST)).same == 1
    imported(empty, book({**FIRST, "how much": "12"}))
    assert [claim.statements[0].figure for claim in stands(empty)] == ["12"]


def test_a_claim_in_another_form_of_rdf_is_known_and_never_doubled(empty: Workspace) -> None:
    imported(empty, book(FIRST))
    _moved_claims(empty, "claims.nq")
    assert imported(empty, book(FIRST)).same == 1
    with pytest.raises(UsageError, match=r"claims.nq: report/c1 stands here"):
        plan(empty, book({**FIRST, "how sure": "probable"}), Wish())
    imported(empty, book(FIRST, _mayor()))
    assert sorted(claim.id[-2:] for claim in stands(empty)) == ["c1", "c2"]


NAMELESS = {name: cell for name, cell in FIRST.items() if name != "id"}


def _others(*rows: Mapping[str, Cell]) -> list[dict[str, Cell]]:
    return [{**NAMELESS, **row} for row in rows]


def test_reworded_rows_without_ids_are_the_claims_of_the_like(empty: Workspace) -> None:
    missing = {"what": "people missing", "how much": "3", "what it says": "Three are missing."}
    wounded = {"what": "people wounded", "how much": "5", "what it says": "Five are hurt."}
    imported(empty, book(*_others({}, missing, wounded)))
    reworded = _others(
        {**wounded, "what it says": "Five were injured."}, {**missing, "what it says": "Three are not found."}, {}
    )
    result = imported(empty, book(*reworded))
    assert (len(result.changes), result.same) == (2, 1) and all(change.before for change in result.changes)
    assert {claim.id[-2:]: claim.paraphrase for claim in stands(empty)} == {
        "c1": "Twelve people or more drowned.",
        "c2": "Three are not found.",
        "c3": "Five were injured.",
    }


def test_the_figure_tells_which_of_two_reworded_rows_is_the_claim(empty: Workspace) -> None:
    imported(empty, book(NAMELESS))
    rows = _others({"how much": "12", "what it says": "Twelve drowned."}, {"what it says": "Twelve, perhaps more."})
    result = imported(empty, book(*rows))
    assert [(change.claim.id[-2:], bool(change.before)) for change in result.changes] == [("c2", False), ("c1", True)]


def test_rows_of_which_each_may_be_the_claim_are_asked_about(empty: Workspace) -> None:
    imported(empty, book(NAMELESS))
    rows = _others(
        {"how much": "12", "what it says": "Twelve drowned."}, {"how much": "13", "what it says": "Thirteen drowned."}
    )
    result = plan(empty, book(*rows), Wish())
    assert [(one.row, one.column) for one in result.grave] == [(2, "id"), (3, "id")]
    assert "is this c1, which says the like at these words?" in result.grave[0].message


def test_a_row_without_an_id_never_takes_over_a_claim_of_several_statements(empty: Workspace) -> None:
    both = {**FIRST, "what": "people missing", "how much": "3"}
    imported(empty, book(FIRST, both))
    result = plan(empty, book(NAMELESS), Wish())
    assert [one.column for one in result.grave] == ["id"] and not result.changes


def test_rows_without_ids_and_words_are_not_doubled(empty: Workspace) -> None:
    (row,) = _others({"words quoted": ""})
    no_text = {"file": "", "short name": "note", "address": "https://example.org/note"}
    row["document"] = "note"
    imported(empty, book(row, document=no_text))
    assert imported(empty, book(row, document=no_text)).same == 1
    result = plan(empty, book({**row, "what it says": "A dozen, or more."}, document=no_text), Wish())
    assert "is this c1" in said(result)[0]


def test_denials_without_ids_are_not_doubled(empty: Workspace) -> None:
    denial = {**SAID, "id": "", "kind": "", "what": "", "event": ""}
    imported(empty, book(FIRST, denial))
    result = imported(empty, book(FIRST, {**denial, "what it says": "He says no."}))
    assert result.same == 1 and [bool(change.before) for change in result.changes] == [True]
    assert len(stands(empty)) == 2


def _with(given: Book, *sheets: Sheet) -> Book:
    return Book((*given.sheets, *sheets))


def _named(name: str, *rows: Mapping[str, Cell]) -> Sheet:
    return replace(book(*rows).sheets[0], name=name)


def test_all_sheets_of_claims_in_a_workbook_are_read(empty: Workspace) -> None:
    backs = {**_mayor(supports="row 2"), "id": "c3", "who says it": "Clerk (person)"}
    given = _with(book(FIRST), _named("Radio", _mayor(), backs), Sheet("Notes", (Row(1, ("who", "x")),)))
    result = imported(empty, given)
    assert "claims are read from several sheets: 'claims', 'Radio'" in result.table.remarks
    assert sorted(claim.id[-2:] for claim in stands(empty)) == ["c1", "c2", "c3"]
    assert next(claim for claim in stands(empty) if claim.id[-2:] == "c3").related(KG.supports)[0][-2:] == "c2"
    assert imported(empty, given).same == 3


def test_a_fault_in_a_further_sheet_is_told_by_its_name_and_marked_there(empty: Workspace) -> None:
    result = plan(empty, _with(book(FIRST), _named("Radio", _mayor(what="people kiled"))), Wish())
    (fault,) = result.grave
    assert str(fault).startswith("sheet 'Radio', row 2, what: no measure is called 'people kiled'")
    assert result.table.of_row(fault.row).sheet == "Radio" and fault.row % FURTHER == 2


def test_a_further_sheet_of_claims_that_cannot_be_read_is_never_passed_over(empty: Workspace) -> None:
    row = {name: cell for name, cell in _mayor().items() if name != "kind"}
    result = plan(empty, _with(book(FIRST), _named("Radio", row)), Wish())
    assert "sheet 'Radio': its headings are those of claims" in said(result)[0] and "name one 'kind'" in said(result)[0]
    result = plan(empty, _with(book(FIRST), _named("Radio", {**_mayor(), "claimant": "Mayor"})), Wish())
    assert "both mean 'who says it'" in said(result)[0]
    assert len(imported(empty, _with(book(FIRST), _named("Radio", row)), partial=True).changes) == 1


def test_columns_that_one_of_two_sheets_lacks_keep_what_stands(empty: Workspace) -> None:
    imported(empty, _with(book({**FIRST, "note": "Read twice."}), _named("Radio", _mayor(note="Once."))))
    result = plan(empty, _with(book({**FIRST, "note": "Anew."}), _named("Radio", _mayor())), Wish())
    assert (result.same, len(result.changes)) == (1, 1)


def test_a_new_place_is_no_slip_for_an_event_or_for_who_speaks(empty: Workspace) -> None:
    outbreak = {**FIRST, "event": "cholera outbreak in Marunda (outbreak)", "where": "Marunda (city)"}
    mayor = {**_mayor(), "event": "cholera outbreak in Marunda", "who says it": "Marunda mayor (person)"}
    assert not imported(empty, book(outbreak, mayor)).grave


def test_what_is_near_is_offered_with_what_to_write_if_it_is_new(empty: Workspace) -> None:
    station = {**FIRST, "where": "Old Quay pumping station (facility)"}
    (told,) = said(plan(empty, book(station, _mayor(where="Old Quay")), Wish()))
    assert "did you mean 'Old Quay pumping station'? if it is another, write '+Old Quay (facility)'" in told
    assert not imported(empty, book(station, _mayor(where="+Old Quay (region)"))).grave


def test_a_class_behind_a_name_may_be_any_word_for_it(empty: Workspace) -> None:
    assert not plan(empty, book({**FIRST, "event": "cholera epidemic (epidemic)"}), Wish()).grave


def test_a_word_that_asks_which_class_is_meant_is_answered_by_what_the_message_says(empty: Workspace) -> None:
    (told,) = said(plan(empty, book({**FIRST, "event": "hit on the quay (strike)"}), Wish()))
    assert "did you mean 'kg:Strike' (airstrike, air strike, shelling …) or 'labour strike'?" in told
    for word in ("kg:Strike", "shelling", "labour strike"):
        assert not plan(empty, book({**FIRST, "event": f"hit on the quay ({word})"}), Wish()).grave


LASTING = {"an outbreak": "cholera outbreak (outbreak)", "a war": "Norika war (event)"}


@pytest.mark.parametrize("event", LASTING.values(), ids=LASTING)
def test_deaths_of_what_goes_on_are_asked_about(empty: Workspace, event: str) -> None:
    (told,) = said(plan(empty, book({**FIRST, "what": "deaths", "event": event}), Wish()))
    assert "did you mean 'people killed' (of all of it, or on one occasion) or 'people killed so far'?" in told
    assert not plan(empty, book({**FIRST, "what": "people killed so far", "event": event}), Wish()).faults
    (look,) = plan(empty, book({**FIRST, "event": event}), Wish()).faults
    assert not look.grave and "'people killed so far'" in look.message


def test_deaths_of_an_accident_are_the_people_killed(empty: Workspace) -> None:
    assert not plan(empty, book({**FIRST, "what": "deaths"}), Wish()).faults


def test_a_class_that_there_is_none_of_leads_to_one(empty: Workspace) -> None:
    assert "did you mean 'event'?" in said(plan(empty, book({**FIRST, "event": "Norika war (war)"}), Wish()))[0]


def _things(*rows: Mapping[str, Cell]) -> Sheet:
    return replace(book(*rows).sheets[0], name="things")


PLACES = (
    {"name": "Old Quay", "class": "region", "located in": "Norika"},
    {"name": "Norika", "class": "city", "located in": ""},
    {"name": "Coast Guard", "class": "organization", "side": "Basalt"},
    {"name": "Basalt", "class": "organization"},
)


def test_the_sheet_of_things_says_where_places_lie_and_whose_bodies_are(empty: Workspace) -> None:
    given = _with(book({**FIRST, "where": "Old Quay"}), _things(*PLACES))
    assert not imported(empty, given).grave
    quads = read_quads(empty.data / "reference.trig", empty.base)
    base = empty.base
    assert {quad[2] for quad in quads if quad[1] == KG.locatedIn} == {f"{base}place/norika"}
    assert {quad[2] for quad in quads if quad[1] == KG.side} == {f"{base}agent/basalt"}
    again = plan(empty, given, Wish())
    assert not again.files and not again.things
    more = _with(book({**FIRST, "where": "Old Quay"}), _things({"name": "Norika", "class": "", "located in": "Norway"}))
    assert "things: located in: nothing is called 'Norway'" in said(plan(empty, more, Wish()))[0]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"name": "Coast Guard", "located in": "Norika"}, "is no place"),
        ({"name": "Norika", "located in": "Norika"}, "no other place"),
        ({"name": "Norika", "side": "Basalt"}, "can be on no side"),
        ({"name": "Coast Guard", "side": "Norika"}, "is no organization"),
        ({"name": "Coast Guard", "side": "Harbour Office"}, "is of Basalt already"),
    ],
)
def test_a_thing_is_not_said_to_be_what_it_cannot_be(empty: Workspace, row: Mapping[str, Cell], told: str) -> None:
    imported(empty, _with(book(FIRST), _things(*PLACES)))
    assert told in said(plan(empty, _with(book(FIRST), _things({"class": "", **row})), Wish()))[0]


POST: Mapping[str, Cell] = {
    "id": "p1",
    "document": "report",
    "words quoted": "Harbour Office".lower(),
    "kind": "post",
    "who says it": "Daily Lantern",
    "to whom": "Coast Guard (organization)",
    "when": "2031-05-03",
}


def _heads(who: str, role: str, **cells: Cell) -> dict[str, Cell]:
    return {**POST, "who": f"{who} (person)", "what": role, "what it says": f"{who} heads it.", **cells}


def test_a_leading_role_is_said_to_lead_and_others_are_asked_about(empty: Workspace) -> None:
    rows = (_heads("Ann Reed", "director (leading role)"), _heads("Otto Vale", "director", id="p2"))
    assert not imported(empty, book(*rows)).faults
    quads = read_quads(empty.data / "reference.trig", empty.base)
    assert [str(quad[2]) for quad in quads if quad[1] == KG.commanding] == ["true"]
    (look,) = plan(empty, book(_heads("Ann Reed", "commander (role)")), Wish()).faults
    assert not look.grave and "write 'commander (leading role)'" in look.message
    assert not plan(empty, book(_heads("Ann Reed", "deputy commander (role)")), Wish()).faults


def test_a_role_that_stands_is_said_to_lead_in_the_sheet_of_things(empty: Workspace) -> None:
    imported(empty, book(_heads("Ann Reed", "commander (role)")))
    given = _with(book(_heads("Ann Reed", "commander")), _things({"name": "commander", "class": "leading role"}))
    assert [path.name for path in imported(empty, given).files] == ["reference.trig"]
    assert not plan(empty, given, Wish()).files


def test_a_documents_day_of_numbers_is_asked_about_unless_the_order_is_told(empty: Workspace) -> None:
    given = book({**FIRST, "event": "ferry accident (accident)"}, document={"published": "6/5/2031"})
    (told,) = said(plan(empty, given, Wish()))
    assert "documents: published: '6/5/2031' can be 6 May or 5 June" in told and "--dates" in told
    assert not plan(empty, given, Wish(order="dmy")).grave


@pytest.mark.parametrize(("day", "sound"), [("03.04.05", False), ("03.04.31", True)])
def test_a_year_of_two_digits_is_taken_where_it_is_the_reports(empty: Workspace, day: str, sound: bool) -> None:
    assert bool(plan(empty, book({**FIRST, "when": day}), Wish()).grave) is not sound


def test_a_denial_may_say_what_is_denied_in_words(empty: Workspace) -> None:
    row = {
        **FIRST,
        "kind": "event",
        "what": "event: a boat is lost",
        "how much": "",
        "event": "",
        "about": "Mayor (person)",
    }
    assert not plan(empty, book({**row, "how it is said": "denial"}), Wish()).grave


def test_what_was_looked_into_is_asked_for(empty: Workspace) -> None:
    row = _mayor(**{"kind": "", "what": "", "how much": "", "event": "", "finds no evidence for": "c1"})
    assert "say what was looked into" in said(plan(empty, book(FIRST, row), Wish()))[0]


def test_a_measure_that_there_is_none_of_can_be_ones_own(empty: Workspace) -> None:
    (told,) = said(plan(empty, book({**FIRST, "what": "doses delivered"}), Wish()))
    assert "kgraph vocabulary --kind measure --new 'doses delivered'" in told


def test_a_claim_about_nothing_that_has_a_name_is_told(empty: Workspace) -> None:
    row = {**FIRST, "kind": "event", "what": "event: a boat is lost", "how much": "", "event": ""}
    (told,) = plan(empty, book({**row, "how it is said": "denial"}), Wish()).faults
    assert (told.column, told.grave) == ("about", True) and "whom or what it concerns" in told.message
    assert not plan(empty, book({**row, "how it is said": "denial", "about": "Harbour Office"}), Wish()).faults


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"how much": "-3"}, "how much: '-3' is less than none"),
        ({"where": "#x y"}, "where: '#x y' names no part of this claim"),
        ({"what it says": "They drowned. " * 100}, "what it says: it has 1,399 characters"),
    ],
)
def test_what_nobody_can_mean_is_asked_about(empty: Workspace, cells: Mapping[str, Cell], told: str) -> None:
    assert told in said(plan(empty, book({**FIRST, **cells}), Wish()))[0]


def test_no_file_has_a_name_of_thousands_of_letters(empty: Workspace) -> None:
    assert "there is no text 'xxx" in said(plan(empty, book(FIRST, document={"file": "x" * 4000}), Wish()))[0]


def test_two_names_that_make_one_file_are_told_and_parted(empty: Workspace) -> None:
    (empty.sources / "other.txt").write_text("Nobody was on the ferry that day, the captain said at noon.")
    given = book(FIRST, document={"comment": "The first."})
    sheet = given.sheets[1]
    other = dict(zip(sheet.rows[0].cells, sheet.rows[1].cells, strict=True))
    other |= {"short name": "report.", "title": "Another", "file": "other.txt", "comment": "The second."}
    rows = (*sheet.rows, Row(3, tuple(other.values())))
    claims = book({**FIRST, "document": "report"}).sheets[0]
    result = imported(empty, Book((claims, Sheet("documents", rows))))
    assert not said(result)
    assert any("'report.' and 'report' would have one data file" in fault.message for fault in result.faults)
    files = {path.name: path.read_text().partition("\n")[0] for path in empty.data_files()}
    assert files == {
        "report.trig": "# The first.",
        "report-2.trig": "# The second.",
        "reference.trig": files["reference.trig"],
    }
    assert not imported(empty, Book((claims, Sheet("documents", rows)))).files


def test_a_heading_that_people_use_of_two_columns_is_asked_about(empty: Workspace) -> None:
    row = {("Claim" if name == "what it says" else name): cell for name, cell in FIRST.items()}
    with pytest.raises(DataError, match="the heading 'Claim' may mean 'what it says' or 'id'"):
        plan(empty, book(row), Wish())


@pytest.mark.parametrize(("stance", "sound"), [("", False), ("assertion", True), ("denial", True)])
def test_who_denies_one_day_and_says_another_is_asked_which_is_denied(
    empty: Workspace, stance: str, sound: bool
) -> None:
    first = {**FIRST, "kind": "event", "what": "ferry accident (accident)", "how much": "", "event": ""}
    first |= {"where": "Old Pier (facility)", "when": "2031-05-01"}
    row = {**SAID, "kind": "event", "what": "ferry accident", "event": "", "where": "Old Pier", "when": "2031-05-03"}
    result = plan(empty, book(first, {**row, "how it is said": stance}), Wish())
    assert [one.column for one in result.grave] == ([] if sound else ["how it is said"])


def _instead(stance: str = "assertion", **cells: Cell) -> dict[str, Cell]:
    """A row that denies c1 and says 58."""
    return {**SAID, "how much": "58", "how it is said": stance, **cells}


@pytest.mark.slow
def test_what_is_asserted_in_place_of_something_contradicts_it(empty: Workspace, tmp_path: Path) -> None:
    result = imported(empty, book(FIRST, _instead()))
    told = "c2 says another figure in its place: written as 'contradicts', since only a denial denies"
    assert [(one.row, one.column, one.message) for one in result.faults if one.column == "denies"] == [
        (3, "denies", told)
    ]
    (_, claim) = stands(empty)
    assert (claim.modality, claim.related(KG.contradicts), claim.related(KG.denies)) == (
        KG.Assertion,
        (f"{empty.base}claim/report/c1",),
        (),
    )
    again = plan(empty, book(FIRST, _instead()), Wish())
    assert (again.same, again.changes) == (2, [])
    kept = plan(empty, book(FIRST, _instead("")), Wish())
    assert (kept.same, kept.grave) == (2, [])
    rows, _ = exported(empty)
    assert [(row.get("denies"), row.get("contradicts")) for row in rows] == [(None, None), (None, "c1")]
    assert plan(empty, read_book(written(empty, tmp_path / "out.csv"), ("documents",)), Wish()).same == 2


@pytest.mark.parametrize("stance", ["assertion", ""])
def test_a_row_emptied_to_what_it_denies_is_a_denial_whatever_stood_before(empty: Workspace, stance: str) -> None:
    imported(empty, book(FIRST, _instead()))
    bare = {"kind": "", "what": "", "how much": "", "event": ""}
    row = _instead("", **bare)
    if stance:
        row = {name: cell for name, cell in row.items() if name not in ("how it is said", *bare)}
        first = {**FIRST, "id": "c9", "document": "report"}
        result = imported(empty, book(first, row))
    else:
        result = imported(empty, book(FIRST, row))
    assert not result.grave, said(result)
    claim = next(claim for claim in stands(empty) if claim.id.endswith("c2"))
    assert (claim.modality, claim.polarity, claim.statements[0].figure) == (KG.Denial, KG.Negative, "at least 12")
    assert (claim.related(KG.denies), claim.related(KG.contradicts)) == ((f"{empty.base}claim/report/c1",), ())


def test_a_claim_named_in_another_column_is_not_kept_in_one_that_the_sheet_lacks(empty: Workspace) -> None:
    imported(empty, book(FIRST, _instead("denial")))
    row = {name: cell for name, cell in _instead().items() if name != "denies"}
    assert not imported(empty, book(FIRST, {**row, "contradicts": "c1"})).grave
    claim = next(claim for claim in stands(empty) if claim.id.endswith("c2"))
    assert {name for name, _ in claim.relations} == {KG.contradicts}


@pytest.mark.parametrize("stance", ["forecast", "scenario", "recommendation against"])
def test_what_is_neither_said_nor_denied_denies_no_row(empty: Workspace, stance: str) -> None:
    (told,) = said(plan(empty, book(FIRST, _instead(stance)), Wish()))
    assert f"a {stance} denies no row; write denial, or put the id under 'contradicts'" in told


@pytest.mark.parametrize("cells", [{"how much": "30"}, {"who says it": "Clerk (person)"}])
def test_how_something_was_said_is_kept_for_the_same_claimant_who_says_the_same(
    empty: Workspace, cells: dict[str, Cell]
) -> None:
    said_before = {**FIRST, "how it is said": "assertion that it is not so", "how sure": "probable"}
    imported(empty, book(said_before))
    kept = plan(empty, book({**FIRST, "how it is said": "", "how sure": ""}), Wish())
    assert kept.same == 1 and not kept.kept  # nothing is told of a claim that stays
    imported(empty, book({**FIRST, "how it is said": "", "how sure": "", **cells}))
    assert [(claim.polarity, claim.certainty) for claim in stands(empty)] == [(KG.Positive, KG.Unstated)]


def test_other_words_are_quoted_without_columns_for_their_place(empty: Workspace) -> None:
    imported(empty, book(FIRST))
    assert not imported(empty, book({**FIRST, "words quoted": "12 people drowned at noon"})).grave
    assert [TEXT[a.start : a.end] for claim in stands(empty) for a in claim.anchors] == ["12 people drowned at noon"]


def test_a_denial_of_a_faulty_row_says_to_correct_that_row(empty: Workspace) -> None:
    denial = {**DENIAL, **SOME, "denies": "c1"}
    faults = plan(empty, book({**FIRST, "how much": "many=few"}, denial), Wish()).grave
    assert [(one.row, one.column) for one in faults if one.row == 3] == [(3, "denies")]
    assert "'c1' is left out because it has a fault; correct that first" in next(
        one.message for one in faults if one.row == 3
    )


def test_an_id_of_another_document_is_offered(empty: Workspace) -> None:
    imported(empty, book({**FIRST, "id": "c14"}))
    (empty.sources / "other.txt").write_text("Nobody was on the ferry that day, the captain said at noon.")
    about = {"short name": "other", "file": "other.txt", "title": "Another report"}
    row = {**DENIAL, **SOME, "document": "other", "words quoted": "Nobody was on the ferry"}
    row |= {"denies": "c14", "kind": ""}
    (told,) = said(plan(empty, book(row, document=about), Wish()))
    assert "row 2, denies: there is no claim 'c14'" in told and told.endswith("; did you mean report/c14?")


def test_denials_of_what_a_claim_said_before_are_named(empty: Workspace) -> None:
    denial = {**DENIAL, **SOME, "denies": "c1"}
    imported(empty, book(FIRST, denial))
    changed = {**FIRST, "how much": "12"}
    result = plan(empty, book(changed), Wish())
    (told,) = (one for one in result.faults if "denies what this row said before" in one.message)
    assert (told.row, told.grave) == (2, False) and told.message.startswith("report/c2 denies")
    assert [change.claim.id[-2:] for change in result.changes] == ["c1"]
    for quiet in (book(changed, denial), book({**FIRST, "note": "Looked at."})):
        assert not [one for one in plan(empty, quiet, Wish()).faults if "said before" in one.message]


@pytest.mark.slow
def test_a_leading_role_beside_another_of_the_body_is_told(empty: Workspace) -> None:
    imported(empty, book(_heads("Ann Reed", "head (leading role)")))
    other = book(_heads("Otto Vale", "director (leading role)", id="p2"))
    (told,) = plan(empty, other, Wish()).faults
    assert (told.row, told.column, told.grave) == (2, "what", False)
    assert "'director' is a new leading role of Coast Guard beside 'head'" in told.message
    imported(empty, other)
    assert not plan(empty, other, Wish()).faults
    elsewhere = _heads("Ilse Thorn", "chief (leading role)", id="p3", **{"to whom": "Port Police (organization)"})
    assert not plan(empty, book(elsewhere), Wish()).faults


def test_a_place_that_says_something_is_told_what_to_write(empty: Workspace) -> None:
    (told,) = said(plan(empty, book({**FIRST, "who says it": "Old Hospital (hospital)"}), Wish()))
    assert "cannot be under 'who says it'; write who says it: for a body 'Old Hospital (organization)'" in told


def test_partly_says_which_rows_a_row_of_no_document_keeps_out(empty: Workspace) -> None:
    result = plan(empty, book(FIRST, {**_mayor(), "id": "c1", "document": "nowhere"}), Wish(partial=True))
    assert [(one.row, one.column) for one in result.grave] == [(2, "id"), (3, "document")]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"when": "2031-05-03 14:30"}, "an hour without its zone"),
        ({"when": "about 2030"}, "gives no first or last day"),
        ({"when": "2031-05-01 {2020-01-01, ?, ?, 2020-01-03}"}, "allows only 2031-05-01"),
        ({"when": "", "who": "Ann Reed (person); Otto Vale (person)"}, "it names 2, and a row of the kind 'post' one"),
        ({"to whom": "Old Pier (facility)"}, "is of the class facility; write the body"),
        ({"who": "Port Police (organization)"}, "write the person"),
        ({"what": "Ann Reed"}, "write the role"),
        ({"kind": "unit under", "who": "Coast Guard (organization)", "what": ""}, "would be under itself"),
    ],
)
def test_what_data_cannot_say_is_asked_about(empty: Workspace, cells: Mapping[str, Cell], told: str) -> None:
    row = {**_heads("Ann Reed", "director (role)"), **cells}
    assert any(told in one for one in said(plan(empty, book(row), Wish()))), said(plan(empty, book(row), Wish()))


def further_rows(workspace: Workspace) -> list[tuple[Mapping[str, Cell], Mapping[str, Cell]]]:
    """Each further row of an exported claim with the claim's first row."""
    first: dict[tuple[Cell, Cell], Mapping[str, Cell]] = {}
    rows = exported(workspace)[0]
    pairs = [(first.setdefault((row["document"], row["id"]), row), row) for row in rows]
    return [(one, other) for one, other in pairs if one is not other]


@pytest.mark.parametrize("name", WORKSPACES)
def test_a_row_read_alone_says_whose_it_is_and_that_it_is_no_assertion(name: str, tmp_path: Path) -> None:
    pairs = further_rows(copied(WORKSPACES[name], tmp_path))
    for first, row in pairs:
        assert {one: row.get(one) for one in REPEATED} == {one: first.get(one) for one in REPEATED}
        assert row["who says it"] and row["how it is said"]
    stances = {str(row["how it is said"]) for _, row in pairs}
    assert name != "pokrovsk" or {"scenario", "conditional", "forecast"} <= stances


TWO = (FIRST, {"id": "c1", "document": FIRST["document"], "kind": "figure", "what": "people wounded", "how much": "30",
               "event": FIRST["event"]})  # fmt: skip


def test_who_edits_an_exported_claim_need_only_edit_its_first_row(empty: Workspace) -> None:
    imported(empty, book(*TWO))
    first, second = exported(empty)[0]
    assert second["who says it"] == first["who says it"]
    edited = {**first, "how sure": "probable", "who says it": "Harbour Office", "how it is said": "forecast"}
    claim = imported(empty, book(edited, second)).changes[0].claim
    assert (claim.certainty, claim.modality, len(claim.statements)) == (KG.Probable, KG.Forecast, 2)
    assert not imported(empty, book(*exported(empty)[0])).changes


def test_two_rows_that_say_two_things_of_a_claim_are_asked_about(empty: Workspace) -> None:
    imported(empty, book(*TWO))
    first, second = exported(empty)[0]
    result = plan(empty, book({**first, "how sure": "probable"}, {**second, "how sure": "possible"}), Wish())
    assert [fault.column for fault in result.grave] == ["how sure"]
    result = plan(empty, book({**first, "how it is said": ""}, second), Wish())
    assert "still says 'assertion', which is taken" in " ".join(map(str, result.faults))
