"""Finding the coarse kind of a thing by a source's words for its types, or by Wikidata's classes; `thing` if it is not
certain."""

import re
from collections.abc import Iterable

# Wikidata's items and their English labels. Regions and places have no class here: things called regions in Wikidata
# have many classes without a common superclass, and a wrong class would hide the right thing.
WIKIDATA_CLASSES = {
    "person": "Q5",  # human
    "organisation": "Q43229",  # organization
    "unit": "Q176799",  # military unit
    "settlement": "Q486972",  # human settlement
    "country": "Q6256",  # country
    "event": "Q1190554",  # occurrence
    "role": "Q4164871",  # position
}
"""For each kind, the Wikidata class whose instances, direct or through subclasses, are of that kind."""

_PHRASES = {
    "sovereign state": "country",
    "administrative territorial entity": "region",
    "military unit": "unit",
    "human settlement": "settlement",
    "geographic region": "region",
    "geographic location": "place",
}
_NOUNS = {
    "person": "human person people man woman",
    "organisation": "organization organisation company enterprise business agency ministry newspaper broadcaster party",
    "unit": "brigade regiment battalion corps squadron",
    "settlement": "city town village settlement hamlet municipality capital",
    "region": "region oblast raion hromada province district county",
    "country": "country",
    "place": "place location building river lake mountain bridge road",
    "event": "event occurrence battle war siege attack offensive operation massacre protest",
    "role": "position office rank profession occupation",
}
_KINDS = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split()}


def kind_of(types: Iterable[str]) -> str:
    """The kind that English words for types agree on: by the last noun before "of", "in" or a bracket.

    >>> kind_of(["urban-type settlement in Ukraine", "city of Ukraine"])
    'settlement'
    >>> kind_of(["city council"]), kind_of(["city", "war"]), kind_of([])
    ('thing', 'thing', 'thing')
    """
    found = {kind for words in types if (kind := _kind(words)) is not None}
    if found == {"settlement", "region"}:  # a municipality is both, and counts as a settlement
        return "settlement"
    return found.pop() if len(found) == 1 else "thing"


def _kind(words: str) -> str | None:
    head = re.split(r" (?:of|in|for|on|at|with) | ?[(,]", words.casefold().strip(), maxsplit=1)[0]
    return _PHRASES.get(head) or _KINDS.get(head.rpartition(" ")[2].rpartition("-")[2])
