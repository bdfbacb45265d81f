"""Sets that others write: read whatever the standard allows, and written back as they are but for what was judged."""

from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.errors import DataError
from kgraph.linking.deciding import take
from kgraph.linking.judgements import BY_TOOL, Judgement, Judgements, Verdict
from kgraph.linking.sssom import read_judgements
from kgraph.linking.writing import to_sssom
from kgraph.namespaces import IRI, SSSOM

BASE = "https://example.org/id/"
GN, WD = "https://sws.geonames.org/", "http://www.wikidata.org/entity/"
NORIKA, PETREL = IRI(f"{BASE}place/norika"), IRI(f"{BASE}agent/petrel")
HEAD = """#curie_map:
#  id: https://example.org/id/
#  gn: https://sws.geonames.org/
#  orcid: https://orcid.org/
#license: https://example.com/terms
#mapping_set_id: https://example.com/theirs
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification"
ROW = "id:place/norika\tskos:exactMatch\tgn:1/\tsemapv:ManualMappingCuration"
NEW = Judgement(PETREL, Verdict.no, IRI(f"{WD}Q42"), "Otto Petrel", source=WD, author="Ann", date="2026-05-05")


def read(tmp_path: Path, text: str | bytes) -> Judgements:
    path = tmp_path / "links.sssom.tsv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_judgements(path, BASE)


def judged(tmp_path: Path, text: str | bytes, new: Judgement = NEW) -> str:
    """The set after a judgement on another pair, which changes nothing when it is read again."""
    judgements = read(tmp_path, text)
    assert to_sssom(judgements).encode() == (text if isinstance(text, bytes) else text.encode()), "nothing is judged"
    assert take(judgements, new)
    written = to_sssom(judgements)
    again = read(tmp_path, written)
    assert to_sssom(again) == written
    assert set(again) == set(judgements)
    assert not take(again, new), "the same judgement again is no news"
    return written


def faults(judgements: Judgements) -> list[tuple[int, str]]:
    return [(fault.line, fault.what) for fault in judgements.faults if fault.is_error]


ROWS = {
    "two justifications": [ROW, ROW.replace("ManualMappingCuration", "LexicalMatching")],
    "a broader entry": [ROW, ROW.replace("exactMatch", "broadMatch").replace("gn:1/", "gn:2/")],
    "only what is not used": [ROW.replace("skos:exactMatch", "owl:sameAs")],
    "classes": [
        ROW.replace("skos:exactMatch", "rdfs:subClassOf"),
        ROW.replace("skos:exactMatch", "owl:equivalentClass"),
    ],
    "of semapv": [ROW.replace("skos:exactMatch", "semapv:crossSpeciesExactMatch")],
    "nothing there": [ROW.replace("gn:1/", "sssom:NoTermFound"), ROW.replace("id:place/norika", "sssom:NoTermFound")],
    "the same row twice": [ROW, ROW],
    "out of order": [ROW.replace("norika", "z"), ROW.replace("norika", "a"), ROW],
    "in quotes": ["\t".join(f'"{cell}"' for cell in ROW.split("\t"))],
}


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_row_stays_as_it_is(tmp_path: Path, rows: list[str], end: str) -> None:
    text = (HEAD + "\n".join([COLUMNS, *rows, ""])).replace("\n", end)
    written = judged(tmp_path, text)
    lines = written.split(end)
    head = [line for line in lines if line.startswith("#")]
    assert [line for line in head if line not in HEAD.splitlines()] == ["#  wd: http://www.wikidata.org/entity/"]
    kept = [line.split("\t")[:4] for line in lines[len(head) + 1 : -1] if "Q42" not in line]
    assert kept == [row.replace('"', "").split("\t") for row in rows]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("confidence", "1.0"),
        ("confidence", "1.00"),
        ("confidence", ".5"),
        ("confidence", "5e-1"),
        ("confidence", ""),
        ("author_id", "orcid:0000-0001-5839-2535"),
        ("reviewer_id", "orcid:0000-0001-5839-2535|orcid:0000-0001-5839-2536"),
        ("record_id", "id:record/7"),
        ("mapping_tool", "oaklib"),
        ("mapping_tool_version", "0.1"),
        ("mapping_date", "2026-01-02"),
        ("mapping_date", "20260102"),
        ("author_label", r"Ann\|Bo|C\\D"),
        ("ext_seen_at", "noon"),
        ("comment", "a  “quoted” text "),
    ],
)
def test_every_cell_stays_as_it_is(tmp_path: Path, column: str, cell: str) -> None:
    written = judged(tmp_path, f"{HEAD}{COLUMNS}\t{column}\n{ROW}\t{cell}\n")
    names, *rows = [line.split("\t") for line in written.splitlines() if not line.startswith("#")]
    (row,) = [row for row in rows if row[0] == "id:place/norika"]
    assert dict(zip(names, row, strict=True))[column] == cell
    assert [value for name, value in zip(names, row, strict=True) if name not in [*COLUMNS.split("\t"), column]] == [
        ""
    ] * (len(names) - len({*COLUMNS.split("\t"), column}))


SLOTS = {
    "mapping_date": "2026-01-02",
    "mapping_tool": "oaklib",
    "mapping_tool_version": "1.10",
    "mapping_provider": "https://example.com/",
    "object_source": "'gn:'",
    "subject_source": "id:all",
    "subject_type": "owl named individual",
}


@pytest.mark.parametrize("slot", SLOTS)
def test_what_a_set_says_of_all_its_records_is_said_of_each_where_one_differs(tmp_path: Path, slot: str) -> None:
    text = f"{HEAD}#{slot}: {SLOTS[slot]}\n{COLUMNS}\n{ROW}\n"
    written = judged(tmp_path, text)
    assert f"#{slot}" not in written
    names, *rows = [line.split("\t") for line in written.splitlines() if not line.startswith("#")]
    told = {row[0]: dict(zip(names, row, strict=True)).get(slot, "") for row in rows}
    assert told["id:place/norika"] == SLOTS[slot].strip("'")
    assert told["id:agent/petrel"] != SLOTS[slot].strip("'")


def test_what_a_set_says_of_all_its_records_stays_where_none_differs(tmp_path: Path) -> None:
    text = f"{HEAD}#mapping_date: '2026-05-05'\n#mapping_tool: kgraph\n{COLUMNS}\tsubject_label\n{ROW}\tNorika\n"
    written = judged(tmp_path, text)
    assert "#mapping_date: '2026-05-05'\n#mapping_tool: kgraph\n" in written
    assert "mapping_date\t" not in written
    (one,) = [one for one in read(tmp_path, written) if one.subject == NORIKA]
    assert (one.date, one.tool, one.author, one.by_tool) == ("2026-05-05", "kgraph", "", False)


def test_a_slot_of_the_set_is_of_no_record_where_one_has_its_own(tmp_path: Path) -> None:
    rows = f"{ROW}\toaklib\n{ROW.replace('gn:1', 'gn:2')}\t\n"
    found = read(tmp_path, f"{HEAD}#mapping_tool: other\n{COLUMNS}\tmapping_tool\n{rows}")
    assert [one.tool for one in found] == ["oaklib", ""]


@pytest.mark.parametrize("prefix", ["no", "on", "yes", "null", "y", "true", "1e3", "0x1", "2026-01-02", "~", "a.b"])
def test_prefixes_that_yaml_reads_as_something_else(tmp_path: Path, prefix: str) -> None:
    head = HEAD.replace("#license", f"#  {prefix}: https://example.com/{prefix}/\n#license")
    row = ROW.replace("gn:1/", f"{prefix}:7")
    written = judged(tmp_path, f"{head}{COLUMNS}\n{row}\n")
    assert f"#  {prefix}: https://example.com/{prefix}/\n" in written
    assert {one.target for one in read(tmp_path, written)} == {f"https://example.com/{prefix}/7", NEW.target}


def test_metadata_are_texts_and_stay(tmp_path: Path) -> None:
    more = "#mapping_set_version: 1.10\n#publication_date: 2026-01-02\n#creator_id:\n#- orcid:1\n#- orcid:2\n# # mine\n"
    written = judged(tmp_path, f"{HEAD}{more}{COLUMNS}\n{ROW}\n")
    assert more in written
    assert read(tmp_path, written).faults == []


@pytest.mark.parametrize("lead", ["#", "# ", "#    "])
def test_lines_of_metadata_with_spaces(tmp_path: Path, lead: str) -> None:
    written = judged(tmp_path, f"{HEAD.replace('#', lead)}{COLUMNS}\n{ROW}\n")
    assert f"{lead}curie_map:\n" in written
    assert f"{lead}  wd: http://www.wikidata.org/entity/\n" in written


@pytest.mark.parametrize(
    "curies", ["#curie_map: {id: 'https://example.org/id/', gn: 'https://sws.geonames.org/'}\n", ""]
)
def test_a_curie_map_in_another_form(tmp_path: Path, curies: str) -> None:
    written = judged(tmp_path, f"{curies}#mapping_set_id: https://example.com/theirs\n{COLUMNS}\n{ROW}\n")
    for line in (f"#  gn: {GN}", f"#  id: {BASE}", f"#  wd: {WD}"):
        assert line in written.splitlines()
    assert "#license: https://creativecommons.org/licenses/by/4.0/" in written, "with entries of GeoNames"


@pytest.mark.parametrize("target", ["gn:1/", "wd:Q1"])
def test_a_licence_that_somebody_stated_stays_in_a_set_of_kgraph_s(tmp_path: Path, target: str) -> None:
    licence = "#license: https://creativecommons.org/licenses/by/4.0/\n"
    head = HEAD.replace("#license: https://example.com/terms\n", f"#  wd: {WD}\n{licence}").replace(
        "https://example.com/theirs\n", f"{BASE}links\n#mapping_set_title: 'Flood: who is where'\n"
    )
    once = judged(tmp_path, f"{head}{COLUMNS}\n{ROW.replace('gn:1/', target)}\n")
    again = judged(tmp_path, once, replace(NEW, subject=NORIKA, date="2026-05-06"))
    assert licence in once and licence in again
    assert "#mapping_set_title: 'Flood: who is where'\n" in again
    assert ("GeoNames" in again) == (target == "gn:1/"), "what is said of GeoNames is true"


def test_metadata_in_one_line(tmp_path: Path) -> None:
    curies = f"curie_map: {{no: {GN}, id: '{BASE}'}}"
    head = f"#{{{curies}, license: 'https://example.com/terms', mapping_set_version: '1.10', creator_id: [a, b]}}\n"
    written = judged(tmp_path, f"{head}{COLUMNS}\n{ROW.replace('gn:', 'no:')}\n")
    assert {one.target for one in read(tmp_path, written)} == {f"{GN}1/", NEW.target}
    for line in (
        "#license: https://example.com/terms",
        "#mapping_set_version: '1.10'",
        "#- a",
        "#- b",
        f"#  'no': {GN}",
    ):
        assert line in written.splitlines()


def test_a_message_is_one_line_whatever_a_cell_holds(tmp_path: Path) -> None:
    for cell in ('"a\nb"', "a\x1b[2Jb", "x" * 5000):
        ((_, what),) = faults(read(tmp_path, f"{HEAD}{COLUMNS}\n{ROW.replace('gn:1/', cell)}\n"))
        assert what.isprintable()
        assert len(what) < 300


SPREADSHEET = [
    ("tabs", (HEAD + f"{COLUMNS}\n{ROW}\n").replace("\n#", "\t\t\t\n#")),
    ("tabs and CRLF", (HEAD + f"{COLUMNS}\n{ROW}\n").replace("\n#", "\t\t\t\n#").replace("\n", "\r\n")),
    ("empty columns", HEAD + f"{COLUMNS}\t\t\n{ROW}\t\t\n"),
    ("empty rows", HEAD + f"{COLUMNS}\n{ROW}\n\t\t\t\n\t\t\t\n\n"),
    ("quotes around metadata", HEAD + f'"#mapping_set_title: ""Ours: theirs"""\t\t\n{COLUMNS}\n{ROW}\n'),
    ("a mark", "\ufeff" + HEAD + f"{COLUMNS}\n{ROW}\n"),
    ("CR", (HEAD + f"{COLUMNS}\n{ROW}\n").replace("\n", "\r")),
    ("no last end of line", HEAD + f"{COLUMNS}\n{ROW}"),
    ("blank before the table", HEAD + f"\n{COLUMNS}\n{ROW}\n"),
]


