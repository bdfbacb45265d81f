"""Claims in a spreadsheet, from the command line."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from conftest import Run

EARTHQUAKE = Path(__file__).parents[2] / "examples" / "earthquake"
FORMS = (".xlsx", ".ods", ".csv", ".tsv")


@pytest.fixture
def workspace(kgraph: Run, tmp_path: Path) -> Path:
    """A workspace with two registered reports of the earthquake, and their first claims in a sheet."""
    kgraph("init", "velmar", "--empty", "--base", "https://example.org/velmar/")
    folder = tmp_path / "velmar"
    for name, outlet, day in (("10-north-wire", "North Wire", "10"), ("11-radio-velmar", "Radio Velmar", "11")):
        file = EARTHQUAKE / "sources" / f"2025-03-{name}.txt"
        new = ("--publisher", outlet, "--new-publisher", "--published", f"2025-03-{day}")
        assert kgraph("-C", folder, "document", "add", file, *new).returncode == 0
    (folder / "claims.csv").write_bytes((EARTHQUAKE / "first-claims.csv").read_bytes())
    return folder


@pytest.mark.parametrize("form", FORMS)
def test_a_template_is_written_once(kgraph: Run, tmp_path: Path, form: str) -> None:
    done = kgraph("claims", "template", "-o", f"new{form}")
    assert done.returncode == 0 and (tmp_path / f"new{form}").is_file(), done.stderr
    again = kgraph("claims", "template", "-o", f"new{form}")
    assert again.returncode == 2 and "the file exists already" in again.stderr


def test_the_template_offers_the_vocabulary_and_warns_of_other_words_where_they_are_rare(
    kgraph: Run, tmp_path: Path
) -> None:
    kgraph("claims", "template", "-o", "new.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "new.xlsx")["claims"]
    headings = {str(cell.value): get_column_letter(at) for at, cell in enumerate(sheet[1], 1)}
    rules = {str(rule.sqref).split(":")[0][:-1]: rule for rule in sheet.data_validations.dataValidation}
    assert rules[headings["how sure"]].showErrorMessage and not rules[headings["what"]].showErrorMessage
    assert "figure" in str(rules[headings["kind"]].formula1)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_an_export_comes_back_and_changes_nothing(kgraph: Run, workspace: Path, form: str) -> None:
    assert kgraph("-C", workspace, "claims", "import", workspace / "claims.csv").returncode == 0
    done = kgraph("-C", workspace, "claims", "export", "-o", workspace / f"all{form}")
    assert done.returncode == 0 and "5 claims in 5 rows" in done.stderr, done.stderr
    again = kgraph("-C", workspace, "claims", "import", workspace / f"all{form}")
    assert again.returncode == 0 and "0 claims new, 0 changed, 5 unchanged" in again.stderr, again.stderr


@pytest.mark.slow
def test_a_dry_run_shows_what_would_be_in_question_and_writes_nothing(kgraph: Run, workspace: Path) -> None:
    before = {path: path.read_bytes() for path in (workspace / "data").rglob("*.trig")}
    done = kgraph("-C", workspace, "claims", "import", workspace / "claims.csv", "--dry-run")
    assert "Magnitude: Velmar earthquake?" in done.stdout and "2025-03-11-radio-velmar/q2: new:" in done.stdout
    assert "nothing was written" in done.stderr
    assert {path: path.read_bytes() for path in (workspace / "data").rglob("*.trig")} == before


@pytest.mark.slow
def test_a_dry_run_shows_what_a_change_would_change(kgraph: Run, workspace: Path) -> None:
    kgraph("-C", workspace, "claims", "import", workspace / "claims.csv")
    text = (workspace / "claims.csv").read_text(encoding="utf8").replace("magnitude,6.4", "magnitude,6.5")
    (workspace / "claims.csv").write_text(text, encoding="utf8")
    done = kgraph("-C", workspace, "claims", "import", workspace / "claims.csv", "--dry-run")
    assert "2025-03-10-north-wire/q1: how much: 6.4 → 6.5" in done.stdout
    carried_out = kgraph("-C", workspace, "claims", "import", workspace / "claims.csv")
    assert "2025-03-10-north-wire/q1: how much: 6.4 → 6.5" in carried_out.stderr and not carried_out.stdout


def test_what_stands_and_the_sheet_has_not_is_told_in_one_line(kgraph: Run, workspace: Path) -> None:
    kgraph("-C", workspace, "claims", "import", workspace / "claims.csv")
    lines = (workspace / "claims.csv").read_text(encoding="utf8").splitlines()
    (workspace / "claims.csv").write_text("\n".join([*lines[:2], lines[-1]]), encoding="utf8")
    done = kgraph("-C", workspace, "claims", "import", workspace / "claims.csv")
    assert "3 claims of its documents stand that this sheet has not, and stay: 2025-03-10-north-wire/q2" in done.stderr
    assert done.stderr.count("has not, and stay") == 1


def test_equal_faults_are_told_in_one_line(kgraph: Run, workspace: Path) -> None:
    lines = (workspace / "claims.csv").read_text(encoding="utf8").splitlines()
    place = lines[0].split(",").index("document")
    rows = [line.split(",") for line in lines]
    assert all(row.pop(place) for row in rows)
    (workspace / "claims.csv").write_text(
        "\n".join(",".join([*row[:place], "" if row[0] != "id" else "document", *row[place:]]) for row in rows),
        encoding="utf8",
    )
    done = kgraph("-C", workspace, "claims", "import", workspace / "claims.csv")
    assert "rows 2, 3, 4, 5, 6, document: it is empty" in done.stderr, done.stderr


def test_no_copy_is_written_where_nothing_is_to_mend(kgraph: Run, workspace: Path) -> None:
    lines = (workspace / "claims.csv").read_text(encoding="utf8").splitlines()
    (workspace / "claims.csv").write_text("\n".join(lines[:3]), encoding="utf8")
    words = ("claims", "import", workspace / "claims.csv", "--mark", workspace / "marked.csv")
    done = kgraph("-C", workspace, *words)
    assert done.returncode == 0 and "nothing is to mend" in done.stderr, done.stderr
    assert not (workspace / "marked.csv").exists()


def test_faults_are_told_by_cell_in_a_marked_copy_too(kgraph: Run, workspace: Path) -> None:
    text = (workspace / "claims.csv").read_text(encoding="utf8").replace("people killed,12", "people kiled,12")
    (workspace / "claims.csv").write_text(text, encoding="utf8")
    words = ("claims", "import", workspace / "claims.csv", "--mark", workspace / "marked.csv")
    done = kgraph("-C", workspace, *words)
    assert done.returncode == 3 and "row 3, what: no measure is called 'people kiled'" in done.stderr
    assert "people kiled" in (workspace / "marked.csv").read_text(encoding="utf8").splitlines()[2].rpartition(",")[2]
    assert not (workspace / "data" / "triples" / "claims.trig").exists()
    partly = kgraph("-C", workspace, "claims", "import", workspace / "claims.csv", "--partial")
    assert partly.returncode == 1 and "4 claims new" in partly.stderr


@pytest.mark.slow
def test_rows_to_mend_are_counted_by_their_sheets_and_what_a_document_keeps_out_is_said(
    kgraph: Run, workspace: Path
) -> None:
    text = (workspace / "claims.csv").read_text(encoding="utf8").replace("magnitude,6.4", "magnitud,6.4")
    (workspace / "claims.csv").write_text(text, encoding="utf8")
    documents = "short name,published\n2025-03-10-north-wire,some day\n"
    (workspace / "claims.documents.csv").write_text(documents, encoding="utf8")
    words = ("-C", workspace, "claims", "import", workspace / "claims.csv")
    done = kgraph(*words)
    assert done.returncode == 3 and "row 2, documents: published" in done.stderr, done.stderr
    assert "row 2, what: " in done.stderr and "2 rows to mend" in done.stderr, done.stderr
    partly = kgraph(*words, "--partial")
    assert "claims of 2025-03-10-north-wire left out: correct the document's row" in partly.stderr, partly.stderr
    standing = (workspace / "data").rglob("*.trig")
    assert not [path for path in standing if "claim/2025-03-10-north-wire/" in path.read_text(encoding="utf8")]


@pytest.mark.slow
def test_imported_claims_are_sound(kgraph: Run, workspace: Path) -> None:
    kgraph("-C", workspace, "claims", "import", workspace / "claims.csv")
    done = kgraph("-C", workspace, "validate")
    assert done.returncode == 0 and "Nothing to mend" in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "this file is empty"),
        (b"a,b\n1,2\n", "no row has the headings of a sheet of claims"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"document,who says it,claimant\nx,y,z\n", "both mean 'who says it'"),
    ],
)
def test_what_is_no_sheet_of_claims_ends_in_one_line(kgraph: Run, workspace: Path, content: bytes, said: str) -> None:
    (workspace / "bad.csv").write_bytes(content)
    done = kgraph("-C", workspace, "claims", "import", workspace / "bad.csv")
    assert done.returncode in (2, 3) and said in done.stderr, done.stderr
    assert "Traceback" not in done.stderr and done.stdout == ""


@pytest.mark.slow
def test_a_denial_of_a_later_day_is_told_beside_its_claimants_own_answer(kgraph: Run, workspace: Path) -> None:
    rows = [
        "id,document,words quoted,who says it,what it says,kind,what,how much,event,denies",
        "a1,2025-03-10-north-wire,12 people,Health Ministry (organization),41 died.,figure,people killed,41,quake,",
        "b1,2025-03-10-north-wire,120 wounded,Valley Council (organization),90 died.,figure,people killed,90,quake,",
        "b2,2025-03-11-radio-velmar,dead,Health Ministry,It was not 90.,,,,,2025-03-10-north-wire/b1",
    ]
    rows[1] = rows[1].replace(",quake,", ",quake (earthquake),")
    (workspace / "more.csv").write_text("\n".join(rows), encoding="utf8")
    done = kgraph("-C", workspace, "claims", "import", workspace / "more.csv", "--dry-run")
    assert "denies 2025-03-10-north-wire/b1: 90 died." in done.stdout, done.stdout + done.stderr
    assert "2025-03-11-radio-velmar/b2: new:" in done.stdout
    assert "“41” — Health Ministry [North Wire] 2025-03-10 or earlier" in done.stdout, done.stdout
    assert "not “90” — Health Ministry [Radio Velmar] 2025-03-11 or earlier" in done.stdout, done.stdout


@pytest.mark.slow
def test_the_templates_document_goes_with_its_claims(kgraph: Run, workspace: Path) -> None:
    kgraph("-C", workspace, "claims", "template", "-o", workspace / "new.csv")
    (workspace / "new.csv").write_bytes((workspace / "claims.csv").read_bytes())
    done = kgraph("-C", workspace, "claims", "import", workspace / "new.csv")
    assert done.returncode == 0 and "5 claims new" in done.stderr, done.stderr
    assert "report-1" not in done.stderr + kgraph("-C", workspace, "document", "list").stdout


@pytest.mark.parametrize("form", FORMS)
def test_the_templates_examples_are_left_out_and_counted(kgraph: Run, tmp_path: Path, form: str) -> None:
    kgraph("init", "ferry", "--empty", "--base", "https://example.org/ferry/")
    words = ("-C", tmp_path / "ferry", "claims")
    kgraph(*words, "template", "-o", tmp_path / f"new{form}")
    for dry in ((), ("--dry-run",)):
        done = kgraph(*words, "import", tmp_path / f"new{form}", *dry)
        assert done.returncode == 0 and "0 claims new" in done.stderr and "to look at" not in done.stderr, done.stderr
        assert "10 made-up example rows of the template were left out; write a row for each claim" in done.stderr
    assert not list((tmp_path / "ferry").glob("data/triples/*"))


SAID = "id,document,words quoted,who says it,when said,what it says,kind,what,how much,event"
HOUSED = (
    "a1,2025-03-10-north-wire,12 people,Health Ministry (organization),2025-03-09,41 fled.,figure,people displaced,41,"
    "quake (earthquake)",
    "a2,2025-03-10-north-wire,120 wounded,Valley Council (organization),,53 fled.,figure,people displaced,53,quake",
    "a3,2025-03-10-north-wire,gave the magnitude,Valley Council,2025-03-10,53 left.,figure,people evacuated,53,quake",
)


@pytest.mark.slow
def test_an_import_names_the_row_whose_missing_day_decides_and_shows_the_near_miss(
    kgraph: Run, workspace: Path
) -> None:
    (workspace / "more.csv").write_text("\n".join((SAID, *HOUSED)), encoding="utf8")
    done = kgraph("-C", workspace, "claims", "import", workspace / "more.csv", "--dry-run")
    assert done.stderr.count("write the day here too if the report has it") == 1, done.stderr
    assert "row 3, when said: it is empty, and row 2 of this report, on the same, has a day" in done.stderr
    assert "nobody gives the day on which Valley Council said so" in done.stdout, done.stdout


def test_defaults_are_told_only_of_rows_that_are_new_or_changed(kgraph: Run, workspace: Path) -> None:
    (workspace / "more.csv").write_text("\n".join((SAID, *HOUSED)), encoding="utf8")
    first = kgraph("-C", workspace, "claims", "import", workspace / "more.csv")
    assert "'how sure' was empty for 3 claims" in first.stderr
    again = kgraph("-C", workspace, "claims", "import", workspace / "more.csv")
    assert "was empty for" not in again.stderr and "write the day here too" not in again.stderr, again.stderr
    (workspace / "more.csv").write_text("\n".join((SAID, *HOUSED)).replace("53 fled", "54 fled"), encoding="utf8")
    changed = kgraph("-C", workspace, "claims", "import", workspace / "more.csv")
    assert "was empty for 1 claim:" in changed.stderr and "3 claims" not in changed.stderr, changed.stderr
