"""Reading files of web annotations: W3C's forms, and the exports of Hypothesis and Recogito.

A file may be an annotation, a list of them, an AnnotationCollection or AnnotationPage, an answer of Hypothesis' API
(`rows`) or an export of its sidebar (`annotations`). Nothing is fetched: a context or page is never looked up.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kgraph.annotations.values import Annotation, Reader, kind
from kgraph.errors import DataError, short
from kgraph.listing import check_file, decode

MOST_BYTES = 100_000_000  # the most bytes of a file
_LISTS = ("rows", "annotations", "items", "@graph")
_MARKS = {"target", "body", "uri"}
"""Every annotation has one of these keys."""
_PLAIN = "a W3C annotation, a list of them, an AnnotationCollection, or an export of Hypothesis or Recogito"


@dataclass(frozen=True, slots=True)
class Annotations:
    """The annotations of a file, and a line for each thing in it that was not read."""

    items: tuple[Annotation, ...]
    remarks: tuple[str, ...] = ()


def holds_annotations(path: Path) -> bool:
    """Whether a file has annotations, judging by its content: JSON begins with a brace or a bracket.

    A file named .json or .jsonld always counts as one, so that its faults are reported as faults of JSON.
    """
    if path.suffix.lower() in (".json", ".jsonld"):
        return True
    if not path.is_file():
        return False  # a missing file or a pipe, which would block; reading it raises the error
    try:
        with path.open("rb") as file:
            return file.read(1000).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    except OSError:
        return False


def read_annotations(path: Path) -> Annotations:
    """The annotations of a file; raises `DataError` if it has none or cannot be read completely."""
    found = _parsed(path)
    ignored: Counter[str] = Counter()
    remarks: list[str] = []
    items = []
    entries = _listed(found, path, remarks)
    objects = [one for one in entries if isinstance(one, dict)]
    if objects and not any(_MARKS & set(one) for one in objects):
        what = "its entries are no annotations, since they have neither a target nor a body"
        raise DataError(what, path=path, fix=f"give {_PLAIN}")
    for number, one in enumerate(entries, 1):
        if not isinstance(one, dict):
            raise DataError(f"entry {number} is no annotation but {kind(one)}", path=path, fix="take it out")
        items.append(Reader(number, ignored).annotation(one))
    if not items:
        raise DataError("this file has no annotations", path=path, fix=f"give {_PLAIN}")
    told = [f"{what} is not read ({_counted(count)})" for what, count in sorted(ignored.items())]
    return Annotations(tuple(items), (*remarks, *told))


def _counted(count: int) -> str:
    return "1 annotation" if count == 1 else f"{count} annotations"


def _parsed(path: Path) -> object:
    check_file(path)
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            said = f"this file has {size / 1e6:,.0f} MB, and {MOST_BYTES // 1_000_000} MB is the most"
            raise DataError(said, path=path, fix="divide it into several")
        text = decode(path.read_bytes(), path)
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path=path) from error
    if not text.strip():
        raise DataError("this file is empty", path=path, fix=f"give {_PLAIN}")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer)
    except json.JSONDecodeError as error:
        fix = "export it again, or correct it there"
        raise DataError(f"this is no JSON: {error.msg}", path=path, line=error.lineno, fix=fix) from error
    except RecursionError as error:
        raise DataError("it is nested too deeply for annotations", path=path, fix=f"give {_PLAIN}") from error
    except _DoubtfulError as error:
        raise DataError(str(error), path=path, fix="export it again, or correct it there") from error


class _DoubtfulError(ValueError):
    """JSON that different readers understand differently, such as repeated keys."""


def _object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise _DoubtfulError(f"an object has '{short(twice)}' twice, and only one can be meant")
    return found


def _constant(name: str) -> object:
    raise _DoubtfulError(f"it has {name}, which JSON does not know")


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) < 19 else digits


def _listed(found: object, path: Path, remarks: list[str]) -> Sequence[object]:
    """The annotations in the JSON of a file."""
    if isinstance(found, list):
        return found
    if isinstance(found, dict):
        first = found.get("first")
        if isinstance(first, str):
            fix = "save the pages, and import each"
            raise DataError(f"the annotations are on other pages, from {short(first)} on", path=path, fix=fix)
        if isinstance(first, dict):
            return _listed(first, path, remarks)
        if isinstance(rest := found.get("next"), str):
            remarks.append(f"further annotations are on {short(rest)}, which is not read")
        for name in _LISTS:
            if isinstance(inner := found.get(name), list):
                return inner
        if "target" in found:
            return [found]
    raise DataError(f"this holds no annotations but {kind(found)} of another form", path=path, fix=f"give {_PLAIN}")
