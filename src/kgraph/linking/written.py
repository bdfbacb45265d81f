"""Names of places as news and tables write them, taken apart: "Aleppo, Syria", "the city of Homs", "Kyiv/Kiev".

A name is looked up as it stands first. These readings are for names that nothing has.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOWN = re.compile(r"^(?:the\s+)?(?:city|town|village|municipality)\s+of\s+|\s+(?:city|town|village)$", re.IGNORECASE)
_THE = re.compile(r"^the\s+", re.IGNORECASE)
_APART = re.compile(r"\s*/\s*")
_IN_BRACKETS = re.compile(r"^(.+?)\s*\(([^()]+)\)$")
# Associated Press Stylebook, "state names"
_STATES = {
    "ala": "Alabama",
    "ariz": "Arizona",
    "ark": "Arkansas",
    "calif": "California",
    "colo": "Colorado",
    "conn": "Connecticut",
    "del": "Delaware",
    "fla": "Florida",
    "ga": "Georgia",
    "ill": "Illinois",
    "ind": "Indiana",
    "kan": "Kansas",
    "ky": "Kentucky",
    "la": "Louisiana",
    "md": "Maryland",
    "mass": "Massachusetts",
    "mich": "Michigan",
    "minn": "Minnesota",
    "miss": "Mississippi",
    "mo": "Missouri",
    "mont": "Montana",
    "neb": "Nebraska",
    "nev": "Nevada",
    "okla": "Oklahoma",
    "ore": "Oregon",
    "pa": "Pennsylvania",
    "tenn": "Tennessee",
    "vt": "Vermont",
    "va": "Virginia",
    "wash": "Washington",
    "wis": "Wisconsin",
    "wyo": "Wyoming",
}


class Reading(NamedTuple):
    """A reading of a name: the names that it gives, what lies around, the nearest first, and whether a town is
    meant."""

    names: tuple[str, ...]
    around: tuple[str, ...] = ()
    town: bool = False


def readings(name: str) -> Iterator[Reading]:
    """The other readings of a name, the likeliest first.

    >>> list(readings("Aleppo, Syria"))
    [Reading(names=('Aleppo',), around=('Syria',), town=False)]
    >>> [one.names for one in readings("Kyiv (Kiev)")], [one.town for one in readings("the city of Homs")]
    ([('Kyiv', 'Kiev')], [True])
    """
    head, *around = (part.strip() for part in name.split(","))
    around = [_STATES.get(part.rstrip(".").lower(), part) if part.endswith(".") else part for part in around if part]
    names = [part for part in _APART.split(head) if part]
    if bracketed := _IN_BRACKETS.match(head):
        names = list(bracketed.groups())
    plain = [_THE.sub("", _TOWN.sub("", part)) for part in names]
    town = any(_TOWN.search(part) for part in names)
    kept = tuple(dict.fromkeys(part for part in plain if part))
    if kept and (around or kept != (name,)):
        yield Reading(kept, tuple(around), town)
