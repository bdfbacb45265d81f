"""SERVICE in batches: a query that joins this store's data with an endpoint's (SPARQL 1.1 Federated Query).

The built-in engine would query an endpoint once for every row, each time for everything that the block matches there,
and would wait for ever. So it never sees a SERVICE: kgraph replaces each block by VALUES with the endpoint's solutions,
which are joined in the same place by the same rules (§3.1, §3.2). `VALUES … { … }` before the block limits the
endpoint's answer to solutions that can join with a row of this store (§2.4).

kgraph sends only values of variables that the block binds in all its solutions and this store's rows bind in all of
theirs. Then the block's other solutions could join with no row, and leaving them out changes no result.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from kgraph.errors import DataError, StoreError, UsageError
from kgraph.model import BlankNode, Rows, Term, Unread
from kgraph.namespaces import IRI
from kgraph.store import guard
from kgraph.store.engine import variables_of
from kgraph.store.faults import ADDED, added_lines
from kgraph.store.groups import Group, Part, Path, Tree, certain, read, services, variables
from kgraph.store.results import Remark, words_of_unread
from kgraph.store.surroundings import FICKLE, surroundings
from kgraph.store.terms import serialise
from kgraph.store.tokens import Token, tokenise

Ask = Callable[[IRI, str], Rows]
"""A function that sends a SELECT to an endpoint; it raises `StoreError` if the endpoint fails."""

_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*:")


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one SERVICE block: `batch` rows sent in a request, `rows` in all answers, and the number of
    `requests`."""

    batch: int = 50
    rows: int = 10_000
    requests: int = 100


def resolve_services(
    text: str,
    select: Callable[[str], Rows],
    ask: Ask,
    *,
    allowed: Collection[str],
    remark: Remark,
    limits: Limits | None = None,
) -> str:
    """The query with the endpoints' answers in the place of its SERVICE blocks, ready for the store.

    `select` queries the store, in the query's world; `ask` queries an endpoint, only one of `allowed`. If a SERVICE
    SILENT fails, the block has one solution that binds nothing (§2.3), and `remark` is called with the reason.

    Raises `UsageError` for a query that the guard refuses, that is illegal, that cannot be split into its parts, or
    that has a block beyond the limits; `StoreError`, which names the endpoint, if an endpoint fails.
    """
    guard.check(text, allowed, builtin=True)
    _check_form(text)
    while blocks := _blocks(text):
        block = next((block for block in blocks if block.shared), blocks[0])
        solutions = _Asking(block, select, ask, limits or Limits()).solutions(remark)
        text = _spliced(text, block.part, solutions)
    guard.check(text, builtin=True)
    return text


class _Block:
    """A SERVICE block of a query."""

    def __init__(self, text: str, tree: Tree, path: Path) -> None:
        self.tree = tree
        group, number = path[-1]
        self.part = group.parts[number]
        (self.inside,) = self.part.groups
        self.text = text[self.inside.start : self.inside.end]
        self.prologue = " ".join(token.text for token in tree.prologue)
        self.around = surroundings(text, path)
        self.scope = variables_of(
            f"{self.prologue} SELECT * WHERE {ADDED}{_blanked(text, self.inside.start)}{self.text}"
        )
        here = variables(tuple(tokenise(self.around)))
        self.shared = tuple(name for name in self.scope if name in certain(self.inside) & here)

    @property
    def joined(self) -> frozenset[str]:
        """The variables of the block that the rest of the query's pattern has too."""
        where, part = self.tree.where, self.part
        around = [
            token
            for token in self.tree.tokens
            if where.start < token.end <= part.start or part.end < token.end <= where.end
        ]
        return frozenset(variables(tuple(around))) & frozenset(self.scope)

    @property
    def endpoint(self) -> IRI:
        """The endpoint's address, written out or by a prefix."""
        assert self.part.name
        named = guard.inspect(f"{self.prologue} ASK {{ SERVICE {self.part.name.text} {{ }} }}").services
        if len(named) != 1:
            raise UsageError(f"SERVICE {self.part.name.text} names {len(named)} endpoints; write the one address out")
        return next(iter(named))

    def wanted(self) -> tuple[str, ...]:
        """The variables of the block that the rest of the query uses, be it only by `*`."""
        before = [token for token in self.tree.tokens if token.end <= self.part.start]
        after = [token for token in self.tree.tokens if token.end > self.part.end]
        spoken_of = variables((*before, *after))
        every = _has_star(before) or _has_star(after)
        return tuple(name for name in self.scope if every or name in spoken_of)

    def needed_prologue(self) -> str:
        """The PREFIX lines that the block needs, and BASE if one of its IRIs is relative."""
        used = {token.text.partition(":")[0] + ":" for token in self.part.tokens if token.kind == "name"}
        given, kept = list(self.tree.prologue), []
        iris = [token for token in self.part.tokens if token.kind == "iri"]
        while given:
            size = 3 if given[0].text.lower() == "prefix" else 2
            if size == 2 or given[1].text in used:
                kept.append(given[:size])
                iris += given[2:size]
            del given[:size]
        if all(_ABSOLUTE.match(token.text) for token in iris):
            kept = [line for line in kept if line[0].text.lower() != "base"]
        return "".join(" ".join(token.text for token in line) + "\n" for line in kept)


