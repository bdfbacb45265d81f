"""The built-in engine's message on a wrong text, in a line for people: the place in their own text, and the fault."""

import re

from kgraph.errors import nearest
from kgraph.namespaces import PREFIXES
from kgraph.store.tokens import Token, token_at

ADDED = "#kgraph\n"
"""The end of the line that kgraph puts before a user's text; line numbers in errors leave that line out."""

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?")
_LETTERS = re.compile(r"""\[(?:'[^']*'|[\s.=|]|_)*\](?:,\s*)?""")
_LONGEST = 160


def added_lines(text: str) -> int:
    """How many lines kgraph put before the user's text: one or none."""
    return int(text.partition("\n")[0].endswith(ADDED.strip()))


def syntax_message(error: SyntaxError, text: str) -> str:
    """The engine's words on a syntax error in the text, short, with line and column first where it knows them.

    If the text uses an undeclared prefix at or before that place, the message names the prefix instead.
    """
    said = str(error)
    match = _PLACE.match(said)
    if not match:
        return one_line(said)
    line, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    at = sum(len(passed) + 1 for passed in lines[: line - 1]) + column - 1
    undeclared = _undeclared(text)
    if undeclared and undeclared.start < at:
        start = undeclared.start
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        rest = _not_declared(undeclared.text.partition(":")[0])
    else:
        expected = _LETTERS.sub("", said[match.end() :]).strip(" ,\n")
        rest = one_line(("expected " if "expected" in match[0] else "") + (expected or "something else"))
    return f"line {line - added_lines(text)}, column {column}: {rest}"


def _undeclared(text: str) -> Token | None:
    """The first name whose prefix no PREFIX before it declares."""
    declared: set[str] = set()
    at, before = 0, ""
    while token := token_at(text, at):
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and before == "prefix":
            declared.add(prefix)
        elif token.kind == "name" and prefix not in declared:
            return token
        at, before = token.end, token.word
    return None


def _not_declared(prefix: str) -> str:
    said = f"the prefix '{prefix}:' is not declared"
    if prefix in PREFIXES:
        return f"{said}; write PREFIX {prefix}: <{PREFIXES[prefix]}> first"
    near = nearest(prefix, PREFIXES)
    meant = f", or did you mean '{near[0]}:'?" if near else ""
    return f"{said}; write PREFIX {prefix}: <…> first{meant}"


def one_line(text: str) -> str:
    """The text with spaces for line ends, cut to the length of a message."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
