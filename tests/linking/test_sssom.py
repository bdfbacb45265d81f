"""Judgements in SSSOM/TSV: equal bytes again, files of others, errors with their line, and SSSOM's own validator."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kgraph.errors import DataError
from kgraph.linking.judgements import BY_TOOL, Judgement, Judgements, Verdict
from kgraph.linking.records import read_set
from kgraph.linking.sssom import read_judgements
from kgraph.linking.sssom_table import split_cell
from kgraph.linking.writing import UNSPECIFIED, to_sssom
from kgraph.namespaces import IRI
from sssom_py import SssomPy

BASE = "https://example.org/id/"
GN, WD, DBPEDIA = "https://sws.geonames.org/", "http://www.wikidata.org/entity/", "https://dbpedia.org/"
LINKS = Path(__file__).parents[2] / "data/links.sssom.tsv"
SCHEMA = Path(__file__).with_name("sssom") / "sssom.schema.json"
ODD = 'a\ttab, an\nend, "quotes", it\'s, # no comment, 100 %: {x}, \u2028, “…”, Покровськ'
PLAIN = ODD.replace("\t", " ").replace("\n", " ").replace(" \u2028", " ")


def judgement(verdict: str, target: str | None, name: str = "pokrovsk", source: str = GN, **known: Any) -> Judgement:
    subject = IRI(f"{BASE}place/{name}")
    return Judgement(subject, Verdict(verdict), IRI(target) if target else None, source=source, **known)


def every(text: str = ODD) -> Judgements:
    """A judgement of each verdict, with odd characters wherever there may be some."""
    told: dict[str, Any] = {
        "subject_label": text,
        "target_label": f'"{text}',
        "author": f"#{text}",
        "comment": f"'{text}",
        "date": "2026-11-25",
        "confidence": 0.974,
    }
    return Judgements(
        [
            judgement("match", f"{GN}704422/", **told),
            judgement("match", f"{WD}Q193303", source=WD, justification=BY_TOOL, **told),
            judgement("close", f"{DBPEDIA}resource/Pokrovsk_(city),_Ukraine", source=DBPEDIA, **told),
            judgement("no", f"{GN}2017824/", **told),
            judgement("no", None, name="area", **told),
            judgement("unsure", f"{GN}1/", name="somewhere", **told),
        ],
        title=f"The battle: {text}",
        base=BASE,
    )


def read(tmp_path: Path, text: str, title: str = "") -> Judgements:
    path = tmp_path / "links.sssom.tsv"
    path.write_bytes(text.encode())
    return read_judgements(path, BASE, title)


def instance(path: Path) -> dict[str, Any]:
    """A set as the JSON schema has it: the set's slots, with a list of mappings."""
    found = read_set(path)
    properties = json.loads(SCHEMA.read_text("utf8"))["$defs"]["Mapping"]["properties"]

    def value(slot: str, text: str) -> object:
        kinds = properties.get(slot, {}).get("type", ())
        return split_cell(text) if "array" in kinds else float(text) if "number" in kinds else text

    mappings = [{slot: value(slot, text) for slot, text in record.values.items()} for record in found.records]
    return {**found.metadata.values, "mappings": mappings}


def is_by_the_schema(path: Path) -> bool:
    schema = json.loads(SCHEMA.read_text("utf8"))
    checker = jsonschema.Draft201909Validator(schema, format_checker=jsonschema.FormatChecker())
    return bool(checker.is_valid(instance(path)))


def is_valid(path: Path, validator: SssomPy) -> bool:
    """Whether SSSOM's own validator takes a file."""
    code, said = validator.command("validate", path)
    return code == 0 and "error" not in said.lower()


@pytest.mark.parametrize("text", ["", "plain", ODD])
def test_a_round_trip_has_equal_bytes(tmp_path: Path, text: str) -> None:
    written = to_sssom(every(text), "https://example.org/licence")
    again = read(tmp_path, written)
    assert to_sssom(again, "https://example.org/licence") == written
    assert again.title == f"The battle: {text}".replace(ODD, PLAIN)
    assert list(again) == list(every(text.replace(ODD, PLAIN)))


def test_the_repositorys_file_is_in_form() -> None:
    judgements = read_judgements(LINKS, "https://w3id.org/kgraph/id/")
    assert to_sssom(judgements, "https://creativecommons.org/publicdomain/zero/1.0/") == LINKS.read_text("utf8")
    assert judgements.conflicts() == []
    assert len(judgements) >= 20


