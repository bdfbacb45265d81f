r"""The shape of a query: what is left of its text without the contents of its strings, IRIs and comments.

A program asks the same again and again about another person or another day. Queries of one shape have the same tokens
of the same kinds in the same order, so the checks of the first hold for all. This is so because `shape_of` knows no
shape for a text that has anything on which the checks look within strings, IRIs and comments:

- a text that could contact an endpoint, or name a graph or a dataset, or has an escape;
- a text with BASE, by which IRIs that are part of a shape are others in each text, unless it begins with its only one,
  which is a part of its shape then;
- a text in which a quotation mark, a `<` or a `#` could be read in more than one way.

What is left out of strings and IRIs has no quotation mark, bracket, `<`, `>`, `#`, `\` or line break. A comment is left
out whole, up to the end of its line, whatever stands in it: its `#` stays. So wherever an engine believes a string, an
IRI or a comment to begin and to end, it believes the same of all texts of one shape. IRIs with `#`, among them all
terms of kgraph's vocabulary, are a part of it.
"""

import re

LONGEST = 4_000
"""Characters of a text that has a shape."""

_NEVER = ("service", "load", "from", "world/", "\\", "\0", "<<", "--", "triple", "langdir", "dirlang")
_ODD = re.compile("[\u0130\u0131\u017f\u212a\ud800-\udfff]")
"""Letters that are i, s or k if case does not count, and halves of characters."""
_BASE = re.compile(r"(?<![\w:?$@.-])base(?=[\s<#])")
_FIRST_BASE = re.compile(r"[ \t\r\n]*base[ \t\r\n]*<[^<>\"{}|^`\x00-\x20]*>", re.IGNORECASE)
_VARIES = re.compile(r"(?:rand|now|uuid|bnode)(?![a-z0-9_])", re.IGNORECASE)
_VARYING = ("rand", "now", "uuid", "bnode")
_STRING = r"(?:[\w .,/+-]|(?<=[0-9]):){1,200}"
_IRI = r"(?:https?://|urn:)?[\w./~%+,;=&-]{1,300}"
_PIECE = re.compile(
    rf"""
    (   (?: [^"'<\#]++
        | \"\"\"(?:"{{0,2}}[^"])*+\"\"\" | '''(?:'{{0,2}}[^'])*+'''
        | (?!"{_STRING}") "[^"\r\n]*+" | (?!'{_STRING}') '[^'\r\n]*+'
        | (?!<{_IRI}>) <[^<>"{{}}|^`\x00-\x20]*+> | <(?=[\s=])
        )*+ )
    (?: (["']){_STRING}\2 | (<){_IRI}> | (\#)[^\r\n]*+ | \Z | ([\s\S]++) )
    """,
    re.VERBOSE,
)
"""A part of the shape, and what is left out after it: the contents of a string, an IRI or a comment; or all the rest,
if it cannot be read."""


def shape_of(text: str) -> str | None:
    """The shape of a text; `None` if it has none, or one that is not worth knowing."""
    if len(text) > LONGEST:
        return None
    low = text.lower()
    for word in _NEVER:
        if word in low:
            return None
    base = ""
    if "base" in low:
        base = begun[0] if (begun := _FIRST_BASE.match(text)) else ""
        if _BASE.search(low, len(base)):
            return None
    if "graph" in low.replace("kgraph", "") or varies(text, low) or (not text.isascii() and _ODD.search(text)):
        return None
    pieces = _PIECE.findall(text, len(base))
    if pieces[-2:][0][-1]:  # the last piece is an empty one
        return None
    return "\0".join((base, *map("".join, pieces)))


def varies(text: str, low: str | None = None) -> bool:
    """Whether a text may have a function whose values are others each time; `low` is the text in lower case."""
    if low is None:
        low = text.lower()
    return any(word in low for word in _VARYING) and bool(_VARIES.search(text))
