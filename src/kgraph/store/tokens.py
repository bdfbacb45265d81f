r"""SPARQL texts as tokens of the SPARQL 1.1 grammar (§19.8 [139]-[173]), each with its position in the text.

A text need not be legal: a character that begins no token is a mark by itself. The time taken is in proportion to the
length of any text. So texts are refused that would have to be read again and again: those with a name of more than
1,000 characters, or with a long string that does not end.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kgraph.errors import UsageError

# The ranges are the grammar's, not Python's idea of a letter. If a character counted
# as part of a name here and not in the engine, both would read the text after it differently.
_BASE = (
    "AZ az \u00c0\u00d6 \u00d8\u00f6 \u00f8\u02ff \u0370\u037d \u037f\u1fff \u200c\u200d \u2070\u218f \u2c00\u2fef"
    " \u3001\ud7ff \uf900\ufdcf \ufdf0\ufffd \U00010000\U000effff"
)
_VAR = f"{_BASE} __ 09 \u00b7\u00b7 \u0300\u036f \u203f\u2040"
_CHARS = f"{_VAR} --"


def _class(ranges: str, also: str = "") -> str:
    """A regular expression for one character of these ranges, or one of the characters in `also`.

    It lists the gaps between the ranges instead, because `re` expands each range character by character, and these have
    45,000.
    """
    bounds = sorted((ord(first), ord(last)) for first, last in [*ranges.split(), *((one, one) for one in also)])
    ends = [-1, *(last for _, last in bounds)]
    starts = [*(first for first, _ in bounds), 0x110000]
    gaps = [(end + 1, start - 1) for end, start in zip(ends, starts, strict=True) if end + 1 < start]
    return f"[^{''.join(f'{_escaped(first)}-{_escaped(last)}' for first, last in gaps)}]"


def _escaped(character: int) -> str:
    return f"\\U{character:08x}"


_INSIDE, _LAST = _class(_CHARS, "."), _class(_CHARS)
_LOCAL, _LOCAL_INSIDE, _LOCAL_LAST = _class(_BASE, "_:0123456789"), _class(_CHARS, ".:"), _class(_CHARS, ":")
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
CODEPOINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_TOKEN = re.compile(
    rf"""
    (?P<space>   [ \t\r\n]+ )
  | (?P<comment> \# )
  | (?P<iri>     <(?: [^<>"{{}}|^`\\\x00-\x20] | {CODEPOINT} )*> )
  | (?P<string>  \"\"\"(?: "{{0,2}}(?:[^"\\]|\\.) )*+\"\"\" | '''(?: '{{0,2}}(?:[^'\\]|\\.) )*+'''
               | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+' )
  | (?P<variable>[?$]{_class(_VAR)}+ )
  | (?P<tag>     @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
  | (?P<blank>   _:{_class(_BASE, "_0123456789")}(?:{_INSIDE}*{_LAST})? )
  | (?P<name>    (?:{_class(_BASE)}(?:{_INSIDE}*{_LAST})?)? :
                 (?: (?:{_LOCAL}|{_PLX}) (?: (?:{_LOCAL_INSIDE}|{_PLX})* (?:{_LOCAL_LAST}|{_PLX}) )? )? )
  | (?P<number>  (?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)? )
  | (?P<word>    [A-Za-z_][A-Za-z0-9_]* )
  | (?P<mark>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
_NAMELIKE = re.compile(_class(_BASE, "_:") + _LOCAL_INSIDE + "{1000}")
_LINE = re.compile(r"""(["'])(?:(?!\1)[^\\\r\n]|\\.)*+""", re.DOTALL)
_LONGEST_OPEN = 2_000
_SHORT = 10_000  # characters of a text whose tokens are kept for the next reader
_LONGEST_OPEN_LONG = 20_000


class Token(NamedTuple):
    """A token: `kind` is the name of a group of the expression above, `end` the position after the token."""

    kind: str
    text: str
    end: int

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.end - len(self.text)

    @property
    def word(self) -> str:
        """The keyword in lower case; "" for a token that is no word."""
        return self.text.lower() if self.kind == "word" else ""


def tokenise(text: str) -> Iterator[Token]:
    """The tokens of a text in its usual reading, without white space and comments; escapes are kept as they are."""
    yield from _kept(text) if len(text) < _SHORT else _read(text)


def _read(text: str) -> Iterator[Token]:
    at = 0
    while token := token_at(text, at):
        yield token
        at = token.end


@lru_cache(maxsize=16)
def _kept(text: str) -> tuple[Token, ...]:
    """The same at once, kept since several checks read each query."""
    return tuple(_read(text))


def token_at(text: str, at: int) -> Token | None:
    """The token at or after a position, white space and comments left out; `None` at the end."""
    while match := _TOKEN.match(text, at):
        kind, start, at = str(match.lastgroup), at, match.end()
        if kind == "comment":  # not part of the expression, since many readings of one long line come here
            at = min((end for end in (text.find("\n", at), text.find("\r", at)) if end >= 0), default=len(text))
        elif kind != "space":
            if len(text) >= 1_000 and kind in ("name", "word", "mark", "string"):
                _check_length(text, start, at, kind)
            return Token(kind, match[0], at)
    return None


def _check_length(text: str, start: int, end: int, kind: str) -> None:
    """Raise `UsageError` for a token that would be read from its beginning again and again."""
    if kind != "string" and _NAMELIKE.match(text, start):
        raise UsageError("a name in the query is longer than 1,000 characters; write an IRI in angle brackets")
    first = text[start]
    open_line = kind == "mark" and first in "\"'" and (found := _LINE.match(text, start))
    open_long = kind == "string" and end - start == 2 and text.startswith(first, end)
    if (open_line and found and found.end() - start > _LONGEST_OPEN) or (
        open_long and len(text) - start > _LONGEST_OPEN_LONG
    ):
        line = text.count("\n", 0, start) + 1
        raise UsageError(f"a string that begins in line {line} of the query does not end; close its quotation marks")


def bare(iri: Token) -> str:
    """An IRI without its angle brackets, codepoint escapes replaced."""
    inside = iri.text[1:-1]
    return re.sub(CODEPOINT, _codepoint, inside) if "\\" in inside else inside


def forms(text: str) -> list[str]:
    """The text itself and, where they differ, the texts with codepoint escapes replaced in each of the two known
    ways."""
    if "\\" not in text:
        return [text]
    paired = re.sub(rf"\\\\|{CODEPOINT}", _codepoint, text)
    return list(dict.fromkeys((text, paired, re.sub(CODEPOINT, _codepoint, text))))


def _codepoint(match: re.Match[str]) -> str:
    if match[0] == "\\\\":
        return match[0]
    number = int(match[0][2:], 16)
    return chr(number) if number <= 0x10FFFF else match[0]
