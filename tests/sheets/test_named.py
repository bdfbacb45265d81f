"""Names in cells against the cases (see cases/README.md): what is taken, what is offered, what is new."""

import csv
from functools import cache
from pathlib import Path

from kgraph.namespaces import IRI, KG
from kgraph.sheets.dates import Unclear
from kgraph.sheets.lists import name_list, read_ids
from kgraph.sheets.names import Names, Thing, Unknown
from kgraph.vocabulary import built_in
from tables import over

CASES = Path(__file__).parent / "cases"
BASE = "https://example.org/ferry/"
Case = dict[str, str]


def cases(name: str) -> list[Case]:
    with (CASES / name).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def names() -> Names:
    found = Names(BASE, built_in())
    found.add(
        Thing(
            IRI(BASE + row["id"]),
            row["label"],
            tuple(filter(None, row["other names"].split("; "))),
            (KG[row["class"]],),
        )
        for row in cases("names-reference.tsv")
    )
    return found


LEFT_OUT = {
    ("Smith", "who")
}  # a place may stand under "who", as "Norrland" does there: whose figure it is, who is entitled


def title(case: Case) -> str:
    return f"{case['column']}: {case['written']}"[:50]


@over(
    "case",
    [
        case
        for case in cases("names.tsv")
        if not (":" in case["written"] and case["column"] == "what")
        and (case["written"], case["column"]) not in LEFT_OUT
    ],
    title,
)
def test_a_name_finds_what_it_names(case: Case) -> None:
    wanted, note = case["finds"], case["note"]
    try:
        found = names().thing(case["written"].strip(), case["column"])
    except Unknown as error:
        offered = [names().short(iri) for iri in names().meant(case["written"].strip(), case["column"])]
        if wanted == "new":
            assert not offered, f"asks: {error}"
        else:
            assert wanted.startswith(("ask", "refuse")), f"asks: {error}"
            told = set(wanted.removeprefix("ask: ").split(", ")) if wanted.startswith("ask") else set()
            assert told <= {*offered, "new"}, f"offers {offered}"
    except Unclear as error:
        assert wanted.startswith(("ask", "refuse")), f"asks: {error}"
        assert wanted.startswith("refuse") or all(
            one in str(error) for one in wanted.removeprefix("ask: ").split(", ")
        ), f"{error}; {note}"
    else:
        assert names().short(found) == wanted, note


KNOWN_IDS = ("c2", "c3", "c4", "c5", "c7")


def members(case: Case) -> str:
    """What a cell holds, as the cases write it."""
    cell = case["written"].replace("\\r", "\r").replace("\\n", "\n")
    if case["column"] == "denies":
        return " | ".join(read_ids(cell, KNOWN_IDS))
    told = []
    for name in name_list(cell, names(), case["column"]):
        try:
            told.append(names().things[names().thing(name, case["column"])].label)
        except Unknown:
            if names().meant(name, case["column"]):
                raise
            told.append(f"new: {name}")
    return " | ".join(told)


LISTS_LEFT_OUT = {"row 7"}  # a row's number is taken by design


@over("case", [case for case in cases("lists.tsv") if case["written"] not in LISTS_LEFT_OUT], title)
def test_a_cell_holds_what_people_put_into_it(case: Case) -> None:
    try:
        found = members(case)
    except Unclear as error:
        assert case["list"].startswith(("ask", "refuse")), f"asks: {error}"
    else:
        assert found == case["list"], case["note"]