@pytest.mark.parametrize("text", [text for _, text in SPREADSHEET], ids=[name for name, _ in SPREADSHEET])
def test_what_a_spreadsheet_makes_of_a_set(tmp_path: Path, text: str) -> None:
    judgements = read(tmp_path, text)
    assert [one.target for one in judgements] == [f"{GN}1/"]
    assert judgements.faults == []
    written = judged(tmp_path, text)
    assert "\t\t\t\n#" not in written.replace("\r", "")
    assert {one.target for one in read(tmp_path, written)} == {f"{GN}1/", NEW.target}


@pytest.mark.parametrize("name", ["links.sssom.yml", "links.sssom.yaml", "links.yml", "links.yaml"])
def test_metadata_in_a_file_of_their_own(tmp_path: Path, name: str) -> None:
    beside = tmp_path / name
    beside.write_text("\ufeff# theirs\ncurie_map:\n  gz: https://gazetteer.example.org/\nmapping_tool: oaklib\n")
    text = f"{COLUMNS}\n{ROW.replace('gn:', 'gz:')}\n"
    (one,) = read(tmp_path, text)
    assert (one.target, one.tool) == ("https://gazetteer.example.org/1/", "oaklib")
    written = judged(tmp_path, text)
    assert "#curie_map:\n#  gz: https://gazetteer.example.org/\n" in written
    again = read(tmp_path, written)
    assert {one.tool for one in again} == {"oaklib", "kgraph"}
    (told,) = [fault for fault in again.faults if fault.path == beside]
    assert (told.what, told.is_error) == ("it is not read, as links.sssom.tsv has metadata of its own", False)


