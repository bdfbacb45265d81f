"""Cells as people write them, against cases that were written before the code (see cases/README.md)."""

import csv
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

from kgraph.days import Day
from kgraph.namespaces import IRI, KG
from kgraph.sheets.dates import Unclear
from kgraph.sheets.figures import Figure, read_figure
from kgraph.sheets.names import Names
from kgraph.sheets.time_writing import write_when
from kgraph.sheets.times import Use, When, read_when
from kgraph.vocabulary import built_in
from tables import over

CASES = Path(__file__).parent / "cases"
Case = dict[str, str]


def cases(name: str) -> list[Case]:
    with (CASES / name).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def title(case: Case) -> str:
    return " ".join(f"{value}" for key, value in case.items() if value and key not in ("or", "also right", "note"))[:60]


@cache
def names() -> Names:
    return Names("https://example.org/id/", built_in())


def unit(words: str) -> IRI | None:
    try:
        return names().term(words, "unit")
    except Unclear:
        return None


def either(case: Case, read: Callable[[], object], right: Callable[[object], bool]) -> None:
    """What is read is right, or is refused where the case asks for that or allows it."""
    wanted, allowed = case["or"], case["also right"]
    try:
        found = read()
    except Unclear as error:
        assert wanted.startswith(("ask", "refuse")) or "ask" in allowed, f"asks: {error}"
        return
    if wanted.startswith(("ask", "refuse")):
        assert "take" in allowed, f"{wanted}; read as {found}"
    else:
        assert right(found), f"read as {found}"


@over("case", cases("times.tsv"), title)
def test_times_are_read_as_people_mean_them(case: Case) -> None:
    near = Day.of(case["document date"]) if case["document date"] else None
    bounds = tuple(case[name] for name in ("earliest begin", "latest begin", "earliest end", "latest end"))

    def right(found: object) -> bool:
        assert isinstance(found, When)
        return found.span.bounds == bounds and (not case["edtf"] or found.edtf == case["edtf"])

    either(
        case, lambda: read_when(case["written"].replace("\\n", "\n"), Use(case["for"]), case["date order"], near), right
    )


@over("case", cases("times.tsv"), title)
def test_a_time_that_was_read_is_written_so_that_it_is_read_again(case: Case) -> None:
    near = Day.of(case["document date"]) if case["document date"] else None
    use = Use(case["for"])
    try:
        found = read_when(case["written"], use, case["date order"], near)
    except Unclear:
        return
    assert read_when(write_when(found, use), use) == found


def local(iri: IRI | None) -> str:
    return "" if iri is None else iri.rpartition("#")[2]


@over("case", cases("figures.tsv"), title)
def test_figures_are_read_as_people_mean_them(case: Case) -> None:
    given = unit(case["unit cell"]) if case["unit cell"] else None

    def right(found: object) -> bool:
        assert isinstance(found, Figure)
        numbers = [Decimal(number) if number else None for number in (found.value, found.least, found.most)]
        wanted = [Decimal(case[name]) if case[name] else None for name in ("value", "min", "max")]
        comparators = {case["comparator"]} if case["comparator"] else {"", "Exactly"}
        told = local(found.unit or given)
        slack = Decimal("0.0001") if case["note"] == "within 0.0001" else Decimal(0)
        same = all(
            a == b or (a is not None and b is not None and abs(a - b) <= slack)
            for a, b in zip(numbers, wanted, strict=True)
        )
        return (
            same
            and local(found.comparator) in comparators
            and found.about == bool(case["approximate"])
            and (not case["unit"] or told in (case["unit"], ""))
            and found.printed == case["figure"]
        )

    either(case, lambda: read_figure(case["written"], case["decimal style"], unit, given), right)


def test_what_a_comparator_says_is_a_term() -> None:
    assert read_figure("at least 40", "", unit).comparator == KG.AtLeast
