"""The columns of the sheet of claims: their names, other headings for them, and what belongs there.

Headings are compared without case, spaces and punctuation. A heading of no column is reported, and its cells are not
read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kgraph.reading import fold
from kgraph.sheets.headings import DENIALS, OTHER_LANGUAGES


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `also` are other headings for it; `of_claim` tells whether it belongs to the claim as a whole.

    `rare` columns are hidden in the template. `terms` is the kind of vocabulary term for its cells, such as "measure";
    "" for none.
    """

    name: str
    help: str
    also: tuple[str, ...] = ()
    of_claim: bool = False
    rare: bool = False
    terms: str = ""


def _column(name: str, help: str, also: str = "", **more: object) -> Column:
    return Column(name, help, tuple(filter(None, also.split(", "))), **more)  # type: ignore[arg-type]


COLUMNS: tuple[Column, ...] = (
    _column("id", "A short name within the document: c1. Rows that share it are one claim.", "claim id, no, nr"),
    _column(
        "document",
        "The document's short name, title, file or address.",
        "doc, source document, article, report, text, file",
    ),
    _column(
        "words quoted",
        "The words of the text that the claim quotes.",
        "quote, words, quoted words, exact words, quotation",
    ),
    _column("which place", "2 for the second place where these words occur.", "nth, occurrence", rare=True),
    _column("start", "Where the words begin, in characters from 0.", "begin, from character, offset", rare=True),
    _column("end", "Where they end.", "to character", rare=True),
    _column(
        "who says it",
        "Who makes the claim: its origin, not somebody who passed it on.",
        "claimant, who says, said by, speaker, by whom, according to, claimed by, claim by",
        of_claim=True,
    ),
    _column(
        "through whom",
        "Who passed it on, from the outlet inwards: Reuters; state radio. Not the outlet itself.",
        "via, through, relayed by, quoted by",
        of_claim=True,
    ),
    _column(
        "when said",
        "A day, or: 2025-11-05 or earlier. Empty: the day of the document, or earlier.",
        "said on, said, date said, statement date",
        of_claim=True,
    ),
    _column(
        "what it says",
        "The claim in your words, never more nor surer than the source.",
        "paraphrase, claim text, in our words, our words, own words, claim in our words, says, summary, "
        "what is claimed, statement",
        of_claim=True,
    ),
    _column(
        "about",
        "What the claim is about. Empty: all that the row names. '+ Pokrovsk' adds to that; a list alone replaces it.",
        "concerns, topic, topics",
        of_claim=True,
        rare=True,
    ),
    _column(
        "how it is said",
        "assertion, denial, forecast … Empty: assertion; a row that denies another: denial.",
        "stance, modality, claim type, manner",
        of_claim=True,
    ),
    _column(
        "how sure",
        "As the claimant words it: certain, probable, possible. Empty: unstated.",
        "certainty, sure, confidence of the claimant",
        of_claim=True,
        terms="certainty",
    ),
    _column(
        "voice",
        "Empty: outlet voice if the outlet says it, else indirect speech.",
        "speech, how quoted",
        of_claim=True,
        terms="voice",
    ),
    _column("status", "Empty: accepted.", "editor's status, state", of_claim=True, rare=True, terms="status"),
    _column("kind", "What the row says: figure, control, presence, post, unit under, event …", "type, kind of claim"),
    _column(
        "who",
        "Whom or what the row is about: who holds it, who did it, whose figure it is.",
        "subject, actor, holder, who or what",
    ),
    _column(
        "what", "The measure, the event, the role, 'importance: high', the label.", "measure, what is claimed of it"
    ),
    _column(
        "how much",
        "The figure as printed; your reading behind '=': several hundred = 200–999.",
        "figure, value, number, amount",
    ),
    _column("unit", "Empty where the figure or the measure tells it.", "units, unit of measure", terms="unit"),
    _column("where", "The place, never finer than the source has it.", "place, location, places"),
    _column(
        "when",
        "2025-11-05 · since May 2025 · by 2025-11-05 · 2025-11-03/2025-11-05.",
        "time of event, date of event, day, period",
    ),
    _column(
        "to whom",
        "Against whom; compared with whom; the body of a post; the upper unit.",
        "target, object, against, compared with, organisation, organization, body, upper unit",
    ),
    _column("event", "The event that a figure is of.", "of which event, incident"),
    _column("who is counted", "civilians, children, staff, everybody …", "counted", terms="counted"),
    _column("phase", "begun, ongoing, completed … of an event.", "stage", terms="phase"),
    _column("by what means", "The weapon or other means.", "uses, weapon, means, with what", rare=True),
    _column(
        "cause",
        "Why it happened, as claimed. '(only)' or '(main)' behind it if the claimant says so.",
        "because of, reason",
    ),
    _column("purpose", "What it is for, as claimed.", "aim, goal", rare=True),
    _column("part of", "The larger event.", "within event", rare=True),
    _column("winner", "Who won it.", "won by", rare=True),
    _column("norm", "By which law or rule it is called so.", "under which law", rare=True),
    _column("on condition of", "What must happen first, as claimed.", "if, condition", rare=True),
    _column("except", "What is excepted, as claimed.", "exception, unless", rare=True),
    _column(
        "denies",
        "The id of the row whose claim it denies: c4; of another document: radio-5-may/c4. Who takes back denies.",
        "denial of",
        of_claim=True,
    ),
    _column("contradicts", "The id of a row that cannot be true together with this one.", "against row", of_claim=True),
    _column("supports", "The id of a row that it supports.", "backs", of_claim=True),
    _column("qualifies", "The id of a row that it limits.", "limits", of_claim=True, rare=True),
    _column(
        "derived from", "The id of a row from which it was taken or computed.", "from row, taken from", of_claim=True
    ),
    _column(
        "finds no evidence for",
        "The id of a row for which the claimant finds no evidence.",
        "no evidence for",
        of_claim=True,
        rare=True,
    ),
    _column("note", "Your note for other editors.", "editor's note, remark, comment, comments, notes", of_claim=True),
    _column(
        "confidence",
        "0 to 1: how sure you are that you have understood the source.",
        "reading confidence",
        of_claim=True,
        rare=True,
    ),
    _column("quote digest", "A checksum of the quoted words; kgraph fills it in and checks it.", "digest", rare=True),
    _column("part", "The statement's name in the data; kgraph fills it in.", "node", rare=True),
    _column("turtle", "What no other column can say, in Turtle.", "ttl, rest", rare=True),
)
"""The columns, in the order of the sheet."""

