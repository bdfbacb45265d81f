"""The frame of every page: one file with scripts, style and data inside, and a content security policy that allows
nothing else.

The policy lists digests, so it works from disk, where a page has no origin. Values become text by autoescape in the
template and by `textContent` in scripts; data are in an element that browsers do not run.
"""

import base64
import hashlib
import json
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kgraph.errors import DataError
from kgraph.namespaces import IRI

if TYPE_CHECKING:
    import jinja2

_DAY = re.compile(r"((?<!\w)-?\d{4,}-\d\d(?:-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)?)\b")
_UNPLAIN = re.compile(r"[<>&]|[^\x00-\x7f\w]")


@dataclass(frozen=True, slots=True)
class Opening:
    """A page's title, the data from which it was made, and the world in which it opens.

    `world` is one of `worlds.WORLD_NAMES`, `according_to` agents with their names; the reader may choose others.
    `held` says in words what the world contains. `as_of` (ISO, or "") is the day with which the network itself ends,
    and `scope` says in words how else it was limited. `base` is left out of IRIs in the page's data; `version` names
    the data, and `generated` is the day of the page.
    """

    title: str
    world: str = "undisputed"
    according_to: tuple[tuple[IRI, str], ...] = ()
    held: str = ""
    as_of: str = ""
    scope: str = ""
    base: str = ""
    version: str = ""
    generated: str = ""


def fill_page(
    template: str,
    *,
    scripts: Sequence[str],
    style: str,
    data: object,
    rest: object = None,
    form_action: str = "'none'",
    **values: object,
) -> str:
    """A template of `views/templates`, filled with scripts, style and data (`rest` is read later); `values` are given
    to it unchanged. `form_action` says where its forms may go (CSP)."""
    scripts, style = [_inline(script) for script in scripts], _inline(style)
    policy = (
        f"default-src 'none'; script-src {' '.join(map(_source_hash, scripts))}; "
        f"style-src {_source_hash(style)}; img-src data:; base-uri 'none'; form-action {form_action}"
    )
    inside = {"scripts": scripts, "style": style, "data": script_json(data), "rest": script_json(rest)}
    return _template(template).render(policy=policy, **inside, **values)


@cache
def _template(name: str) -> "jinja2.Template":
    """A compiled template, cached, since compiling takes as long as writing a page of a hundred claims."""
    import jinja2  # here, since every query imports this module for `Opening`

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(files("kgraph.views") / "templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["around_days"] = around_days
    return environment.get_template(name)


def around_days(text: str) -> list[str]:
    """A text in parts: every second one is a day, with or without a time, or a month.

    >>> around_days("Ann 2031-05-09, Ben"), around_days("-0044-03/12031-05-09T10:30:00Z")
    (['Ann ', '2031-05-09', ', Ben'], ['', '-0044-03', '/', '12031-05-09T10:30:00Z', ''])
    """
    return _DAY.split(text)


@cache
def static(name: str) -> str:
    """The text of a file of `views/static`."""
    return (files("kgraph.views") / "static" / name).read_text("utf-8")


def static_files(folder: str, ending: str) -> dict[str, str]:
    """The texts of the files in a folder of `views/static` with this ending, sorted by name."""
    found = (files("kgraph.views") / "static" / folder).iterdir()
    return {
        one.name: one.read_text("utf-8") for one in sorted(found, key=lambda one: one.name) if one.name.endswith(ending)
    }


def columns(rows: Iterable[Mapping[str, Hashable]], names: Sequence[str]) -> dict[str, Any]:
    """Rows as columns, which are shorter and faster to read; a column lists each different value once if that is
    shorter.

    >>> columns([{"a": "x", "b": 1}, {"a": "x", "b": 2}, {"a": "x", "b": 3}], ["a", "b"])
    {'rows': 3, 'a': {'of': ['x'], 'at': 0}, 'b': [1, 2, 3]}
    """
    rows = list(rows)
    return {"rows": len(rows), **{name: _column([row[name] for row in rows]) for name in names}}


def _column(values: list[Hashable]) -> Any:
    numbers: dict[tuple[type, Hashable], int] = {}  # with the type, since 1, 1.0 and True are equal as keys
    at = [numbers.setdefault((type(value), value), len(numbers)) for value in values]
    once = [value for _, value in numbers]
    if len(once) > len(values) / 3 and _length(once) + _length(at) >= _length(values):
        return values
    return {"of": once, "at": at if len(once) > 1 else 0}


def _length(values: Iterable[Hashable]) -> int:
    """The approximate number of characters of values in JSON."""
    return sum(len(str(value)) + 1 for value in values)


def script_json(data: object) -> str:
    r"""JSON that is safe inside a script element, whatever strings it has: without < > &, and beyond ASCII with letters
    and digits only, which are a third as long as their escapes.

    >>> print(script_json(["<b>", "Київ", "\u202e", "\ud800"]))
    ["\u003cb\u003e","Київ","\u202e","\ud800"]
    """
    return _UNPLAIN.sub(_escaped, json.dumps(data, separators=(",", ":"), allow_nan=False, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    return f"\\u{ord(sign):04x}" if sign.isascii() else json.dumps(sign)[1:-1]


def _inline(text: str) -> str:
    """The text as the browser will hash it; raises an error if it would end its own element."""
    if "</script" in text.lower() or "</style" in text.lower() or "<!--" in text:
        raise DataError("a script or style that cannot stand inside a page", fix="break up '</' and '<!--'")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _source_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
