"""The metadata block of an SSSOM mapping set: YAML that is read as texts and changed line by line.

Lines that are not changed stay as they were written, with comments and keys of other tools. All values are read as
texts, because YAML 1.1 would read a prefix `no` as false, a version 1.10 as 1.1, and a day as a date.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from kgraph.errors import DataError
from kgraph.headers import yaml_nodes

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./#~:?=&%+-]*")
_MEANT_OTHERWISE = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")


class Metadata:
    """The block's lines as they are in a file, and their `values` by key.

    `mark` is the beginning of each line: `#`, or "" in a separate file.
    """

    def __init__(self, lines: Sequence[str], path: Path, mark: str = "#") -> None:
        self._lines, self._path, self._mark = list(lines), path, mark
        self._read()

    def _read(self) -> None:

        try:
            self._root = yaml_nodes("\n".join(map(self._content, self._lines)))
            built = yaml.BaseLoader("").construct_document(self._root) if self._root else {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = min(mark.line + 1, len(self._lines)) if mark else 1
            what = f"the metadata is no YAML: {str(error).splitlines()[0]}"
            raise DataError(what, path=self._path, line=line) from error
        except RecursionError as error:
            raise DataError("the metadata is no YAML: it is nested too deep", path=self._path, line=1) from error
        if not isinstance(built, dict) or not isinstance(built.get("curie_map") or {}, dict):
            what = "the metadata is no mapping"
            raise DataError(what, path=self._path, line=1, fix="begin with 'curie_map:'")
        self.values: dict[str, Any] = {str(key): value for key, value in built.items()}

    def _content(self, line: str) -> str:
        """The YAML of a line, without the quotes and tabs that spreadsheets add."""
        line = line.rstrip()
        if self._mark and line.startswith('"#'):
            line = next(csv.reader([line], delimiter="\t"))[0].rstrip()
        return line.removeprefix(self._mark)

    @property
    def prefixes(self) -> dict[str, str]:
        """The curie_map."""
        return {str(name): str(iri) for name, iri in (self.values.get("curie_map") or {}).items()}

    def text(self, key: str) -> str:
        """A value; several values in the form of a cell; "" if there is none."""
        value = self.values.get(key)
        if isinstance(value, list):
            return "|".join(re.sub(r"([\\|])", r"\\\1", one) for one in value if isinstance(one, str))
        return value if isinstance(value, str) else ""

    def put(self, key: str, text: str | None, written: str = "") -> None:
        """Set a value, or remove it with `None`; `written` is its form in YAML, if it differs from the default."""
        if text is not None and self.text(key) == text:
            return
        self._unfold()
        start, end = self._place(key)
        line = [] if text is None else [f"{self._lead()}{key}: {written or quoted(text)}"]
        self._lines[start:end] = line
        self._read()

    def declare(self, prefixes: Mapping[str, str]) -> None:
        """Add prefixes to the curie_map, which must not have them yet."""
        if not prefixes:
            return
        self._unfold()
        start, end = self._place("curie_map")
        block, step = [f"{self._lead()}curie_map:"], "  "
        node = self._node("curie_map")
        known: Mapping[str, str] = self.prefixes
        if self._root and node is not None and node.id == "mapping" and not node.flow_style and node.value:
            block, known = self._lines[start:end], {}
            step = " " * (node.start_mark.column - self._root.start_mark.column)
        declared = {**known, **prefixes}
        block += [f"{self._lead()}{step}{quoted(name)}: {quoted(declared[name])}" for name in sorted(declared)]
        self._lines[start:end] = block
        self._read()

    def lines(self) -> list[str]:
        """The lines as they stand in the file (in a table each begins with "#"), without their line ends."""
        return list(self._lines)

    def embedded(self) -> list[str]:
        """The lines in the form for the top of a table, without quotes and tabs of a spreadsheet."""
        return [f"#{self._content(line)}" for line in self._lines]

    def line_of(self, key: str) -> int:
        """The line of a key in its file."""
        return self._place(key)[0] + 1

    def copy(self) -> "Metadata":
        """A copy that can be changed."""
        return Metadata(self._lines, self._path, self._mark)

    def _unfold(self) -> None:
        """If the block is written as `{key: value, …}`, give each key lines of its own."""
        if isinstance(self._root, yaml.MappingNode) and self._root.flow_style:
            block = yaml.dump(self.values, sort_keys=False, allow_unicode=True, width=1_000_000)
            self._lines = [f"{self._mark}{line}" for line in block.splitlines()]
            self._read()

    def _lead(self) -> str:
        return self._mark + " " * (self._root.start_mark.column if self._root else 0)

    def _node(self, key: str) -> Any:
        return next((value for name, value in self._root.value if name.value == key), None) if self._root else None

    def _place(self, key: str) -> tuple[int, int]:
        """The range of lines of a key and its value; for a new key, the empty range at which it belongs."""
        if self._root is None:
            return len(self._lines), len(self._lines)
        keys = [(name.value, name.start_mark.line) for name, _ in self._root.value]
        starts = [line for _, line in keys] + [len(self._lines)]
        for number, (name, start) in enumerate(keys):
            if name == key:
                end = starts[number + 1]
                while end > start + 1 and not self._content(self._lines[end - 1]).split("#")[0].strip():
                    end -= 1  # comments belong to the key after them
                return start, end
        later = next((start for name, start in keys if name > key), len(self._lines))
        return later, later


def quoted(text: str) -> str:
    """A text in YAML, in quotes if it would otherwise be read as something else.

    >>> quoted("https://example.org/"), quoted("no"), quoted("it's: 1"), quoted("urn:")
    ('https://example.org/', "'no'", "'it''s: 1'", "'urn:'")
    """
    plain = _PLAIN.fullmatch(text) and not text.endswith(":") and text.lower() not in _MEANT_OTHERWISE
    return text if plain else "'" + text.replace("'", "''") + "'"