NAMES = tuple(column.name for column in COLUMNS)
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}
REPEATED = ("who says it", "through whom", "when said", "how it is said", "how sure", "voice", "status")
"""The columns of the whole claim that an export writes into each row of the claim: read alone, a row must not make a
plain statement of what somebody only imagines or denies."""
RELATIONS = ("denies", "contradicts", "supports", "qualifies", "derived from", "finds no evidence for")
"""The columns that name other claims, in the order of `claims.RELATIONS`."""


AMBIGUOUS: Mapping[str, tuple[str, ...]] = {
    "claim": ("what it says", "id"),
    "source": ("who says it", "document"),
    "sources": ("who says it", "document"),
}
"""Headings that may mean several columns."""


def is_same(heading: str, name: str) -> bool:
    """Whether a heading equals a name apart from letter case, spaces and punctuation."""
    return plain(heading) == plain(name)


def column_of(heading: str) -> Column | None:
    """The column that a heading means; `None` if it means none.

    >>> column_of("Who says it?").name, column_of(" CLAIMANT ").name, column_of("colour")
    ('who says it', 'who says it', None)
    >>> column_of("Wer sagt es / who says it").name, column_of("Цитата").name, column_of("who / where")
    ('who says it', 'words quoted', None)
    """
    if _UNEQUAL.search(heading):
        return None
    found = _HEADINGS.get(plain(heading))
    return found if found or len(heading) > _LONGEST else _of_parts(_parts(heading))


def column_beside(heading: str) -> Column | None:
    """The one column whose name stands in a heading beside other words, for a question; `None` if there is none.

    >>> column_beside("denied by (who)").name, column_beside("colour")
    ('who', None)
    """
    return _named_in(_parts(heading)) if len(heading) <= _LONGEST else None


def _of_parts(parts: list[str]) -> Column | None:
    """The column of a heading with several parts: its name in two languages, or its name with a hint behind it.

    A word of its own before the name makes it another heading ("denied by (who)"), and so does a denial in the hint.
    """
    column = _named_in(parts)
    others = [part for part in parts if plain(part) not in _HEADINGS]
    if column is None or parts[0] in others or any(_denies(part, column) for part in others):
        return None
    either = [columns for part in others if (columns := AMBIGUOUS.get(plain(part)))]
    return column if all(column.name in columns for columns in either) else None


def _named_in(parts: list[str]) -> Column | None:
    """The one column that is named in parts of a heading, first in English; `None` for none or several."""
    of_parts = {part: _HEADINGS[part].name for part in map(plain, parts) if part in _HEADINGS}
    meant = {name for part, name in of_parts.items() if part in _ENGLISH} or set(of_parts.values())
    return BY_NAME[meant.pop()] if len(meant) == 1 else None


def _parts(heading: str) -> list[str]:
    """The parts of a heading, without numbers and letters that only count the columns: "1) who"."""
    return [part for part in _PARTS.split(heading) if len(plain(part)) > 1 and not plain(part).isdigit()]


def _denies(part: str, column: Column) -> bool:
    """Whether a part has a word of denial; "no" is a number beside the names of rows and documents."""
    words = set(re.split(r"[\W_]+", fold(part)))
    return bool(_DENIALS & (words - {"no"} if column.name in ("id", "document", *RELATIONS) else words))


def plain(heading: str) -> str:
    """A heading without letter case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", fold(heading))


_PARTS = re.compile(r"[/|()\[\]\n]| [–—-] ")
"""What stands between the two languages of a heading."""
_UNEQUAL = re.compile(r"[≠¬]|!=")
_DENIALS = frozenset(map(fold, DENIALS.split()))
_LONGEST = 60  # characters of a heading
_ENGLISH = {plain(name): column for column in COLUMNS for name in (*column.also, column.name)}
# a column's own name takes precedence over another column's other heading
_ENGLISH |= {plain(column.name): column for column in COLUMNS}
_HEADINGS = {plain(name): BY_NAME[of] for of, names in OTHER_LANGUAGES.items() for name in names.split(", ")} | _ENGLISH