def test_equal_judgements_make_an_equal_file() -> None:
    assert to_sssom(Judgements(reversed(list(every())), base=BASE)) == to_sssom(Judgements(every(), base=BASE))
    rows = to_sssom(every()).partition("subject_id")[2].splitlines()[1:]
    assert [row.partition("\t")[0] for row in rows] == [
        "id:place/area",
        *["id:place/pokrovsk"] * 4,
        "id:place/somewhere",
    ]


def test_the_head() -> None:
    text = to_sssom(Judgements(base=BASE))
    assert f"#license: {UNSPECIFIED}\n#mapping_set_id: {BASE}links\nsubject_id\t" in text
    assert "title" not in text
    assert f"#  id: {BASE}\n" in text
    assert f"#  ext1: {DBPEDIA}\n" in to_sssom(every())


def test_each_verdict_as_sssom_has_it(tmp_path: Path) -> None:
    lines = [line.split("\t")[:7] for line in to_sssom(every("")).splitlines() if line.startswith("id:")]
    assert [[line[index] for index in (0, 2, 3, 4, 6)] for line in lines] == [
        ["id:place/area", "skos:exactMatch", "", "sssom:NoTermFound", "gn:"],
        ["id:place/pokrovsk", "skos:exactMatch", "", "wd:Q193303", "wd:"],
        ["id:place/pokrovsk", "skos:closeMatch", "", "ext1:resource/Pokrovsk_(city),_Ukraine", "ext1:"],
        ["id:place/pokrovsk", "skos:exactMatch", "Not", "gn:2017824/", "gn:"],
        ["id:place/pokrovsk", "skos:exactMatch", "", "gn:704422/", "gn:"],
        ["id:place/somewhere", "rdfs:seeAlso", "", "gn:1/", "gn:"],
    ]
    assert "sameAs" not in to_sssom(every())


def test_the_longest_prefix_is_taken() -> None:
    inside = Judgements([judgement("match", f"{BASE}x/1", source=f"{BASE}x/")], base=BASE)
    assert "id:place/pokrovsk\t\tskos:exactMatch\t\text1:1\t" in to_sssom(inside)
    assert "id:place/pokrovsk\t" in to_sssom(
        Judgements([judgement("no", None, source="https://example.org/")], base=BASE)
    )


def test_no_file_is_no_judgement(tmp_path: Path) -> None:
    none = read_judgements(tmp_path / "none.tsv", BASE, "A title")
    assert (list(none), none.title, none.base) == ([], "A title", BASE)


HEAD = "#curie_map:\n#  place: https://example.org/id/place/\n#  geo: https://sws.geonames.org/\n"
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tpredicate_modifier\n"
ROW = "place:pokrovsk\tskos:exactMatch\tgeo:704422/\tsemapv:ManualMappingCuration\t\n"


def test_the_file_of_another_tool(tmp_path: Path) -> None:
    text = "\ufeff" + HEAD + COLUMNS + ROW
    (one,) = read(tmp_path, text)
    assert one == judgement("match", f"{GN}704422/", version="", source=GN, tool="", confidence=None)
    (same,) = read(tmp_path, (HEAD + COLUMNS + ROW).replace("\n", "\r\n"))
    assert same == one
    (whole,) = read(tmp_path, COLUMNS + ROW.replace("place:", f"{BASE}place/").replace("geo:", GN))
    assert whole.pair == one.pair
    assert whole.source == ""
    (own_prefix,) = read(tmp_path, COLUMNS + ROW.replace("place:", "id:place/").replace("geo:", "gn:"))
    assert own_prefix == one, "prefixes of the project's table need no map"
    (other,) = read(tmp_path, HEAD + COLUMNS.replace("\n", "\tx\n") + ROW.replace("\n", "\tmine\n"))
    assert other == one, "a column that is not ours"


def test_a_justification_by_any_prefix(tmp_path: Path) -> None:
    text = HEAD + "#  sv: https://w3id.org/semapv/vocab/\n" + COLUMNS + ROW.replace("semapv:Manual", "sv:Manual")
    assert [one.justification for one in read(tmp_path, text)] == ["ManualMappingCuration"]


def test_conflicts_in_the_file_of_another(tmp_path: Path) -> None:
    assert len(read(tmp_path, HEAD + COLUMNS + ROW + ROW.replace("704422", "1")).conflicts()) == 1
    mixed = ROW.replace("geo:704422/", "gn:1/")
    assert len(read(tmp_path, HEAD + COLUMNS + ROW + mixed).conflicts()) == 1, "whatever the prefix is called"


