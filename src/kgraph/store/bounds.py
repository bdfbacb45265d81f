"""Bounds on SPARQL texts: the built-in engine parses, plans and frees them by recursion on the thread's stack.

If the stack overflows, the process ends (SIGSEGV), and Python cannot prevent it. So a text is measured by its tokens
before the engine reads it; brackets and operators in comments and strings do not count. A text that exceeds `DEEPEST`
or `LONGEST` is refused. A text of more than a few brackets and operators runs in a thread with a large stack, since
nobody knows how much stack the calling thread has left. docs/measurements.md lists how much each construct takes.
"""

import re
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeVar

from kgraph.errors import StoreError, UsageError
from kgraph.store.tokens import Token, token_at

DEEPEST = 500
"""How deep brackets may be nested. A level takes at most 10 kB of stack (function calls, EXISTS)."""

LONGEST = 2_000
"""How many operators, triples and blocks may follow one another, counted along the path into the brackets that has
most; the engine's tree may be nested so deep. Each takes at most 3.3 kB (OPTIONAL, BIND, sub-expressions of SELECT)."""

_STACK = 64 * 2**20  # five times as much as a text at both bounds may take
_SHALLOW, _SHORT = 20, 80  # such a text takes less than 0.5 MB, which any thread has
_BRACKETS, _MARKS = re.compile(r"[({\[]"), re.compile(r"""[^\s\w"'#)}\]]""")

Result = TypeVar("Result")
_Level = Literal["top", "group", "template", "list", "expression"]


@dataclass(frozen=True)
class Size:
    """`depth`: how deep brackets are nested; `links`: see `LONGEST`."""

    depth: int
    links: int


