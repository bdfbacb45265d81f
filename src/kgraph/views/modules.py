"""Joining a page's JavaScript modules into one inside the page, since a page opened from disk cannot import other
files.

Browsers and Node.js can load each module by itself too. Only a part of the language's import and export forms is legal
here, and other forms are refused: an import or export begins its line; an import names what it uses of a file in the
same folder, or nothing; an export is before a declaration. All modules end up in one scope, so no two modules may
declare one name at their top level. A declaration of several names there ends with a semicolon.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from kgraph.errors import DataError

_IMPORT = re.compile(r'^import (?:\{(?P<names>[\w$\s,]*)\} from )?"\./(?P<file>[\w-]+\.js)";\n', re.MULTILINE)
_NAMES = r"(?P<names>[\w$]+|\{[^{}=]*\}|\[[^\[\]=]*\])"
_DECLARED = re.compile(
    rf"^(?P<export>export )?(?:async )?(?P<what>const|let|var|class|function\*?) {_NAMES}", re.MULTILINE
)
_NEXT = re.compile(rf"(?:\s|//[^\n]*)*{_NAMES}\s*(?=[=,;])")
_BEFORE_PATTERN = "|".join(rf"(?<=[=(,:\[!&|?{{;>]{space})" for space in ("", " "))
_TOKEN = re.compile(
    r"//[^\n]*|/\*.*?\*/"  # comments
    r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"  # texts
    rf"|(?:{_BEFORE_PATTERN})/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/"  # regular expressions
    r"|[()\[\]{},;]",
    re.DOTALL,
)
_WHOLE_LINES = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)
_AT_ENDS = re.compile(r"(?<=[;{},(\[)?:]) // [^`\"'\n]*$", re.MULTILINE)  # what has no quote ends no text
_INDENTS = re.compile(r"^[ \t]+", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|let|var|class|function)\b)", re.MULTILINE)
_LEFT = re.compile(r"^[ \t]*(?:import|export)\b.*|^.*\bimport\s*[(.].*", re.MULTILINE)
_FORM = "write 'import { a, b } from \"./file.js\";' and 'export' before const, let, class or function"


def joined(modules: Mapping[str, str]) -> str:
    """`join`, once for the same modules, since that takes longer than all else of a small page."""
    return _joined(tuple(modules.items()))


@lru_cache(maxsize=2)
def _joined(modules: tuple[tuple[str, str], ...]) -> str:
    return uncommented(join(dict(modules)))


def uncommented(text: str) -> str:
    """A script without indents, and without the comments that fill whole lines or end them: a page need not carry them.

    A text of several lines loses the indents of its lines, too. A comment with quotation marks stays at the end of its
    line: it may be the rest of a text.

    >>> uncommented("/** What it does,\\n * at length. */\\nconst a = 1; // one\\n  // two\\n  b();\\n")
    'const a = 1;\\nb();\\n'
    >>> uncommented('const a = "b; // c"; // two\\n')
    'const a = "b; // c";\\n'
    """
    return _INDENTS.sub("", _AT_ENDS.sub("", _WHOLE_LINES.sub("", text)))


def join(modules: Mapping[str, str]) -> str:
    """The modules, given by file name, as the text of one module; each comes after those that it imports.

    Raises `DataError` for a cycle, an import of a missing file or name, a name that two modules declare, and any form
    of import or export other than those above.

    >>> join({"a.js": 'import { b } from "./b.js";\\nb();\\n', "b.js": "export const b = () => 1;\\n"})
    'const b = () => 1;\\nb();\\n'
    """
    exported = _exported(modules)
    for file, text in modules.items():
        for other, names in _imports(text):
            if other not in modules:
                raise DataError(f"{file} imports {other}, which is not there", fix="name a file beside it")
            for name in names:
                if name not in exported[other]:
                    raise DataError(f"{file} imports {name}, which {other} does not export", fix="export it there")
    wanted = {file: [other for other, _ in _imports(text)] for file, text in modules.items()}
    try:
        order = list(TopologicalSorter(wanted).static_order())
    except CycleError as error:
        circle = " ← ".join(error.args[1])
        raise DataError(f"modules import each other: {circle}", fix="hand a function down instead") from None
    return "".join(_body(file, modules[file]) for file in order)


def _exported(modules: Mapping[str, str]) -> dict[str, set[str]]:
    """The names that each module exports; raises `DataError` if two modules declare one name."""
    exported: dict[str, set[str]] = {file: set() for file in modules}
    owner: dict[str, str] = {}
    for file, text in modules.items():
        for found in _DECLARED.finditer(text):
            for name in _all_declared(text, found):
                if name in owner:
                    raise DataError(f"{owner[name]} and {file} both declare {name}", fix="give one another name")
                owner[name] = file
                if found["export"]:
                    exported[file].add(name)
    return exported


def _all_declared(text: str, found: re.Match[str]) -> Iterator[str]:
    """All names of a declaration whose first name has been found: `let a = f(1, 2), b = 0;` declares two."""
    yield from _declared(found["names"])
    if found["what"] not in ("const", "let", "var"):
        return
    depth = 0
    for token in _TOKEN.finditer(text, found.end()):
        depth += (token[0] in "([{") - (token[0] in ")]}")
        if depth < 0 or (not depth and token[0] == ";"):
            return
        more = _NEXT.match(text, token.end()) if not depth and token[0] == "," else None
        if more:
            yield from _declared(more["names"])


def _declared(names: str) -> list[str]:
    """The names that a declaration makes: `a`, `{ a, b: c }` or `[a, b]`."""
    return [part.rpartition(":")[2].strip() for part in names.strip("{}[]").split(",") if part.strip()]


def _imports(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each file that a module imports, with the names that it uses of it."""
    for found in _IMPORT.finditer(text):
        yield found["file"], [name.strip() for name in (found["names"] or "").split(",") if name.strip()]


def _body(file: str, text: str) -> str:
    """A module without its imports and the word `export`."""
    body = _EXPORT.sub("", _IMPORT.sub("", text))
    left = _LEFT.search(body)
    if left:
        raise DataError(f"{file} has a form of import or export that is not taken: {left[0].strip()}", fix=_FORM)
    return body.lstrip("\n")
