"""Made-up news in which claimants change or take back what they said, and the expected changes of each claim."""

from collections.abc import Iterable, Mapping

import news

REFERENCE = """
[[entity]]
id = "flood"
class = "Flood"
label = "the flood"
[[entity]]
id = "alba"
class = "City"
label = "Alba"
[[entity]]
id = "brask"
class = "City"
label = "Brask"
[[entity]]
id = "vote"
class = "Election"
label = "the vote"
[[entity]]
id = "rook"
class = "Person"
label = "Rook"
[[entity]]
id = "marsh"
class = "Person"
label = "Marsh"
[[entity]]
id = "office"
class = "Organization"
label = "the office"
[[entity]]
id = "club"
class = "Organization"
label = "the club"
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
"""The day of July (0 if nobody knows it), the claimant, and the statement as TOML."""


def toll(figure: str, more: str = "") -> str:
    return f'statement = "figure"\nmeasure = "killed"\nevent = "flood"\n{figure}\n{more}'


def also(measure: str, value: int) -> str:
    return f'[[claim.also]]\nstatement = "figure"\nmeasure = "{measure}"\nevent = "flood"\nvalue = {value}'


def won(who: str, more: str = "") -> str:
    return f'statement = "winner"\nevent = "vote"\nwho = "{who}"\n{more}'


def case_of(said: Iterable[Said], *, exact: bool = True) -> news.Case:
    claims = (
        f'[[document]]\nid = "d{n}"\noutlet = "paper"\n'
        + (f'published = "2031-07-{day:02}"\n' if day else "")
        + f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "{who}"\n'
        + (f'said = "2031-07-{day:02}"\n' if day and exact else "")
        + f"{statement}\n"
        for n, (day, who, statement) in enumerate(said, 1)
    )
    return news.case_of(REFERENCE + "".join(claims))


NOT = 'polarity = "negative"'
RIVAL = (1, "club", toll("value = 31"))
NOW, STILL, BEFORE = "Said now", "Said now, still in dispute", "Said before, and changed or taken back since"
UNOPPOSED = "Said now; contradicted only by what was said before"
_CAME_ROUND = [(1, "office", toll("value = 12")), (1, "mayor", toll("value = 18")), (3, "office", toll("value = 18"))]
AGREED: Mapping[str, tuple[list[Said], list[str]]] = {
    "all say what one always said": (
        [*_CAME_ROUND, (1, "club", toll("value = 17")), (4, "club", toll("value = 18"))],
        [NOW, "1 18: said by all 3 since 2031-07-04", BEFORE, "2 12", "3 17"],
    ),
    "two of three say so": (
        [*_CAME_ROUND, (1, "club", toll("value = 14"))],
        [STILL, "1 18: said by 2 since 2031-07-03", "2 14", BEFORE, "3 12"],
    ),
    "one of those who said so says something else": (
        [*_CAME_ROUND, (1, "club", toll("value = 18")), (4, "club", toll("value = 20"))],
        [UNOPPOSED, "1 18: said by 2 since 2031-07-03", "○ also said: c5 says so", BEFORE, "2 12"],
    ),
    "nobody gives up what they said": (
        [*_CAME_ROUND, (4, "office", toll("value = 12"))],
        ["1 12", "2 18"],
    ),
    "both say a third figure": (
        [*_CAME_ROUND, (4, "office", toll("value = 20")), (5, "mayor", toll("value = 20"))],
        [NOW, "= 20: said by both since 2031-07-05", BEFORE, "1 12", "2 18"],
    ),
    "in two forms": (
        [
            *((1, "office", toll("value = 12000\nprinted = '12 thousand'")), (1, "mayor", toll("value = 15000"))),
            (3, "mayor", toll("value = 12140")),
        ],
        [NOW, "= 12 thousand / 12140: said by both since 2031-07-03", "1 “12 thousand”", BEFORE, "2 15000"],
    ),
}
"""News in which several agree, and the headings and lines of the question as far as they tell who."""
CASES: Mapping[str, tuple[list[Said], dict[str, str]]] = {
    "raised": (
        [(1, "office", toll("value = 40")), RIVAL, (3, "office", toll("value = 44\nprinted = '44'"))],
        {"c1": "changed it to “44” on 2031-07-03"},
    ),
    "lowered, without a figure as printed": (
        [(1, "office", toll("value = 57")), RIVAL, (3, "office", toll("value = 44"))],
        {"c1": "changed it to 44 on 2031-07-03"},
    ),
    "raised twice: each to what came next": (
        [
            (1, "office", toll("value = 40")),
            RIVAL,
            *((d, "office", toll(f"value = {v}")) for d, v in ((3, 44), (5, 60))),
        ],
        {"c1": "changed it to 44 on 2031-07-03", "c3": "changed it to 60 on 2031-07-05"},
    ),
    "one figure of two": (
        [
            (1, "office", toll("value = 40", also("wounded", 84))),
            (1, "club", toll("value = 31", also("wounded", 80))),
            (3, "office", toll("value = 44", also("wounded", 84))),
        ],
        {"c1": "changed it to 44 on 2031-07-03"},
    ),
    "two figures on two days": (
        [
            (1, "office", toll("value = 40", also("wounded", 84))),
            (1, "club", toll("value = 31", also("wounded", 80))),
            (3, "office", toll("value = 44", also("wounded", 84))),
            (5, "office", toll("value = 44", also("wounded", 90))),
        ],
        {
            "c1": "changed it to 44 on 2031-07-03; changed it to 90 on 2031-07-05",
            "c3": "changed it to 90 on 2031-07-05",
        },
    ),
    "told again after the change": (
        [
            (1, "office", toll("value = 40")),
            RIVAL,
            *((d, "office", toll(f"value = {v}")) for d, v in ((3, 44), (5, 40))),
        ],
        {"c3": "changed it to 40 on 2031-07-05"},
    ),
    "told again, and changed again": (
        [
            *((1, "office", toll("value = 40")), RIVAL),
            *((d, "office", toll(f"value = {v}")) for d, v in ((3, 44), (5, 40), (7, 60))),
        ],
        {
            "c1": "changed it to 60 on 2031-07-07",
            "c3": "changed it to 40 on 2031-07-05",
            "c4": "changed it to 60 on 2031-07-07",
        },
    ),
    "another claimant's later figure changes nothing": (
        [(1, "office", toll("value = 40")), RIVAL, (3, "mayor", toll("value = 44"))],
        {},
    ),
    "a wider figure of the same changes nothing": (
        [(1, "office", toll("value = 40")), RIVAL, (3, "office", toll("min = 30"))],
        {},
    ),
    "a call taken back": (
        [(1, "paper", won("marsh")), (1, "office", won("rook")), (2, "paper", won("marsh", NOT))],
        {"c1": "took it back on 2031-07-02"},
    ),
    "a call taken back, and made again": (
        [
            *((1, "paper", won("marsh")), (1, "office", won("rook"))),
            *((2, "paper", won("marsh", NOT)), (4, "paper", won("marsh"))),
        ],
        {"c1": "took it back on 2031-07-02"},  # and yet it stands: see below
    ),
    "changed, and then the change taken back": (
        [
            *((1, "office", toll("value = 57")), RIVAL),
            *((2, "office", toll("value = 44")), (3, "office", toll("value = 44", NOT))),
        ],
        {"c1": "changed it to 44 on 2031-07-02", "c3": "took it back on 2031-07-03"},
    ),
    "of figures of two places only one is changed": (
        [
            (1, "office", toll("value = 30\nplace = 'alba'", also("killed", 9) + "\nplace = 'brask'")),
            *((1, "club", toll("value = 20\nplace = 'alba'")), (1, "club", toll("value = 5\nplace = 'brask'"))),
            (3, "office", toll("value = 31\nplace = 'alba'")),
        ],
        {"c1": "changed it to 31 on 2031-07-03"},
    ),
    "a denied figure taken back": (
        [(1, "office", toll("value = 31", NOT)), RIVAL, (2, "office", toll("value = 31"))],
        {"c1": "took it back on 2031-07-02"},
    ),
}
_BOTH = (1, "office", toll("value = 9")), (1, "club", toll("value = 7"))
LAST: Mapping[str, tuple[list[Said], bool]] = {
    "one of two comes to say what the other says": ([*_BOTH, (2, "office", toll("value = 7"))], False),
    "both come to say a third figure": ([*_BOTH, *((2, who, toll("value = 8")) for who in ("office", "club"))], False),
    "a third still gives the old figure": (
        [*_BOTH, (1, "mayor", toll("value = 9")), (2, "office", toll("value = 7"))],
        True,
    ),
    "a third still gives a lower old figure, and the count may have gone on": (
        [*_BOTH, (1, "mayor", toll("value = 7")), *((2, who, toll("value = 8")) for who in ("office", "club"))],
        True,
    ),
    "it is said again later": ([*_BOTH, (2, "office", toll("value = 7")), (4, "office", toll("value = 9"))], True),
    "nobody knows when it was changed": ([*_BOTH, (0, "office", toll("value = 7"))], True),
    "a call taken back": (CASES["a call taken back"][0], False),
    "a call taken back, nobody knows when": (
        [(1, "paper", won("marsh")), (1, "office", won("rook")), (0, "paper", won("marsh", NOT))],
        True,
    ),
    "a call taken back, and made again": (CASES["a call taken back, and made again"][0], True),
}
"""News, and whether a question on it is open: whether what claimants say last contradicts each other, or may."""
