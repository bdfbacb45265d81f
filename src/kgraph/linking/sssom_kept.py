"""Writing a mapping set in JSON or Turtle again, with what its file has besides: comments, other triples, other keys.

What kgraph cannot write again is an error before anything is written.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kgraph.errors import DataError
from kgraph.linking.slots import LISTS, NUMBERS
from kgraph.linking.sssom_json import read_json
from kgraph.linking.sssom_rdf import Said, about_of, nodes_of, unwritable
from kgraph.linking.sssom_table import Slots, values_of
from kgraph.model import BlankNode, Term
from kgraph.namespaces import OWL, RDF, SSSOM
from kgraph.store import serialise

_TOKENS = re.compile(
    r'<[^<>"{}|^`\\\s]*>|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|(?P<comment>#[^\r\n]*)',
    re.DOTALL,
)
_SIDES = (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)


def turtle_with_rest(old: str, new: str, path: Path) -> str:
    """The new text of a set in Turtle with the comments of the old one, first, and its other triples, last.

    A triple that only repeats a mapping stays as long as the mapping does. Raises `DataError` if a value of the old
    text cannot be written again.
    """
    before, after = about_of(old, path), about_of(new, path)
    if lost := list(unwritable(before)):
        more = f" (and {len(lost) - 1} more)" if len(lost) > 1 else ""
        fix = 'keep your judgements in another file: links = "…" in kgraph.toml'
        raise DataError(f"kgraph cannot write this file again without loss: {lost[0]}{more}", path=path, fix=fix)
    was, now = _plain_triples(before), _plain_triples(after)
    rest = [one for one in _beside(before) if one not in was or one in now]
    comments = [found["comment"] for found in _TOKENS.finditer(old) if found["comment"]]
    return "".join((*(f"{one}\n" for one in comments), new, *_lines(rest)))


def _beside(about: Mapping[Term, Said]) -> Iterator[tuple[Term, Term, Term]]:
    """The triples of which none is about the set, a mapping or a definition."""
    own = set(nodes_of(about))
    for subject, said in about.items():
        if subject not in own:
            yield from ((subject, predicate, value) for predicate, values in said.items() for value in values)


def _plain_triples(about: Mapping[Term, Said]) -> set[tuple[Term, ...]]:
    """What the mappings say, each as one triple; what is denied is none."""
    denied = SSSOM.predicate_modifier
    axioms = (said for said in about.values() if OWL.Axiom in said.get(RDF.type, ()) and denied not in said)
    return {tuple(said[side][0] for side in _SIDES) for said in axioms if all(side in said for side in _SIDES)}


def _lines(rest: Sequence[tuple[Term, Term, Term]]) -> Iterator[str]:
    """Triples in Turtle, with nodes without a name numbered."""
    labels: dict[Term, BlankNode] = {}
    if rest:
        yield "\n"
    for triple in rest:
        for term in triple:
            if isinstance(term, BlankNode):
                labels.setdefault(term, BlankNode(f"b{len(labels)}"))
        yield f"{' '.join(serialise(labels.get(term, term)) for term in triple)} .\n"


def json_with_rest(old: str, new: str, path: Path) -> str:
    """The new text of a set in JSON with what only the old one has: its keys' order and names, and further ones.

    Mappings that have not changed are written as they were.
    """
    was, now = json.loads(old), json.loads(new)
    told = read_json(old, path).mappings, read_json(new, path).mappings
    mappings = list(_merged(_mappings(was), _mappings(now), *told))
    own = {slot: value for slot, value in now.items() if slot[0] != "@" and slot != "mappings"}
    whole = _changed(was, own, beside=("mappings", "curie_map"))
    named = next((key for key in was if _slot(key) == "mappings"), "mappings")
    whole |= {named: mappings, "@context": _context(was.get("@context"), now["@context"])}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _mappings(whole: Mapping[str, Any]) -> list[dict[str, Any]]:
    return next((value for key, value in whole.items() if _slot(key) == "mappings"), None) or []


def _slot(key: str) -> str:
    return key.removeprefix(SSSOM.base).removeprefix("sssom:")


def _stays(key: str, value: object, slots: Collection[str]) -> bool:
    """Whether a key of an object stays: what kgraph reads only if it still is a slot."""
    return _slot(key) in slots or key.startswith("@") or value in (None, "", [])


def _merged(
    was: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]], old: Sequence[Slots], new: Sequence[Slots]
) -> Iterator[dict[str, Any]]:
    """The new mappings: one that is as it was is written so, one that changed keeps what has not."""
    left: defaultdict[str, list[int]] = defaultdict(list)
    for at, slots in enumerate(old):
        left[_whole(slots)].append(at)
    same = [places.pop(0) if (places := left.get(_whole(slots))) else None for slots in new]
    free: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in sorted(at for places in left.values() for at in places):
        free[_pair(old[at])].append(at)
    for mapping, slots, place in zip(now, new, same, strict=True):
        if place is not None:
            yield was[place]
        else:
            places = free.get(_pair(slots))
            yield _changed(was[places.pop(0)], mapping) if places else mapping


def _changed(was: Mapping[str, Any], now: Mapping[str, Any], beside: Collection[str] = ()) -> dict[str, Any]:
    """An object with new values, where they differ, in the order and under the names of the old one; what is `beside`
    them stays."""
    names = {_slot(key): key for key in was}
    kept = {key: value for key, value in was.items() if _stays(key, value, {*now, *beside})}
    new = {
        slot: value
        for slot, value in now.items()
        if slot not in names or _told(slot, was[names[slot]]) != _told(slot, value)
    }
    return kept | {names.get(slot, slot): value for slot, value in new.items()}


def _whole(slots: Slots) -> str:
    return json.dumps({slot: _told(slot, value) for slot, value in slots.items()}, sort_keys=True)


def _told(slot: str, value: Any) -> str:
    """What a value says, however its numbers, its nested values and the order of several are written."""
    if slot in LISTS:
        return json.dumps(sorted(values_of(slot, value if isinstance(value, list) else str(value))))
    if slot in NUMBERS:
        with suppress(ValueError, TypeError):
            return repr(float(value))
    if isinstance(value, str) and value[:1] in ("{", "["):
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    return json.dumps(_texts(value), sort_keys=True)


def _texts(value: Any) -> Any:
    """A nested value with a text for each number."""
    if isinstance(value, dict):
        return {key: _texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_texts(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _pair(slots: Slots) -> tuple[str, ...]:
    return tuple(str(slots.get(slot, "")) for slot in ("record_id", "subject_id", "object_id"))


def _context(was: Any, now: Mapping[str, Any]) -> Any:
    """The old context, before it what only the new one has."""
    if was is None:
        return now
    if isinstance(was, dict):
        return was | {name: value for name, value in now.items() if name not in was}
    others: Iterable[Any] = was if isinstance(was, list) else [was]
    return [now, *others]
