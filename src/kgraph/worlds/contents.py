"""The part of a claim's content that a world holds: all of it, or the statements that are not in question."""

from collections.abc import Collection, Iterable

from kgraph.claims import TELLING, Part
from kgraph.worlds.lines import Line, all_written, parts

_TELLING = all_written(*TELLING)


def without(lines: Collection[Line], left_out: Collection[Part[bytes]]) -> list[Line]:
    """The lines of a content without some parts; none if no statement is left.

    Nodes to which only a removed part pointed, such as the time of a statement, are removed too.
    """
    split = [(line, *parts(line)) for line in lines]
    kept: list[tuple[bytes, ...]] = []
    gone: list[tuple[bytes, ...]] = []
    for line, subject, predicate, value in split:
        out = any(part.covers(subject, predicate) for part in left_out)
        (gone if out else kept).append((line, subject, predicate, value))
    if not any(predicate in _TELLING for _, _, predicate, _ in kept):
        return []
    tell = {subject for _, subject, predicate, _ in split if predicate in _TELLING}
    while loose := {value for *_, value in gone} - {value for *_, value in kept} - tell:
        gone = [one for one in kept if one[1] in loose]
        kept = [one for one in kept if one[1] not in loose]
    return [line for line, *_ in kept]


def describing(lines: Iterable[Line]) -> set[bytes]:
    """The nodes that a content describes."""
    return {line.partition(b" ")[0] for line in lines}
