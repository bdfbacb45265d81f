"""Made-up news of many kinds whose answers name somebody: who holds a town, who set a fire."""

import news

REFERENCE = """
[[entity]]
id = "town"
class = "City"
label = "Lower Weir"
[[entity]]
id = "league"
class = "Organization"
label = "the League"
[[entity]]
id = "guard"
class = "MilitaryUnit"
label = "the River Guard"
side = "league"
[[entity]]
id = "scouts"
class = "MilitaryUnit"
label = "the Scouts"
side = "league"
[[entity]]
id = "crown"
class = "Organization"
label = "the Crown"
[[entity]]
id = "wardens"
class = "MilitaryUnit"
label = "the Wardens"
side = "crown"
[[entity]]
id = "vote"
class = "Election"
label = "the vote"
[[entity]]
id = "flood"
class = "Flood"
label = "the flood"
[[entity]]
id = "fire"
class = "Fire"
label = "the fire on the ferry"
[[entity]]
id = "ann"
class = "Person"
label = "Ann Ames"
[[entity]]
id = "ben"
class = "Person"
label = "Ben Boll"
[[entity]]
id = "cid"
class = "Person"
label = "Cid Crane"
[[entity]]
id = "post"
class = "MediaOutlet"
label = "the Post"
"""


def case(*claims: tuple[int, str, str]) -> news.Case:
    """A case of claims, each given as the day of May, the claimant, and the statement as TOML; the first claim is
    c1."""
    told = [
        f'[[document]]\nid = "d{n}"\noutlet = "post"\npublished = "2031-05-{day:02}"\n'
        f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "{who}"\nsaid = "2031-05-{day:02}"\n{statement}\n'
        for n, (day, who, statement) in enumerate(claims, 1)
    ]
    return news.case_of(REFERENCE + "".join(told))


def held(who: str, more: str = 'extent = "full"') -> str:
    return f'statement = "control"\nsubject = "{who}"\nplace = "town"\nday = "2031-05-09"\n{more}'


def share(who: str, figure: str) -> str:
    more = f'event = ""\nplace = "town"\nday = "2031-05-09"\nunit = "fraction"\n{figure}'.replace('event = ""\n', "")
    return f'statement = "figure"\nmeasure = "share-captured"\nsubject = "{who}"\n{more}'


def event(which: str, *more: str) -> str:
    return "\n".join(('statement = "event"', f'event = "{which}"', *more))


NOT = 'polarity = "negative"'

HALF, MOST = "value = 0.5\nprinted = 'half'", "value = 0.85"
NAMES = {
    "a share of forces that are of a side": (
        [(9, "ann", share("guard", HALF)), (9, "ben", share("guard", MOST))],
        ["the River Guard: “half”", "the River Guard: 0.85"],
    ),
    "a share of the side itself": (
        [(9, "ann", share("league", HALF)), (9, "ben", share("league", MOST))],
        ["the League: “half”", "the League: 0.85"],
    ),
    "two forces of one side on one day": (
        [(9, "ann", share("guard", HALF)), (9, "cid", share("scouts", HALF)), (9, "ben", share("guard", MOST))],
        ["the River Guard / the Scouts: “half”", "the River Guard: 0.85"],
    ),
    "a force, and the side on a later day": (
        [(9, "ann", share("guard", HALF)), (9, "ben", share("guard", MOST)), (11, "cid", share("league", HALF))],
        ["the River Guard / the League: “half”", "the River Guard: 0.85"],
    ),
    "both shares denied by one": (
        [
            *((9, "ann", share("guard", HALF)), (9, "ben", share("guard", MOST))),
            *((9, "cid", f"{share('guard', HALF)}\n{NOT}"), (9, "cid", f"{share('guard', MOST)}\n{NOT}")),
        ],
        ["the River Guard: “half”", "the River Guard: 0.85", "the River Guard: not “half”, not 0.85"],
    ),
    "holders of two sides": (
        [(9, "ann", held("guard")), (9, "ben", held("wardens"))],
        ["the River Guard: all of it", "the Wardens: all of it"],
    ),
    "a holder named otherwise on a later day": (
        [(9, "ann", held("guard")), (9, "ben", held("wardens")), (10, "cid", held("scouts"))],
        ["the River Guard / the Scouts: all of it", "the Wardens: all of it"],
    ),
    "who set the fire, by two of one side": (
        [
            (9, "ann", event("fire", 'class = "Fire"', 'actor = "guard"')),
            (10, "cid", event("fire", 'class = "Fire"', 'actor = "league"')),
            (9, "ben", event("fire", 'class = "Fire"', 'actor = "crown"')),
        ],
        ["by the River Guard / the League", "by the Crown"],
    ),
}
