"""The Turtle of a workspace's new term, with a comment for somebody to fill in."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from kgraph.errors import UnknownName, UsageError
from kgraph.model import Literal
from kgraph.namespaces import IRI, PREFIXES, compact
from kgraph.reading import fold
from kgraph.store import serialise
from kgraph.vocabulary.bundle import built_in
from kgraph.vocabulary.counting import kinds_in


@dataclass(frozen=True, slots=True)
class _Stub:
    """The lines of Turtle that a term of a kind needs, and a remark on what to choose."""

    lines: tuple[str, ...]
    remark: str = ""


def _class(above: str, example: str) -> _Stub:
    return _Stub(("a owl:Class", f"rdfs:subClassOf {above}"), f"A narrower class is better where one fits: {example}.")


def _concept(scheme: str, *lines: str, remark: str = "") -> _Stub:
    return _Stub(("a skos:Concept", f"skos:inScheme {scheme}", *lines), remark)


STUBS: Mapping[str, _Stub] = {
    "event": _class("kg:Event", "kg:Flood for a dam that fails"),
    "place": _class("kg:Place", "kg:Facility for a shelter"),
    "person": _class("kg:Person", "kg:Person itself; what somebody does is a role"),
    "organization": _class("kg:Organization", "kg:MediaOutlet for a blog"),
    "equipment": _class("kg:Equipment", "kg:Equipment itself, for a kind of vehicle"),
    "measure": _concept(
        "kg:Measures",
        "kg:temporality kg:EventTotal",
        remark="How it behaves over time: kg:State (rises and falls), kg:EventTotal (of one event), kg:RunningTotal "
        "(only grows), kg:Flow (in a period). Kind of quantity, by which units are chosen: quantitykind:Population "
        "for people, Count for things, Mass, Volume, Length, Area, Time, Speed, Power, Temperature, Currency, "
        "DimensionlessRatio for shares.",
    ),
    "unit": _concept(
        "kg:Units",
        "qudt:hasQuantityKind quantitykind:Length",
        "qudt:conversionMultiplier 1.0",
        remark="Write its kind of quantity, and how many SI units of that kind (metres, square metres, seconds …) one "
        "of it is; leave that line out where it does not convert.",
    ),
    "currency": _concept(
        "kg:Units",
        "qudt:hasQuantityKind quantitykind:Currency",
        'skos:notation "ABC"',
        remark="Write its ISO 4217 code instead of ABC. Currencies have no factor: they never convert.",
    ),
    "counted": _concept("kg:Counted"),
    "aspect": _concept("kg:Aspects"),
    "rating": _concept("kg:Ratings"),
    "dimension": _concept("kg:Dimensions", remark="Only rules write dimensions: add the rule to queries/rules, too."),
    "label": _concept(
        "kg:Labels", remark="If nothing can be both this and another label, add: kg:excludes and that label."
    ),
    "role": _Stub(("a kg:Role",), "Where its holders command the organization, add: kg:commanding true."),
}
"""The kinds of term that a workspace may add."""

TO_FILL_IN = "What it means; when to use it, and what not to use it for."
"""The comment that a stub has until somebody writes one."""

_PREFIX = re.compile(r"(?<![\w:<\"])([a-z]+):(?=[A-Za-z])")


_OPEN = "# qudt:hasQuantityKind quantitykind:… ;"
"""The line of a measure whose name does not tell in what it is counted; somebody must fill it in."""


def guessed_kind(label: str) -> IRI | None:
    """The kind of quantity of a measure with this name, by its words; `None` if they tell none, or several."""
    kinds = kinds_in(label, built_in())
    return next(iter(kinds)) if len(kinds) == 1 else None


def stub(label: str, kind: str, base: str) -> str:
    """A new term's Turtle, ready to be put into the workspace's ontology/own.ttl; the term is named under `base`term/.

    Raises `UnknownName` for a kind that is none of `STUBS`, `UsageError` for a label without a letter.
    """
    known = kind.removesuffix("s") if kind.removesuffix("s") in STUBS else fold(kind)
    if known not in STUBS:
        raise UnknownName("kind of term", kind, STUBS, f"give --kind one of {', '.join(STUBS)}")
    words = re.findall(r"[^\W_]+", label)
    if not words or not words[0][0].isalpha():
        raise UsageError(f"'{label}' is no name for a term; give it in words, such as 'people vaccinated'")
    name = "".join(word[:1].upper() + word[1:] for word in words)
    told = serialise(Literal(" ".join(label.split()), language="en"))
    names = [f"rdfs:label {told}", *([f"skos:prefLabel {told}"] if "skos:Concept" in STUBS[known].lines[0] else [])]
    note = serialise(Literal(TO_FILL_IN, language="en"))
    lines = [STUBS[known].lines[0], *names, f"rdfs:comment {note}", *STUBS[known].lines[1:]]
    if known == "measure":
        counted = guessed_kind(label)
        lines[-1:] = [f"qudt:hasQuantityKind {compact(counted)}" if counted else _OPEN, lines[-1]]
    body = f"term:{name}\n    " + " ;\n    ".join(lines).replace(f"{_OPEN} ;", _OPEN) + " .\n"
    used = {p: PREFIXES[p] for p in sorted(set(_PREFIX.findall(re.sub(r'"[^"]*"', "", body)))) if p in PREFIXES}
    head = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in used.items()] + [f"@prefix term: <{base}term/> ."]
    remarks = [f"# {line}" for line in textwrap.wrap(STUBS[known].remark, 110)]
    return "\n".join([*head, "", *remarks, body])
