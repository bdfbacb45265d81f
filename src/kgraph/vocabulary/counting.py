"""In what a measure is counted, judged by the words of its name: "tonnes leaked" is a mass, "doses given" a count."""

import re

from kgraph.namespaces import IRI, QUANTITY_KIND
from kgraph.reading import fold
from kgraph.vocabulary.terms import Vocabulary

_PEOPLE = (
    "people person persons man men woman women child children soldier troop civilian passenger patient worker student "
    "voter prisoner refugee resident survivor migrant hostage protester doctor nurse teacher fighter casualty "
    "casualties death inhabitant crew pupil evacuee detainee employee"
)
_THINGS = (
    "thing house home household building flat vehicle wagon carriage car truck lorry bus train ship boat vessel "
    "aircraft plane helicopter drone missile rocket bomb shell mine tank gun dose animal tree school hospital bridge "
    "shop customer job flight attack strike shot fire earthquake tremor ballot box complaint"
)
_WORDS = {
    "Population": _PEOPLE,
    "Count": _THINGS,
    "Mass": "mass weight ton",
    "Volume": "volume gallon",
    "Area": "area",
    "Length": "length distance width height depth",
    "Speed": "speed",
    "Time": "duration",
    "Temperature": "temperature degree",
    "Currency": "money cost price",
    "DimensionlessRatio": "share percentage proportion",
}
_NO_UNITS = frozenset(
    ("part", "half", "third", "times", "currency", "magnitude", "lakh", "crore", "min", "sec", "kilo", "piece")
)
"""Names of units that mean something else in the name of a measure."""
_SHORTEST = 3


def kinds_in(label: str, vocabulary: Vocabulary) -> frozenset[IRI]:
    """The kinds of quantity that the words of a name tell: those of the units in it, and of what is counted."""
    known, words = _known(vocabulary), re.findall(r"[^\W_]+", fold(label))
    found: set[IRI] = set()
    while words:
        for size in range(min(len(words), 3), 0, -1):
            phrase = " ".join(words[:size])
            kind = next((known[way] for way in _ways(phrase) if way in known), None)
            if kind is not None or size == 1:
                found |= {kind} if kind else set()
                words = words[size:]
                break
    return frozenset(found)


def _ways(phrase: str) -> tuple[str, ...]:
    """A phrase as written and without the ending of a plural."""
    return phrase, phrase.removesuffix("s"), phrase.removesuffix("es")


def _known(vocabulary: Vocabulary) -> dict[str, IRI]:
    """The kind of quantity for each word or phrase; "square kilometre" is in it beside "kilometre"."""
    known = {word: QUANTITY_KIND[kind] for kind, words in _WORDS.items() for word in words.split()}
    for entry in vocabulary.terms.values():
        unit = vocabulary.unit(entry.iri)
        if unit is None or unit.kind is None:
            continue
        for name in map(fold, (entry.label, *entry.alternatives)):
            if len(name) >= _SHORTEST and name not in _NO_UNITS and re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)*", name):
                known.setdefault(name, unit.kind)
    return known