def test_a_fault_in_a_file_of_metadata_is_said_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "links.yml").write_text("license: x\ncurie_map: [\n")
    with pytest.raises(DataError, match=r"links\.yml:2: the metadata is no YAML"):
        read(tmp_path, f"{COLUMNS}\n{ROW}\n")
    (tmp_path / "links.yml").write_text("license: x\nmapping_date: soon\n")
    assert faults(read(tmp_path, f"{COLUMNS}\n{ROW}\n")) == [(2, "mapping_date 'soon' is no date")]


@pytest.mark.parametrize(
    "row",
    [
        "alice\tskos:closeMatch\t\tsemapv:ManualMappingCuration\trdfs literal\t\tgn:1/",
        "\tskos:exactMatch\tid:a\tsemapv:ManualMappingCuration\t\trdfs literal\t",
        "S:1/(d:'M:1')\tskos:exactMatch\tgn:1/\tsemapv:LexicalMatching\tcomposed entity expression\t\tgn:1/",
    ],
)
def test_literals_and_composed_entities_are_kept_and_not_used(tmp_path: Path, row: str) -> None:
    head = HEAD.replace("#license", "#  S: https://example.com/s/\n#license")
    columns = "subject_label\tpredicate_id\tsubject_id\tmapping_justification\tsubject_type\tobject_type\tobject_id"
    written = judged(tmp_path, f"{head}{columns}\n{row}\n")
    assert row.rstrip("\t") in written
    assert len(read(tmp_path, written)) == 1


