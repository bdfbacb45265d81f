"""Names of places as news and tables write them, taken apart: "Aleppo, Syria", "the city of Homs", "Kyiv/Kiev".

A name is looked up as it stands first. These readings are for names that nothing has.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kgraph.linking.inflected import without_preposition
from kgraph.linking.states import in_short

_TOWN = re.compile(
    r"^(?:the\s+)?(?:city|town|village|municipality)\s+of\s+|\s+(?:city|town|village)$"
    r"|^(?:ville|village|ciudad|pueblo|cidade|vila|stadt|città)\s+(?:d[eu]\s+|d['’]|do\s+|da\s+|di\s+)?"
    r"|^(?:مدينة|بلدة|قرية|شهر|העיר)\s+|(?:市|城|镇|鎮|町|村|မြို့|\s+ከተማ)$|^(?:เมือง|เทศบาลนคร|เทศบาลเมือง)",
    re.IGNORECASE,
)
_THE = re.compile(r"^the\s+", re.IGNORECASE)
_KIND_WORDS = (
    (
        "region",
        re.compile(
            r"\b(?:state|region|province|oblast|governorate|county|district|область|регион|штат)$", re.IGNORECASE
        ),
    ),
    ("settlement", re.compile(r"\b(?:city|town|village|город|місто|ville|ciudad)$", re.IGNORECASE)),
    ("country", re.compile(r"\b(?:country|republic|страна|країна|pays|país)$", re.IGNORECASE)),
)
_APART = re.compile(r"\s*/\s*")
_IN_BRACKETS = re.compile(r"^(.+?)\s*\(([^()]+)\)$")


def without_town(name: str) -> str:
    """A name without a word for a town in it.

    >>> without_town("Kuwait City"), without_town("北京市"), without_town("مدينة حمص"), without_town("Kyiv")
    ('Kuwait', '北京', 'حمص', 'Kyiv')
    """
    return _TOWN.sub("", name) or name


class Reading(NamedTuple):
    """A reading of a name: the names that it gives, what lies around, the nearest first, and the kind of place
    that is said."""

    names: tuple[str, ...]
    around: tuple[str, ...] = ()
    kind: str = ""


def readings(name: str) -> Iterator[Reading]:
    """The other readings of a name, the likeliest first.

    >>> list(readings("Aleppo, Syria"))
    [Reading(names=('Aleppo',), around=('Syria',), kind='')]
    >>> [one.names for one in readings("Kyiv (Kiev)")], [one.kind for one in readings("the city of Homs")]
    ([('Kyiv', 'Kiev')], ['settlement'])
    """
    head, *around = (part.strip() for part in re.split(r"[,،，、]", name))
    if not around and head.endswith(".") and (states := in_short(head)):
        yield Reading((states[0].name,), (head,))
        return
    around = [part for part in around if part]
    names = [part for part in _APART.split(head) if part]
    kind = ""
    if bracketed := _IN_BRACKETS.match(head):
        kind = next((kind for kind, words in _KIND_WORDS if words.search(bracketed[2])), "")
        names = [bracketed[1]] if kind else list(bracketed.groups())
    bare = [without_preposition(part) for part in names]
    plain = [_THE.sub("", _TOWN.sub("", part)) for part in bare]
    kind = kind or ("settlement" if any(_TOWN.search(part) for part in bare) else "")
    kept = tuple(dict.fromkeys(part for part in plain if part))
    if kept and (around or kept != (name,)):
        yield Reading(kept, tuple(around), kind)
