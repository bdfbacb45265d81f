"""Cells in a plain form: without other scripts' digits, wide and invisible characters, and special hyphens and
spaces."""

import re
import unicodedata

from kgraph.reading import visible
from kgraph.workbooks.values import Cell

_PLAIN = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-"))
_PLAIN |= {ord("٫"): ".", ord("٬"): ","}
_SPACE = re.compile(r"[^\S\n\r\t]")
_KEPT = ("words quoted", "quote digest", "what it says", "turtle")
_QUOTED = re.compile(r"[\"“”„«‘](.*)[\"“”»’]")


def plain(text: str) -> str:
    """The text with plain digits, hyphens and single spaces; – and — are kept, since they separate two values.

    >>> plain(" 2025\\u201111\\u201105 "), plain("٥ نوفمبر ٢٠٢٥"), plain("25\\u00a0km²")
    ('2025-11-05', '5 نوفمبر 2025', '25 km2')
    """
    seen = unicodedata.normalize("NFKC", visible(text)).translate(_PLAIN)
    digits = (str(unicodedata.decimal(char, char)) for char in seen)
    return " ".join("".join(digits).split())


def spaced(text: str) -> str:
    """The text with plain spaces and without invisible characters, as of a web page; lines and tabs stay.

    >>> spaced("Rescue\\u00a0Service\\u200b\\u2009(organization)")
    'Rescue Service (organization)'
    """
    return _SPACE.sub(" ", visible(text))


def told_name(name: str) -> str:
    """A name in quotation marks for a message.

    >>> print(told_name("Rescue\\u00a0Service"), told_name("Ann O'Hara"))
    'Rescue Service' "Ann O'Hara"
    """
    return f'"{spaced(name)}"' if "'" in name else f"'{spaced(name)}'"


def as_typed(heading: str, cell: Cell) -> Cell:
    """A cell with plain spaces, as somebody types them; words that are kept as they were written stay so."""
    return spaced(cell) if isinstance(cell, str) and heading not in _KEPT else cell


def unquoted(text: str) -> str:
    """The text without quotation marks around it."""
    match = _QUOTED.fullmatch(text.strip())
    return match[1].strip() if match else text.strip()


def unaccented(text: str) -> str:
    """The text in lower case without accents, for comparing words.

    >>> unaccented("Février"), unaccented("Kasım")
    ('fevrier', 'kasım')
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(char for char in parts if not unicodedata.combining(char)))
