"""The query around a SERVICE block: which rows here can the block's solutions meet?"""

from kgraph.store.groups import Group, Part, Path

FICKLE = frozenset(("rand", "uuid", "struuid", "bnode", "now"))
"""Functions whose value may differ when they are evaluated again (SPARQL 1.1 §17.4)."""


def surroundings(text: str, path: Path) -> str:
    """A group to ask the store for, in the place of a query with the SERVICE block that `path` leads to.

    Every solution of the query to which the block contributes binds what one of this group's solutions binds, to the
    same terms. So what none of these meets can be left out of the block's answer, on two conditions, which are the
    caller's to see to: it differs in a variable that the block binds in all its solutions and this group in all of its.

    The group has what is joined with the block. OPTIONAL, MINUS and BIND depend on what stands before them, so they are
    kept only if they speak of nothing that was left out there. FILTER counts where all its variables are bound.
    Further out than an OPTIONAL, a MINUS or a sub-select nothing is joined with the block.
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
        if group.parts[number].kind == "graph":  # it is that graph's triples all the same
            return f"{{ {_named(text, group.parts[number])}{shown} }}"
    return shown


def _named(text: str, part: Part) -> str:
    """The beginning of a part that is GRAPH, up to its brace; else nothing."""
    return text[part.start : part.groups[0].start] if part.kind == "graph" else ""


def _around(text: str, group: Group, number: int, shown: str) -> str:
    """The group with `shown` in the place of the part of this number, and `{}` for what cannot be kept."""
    block = group.parts[number]
    aside = block.kind in ("optional", "minus")  # joined with nothing that comes after it
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
    """A FILTER that lets pass what lacks one of its variables, as the block may yet bind it; or that lets all pass."""
    if part.has("{", *FICKLE) or part.variables & hidden:
        return "FILTER(true)"
    unbound = "".join(f"!BOUND(?{name}) || " for name in sorted(part.variables))
    return f"FILTER({unbound}({text[part.tokens[0].end : part.end]}))"