def test_a_literal_needs_no_column_of_identifiers(tmp_path: Path) -> None:
    columns = "subject_label\tpredicate_id\tobject_id\tmapping_justification"
    text = (
        f"{HEAD}#subject_type: rdfs literal\n{columns}\nalice\tskos:closeMatch\tgn:1/\tsemapv:ManualMappingCuration\n"
    )
    assert len(read(tmp_path, text)) == 0
    assert len(read(tmp_path, judged(tmp_path, text))) == 1


def test_what_came_before_version_1(tmp_path: Path) -> None:
    text = (
        HEAD + COLUMNS.replace("mapping_justification", "match_type") + "\n" + ROW.rpartition("\t")[0] + "\tLexical\n"
    )
    assert [one.justification for one in read(tmp_path, text)] == ["LexicalMatching"]
    again = read(tmp_path, judged(tmp_path, text))
    assert {one.justification for one in again} == {"LexicalMatching", "ManualMappingCuration"}


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("mapping_date", "20260102", "mapping_date '20260102' is no date"),
        ("mapping_date", "2026-W01-2", "is no date"),
        ("mapping_date", "02/01/2026", "is no date"),
        ("mapping_date", "2026-02-31", "is no date"),
        ("mapping_date", "2026-1-2", "is no date"),
        ("mapping_date", "٢٠٢٦-٠١-٠٢", "is no date"),
        ("mapping_date", "2026-01-02T10:00:00", "is no date"),
        ("review_date", "soon", "review_date 'soon' is no date"),
        ("confidence", "1.5", "confidence '1.5' is no number from 0 to 1"),
        ("confidence", "-0.1", "is no number"),
        ("confidence", "nan", "is no number"),
        ("confidence", "inf", "is no number"),
        ("confidence", "high", "is no number"),
        ("confidence", "0,5", "is no number"),
        ("confidence", "9" * 4301, "is no number"),
        ("reviewer_agreement", "-1.5", "is no number from -1 to 1"),
        ("object_source", "GeoNames", "object_source 'GeoNames' is no CURIE"),
    ],
)
def test_an_illegal_value_is_told_kept_and_left_out_of_the_graph(
    tmp_path: Path, column: str, cell: str, said: str
) -> None:
    text = f"{HEAD}{COLUMNS}\t{column}\n{ROW}\t{cell}\n"
    judgements = read(tmp_path, text)
    ((line, what),) = faults(judgements)
    assert (line, said in what, len(what) < 120) == (8, True, True)
    assert cell in judged(tmp_path, text)
    told = {predicate: str(value) for _, predicate, value, _ in judgements.quads()}
    assert not {SSSOM.mapping_date, SSSOM.confidence} & told.keys()
    assert cell not in told.values()


