"""Pairs of names of people and units, and whether they are one, near or others (`names/cases.tsv`)."""

import csv
from pathlib import Path


def cases(*answers: str) -> list[tuple[str, str, str]]:
    """The pairs with these answers, each as (known, asked, answer).

    "one" is decided; "near" is asked about; "other" is never decided, though it may be asked about.
    """
    with (Path(__file__).parent / "names/cases.tsv").open(encoding="utf8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["known"], row["asked"], row["answer"]) for row in rows if row["answer"] in answers]
