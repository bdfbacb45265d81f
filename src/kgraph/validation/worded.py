"""A figure's words against its value: do they give the same number?

Numbers in digits are compared in any language, whatever words stand beside them; numbers in words, and what words
for thousands and halves do to digits, in English alone. What is not plainly a number is passed over.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG, SCHEMA
from kgraph.reading import fold
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding
from kgraph.vocabulary import Vocabulary

_GIVEN = (KG.value, KG.minValue, KG.maxValue)
_ENDS = (KG.minValue, KG.maxValue)
_DIGITS = re.compile(r"\d+(?:[.,'’٫٬ ]\d+)*")
_GROUPS = re.compile(r"\d{1,3}(?:([.,'’٬ ])\d{3})(?:\1\d{3})*")
_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_CARDINALS = {word: n for n, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_SCALES = (
    {"dozen": 12, "score": 20, "hundred": 100, "lakh": 10**5, "crore": 10**7}
    | {"thousand": 1_000, "k": 1_000, "million": 10**6, "m": 10**6, "mn": 10**6, "mln": 10**6}
    | {"billion": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12}
)
_NAMES = ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_PARTS = dict(zip(_NAMES, range(2, 11), strict=True))
_NUMBER_WORDS = _CARDINALS.keys() | _SCALES.keys() | _PARTS.keys()
_HEDGES = frozenset(
    [
        *("about", "around", "some", "roughly", "nearly", "almost", "approximately", "circa", "exactly", "over"),
        *("under", "at", "least", "most", "more", "less", "than", "up", "to", "only", "just", "a", "an", "the"),
    ]
)
_SHARE = re.compile(r"%|per ?cent|percent|fold|proc")
_UNSURE = re.compile(
    r"""
      \d,\d\d,\d{3}(?!\d) | \d(?:\.\d+)?e[+-]?\d | \d[ ]?(?:\^|\*\*)[ ]?\d | \d[ ]?(?:x|×|\*)[ ]?10  # 1,00,000, 1e6
    | ± | \+/- | \+- | \bplus[ ]or[ ]minus\b
    | (?<!\d)(?:1[5-9]|20)\d\d[ ]?[-–—/][ ]?\d\d(?!\d)  # years, such as 2022-23
    | \d:\d\d | \d[ ]?['’′"”″](?!\d{3}) | \d[ ]?(?:ft|feet|foot)\b.*\d | \d[ ]?(?:h|hrs?|hours?|mins?|minutes?|m)\b.*\d
    | \d[ ](?:out[ ])?of[ ](?:the[ ]|every[ ])?\d
    """,
    re.VERBOSE,
)
"""Numbers that are written so that this module cannot tell their value."""
_UNSURE_IN_ENGLISH = re.compile(
    r"\bout of\b|\b(?:lakh|crore)s?\b.*\b(?:lakh|crore)s?\b|\d ?mm\b|\bdozens?\b|\bscores?\b"
)
_SHARE_IN_WORDS = re.compile(r"\bper ?cent\b|\bpercent|\bout of\b|%")
_OTHER_WORDS = (1, 12, 20)  # by these, and powers of ten, words of other languages may multiply a number
_NEARLY = Decimal("0.015")  # how much "two thirds" and converted units may differ


@dataclass(frozen=True, slots=True)
class _Worded:
    """The numbers that a figure's words have: for each, what it may mean. `exact` is false for parts of a whole.
    `ratios` are those of two numbers beside each other, as in "1 to 8"."""

    numbers: tuple[frozenset[Decimal], ...]
    exact: bool = True
    ratios: tuple[Decimal, ...] = ()


def check_worded(data: Dataset, vocabulary: Vocabulary) -> Iterator[Finding]:
    """A warning for each kg:figure whose words plainly give another number than its values."""
    for subject, predicate, figure, graph in data.quads:
        if predicate != KG.figure or not isinstance(figure, Literal):
            continue
        given = numbers_given((name, value) for name in _GIVEN for value in data.values(subject, name))
        is_english = bool(data.claims_of_content.get(graph)) and all(
            _language(data, claim) == "en" for claim in data.claims_of_content.get(graph, ())
        )
        unit = data.value(subject, KG.unit)
        if differs(figure.lexical, given, unit if isinstance(unit, IRI) else None, vocabulary, english=is_english):
            told = ", ".join(
                f"kg:{name.rpartition('#')[2]} is {number.normalize():f}" for name, number in given.items()
            )
            fix = "write the value that the words give, or the words as they are printed"
            yield Finding(
                "figure",
                data.owner(subject, graph),
                f"kg:figure “{figure.lexical}” gives another number: {told}",
                fix,
                "warning",
                graph=graph,
            )


def _language(data: Dataset, claim: IRI) -> str:
    documents = data.values(claim, KG.statedIn)
    told = {str(one).lower().partition("-")[0] for doc in documents for one in data.values(doc, SCHEMA.inLanguage)}
    return told.pop() if len(told) == 1 else ""


def numbers_given(said: Iterable[tuple[IRI, Term | None]]) -> dict[IRI, Decimal]:
    """The value and the bounds of a figure that some predicates and values give."""
    return {name: number for name, value in said if name in _GIVEN and (number := _number(value)) is not None}


def _number(value: object) -> Decimal | None:
    try:
        found = Decimal(value.lexical) if isinstance(value, Literal) else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def differs(figure: str, given: dict[IRI, Decimal], unit: IRI | None, vocabulary: Vocabulary, *, english: bool) -> bool:
    """Whether a figure's words plainly give none of the numbers that are given, or of two ends not both."""
    text = " ".join(_plain(figure).split())
    worded = _worded(text, english)
    if worded is None or not given:
        return False
    if unit is not None and _has_offsets(unit, vocabulary):
        return False  # such as degrees: no factor turns one unit into the other
    factors = _factors(unit, vocabulary)
    loose = not english and any(char.isalpha() for char in text)

    if len(worded.numbers) > 1 and given.keys() == {KG.value}:
        return False  # it may be their sum, or what is between them

    def is_said(value: Decimal) -> bool:
        return any(_is_near(abs(value), ratio) for ratio in worded.ratios) or any(
            _agree(abs(value), number, exact=worded.exact, loose=loose, factors=factors)
            for several in worded.numbers
            for number in several
        )

    if given.keys() == {*_ENDS} and len(worded.numbers) == len(_ENDS):
        return not all(map(is_said, given.values()))
    return not any(map(is_said, given.values()))


def _plain(figure: str) -> str:
    """The figure folded, each digit of any script as 0 to 9, and ½ as a fraction of its own."""
    found = []
    for char in unicodedata.normalize("NFC", figure):
        if char.isdecimal():
            found.append(str(unicodedata.decimal(char)))
        elif unicodedata.category(char) == "No" and unicodedata.decomposition(char).startswith("<fraction>"):
            found.append(f" and {Decimal(str(unicodedata.numeric(char)))} part ")
        else:
            found.append(char)
    return fold("".join(found))


def _worded(text: str, english: bool) -> _Worded | None:
    """The numbers in a text; `None` if it plainly has none."""
    has_digits = any(char.isdigit() for char in text)
    if _UNSURE.search(text) or (english and has_digits and _UNSURE_IN_ENGLISH.search(text)):
        return None
    if not has_digits:
        return _in_words(text) if english and not _SHARE_IN_WORDS.search(text) else None
    if re.search(r"\bin \d|\d ?/ ?\d", text) or (english and _is_part_of(text)):
        return None
    fraction = Decimal(0)
    if match := re.search(r"(?:^| )and (0\.\d+) part", text):
        fraction, text = Decimal(match[1]), text.replace(match[0], "")
        if not _DIGITS.search(text):
            return _Worded((_shares(fraction),), exact=False)
    elif english and (match := re.search(r" and (?:a|one) (half|third|quarter)\b", text)):
        fraction = 1 / Decimal(_PARTS[match[1]])
    numbers = []
    for match in _DIGITS.finditer(text):
        readings = {number + fraction for number in _readings(match[0])}
        behind = text[match.end() :].lstrip(" -")
        numbers.append(frozenset(_scaled(readings, behind, text)))
    pairs = ((min(one), min(other)) for one, other in pairwise(numbers))
    ratios = [ratio for one, other in pairs if one and other for ratio in (one / other, other / one)]
    return _Worded(tuple(numbers), exact=not fraction, ratios=tuple(ratios))


def _is_part_of(text: str) -> bool:
    return any(re.search(rf"\b{name}s?\b", text) for name in _PARTS) and " and " not in text


def _readings(digits: str) -> Iterator[Decimal]:
    """What digits with marks may mean: "5,700" is 5700, or 5.7."""
    if _GROUPS.fullmatch(digits):
        yield Decimal(re.sub(r"\D", "", digits))
    marks = re.findall(r"\D", digits)
    if not marks:
        yield Decimal(digits)
    elif len(marks) == 1 and marks[0] in ".,٫":
        yield Decimal(re.sub(r"\D", ".", digits))
    elif len(set(marks[:-1])) == 1 and marks[-1] != marks[0]:
        whole, _, part = digits.rpartition(marks[-1])
        yield Decimal(f"{re.sub(chr(92) + 'D', '', whole)}.{part}")
    elif " " in marks:  # perhaps several numbers
        yield from (Decimal(re.sub(r"\D", "", one)) for one in digits.split(" "))


def _scaled(readings: Collection[Decimal], behind: str, text: str) -> Iterator[Decimal]:
    """The readings, and what a word for thousands, here or behind the last of several numbers, or a per cent sign makes
    of them."""
    yield from readings
    words = {re.match(r"[^\W\d_]*", behind)[0].removesuffix("s")}  # type: ignore[index] # it matches nothing, too
    words |= {word.removesuffix("s") for word in re.findall(r"[^\W\d_]+", text)} & {"thousand", "million", "billion"}
    for scale in {_SCALES[word] for word in words if word in _SCALES}:
        yield from (number * scale for number in readings)
    if _SHARE.search(text):
        yield from (number / 100 for number in readings)


def _in_words(text: str) -> _Worded | None:
    """The number that English words are, with words that say how nearly before it; `None` for other texts."""
    head, mark, tail = re.match(r"([^,;:(–—]*)([,;:(–—]?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    if mark and any(word.removesuffix("s") in _NUMBER_WORDS for word in re.findall("[a-z]+", tail)):
        return None  # "seventeen, three of them children"
    words = re.findall(r"[a-z]+", head)
    while words and words[0] in _HEDGES and not (len(words) > 1 and words[0] in "a an" and words[1] in _SCALES):
        words = words[1:]
    if not words or "odd" in words or re.search(r"\bin (a|one|two|three|four|five|six|ten)\b", text):
        return None
    if words[0] in _PARTS:
        if len(words) == 1 and words[0] not in ("half", "quarter"):
            return None  # "third" may be a place in an order
        return _Worded((_shares(1 / Decimal(_PARTS[words[0]])),), exact=False) if words[1:2] in ([], ["of"]) else None
    if len(words) > 1 and words[0] in _CARDINALS and words[1].removesuffix("s") in _PARTS:
        part = Decimal(_CARDINALS[words[0]]) / _PARTS[words[1].removesuffix("s")]
        return _Worded((_shares(part),), exact=False)
    return _cardinal(words)


def _cardinal(words: list[str]) -> _Worded | None:
    """The number with which words begin, such as "two hundred and six"; `None` if another comes after it."""
    total = here = used = 0
    for place, word in enumerate(words):
        if word in _CARDINALS:
            here += _CARDINALS[word]
        elif word in ("a", "an") and place == 0:
            here = 1
        elif word in _SCALES and len(word) > 2 and (here or place == 0):
            here = (here or 1) * _SCALES[word]
            if _SCALES[word] >= 1_000:
                total, here = total + here, 0
        elif not (word == "and" and used and words[place + 1 : place + 2] and words[place + 1] in _CARDINALS):
            break
        used = place + 1
    rest = {word.removesuffix("s") for word in words[used:]}
    if not used or words[:used] in (["a"], ["an"]) or rest & _NUMBER_WORDS:
        return None
    return _Worded((frozenset([Decimal(total + here)]),))


def _shares(part: Decimal) -> frozenset[Decimal]:
    return frozenset((part, part * 100))


def _has_offsets(unit: IRI, vocabulary: Vocabulary) -> bool:
    """Whether the zero of a unit is not that of all others of its kind."""
    known = vocabulary.unit(unit)
    others = vocabulary.units_of(known.kind) if known and known.kind else ()
    return any(other.shifted for iri in others if (other := vocabulary.unit(iri)))


def _factors(unit: IRI | None, vocabulary: Vocabulary) -> set[Decimal]:
    """What a number in another unit of the same kind is to be multiplied by."""
    known = vocabulary.unit(unit) if unit else None
    if known is None or not known.kind or not known.factor:
        return set()
    others = (vocabulary.unit(other) for other in vocabulary.units_of(known.kind))
    return {other.factor / known.factor for other in others if other and other.factor}


def _agree(value: Decimal, number: Decimal, *, exact: bool, loose: bool, factors: Collection[Decimal]) -> bool:
    if value == number or (not exact and _is_near(value, number)):
        return True
    if any(factor != 1 and _is_near(value, number * factor) for factor in factors):
        return True
    return loose and any(_is_multiple(value, number * times) for times in _OTHER_WORDS)


def _is_near(value: Decimal, number: Decimal) -> bool:
    return abs(value - number) <= _NEARLY * abs(number)


def _is_multiple(value: Decimal, number: Decimal) -> bool:
    """Whether a value is a number times a power of ten, as another language's words may make it, or that and a part of
    one more ("6 and a half")."""
    if not value or not number:
        return value == number
    end = number + 1 if number == int(number) else number
    shifted = (value.scaleb(shift) for shift in range(-12, 13))
    return any(one == number or number < one < end for one in shifted)