def check_bounds(text: str) -> None:
    """Raise `UsageError` for a text that exceeds these bounds, or has a lone surrogate, which UTF-8 cannot encode."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            line = text.count("\n", 0, error.start) + 1
            raise UsageError(
                f"line {line} of the query has U+{ord(text[error.start]):04X}, half a character; save it as UTF-8"
            ) from None
    if _is_small(text):
        return
    size = measure(text)
    if size.depth > DEEPEST:
        raise UsageError(f"the query is nested more than {DEEPEST} deep; write it with fewer levels")
    if size.links > LONGEST:
        raise UsageError(
            f"the query chains more than {LONGEST:,} operators, triples or blocks; "
            "write many values as VALUES or IN (…), or ask several queries"
        )


def with_room(text: str, work: Callable[[], Result]) -> Result:
    """Call `work`, in which the engine reads a text that passed `check_bounds`, with as much stack as that may take.

    `work` must not return any object of the engine's: freeing a deep tree recurses too.
    """
    return with_stack(_STACK, work) if needs_room(text) else work()


def needs_room(text: str) -> bool:
    """Whether a text may take more stack than any thread has."""
    return not _is_small(text) and ((size := measure(text)).depth > _SHALLOW or size.links > _SHORT)


def is_modest(text: str) -> bool:
    """Whether a text, and any other with the same tokens but for what is within strings and IRIs, needs no room: it
    is small by its tokens, and there is one way to read it."""
    found = _Measure(text, comparing=False)
    return not found.ambiguous and found.depth <= _SHALLOW and found.size.links <= _SHORT


def with_stack(size: int, work: Callable[[], Result]) -> Result:
    """Call `work` in a thread with a stack of `size` bytes, and return or raise what it does."""
    done: list[Result] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 - it is raised again in the calling thread
            _let_go(error)
            failed.append(error)

    thread = threading.Thread(target=run, name="kgraph-engine", daemon=True)
    with _STARTING:  # the stack size is a setting of the process: no other thread may change it in between
        usual = threading.stack_size(size)
        try:
            thread.start()
        except RuntimeError as error:
            raise StoreError(f"no thread with a stack of {size >> 20} MB can be started: {error}") from error
        finally:
            threading.stack_size(usual)
    thread.join()
    if failed:
        raise failed[0]
    return done[0]


_STARTING = threading.Lock()


def _let_go(error: BaseException | None) -> None:
    """Clear the frames of an error's traceback, since they refer to the engine's trees."""
    while error:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


@lru_cache(maxsize=16)  # several checks ask this of each query
def _is_small(text: str) -> bool:
    """Whether a text is within small bounds even if all its characters count."""
    if len(text) <= _SHALLOW:
        return True
    return len(text) < 4_000 and len(_BRACKETS.findall(text)) <= _SHALLOW and len(_MARKS.findall(text)) <= _SHORT


@lru_cache(maxsize=256)
def measure(text: str) -> Size:
    """How deep and how long a text is, in the worst of the ways in which the engine may read it.

    >>> measure("ASK { FILTER(1 + (2 * 3) = 7 || false) } # ((((").depth
    3
    """
    plain = _Measure(text, comparing=False)
    if not plain.ambiguous:
        return plain.size
    other = _Measure(text, comparing=True).size
    return Size(max(plain.size.depth, other.depth), max(plain.size.links, other.links))


@dataclass
class _Open:
    """An open bracket. `links` counts its operators, triples and blocks since its last comma, `held` is the longest
    chain in a bracket that was closed in it since then, and `longest` is the longest chain that a comma ended."""

    level: _Level
    links: int = 0
    held: int = 0
    longest: int = 0

    def end_segment(self) -> None:
        """End a chain at a comma, or at a `;` between two updates."""
        self.longest = max(self.longest, self.links + self.held)
        self.links = self.held = 0


@dataclass
class _Measure:
    """Measures a text in one of two readings: is `<` behind an operand in brackets an IRI's, or "less than"?"""

    text: str
    comparing: bool
    ambiguous: bool = False
    depth: int = 0
    stack: list[_Open] = field(default_factory=lambda: [_Open("top")])
    before: tuple[Token, Token] = (Token("mark", "", 0), Token("mark", "", 0))
    passing: int = 0  # how many names of a prologue or dataset are expected next

    @property
    def size(self) -> Size:
        return Size(self.depth, self.stack[0].longest)

    def __post_init__(self) -> None:
        at = 0
        while token := token_at(self.text, at):
            if token.kind == "iri" and self.stack[-1].level in ("expression", "list") and self.follows_operand():
                self.ambiguous = True
                if self.comparing:
                    token = Token("mark", "<", token.start + 1)
            self.take(token)
            if self.depth > DEEPEST or self.stack[-1].links > LONGEST:
                break
            self.before = (self.before[1], token)
            at = token.end
        while len(self.stack) > 1:
            self.close()
        self.stack[0].end_segment()

    def follows_operand(self) -> bool:
        last = self.before[1]
        return last.kind not in ("mark", "word") or last.text in (")", "]", "}")

    def take(self, token: Token) -> None:
        here = self.stack[-1]
        if token.kind == "mark" and token.text in "({[":
            here.links += here.level != "template"
            self.stack.append(_Open(self.opened(token.text, here.level)))
            self.depth = max(self.depth, len(self.stack) - 1)
        elif token.kind == "mark" and token.text in ")}]":
            self.close()
        elif token.text == "," and here.level in ("expression", "template"):
            here.end_segment()
        elif here.level == "top":
            self.take_top(token, here)
        else:
            here.links += here.level == "list" or (
                token.kind == "mark" and (here.level != "template" or token.text == "<")
            )

    def take_top(self, token: Token, here: _Open) -> None:
        """Count each name and variable outside all brackets, except those of the prologue and of the dataset."""
        if token.text == ";":
            here.end_segment()
        elif token.kind == "word":
            self.passing = {"prefix": 2, "base": 1, "from": 1, "named": 1, "using": 1}.get(token.word, 0)
        elif self.passing:
            self.passing -= 1
        else:
            here.links += 1

    def close(self) -> None:
        if len(self.stack) > 1:
            closed = self.stack.pop()
            closed.end_segment()
            self.stack[-1].held = max(self.stack[-1].held, closed.longest)

    def opened(self, bracket: str, level: _Level) -> _Level:
        """What a bracket that opens here contains: triples to be joined, a template or data, or an expression."""
        word = self.before[1].word
        if level == "template":
            return "template"
        if bracket == "{":
            if word in ("construct", "insert", "delete", "data") or self.before[0].word == "values":
                return "template"
            return "template" if self.before[1].text == ")" and self.values else "group"
        self.values = word == "values"
        if self.values:
            return "template"
        called = self.before[0].word == "filter" and self.before[1].kind in ("name", "iri")
        if bracket == "(" and (level in ("top", "expression") or called or word not in ("", "a", "true", "false")):
            return "expression"
        return "list" if bracket == "(" else "group"

    values: bool = False  # whether the bracket opened last is that of VALUES (?x ?y)
