"""The header of a `.rq` file: YAML in the comment lines before the query that begin with `#+`, the convention of grlc.

    #+ summary: Who claims what share of a place?
    #+ description: One row for each claim.
    #+ columns: [claimant, figure]
    #+ params:
    #+   place: {type: entity, summary: the place}

`summary` is required. `columns` names the columns that a table on a terminal shows; all other output formats have every
column. Any other key is an error, so that a misspelt one is noticed.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kgraph.errors import DataError, nearest
from kgraph.store.tokens import tokenise

TYPES = ("entity", "concept", "date", "string", "integer", "number", "iri")
"""Legal parameter types: a thing by label, alternative name or IRI; a `kg:` concept by its name; a literal."""

KEYS = ("summary", "description", "columns", "params")
PARAMETER_KEYS = ("type", "summary")

_BEGIN = "#+"
# libyaml calls itself for each level; 1,000 levels overflow a thread's stack of 256 kB and end the process
_MOST_LEVELS = 500
_LATE = re.compile(r"^[ \t]*#\+", re.MULTILINE)
_PARAMETER = "write '#+   NAME: {type: entity, summary: what it is}'"


@dataclass(frozen=True, slots=True)
class Declared:
    """A parameter that a header declares: `type` is one of `TYPES`, `line` its line in the file."""

    name: str
    type: str
    summary: str
    line: int


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says; a key that it leaves out has an empty value."""

    summary: str
    description: str
    columns: tuple[str, ...]
    params: tuple[Declared, ...]


def has_header(text: str) -> bool:
    """Whether one of the lines before the query begins with `#+`."""
    return bool(_header_lines(text))


def yaml_nodes(text: str) -> Node | None:
    """The nodes of a YAML text, read by libyaml if PyYAML was built with it, which is sixteen times as fast.

    All values are strings, because YAML's usual rules would read the name `on` as true. Raises `yaml.YAMLError` for a
    text that is no YAML, `RecursionError` for more than 500 levels.
    """
    if _most_levels(text) > _MOST_LEVELS:
        raise RecursionError
    try:
        return yaml.compose(text, Loader=yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader)
    except ValueError as error:  # for an escape of a code point beyond Unicode
        raise yaml.YAMLError(str(error)) from error


def _most_levels(text: str) -> int:
    """An upper bound of a YAML text's depth, by its brackets and by the columns at which lines begin a list or mapping.

    Each level in brackets needs a bracket. Each other level needs a column further right than those around it; only a
    list may begin in the column of its key.
    """
    columns: set[int] = set()
    for line in text.split("\n"):
        lead = re.match(r"[ \t]*(?:[-?:][ \t]+)*[-?:]?", line)
        assert lead  # the pattern matches the empty text too
        columns |= {lead.end(), *(at for at in range(lead.end()) if line[at] in "-?:")}
    return text.count("[") + text.count("{") + 2 * len(columns)


def read_header(path: Path, text: str) -> Header:
    """The header of a query's text; `path` is for messages.

    Raises `DataError` with the line in the file if the header is no YAML, or has no summary, an unknown key, a key
    twice, a value of the wrong kind, or a line after the query has begun.
    """
    return _Reader(path, text).read()