def test_an_illegal_value_of_the_set_is_told_once(tmp_path: Path) -> None:
    text = f"{HEAD}#mapping_date: 20260102\n#mapping_set_confidence: 2\n{COLUMNS}\n{ROW}\n{ROW}\n"
    assert faults(read(tmp_path, text)) == [
        (7, "mapping_date '20260102' is no date"),
        (8, "mapping_set_confidence '2' is no number from 0 to 1"),
    ]


def test_prefixes_that_mean_something_else_or_are_not_declared_are_told(tmp_path: Path) -> None:
    head = "#curie_map:\n#  skos: https://example.com/skos#\n#mapping_set_id: https://example.com/theirs\n"
    judgements = read(tmp_path, f"{head}{COLUMNS}\n{ROW}\n")
    assert [(fault.line, fault.what.partition(",")[0], fault.is_error) for fault in judgements.faults] == [
        (1, "SSSOM fixes the prefix 'skos' as http://www.w3.org/2004/02/skos/core#", True),
        (1, "the prefix 'gn' is not in curie_map: kgraph knows it", False),
        (1, "the prefix 'id' is not in curie_map: kgraph knows it", False),
    ]
    assert len(judgements) == 0, "it is another exactMatch"


@pytest.mark.parametrize("text", ['{"mappings": []}', " [1]", "<rdf:RDF/>", "@prefix a: <b> ."])
def test_another_serialisation_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"links\.sssom\.tsv: this is (SSSOM/JSON|RDF), and its name ends as"):
        read(tmp_path, text)