@pytest.mark.parametrize("is_first", [True, False])
def test_a_row_of_the_tool_never_overrules_a_persons(tmp_path: Path, is_first: bool) -> None:
    columns = COLUMNS[:-1] + "\tmapping_tool\n"
    its = ROW.replace("ManualMappingCuration", BY_TOOL).replace("exactMatch", "closeMatch")[:-1] + "\tkgraph\n"
    both = read(tmp_path, HEAD + columns + (its + ROW if is_first else ROW + its))
    (one,) = both.counted(IRI(f"{BASE}place/pokrovsk"))
    assert (one.verdict, one.by_tool, len(both)) == (Verdict.match, False, 2)


def test_a_title_given_is_taken(tmp_path: Path) -> None:
    text = HEAD + "#mapping_set_title: Theirs\n" + COLUMNS + ROW
    assert read(tmp_path, text).title == "Theirs"
    assert read(tmp_path, text, "Ours").title == "Ours"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (HEAD + COLUMNS.replace("object_id", "object") + ROW, 4, "the column object_id is missing"),
        ("#curie_map: [\n" + COLUMNS, 1, "the metadata is no YAML"),
        ("#curie_map: 5\n" + COLUMNS, 1, "the metadata is no mapping"),
        ("#- a\n" + COLUMNS, 1, "the metadata is no mapping"),
        (HEAD + COLUMNS.replace("predicate_modifier", "object_id") + ROW, 4, "there are two columns 'object_id'"),
        ("#curie_map: {a: b\n" + COLUMNS, 1, "the metadata is no YAML"),
        (HEAD + "#b: : c\n" + COLUMNS, 4, "the metadata is no YAML"),
        ("#" + "[" * 3000 + "\n" + COLUMNS, 1, "nested too deep"),
        (HEAD + COLUMNS + ROW + ROW.replace("\n", "\tone\tmore\n"), 6, "more cells than there are columns"),
        (HEAD + COLUMNS + ROW + '"' + ROW + ROW, 6, "this is no table: unexpected end of data"),
    ],
)
def test_an_error_has_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'links.sssom.tsv'}:{line}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (HEAD + COLUMNS + ROW + ROW.replace("geo:", "g:"), 6, "the prefix of 'g:704422/' is not in curie_map"),
        (HEAD + COLUMNS + ROW + "\n" + ROW.replace("geo:", ""), 7, "'704422/' is no CURIE"),
        (HEAD + COLUMNS + ROW.replace("geo:704422/", ""), 5, "'' is no CURIE"),
        (HEAD + COLUMNS + "place:pokrovsk\n", 5, "the row has no predicate_id"),
        (HEAD + COLUMNS + ROW.replace("exactMatch", "broadMatch").replace("skos:", "sk:"), 5, "prefix of 'sk:broadM"),
        (HEAD + COLUMNS + ROW.replace("skos:exactMatch", "sameAs"), 5, "'sameAs' is no CURIE"),
        (HEAD + COLUMNS + ROW.replace("\t\n", "\tMaybe\n"), 5, "'Maybe' is no modifier"),
        (HEAD + COLUMNS + ROW.replace("exactMatch", "closeMatch").replace("\t\n", "\tnot\n"), 5, "'not' is no modif"),
        (HEAD + COLUMNS + ROW.replace("place:pokrovsk", ""), 5, "there is no subject_id"),
        (HEAD + COLUMNS + ROW.replace("semapv:Manual", "skos:Manual"), 5, "is no term of semapv"),
        (HEAD + COLUMNS + ROW.replace("semapv:ManualMappingCuration", "by hand"), 5, "'by hand' is no CURIE"),
        (HEAD + COLUMNS + ROW.replace("semapv:ManualMappingCuration", ""), 5, "there is no mapping_justification"),
        (HEAD + COLUMNS + ROW.replace("skos:exactMatch", ""), 5, "the row has no predicate_id; write skos:exactMatch"),
        (HEAD + COLUMNS + ROW.replace("\t\n", "\tnot\n") + ROW, 5, "'not' is no modifier"),
    ],
)
def test_a_row_that_is_no_mapping_is_told_kept_and_not_used(tmp_path: Path, text: str, line: int, said: str) -> None:
    found = read(tmp_path, text)
    assert [(one.line, said in one.what) for one in found.faults if one.is_error] == [(line, True)]
    assert len(found) == text.count("\tskos:exactMatch\tgeo:704422/\tsemapv:ManualMappingCuration\t\n") - (
        "\n\tskos:exactMatch" in text
    )
    found.add(judgement("no", f"{DBPEDIA}resource/X", source=DBPEDIA, author="Ann", date="2026-05-05"))
    written = [row.rstrip("\t") for row in to_sssom(found).splitlines()]
    assert all(
        row.rstrip("\t") in written for row in text.splitlines() if row and "#" not in row and row != COLUMNS[:-1]
    )


