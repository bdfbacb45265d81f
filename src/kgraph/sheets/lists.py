"""A cell that may hold several: parted by semicolons or ends of lines, never by commas, which names have."""

import re


def read_list(cell: str) -> list[str]:
    """The members of a cell, each once, in order.

    >>> read_list("Smith, John; the mayor\\n")
    ['Smith, John', 'the mayor']
    """
    parts = (" ".join(part.split()) for part in re.split(r"[;\r\n]+", cell))
    return list(dict.fromkeys(part for part in parts if part))


def write_list(members: list[str]) -> str:
    """The cell that `read_list` reads back."""
    return "; ".join(members)
