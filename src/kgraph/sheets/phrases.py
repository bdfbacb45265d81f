"""Words around a figure: those that make it a bound, those that make it approximate, and ambiguous signs of
currencies and words for units."""

import re

from kgraph.namespaces import IRI, KG

_NEAR_BOUNDS = (
    (
        r"(?:just|slightly|a little|little) (?:under|below|less than|fewer than)|"
        r"nearly|almost|майже|почти|fast|knapp|casi|presque",
        KG.LessThan,
    ),
    (r"(?:just|slightly|a little|little) (?:over|above|more than)", KG.MoreThan),
)
_PLAIN_BOUNDS = (
    (
        r"at least|(?:no|not) (?:fewer|less) than|a minimum of|minimum|"
        r"mindestens|щонайменше|не менше(?: ніж)?|не менее|как минимум|"
        r"au moins|al menos|≥|>=",
        KG.AtLeast,
    ),
    (
        r"at most|up to|(?:no|not) more than|as many as|a maximum of|maximum|"
        r"höchstens|bis zu|щонайбільше|не більше|не более|≤|<=",
        KG.AtMost,
    ),
    (
        r"more than|over|above|exceeding|in excess of|greater than|"
        r"понад|більше(?: ніж)?|более(?: чем)?|свыше|mehr als|über|más de|"
        r"plus de|ponad|più di|>",
        KG.MoreThan,
    ),
    (r"less than|fewer than|under|below|менше(?: ніж)?|менее|weniger als|unter|moins de|menos de|<", KG.LessThan),
    (r"exactly", KG.Exactly),
)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})(?: (?=\S)|(?<=[≥≤<>=]))", re.IGNORECASE)


BOUNDS: tuple[tuple[re.Pattern[str], IRI, bool], ...] = tuple(
    (_pattern(words), comparator, rough)
    for table, rough in ((_NEAR_BOUNDS, True), (_PLAIN_BOUNDS, False))
    for words, comparator in table
)
"""Words before a figure, their comparator, and whether they make the figure approximate, as "almost" does."""

ABOUT = re.compile(
    r"(?:about|around|some|approximately|approx\.?|roughly|circa|ca\.|c\.|close to|an estimated|"
    r"estimated|etwa|rund|ungefähr|"
    r"environ|unos|unas|cerca de|около|близько|приблизно|примерно|około) (?=\S)|[~≈] ?|(?:c\.|ca\.)(?=\d)",
    re.IGNORECASE,
)
BEHIND: tuple[tuple[re.Pattern[str], IRI | None], ...] = (
    (re.compile(r"(?P<number>.+?) ?\+(?P<rest>(?: .+)?)"), KG.AtLeast),
    (
        re.compile(
            r"(?P<number>.+?),? (?:or|and) (?:more|above|over|upwards|greater)(?P<rest>(?: .+)?)", re.IGNORECASE
        ),
        KG.AtLeast,
    ),
    (re.compile(r"(?P<number>.+?),? or (?:fewer|less|under|below)(?P<rest>(?: .+)?)", re.IGNORECASE), KG.AtMost),
    (re.compile(r"(?P<number>.+?),? or (?:so|thereabouts)(?P<rest>(?: .+)?)", re.IGNORECASE), None),
)
"""Words after a number with their comparator; `None`: they make it approximate."""

VAGUE = re.compile(
    r"(?<!\d )\b(?:several|dozens|hundreds|thousands|millions|scores|tens|handful|few|couple|many|numerous)\b|"
    r"\d-odd\b|\bодиниц|десятк|"
    r"\bсотн|(?<!\d )(?:тысячи|тисячі)",
    re.IGNORECASE,
)
"""Words for a rough number that is no figure: a figure read from them is approximate."""

PRECISELY = re.compile(r"precisely ", re.IGNORECASE)
"""After "=": says that the reading is exact although the printed words are rough."""

_DOLLARS = "USD CAD AUD NZD SGD HKD"
_MANY: dict[str, str] = {
    **dict.fromkeys(("$", "dollar", "dollars"), _DOLLARS),
    **dict.fromkeys(("¥", "￥"), "JPY CNY"),
    **dict.fromkeys(("kr", "crown", "crowns", "krone", "kronor"), "SEK NOK DKK CZK ISK"),
    **dict.fromkeys(("rs", "rupee", "rupees"), "INR PKR LKR NPR"),
    **dict.fromkeys(("franc", "francs"), "CHF XAF XOF"),
    **dict.fromkeys(("pound", "pounds"), "GBP PoundWeight EGP LBP SYP"),
    **dict.fromkeys(("gallon", "gallons", "gal", "gals"), "USGallon ImperialGallon"),
    **dict.fromkeys(("ton", "tons"), "Tonne ShortTon LongTon"),
    **dict.fromkeys(("degree", "degrees", "deg", "°"), "DegreeCelsius DegreeFahrenheit"),
    "nm": "NauticalMile",
    "kt": "Knot",
}
_COUNTRIES = {
    "us": "USD",
    "u.s.": "USD",
    "c": "CAD",
    "ca": "CAD",
    "can": "CAD",
    "a": "AUD",
    "au": "AUD",
    "nz": "NZD",
    "hk": "HKD",
    "s": "SGD",
}
MONEY = re.compile(r"(?P<sign>(?:US|U\.S\.|CAN?|C|AU?|NZ|HK|S)?[$]|[€£¥₹₽₴]|[A-Z]{3}(?= ?\d)|Rs\.?) ?(?=\d|\.\d)")
"""A sign or code of a currency before a number."""
_PERCENT = re.compile(
    r"%|percent|per cent|pct\.?|prozent|pour cent|por ciento|процент\w*|відсот\w*|procent\w*", re.IGNORECASE
)


def several(sign: str) -> tuple[str, ...]:
    """The currencies and units that an ambiguous sign or word can mean, by their names as terms; () for any other.

    >>> several("¥"), several("gal"), several("€")
    (('JPY', 'CNY'), ('USGallon', 'ImperialGallon'), ())
    """
    return tuple(_MANY.get(sign.casefold().rstrip("."), "").split())


def in_words(name: str) -> str:
    """A unit's name as a term in the words by which it is found.

    >>> in_words("USGallon"), in_words("PoundWeight"), in_words("CHF")
    ('US gallon', 'pound weight', 'CHF')
    """
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]+", name)
    return " ".join(part if part.isupper() else part.lower() for part in parts)


def unit_names(words: str) -> tuple[str, ...]:
    """The names under which a figure's unit is looked up: as written, in the singular, by its code.

    >>> unit_names("votes"), unit_names("US$"), unit_names("Prozent")
    (('votes', 'vote'), ('USD',), ('%',))
    """
    if _PERCENT.fullmatch(words):
        return ("%",)
    if words.endswith("$") and (code := _COUNTRIES.get(words[:-1].casefold())):
        return (code,)
    return (words, words[:-1]) if len(words) > 3 and words.endswith("s") else (words,)