class _Asking:
    """Gets the solutions of one block from its endpoint."""

    def __init__(self, block: _Block, select: Callable[[str], Rows], ask: Ask, limits: Limits) -> None:
        self.block, self.select, self.ask, self.limits = block, select, ask, limits

    def solutions(self, remark: Remark) -> str:
        """The block's solutions as VALUES."""
        wanted, meeting = self.block.wanted(), self.meeting()
        try:
            found = self.answers(wanted, meeting)
            if found.unread:
                remark(f"{self.block.endpoint}: {words_of_unread(found)}{self._without(found)}")
            return values(wanted, found.rows)
        except StoreError as error:
            if not self.block.part.silent:
                raise StoreError(f"{error}; or write SERVICE SILENT, to go on without its answer") from error
            remark(f"{error}; answered without it, as the query says SILENT")
            return values(wanted, [(None,) * len(wanted)])

    def meeting(self) -> Rows:
        """The values that may be sent: what this store's rows bind the block's variables to, each combination once."""
        block = self.block
        if any(token.text.lower() in FICKLE for token in tokenise(block.around) if token.kind == "word"):
            raise UsageError(
                f"{'(), '.join(sorted(FICKLE)).upper()}() cannot be joined with SERVICE; use them behind it"
            )
        names = " ".join(f"?{name}" for name in block.shared)
        form = f"SELECT DISTINCT {names}" if names else "SELECT (1 AS ?one)"
        dataset = " ".join(token.text for token in block.tree.dataset)
        query = f"{block.prologue} {form} {dataset} WHERE {block.around}" + ("" if names else " LIMIT 1")
        found = self.select(query)
        bound = [name for name in block.shared if all(term is not None for term in found.column(name))]
        rows = found.only(*bound).distinct().rows
        # A blank node of this store is in no other data: no solution of the endpoint can join with it.
        sent = [row for row in rows if not any(isinstance(term, BlankNode) for term in row)]
        return Rows(tuple(bound), tuple(sorted(sent, key=str)))  # sorted, so that equal rows give equal requests

    def _without(self, found: Rows) -> str:
        """A note on how many rows are left out because a cell could not be read."""
        gone = {one.row for one in found.unread if self.joins(one.variable)}
        return f"; so {'is 1 row' if len(gone) == 1 else f'are {len(gone):,} rows'} joined by them" if gone else ""

    def joins(self, variable: str) -> bool:
        """Whether a row without a value for this variable could join with rows to which it does not belong.

        That is so if the rest of the pattern has the variable; "" stands for an unreadable row.
        """
        return variable in self.block.joined

    def answers(self, wanted: tuple[str, ...], meeting: Rows) -> Rows:
        """The rows of all requests, with the columns of `wanted`; those left out are among the `unread`."""
        limits, endpoint = self.limits, self.block.endpoint
        size = limits.batch if meeting.variables else 1
        if len(meeting) > size * limits.requests:
            raise UsageError(
                f"SERVICE <{endpoint}> would be asked about {len(meeting)} rows, and kgraph asks about "
                f"{size * limits.requests} at most; let the rest of the query select fewer rows"
            )
        rows: list[tuple[Term | None, ...]] = []
        unread: list[Unread] = []
        for start in range(0, len(meeting), size):
            batch = Rows(meeting.variables, meeting.rows[start : start + size])
            found = self.ask(endpoint, self.request(wanted, batch, limits.rows - len(rows) + 1))
            # row numbers go on from request to request
            unread += [replace(one, row=one.row + start * limits.rows) for one in found.unread]
            rows += _in_order(wanted, self.safe(found), endpoint)
            if len(rows) > limits.rows:
                raise UsageError(
                    f"SERVICE <{endpoint}> has more than {limits.rows} solutions for its block; narrow the block down, "
                    "or join it by a variable that every row here binds, in a triple of the block outside OPTIONAL"
                )
        return Rows(wanted, tuple(rows), tuple(unread))

    def safe(self, found: Rows) -> Rows:
        """The rows without those that lack the value by which they are joined: unbound, it would join with every
        row."""
        gone = {one.row for one in found.unread if self.joins(one.variable)}
        return Rows(found.variables, tuple(row for number, row in enumerate(found.rows) if number not in gone))

    def request(self, wanted: tuple[str, ...], batch: Rows, most: int) -> str:
        """The query for one batch.

        VALUES is put into the block's own group if the first triples bind all its variables: that means the same, and
        endpoints plan such a query best.
        """
        block = self.block
        inside = block.text
        if batch.variables:
            sent = values(batch.variables, batch.rows)
            first = set(batch.variables) <= _first_bound(block.inside)
            inside = f"{{\n{sent}\n{inside[1:] if first else inside + ' }'}"
        names = " ".join(f"?{name}" for name in wanted) or "(1 AS ?one)"
        return f"{block.needed_prologue()}SELECT {names} WHERE {inside}\nLIMIT {most}"


