"""Made-up news in which several give one answer in words of their own: other names, other figures."""

from collections.abc import Iterable, Mapping

import news

REFERENCE = """
[[entity]]
id = "army"
class = "ArmedForces"
label = "the Red Army"
[[entity]]
id = "first"
class = "MilitaryUnit"
label = "the First Battalion"
part_of = "army"
[[entity]]
id = "militia"
class = "Organization"
label = "the Militia"
[[entity]]
id = "gull"
class = "Region"
label = "Gull Island"
[[entity]]
id = "camp"
class = "Facility"
label = "the camp"
[[entity]]
id = "flood"
class = "Flood"
label = "the flood"
[[entity]]
id = "staff"
class = "Organization"
label = "the staff"
[[entity]]
id = "radio"
class = "MediaOutlet"
label = "the Radio"
[[entity]]
id = "mayor"
class = "Person"
label = "the mayor"
[[entity]]
id = "paper"
class = "MediaOutlet"
label = "the Paper"
"""
Said = tuple[int, str, str]
"""The day of April, the claimant, and the statement as TOML."""


def holds(who: str, extent: str = "full", more: str = "") -> str:
    return f'statement = "control"\nsubject = "{who}"\nplace = "gull"\nextent = "{extent}"\n{more}'


def displaced(figure: str, printed: str) -> str:
    return f'statement = "figure"\nmeasure = "displaced"\nevent = "flood"\n{figure}\nprinted = "{printed}"'


def killed(figure: int, more: str = "") -> str:
    return f'statement = "figure"\nmeasure = "killed"\nevent = "flood"\nvalue = {figure}\n{more}'


def case_of(said: Iterable[Said]) -> news.Case:
    claims = (
        f'[[document]]\nid = "d{n}"\noutlet = "paper"\npublished = "2031-04-{day:02}"\n'
        f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "{who}"\nsaid = "2031-04-{day:02}"\n{statement}\n'
        for n, (day, who, statement) in enumerate(said, 1)
    )
    return news.case_of(REFERENCE + "".join(claims))


def stretch(first: int, last: int) -> str:
    return f'from = "2031-04-{first:02}"\nto = "2031-04-{last:02}"'


NOT = 'polarity = "negative"'
EXACT, SHORT = displaced("value = 12140", "12,140"), displaced("value = 12000", "12 thousand")
NINE = displaced("value = 9000", "9 thousand")
DAYS = (
    *((1, "staff", "army"), (1, "militia", "militia"), (9, "staff", "army"), (9, "radio", "first")),
    (9, "militia", "militia"),
)
WORLDS: Mapping[str, list[Said]] = {
    "an army and its battalion": [
        *((1, "staff", holds("army")), (1, "radio", holds("first")), (1, "militia", holds("militia"))),
    ],
    "all name the army": [
        *((1, "staff", holds("army")), (1, "radio", holds("army")), (1, "militia", holds("militia"))),
    ],
    "one names both": [
        *((1, "staff", holds("army")), (1, "staff", holds("first")), (1, "militia", holds("militia"))),
    ],
    "figures of two forms": [(1, "staff", SHORT), (1, "radio", EXACT), (1, "mayor", NINE)],
    "figures of one form": [(1, "staff", EXACT), (1, "radio", EXACT), (1, "mayor", NINE)],
    "an agreement in two forms": [(1, "staff", EXACT), (1, "radio", NINE), (2, "radio", SHORT)],
    "an agreement in one form": [(1, "staff", EXACT), (1, "radio", NINE), (2, "radio", EXACT)],
    "a figure on the day after a denial": [
        (1, "staff", killed(12)),
        (1, "radio", killed(12, NOT)),
        (2, "radio", killed(4)),
    ],
    "a figure on the day of a denial": [
        (1, "staff", killed(12)),
        (2, "radio", killed(12, NOT)),
        (2, "radio", killed(4)),
    ],
    "days with others in each": [(day, who, holds(name, more=stretch(day, day))) for day, who, name in DAYS],
    "one for long, and others on some days": [
        (1, "staff", holds("army", more=stretch(1, 20))),
        (1, "militia", holds("militia", more=stretch(2, 2))),
        (5, "mayor", holds("mayor", more=stretch(5, 5))),
        (9, "radio", holds("first", more=stretch(8, 10))),
        (9, "militia", holds("militia", more=stretch(9, 9))),
    ],
}