@pytest.mark.parametrize("text", ["", "\n", HEAD, HEAD + "#license: https://example.com/terms\n"])
def test_a_set_without_a_table_has_no_rows(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text)
    assert (len(found), found.faults, to_sssom(found)) == (0, [], text)
    one = judgement("match", f"{GN}704422/", author="Ann", date="2026-05-05")
    assert found.add(one)
    written = to_sssom(found)
    assert list(read(tmp_path, written)) == [one]
    assert [line for line in text.splitlines() if line and line not in written.splitlines()] == []


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "links.sssom.tsv"
    for data, said in (
        (b"\xff\xfe", "this is saved as UTF-16; save it as UTF-8"),
        (b"a\n\xff", ":2: cannot be read: "),
    ):
        path.write_bytes(data)
        with pytest.raises(DataError, match=said):
            read_judgements(path, BASE)


def test_the_repositorys_file_is_by_the_schema() -> None:
    assert is_by_the_schema(LINKS)


def test_what_is_written_is_by_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "odd.sssom.tsv"
    path.write_text(to_sssom(every()), encoding="utf8")
    assert is_by_the_schema(path)
    once_more = read_judgements(path, BASE)
    once_more.add(judgement("close", "urn:isbn:1", name="book", source="", date="2026-05-05"))
    path.write_text(to_sssom(once_more), encoding="utf8")
    assert is_by_the_schema(path)


def test_what_is_added_to_the_set_of_another_is_by_the_schema(tmp_path: Path) -> None:
    slots = "#license: https://example.com/terms\n#mapping_set_id: https://example.com/theirs\n"
    slots += (
        "#mapping_date: 2026-01-02\n#mapping_tool: oaklib\n#subject_match_field:\n#- rdfs:label\n#- skos:altLabel\n"
    )
    theirs = read(tmp_path, HEAD + slots + COLUMNS + ROW + ROW)
    path = tmp_path / "links.sssom.tsv"
    assert is_by_the_schema(path)
    theirs.add(judgement("no", f"{DBPEDIA}resource/X", source=DBPEDIA, author="Ann", date="2026-05-05"))
    path.write_text(to_sssom(theirs), encoding="utf8")
    assert is_by_the_schema(path)
    assert [record.values.get("subject_match_field") for record in read_set(path).records] == [
        None,
        *["rdfs:label|skos:altLabel"] * 2,
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("semapv:ManualMappingCuration", "by hand"),
        ("\tNot\t", "\tNever\t"),
        ("\t2026-11-25\t", "\t20261125\t"),
        ("\t0.974\t", "\t1.974\t"),
        ("#license", "#licence"),
        ("\tcomment\n", "\tcommentary\n"),
    ],
)
def test_the_schema_refuses_what_is_broken(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "broken.sssom.tsv"
    path.write_text(to_sssom(every()).replace(old, new), encoding="utf8")
    assert not is_by_the_schema(path)


def test_sssoms_own_validator_takes_the_repositorys_file(validator: SssomPy) -> None:
    assert is_valid(LINKS, validator)


def test_sssoms_own_validator_takes_odd_characters(tmp_path: Path, validator: SssomPy) -> None:
    path = tmp_path / "odd.sssom.tsv"
    path.write_text(to_sssom(every()), encoding="utf8")
    assert is_valid(path, validator)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("semapv:ManualMappingCuration", "by hand"),
        ("#  gn: https://sws.geonames.org/\n", ""),
    ],
)
def test_sssoms_own_validator_refuses_what_is_broken(tmp_path: Path, old: str, new: str, validator: SssomPy) -> None:
    text = to_sssom(every())
    assert old in text
    path = tmp_path / "broken.sssom.tsv"
    path.write_text(text.replace(old, new), encoding="utf8")
    assert not is_valid(path, validator)