def values(names: tuple[str, ...], rows: Iterable[tuple[Term | None, ...]]) -> str:
    """VALUES with these rows (SPARQL 1.1 §10.2), a line each."""
    lines = (" ".join("UNDEF" if term is None else serialise(term) for term in row) for row in rows)
    head = " ".join(f"?{name}" for name in names)
    return f"VALUES ({head}) {{\n" + "".join(f"({line})\n" for line in lines) + "}"


def _in_order(wanted: tuple[str, ...], found: Rows, endpoint: IRI) -> Iterator[tuple[Term | None, ...]]:
    """An endpoint's rows with the wanted columns in order, in a form that VALUES can have."""
    for answered in found:
        row = {name: answered.get(name) for name in wanted}
        for name, term in row.items():
            if isinstance(term, BlankNode):
                raise UsageError(
                    f"SERVICE <{endpoint}> answers blank nodes for ?{name}, which nothing here can be joined with; "
                    f"leave ?{name} out of the rest of the query, or add FILTER(!ISBLANK(?{name})) to the block"
                )
        try:
            values(wanted, [tuple(row.values())])
        except DataError as error:
            raise StoreError(f"{endpoint}: the answer is not legal RDF: {error}") from error
        yield tuple(row.values())


def _blanked(text: str, end: int) -> str:
    """The text with spaces instead of its characters up to `end`, so that an error after it has the right line and
    column."""
    own = text[:end].split("\n")[added_lines(text) :]
    return "\n" * (len(own) - 1) + " " * len(own[-1])


def _blocks(text: str) -> list[_Block]:
    tree = read(text)
    return [_Block(text, tree, path) for path in services(tree.where)]


def _check_form(text: str) -> None:
    """Raise `UsageError` for an illegal query and for a SERVICE that VALUES cannot replace, before any endpoint is
    queried."""
    tree = read(text)
    parts = [path[-1][0].parts[path[-1][1]] for path in services(tree.where)]
    if any(_count_services(part.tokens) > 1 for part in parts):
        raise UsageError(
            "SERVICE within SERVICE is refused: join two blocks side by side, and for labels write "
            "?x rdfs:label ?label FILTER(LANG(?label) = 'en')"
        )
    if not parts or _count_services(tree.tokens) > len(parts):
        raise UsageError(
            "SERVICE is refused within EXISTS and expressions, or glued to other words: join the block instead, "
            "in OPTIONAL with FILTER(BOUND(?x)) or FILTER(!BOUND(?x)) behind it"
        )
    empty = text
    for block in reversed(_blocks(text)):
        empty = _spliced(empty, block.part, f"VALUES ({' '.join('?' + name for name in block.scope)}) {{ }}")
    variables_of(empty)


def _count_services(tokens: Iterable[Token]) -> int:
    return sum(token.kind == "word" and token.text.lower() == "service" for token in tokens)


def _first_bound(group: Group) -> frozenset[str]:
    """The variables of the triples at the beginning of a group, not counting filters."""
    first = takewhile(lambda part: part.kind in ("triples", "filter"), group.parts)
    return certain(Group(group.start, group.end, tuple(first)))


def _has_star(tokens: Iterable[Token]) -> bool:
    """Whether the query has a `*` that means all variables."""
    words = [token.text.lower() for token in tokens]
    return any(
        after == "*" and before in ("select", "distinct", "reduced", "describe") for before, after in pairwise(words)
    )


def _spliced(text: str, part: Part, shown: str) -> str:
    """The text with `shown` in the place of a part, filled up to as many lines as the part had."""
    lines = text.count("\n", part.start, part.end) - shown.count("\n")
    return text[: part.start] + shown + "\n" * lines + text[part.end :]
