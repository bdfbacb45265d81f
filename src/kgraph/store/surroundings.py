"""The query around a SERVICE block: with which rows of this store can the block's solutions join?"""

from kgraph.store.groups import Group, Part, Path

FICKLE = frozenset(("rand", "uuid", "struuid", "bnode", "now"))
"""Functions whose value may differ when they are evaluated again (SPARQL 1.1 §17.4)."""


def surroundings(text: str, path: Path) -> str:
    """A group whose solutions in the store tell which values to send to the SERVICE block to which `path` leads.

    Every solution of the query to which the block contributes agrees with a solution of this group on all variables
    that the latter binds. So a solution of the block that agrees with none of them can be left out of its answer. The
    caller must compare only variables that the block binds in all its solutions and this group in all of its own.

    The group has the parts that are joined with the block. OPTIONAL, MINUS and BIND depend on the parts before them, so
    they are kept only if they use no variable of a part that was left out. A FILTER counts if all its variables are
    bound. Nothing outside of an OPTIONAL, a MINUS or a sub-select around the block is joined with it.
    """
    shown, levels = "{}", list(reversed(path))
    while levels:
        group, number = levels.pop(0)
        kind = group.parts[number].kind
        if kind == "select":
            break
        shown = _around(text, group, number, _named(text, group.parts[number]) + shown)
        if kind in ("optional", "minus"):
            break
    for group, number in levels:
        if group.parts[number].kind == "graph":  # SERVICE inside GRAPH: the other triples are still that graph's
            return f"{{ {_named(text, group.parts[number])}{shown} }}"
    return shown


def _named(text: str, part: Part) -> str:
    """The text of a part that is GRAPH, up to its brace; "" for any other part."""
    return text[part.start : part.groups[0].start] if part.kind == "graph" else ""


def _around(text: str, group: Group, number: int, shown: str) -> str:
    """The group with `shown` instead of the part of this number, and `{}` instead of parts that cannot be kept."""
    block = group.parts[number]
    aside = block.kind in ("optional", "minus")  # it is not joined with the parts after it
    left_out: set[str] = set()
    pieces, at = [], group.start
    for place, part in enumerate(group.parts):
        pieces.append(text[at : part.start])
        at = part.end
        if place == number:
            pieces.append(shown)
            left_out |= part.variables
        elif part.kind == "filter":
            pieces.append(_weakened(text, part, block.variables if aside else frozenset()))
        elif _is_kept(part, left_out, place > number, aside):
            pieces.append(text[part.start : part.end])
        else:
            pieces.append("{}")
            left_out |= part.variables
    return "".join(pieces) + text[at : group.end]


def _is_kept(part: Part, left_out: set[str], after: bool, aside: bool) -> bool:
    if part.has("service"):
        return False
    if part.kind in ("optional", "minus", "bind"):
        return not part.variables & left_out
    return not (after and aside)


def _weakened(text: str, part: Part, hidden: frozenset[str]) -> str:
    """A FILTER that also accepts rows in which one of its variables is unbound, since the block may bind it; or one
    that accepts all rows."""
    if part.has("{", *FICKLE) or part.variables & hidden:
        return "FILTER(true)"
    unbound = "".join(f"!BOUND(?{name}) || " for name in sorted(part.variables))
    return f"FILTER({unbound}({text[part.tokens[0].end : part.end]}))"
