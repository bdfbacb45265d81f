"""pandas reads what is written: it comes with SSSOM's validator, in whose environment it is asked."""

import json
import os
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kgraph.workbooks import Cell, OutSheet, write_book
from requirements import missing

ASK = """
import json, sys, pandas
path = sys.argv[1]
read = pandas.read_excel if path.endswith(".xlsx") else pandas.read_csv
print(json.dumps(read(path, dtype=str, keep_default_na=False).values.tolist()))
"""


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_pandas_reads_what_is_written(tmp_path: Path, form: str) -> None:
    validator = os.environ.get("KGRAPH_SSSOM") or missing("pandas, which comes with SSSOM's validator (KGRAPH_SSSOM)")
    rows: list[tuple[str, str, Cell]] = [
        ("007", 'two\nlines, "quoted"', Decimal("4.5")),
        ("1e5", "Покровськ 🚤", date(2025, 11, 5)),
    ]
    (path,) = write_book(tmp_path / f"claims.{form}", [OutSheet("claims", ("id", "words", "when"), rows)])
    told = [str(Path(validator).parent / "python"), "-W", "ignore", "-c", ASK, str(path)]
    found = json.loads(subprocess.run(told, check=True, capture_output=True, text=True).stdout)
    assert [row[:2] for row in found] == [list(row[:2]) for row in rows]
    assert found[0][2] == "4.5"
    assert found[1][2].startswith("2025-11-05")