def _header_lines(text: str) -> list[tuple[int, str]]:
    """The header's lines (`#+`) among the comments at the beginning of the file, with their line numbers."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare.startswith(_BEGIN):
            found.append((number, bare.removeprefix(_BEGIN).removeprefix(" ")))
        elif bare and not bare.startswith("#"):
            break
    return found


def _late_line(text: str) -> int | None:
    """The first header line that comes after a part of the query; strings that look like one do not count."""
    header = _header_lines(text)
    rest = text.split("\n")[header[-1][0] if header else 0 :]
    if not any(line.lstrip().startswith(_BEGIN) for line in rest):
        # the usual case, and a quick check: reading the tokens of all queries takes as long as reading their YAML
        return None
    end = None
    for token in tokenise(text):
        begin = token.end - len(token.text)
        if end is not None and (match := _LATE.search(text, end, begin)):
            return text.count("\n", 0, match.end()) + 1
        end = token.end
    match = _LATE.search(text, end) if end is not None else None
    return text.count("\n", 0, match.end()) + 1 if match else None


class _Reader:
    """Reads the header of one file. YAML nodes know their positions, so an error can give the line."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text
        self.lines = _header_lines(text)

    def read(self) -> Header:
        if (late := _late_line(self.text)) is not None:
            raise DataError(
                "a header line comes after the beginning of the query", path=self.path, line=late, fix="move it up"
            )
        root = self._composed()
        values = {} if root is None else self._mapping(root, "the header", f"'#+ {KEYS[0]}: …'", KEYS)
        if "summary" not in values:
            line = self.lines[0][0] if self.lines else 1
            raise DataError("the header has no summary", path=self.path, line=line, fix="begin with '#+ summary: …'")
        summary = self._text(values["summary"], "summary")
        if not summary:
            raise self._fault(values["summary"], "the summary is empty", "say which question the query answers")
        return Header(
            summary=summary,
            description=self._text(values["description"], "description") if "description" in values else "",
            columns=self._columns(values["columns"]) if "columns" in values else (),
            params=self._parameters(values["params"]) if "params" in values else (),
        )

    def _composed(self) -> Node | None:
        text = "\n".join(line for _, line in self.lines)
        try:
            return yaml_nodes(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = self._line(mark.line) if mark else None
            raise DataError(f"the header is no YAML: {error.problem}", path=self.path, line=line) from error
        except (yaml.YAMLError, RecursionError) as error:
            said = " ".join(str(error).split()) if isinstance(error, yaml.YAMLError) else "it is nested too deep"
            raise DataError(f"the header is no YAML: {said}", path=self.path, line=self._line(0)) from error

    def _line(self, number: int) -> int:
        """The line in the file, counted from 1, of a line of the header, which YAML counts from 0."""
        return self.lines[min(number, len(self.lines) - 1)][0] if self.lines else 1

    def _fault(self, node: Node, what: str, fix: str) -> DataError:
        return DataError(what, path=self.path, line=self._line(node.start_mark.line), fix=fix)

    def _mapping(self, node: Node, what: str, form: str, known: tuple[str, ...] = ()) -> dict[str, Node]:
        """The values of a mapping by their keys, each at most once; if `known` is given, no other keys are legal."""
        return {key.value: value for key, value in self._pairs(node, what, form, known)}

    def _pairs(self, node: Node, what: str, form: str, known: tuple[str, ...] = ()) -> list[tuple[Node, Node]]:
        if not isinstance(node, MappingNode):
            raise self._fault(node, f"{what} must be lines of 'key: value'", f"write {form}")
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, ScalarNode) or not key.value:
                raise self._fault(key, f"{what} has a key that is no word", f"write {form}")
            if known and key.value not in known:
                raise self._fault(key, f"{what} has an unknown key '{key.value}'", self._meant(key.value, known))
            if key.value in seen:
                raise self._fault(key, f"{what} has '{key.value}' twice", "keep one of them")
            seen.add(key.value)
        return list(node.value)

    def _meant(self, given: str, known: tuple[str, ...]) -> str:
        near = nearest(given, known)
        return f"did you mean '{near[0]}'?" if near else f"use {', '.join(known)}"

    def _text(self, node: Node, what: str) -> str:
        if not isinstance(node, ScalarNode):
            raise self._fault(node, f"{what} must be a text", "put quotes around a text that begins with '[' or '{'")
        return str(node.value).strip()

    def _columns(self, node: Node) -> tuple[str, ...]:
        form = "write '#+ columns: [claimant, figure]'"
        if not isinstance(node, SequenceNode) or not node.value:
            raise self._fault(node, "columns must be a list of the query's variables", form)
        names = [self._text(one, "a column (without '?')") for one in node.value]
        for name, one in zip(names, node.value, strict=True):
            if not any(token.kind == "variable" and token.text[1:] == name for token in tokenise(self.text)):
                raise self._fault(one, f"the query has no variable '{name}' to show as a column", form)
        return tuple(dict.fromkeys(names))

    def _parameters(self, node: Node) -> tuple[Declared, ...]:
        if isinstance(node, ScalarNode):
            said = f"'{node.value}' is no list of parameters" if node.value else "params names no parameter"
            raise self._fault(node, said, f"{_PARAMETER} under '#+ params:'")
        pairs = self._pairs(node, "params", "'#+   NAME: {type: entity, summary: what it is}'")
        return tuple(self._parameter(key, value) for key, value in pairs)

    def _parameter(self, key: Node, node: Node) -> Declared:
        name = str(key.value)
        if not re.fullmatch(r"\w+", name):
            fix = f"name it as its variable, without '?', such as {re.sub(r'[^A-Za-z0-9_]', '', name) or 'place'}"
            raise self._fault(key, f"'{name}' is no parameter's name", fix)
        form = f"'#+   {name}: {{type: entity, summary: what it is}}'"
        values = self._mapping(node, f"parameter '{name}'", form, PARAMETER_KEYS)
        if "type" not in values:
            raise self._fault(key, f"parameter '{name}' has no type", f"use one of {', '.join(TYPES)}")
        kind = self._text(values["type"], f"the type of '{name}'")
        if kind not in TYPES:
            near = nearest(kind, TYPES)
            fix = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(TYPES)}"
            raise self._fault(values["type"], f"parameter '{name}' has no legal type: '{kind}'", fix)
        summary = self._text(values["summary"], f"the summary of '{name}'") if "summary" in values else ""
        return Declared(name, kind, summary, self._line(key.start_mark.line))
