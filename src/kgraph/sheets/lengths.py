"""Cells that are far longer than what belongs there. Mostly a quotation mark without its partner has swallowed rows.

They are faults before anything is read in them, so that no reader of cells has to bear them.
"""

import re

from kgraph.errors import short
from kgraph.sheets.columns import RELATIONS

_MOST = 400
"""Characters of one value: of a name, a day, a figure, an id."""
_MOST_LINES = 200
_OF_ANY_LENGTH = ("words quoted", "turtle")
_SENTENCES = ("what it says", "note")
_ONE_VALUE = (
    *("id", "document", "which place", "start", "end", "who says it", "when said", "how it is said", "how sure"),
    *("voice", "status", "kind", "how much", "unit", "when", "phase", "confidence", "quote digest", "part"),
)
_BETWEEN_VALUES = re.compile(r"[;；؛,،、\r\n]")
_BETWEEN_IDS = re.compile(r"[;,\s]")


def too_long(column: str, text: str) -> str:
    """What is wrong with a cell that is too long for its column; "" if nothing is.

    >>> too_long("when", "x" * 500).partition(";")[0]
    "the cell has 500 characters ('xxxxxxxxxxxxxxxxxxxx…')"
    >>> too_long("about", "Ann Reed; " * 500), too_long("note", "x" * 500)
    ('', '')
    """
    if len(text) <= _MOST_LINES or column in _OF_ANY_LENGTH:
        return ""
    lines = len(text.splitlines())
    if lines <= _MOST_LINES and (column in _SENTENCES or _longest(column, text) <= _MOST):
        return ""
    among = f" in {lines:,} lines" if lines > 1 else ""
    told = f"the cell has {len(text):,} characters{among} ('{short(text, most=20)}')"
    return f"{told}; if a quotation mark has no partner, mend that, else write less"


def _longest(column: str, text: str) -> int:
    """The length of the longest value in a cell."""
    if column in _ONE_VALUE:
        return len(text)
    return max(map(len, (_BETWEEN_IDS if column in RELATIONS else _BETWEEN_VALUES).split(text)))