def test_json_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "links.sssom.json").write_text("{}")
    with pytest.raises(DataError, match=r"links\.sssom\.tsv: it is missing, and links\.sssom\.json is there"):
        read_judgements(tmp_path / "links.sssom.tsv", BASE)


def test_the_tool_changes_only_its_own(tmp_path: Path) -> None:
    columns = f"{COLUMNS}\tmapping_tool\tauthor_label\treviewer_label"
    its = ROW.replace("ManualMappingCuration", BY_TOOL)
    rows = [
        f"{its}\tkgraph\tkgraph, by itself\t",
        f"{its}\tkgraph\tkgraph, by itself\tBo",
        f"{its}\toaklib\t\t",
        f"{its}\t\t\t",
    ]
    assert [one.by_tool for one in read(tmp_path, "\n".join([HEAD + columns, *rows, ""]))] == [
        True,
        False,
        False,
        False,
    ]


def test_a_thousand_rows_in_any_order_stay_in_it(tmp_path: Path) -> None:
    rows = [ROW.replace("norika", f"p{number * 7919 % 1000:04}") for number in range(1000)]
    written = judged(tmp_path, "\n".join([HEAD + COLUMNS, *rows, ""]))
    found = [line.split("\t")[0] for line in written.splitlines() if line.startswith("id:place")]
    assert found == [row.split("\t")[0] for row in rows]


PAIR = "id:agent/petrel\tskos:exactMatch\twd:Q42\tsemapv:ManualMappingCuration"
SAID = Judgement(PETREL, Verdict.match, IRI(f"{WD}Q42"), "Otto Petrel", source=WD, author="Ann", date="2026-05-05")


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("tool", ["", "kgraph", "oaklib"])
@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("reviewer_label", ("Bob", "Carl")),
        ("reviewer_label", ("", "Carl")),
        ("record_id", ("id:record/1", "id:record/2")),
        ("ext_seen", ("noon", "noon")),
    ],
)
def test_no_row_that_says_more_is_lost_or_signed_anew(
    tmp_path: Path, column: str, cells: tuple[str, str], tool: str, verdict: Verdict
) -> None:
    head = HEAD.replace("#license", f"#  wd: {WD}\n#license")
    names = f"{COLUMNS}\tauthor_label\tmapping_tool\t{column}"
    text = f"{head}{names}\n" + "".join(f"{PAIR}\tAnn\t{tool}\t{cell}\n" for cell in cells)
    written = judged(tmp_path, text, replace(SAID, verdict=verdict, comment="x"))
    rows = [line.split("\t") for line in written.splitlines() if not line.startswith("#")][1:]
    own = [cell for cell in cells if not cell and tool == "kgraph"]
    kept = [[*PAIR.split("\t"), "Ann", tool, cell] for cell in cells if cell not in own]
    assert [row[:7] for row in rows if row[:7] in kept] == kept
    assert all(not any(row[7:]) for row in rows if row[:7] in kept), "no cell of theirs is ours"
    assert len(rows) == 3 - len(own)


def test_rows_that_people_wrote_without_a_tool_stay(tmp_path: Path) -> None:
    head = HEAD.replace("#license", f"#  wd: {WD}\n#license")
    rows = "".join(f"{PAIR}\tAnn\t{said}\n" for said in ("read the map", "asked them"))
    written = judged(tmp_path, f"{head}{COLUMNS}\tauthor_label\tcomment\n{rows}", replace(SAID, comment="x"))
    assert [row.split("\t")[5] for row in written.splitlines() if row.startswith("id:agent")] == [
        "read the map",
        "asked them",
        "x",
    ]
