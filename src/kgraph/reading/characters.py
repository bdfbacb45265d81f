"""Single characters as a reader sees them: which are invisible, and which look the same."""

import re
import unicodedata
from functools import lru_cache

MARKS = dict.fromkeys("“”„‟«»″‶〝〞〟＂❝❞⹂˝״「」『』﹁﹂﹃﹄｢｣《》🙶🙷🙸", '"')
MARKS |= dict.fromkeys("‘’‚‛‹›′‵ʹʺʻʼʽʾʿ`´＇׳ꞌꞋ՚❛❜❟〈〉᾽᾿῾", "'")
MARKS |= dict.fromkeys("‐‑‒–—―⁃⁻₋−֊־᐀᠆⸗⸚⸺⸻⹀゠︱︲﹘﹣－", "-")
MARKS |= {"⁄": "/", "∕": "/", "ـ": "", "‴": "\"'", "‷": "\"'", "⁗": '""'}
LATIN = str.maketrans(
    {
        **dict(zip("łøđðıəǝħŧ", "loddiaaht", strict=True)),
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
    }
)
"""Plain forms of Latin letters that have no Unicode decomposition, for `str.translate` of case-folded text."""

HYPHENS = "-‐‑\N{SOFT HYPHEN}֊﹣－"  # the hyphens that may end a line inside a word
LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
# DerivedCoreProperties.txt, Default_Ignorable_Code_Point; and the anchors of interlinear annotations
_INVISIBLE = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CONTROLS = r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_UNSEEN = re.compile(f"[{_INVISIBLE}{_CONTROLS}]")
# characters drawn as a part of the one before: variation selectors, tags of flags
DRAWN_WITH = re.compile(r"[\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]*")
# joiners are visible only in scripts that join letters, and between pictures (emoji)
_NEEDLESS = re.compile(
    r"(?<![^\x00-\u058f])[\u200c\u200d\ufe0e\ufe0f]"
    rf"|\u00ad[ \t]*[\r\n]\s*|(?![\u200c\u200d\ufe0e\ufe0f]){_UNSEEN.pattern}"
)
_LATIN_ACCENT = re.compile(r"(?<=[A-Za-z])[\u0300-\u036f]+")
# vowel signs that are not accents and yet compose with other characters (Unicode Annex 15, NFC_Quick_Check=Maybe)
_VOWELS = (
    "\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1b35"
    "\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930"
)
_RUNS = re.compile(r"(?P<space>  +)|(?P<dash>--+)|(?P<quote>'')")


class _Characters(dict[int, str]):
    """Maps a code point to what a reader sees of it, "" for nothing; for `str.translate`."""

    def __init__(self, *, case: bool) -> None:
        super().__init__()
        self.case = case

    def __missing__(self, code: int) -> str:
        seen = _seen(chr(code))
        self[code] = seen if self.case else composed(seen.translate(LOWER))
        return self[code]


class _Lower(dict[int, str]):
    """Maps a code point to its case-folded form (Unicode §3.13, toCasefold); for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = "i" if code in (0x130, 0x131) else chr(code).casefold()
        return self[code]


def composed(text: str) -> str:
    """The text in normal form C (Unicode Annex 15)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _seen(letter: str) -> str:
    if letter.isspace():
        return " "
    if letter in MARKS or _UNSEEN.match(letter):
        return MARKS.get(letter, "")
    plain = unicodedata.normalize("NFKD", letter)
    if plain[0] == " " and len(plain) > 1:  # an accent by itself: its decomposition would add a space before it
        parts = unicodedata.normalize("NFD", letter)
        return letter if parts == letter else "".join(map(_seen, parts))
    return composed("".join(" " if part.isspace() else MARKS.get(part, part) for part in plain))


LOWER = _Lower()
AS_WRITTEN, ANY_CASE = _Characters(case=True), _Characters(case=False)


def joins(letter: str) -> bool:
    """Whether a character may be composed with the one before it, or change places with other accents of it."""
    code = ord(letter)
    if code < 0x300:
        return False
    if unicodedata.combining(letter) or 0x1161 <= code <= 0x1175 or 0x11A8 <= code <= 0x11C2 or letter in _VOWELS:
        return True
    return bool(unicodedata.combining(unicodedata.normalize("NFKD", letter)[0]))


def fold(text: str, *, case: bool = False) -> str:
    """The text in the form in which whole texts are compared: names, words to search for.

    Without `case` letters of any case are equal. A hyphen at the end of a line counts as a hyphen of the word.

    >>> fold("“Kom\u00admandant” O’Brien"), fold("PRE\u2011WAR  Zu\u0308rich") == fold("pre-war Zürich")
    ('"kommandant" o\\'brien', True)
    """
    seen = composed(text.translate(AS_WRITTEN))
    if not case:
        seen = composed(seen.translate(LOWER))
    if seen.isalpha():
        return seen
    return _RUNS.sub(lambda run: {"space": " ", "dash": "-", "quote": '"'}[run.lastgroup or ""], seen).strip()


def visible(text: str) -> str:
    """The text without invisible characters; joiners stay where they join letters or pictures.

    >>> visible("Po\u00adkrovsk\u202e, یک\u200cشنبه")
    'Pokrovsk, یک\u200cشنبه'
    """
    return _NEEDLESS.sub("", text)


def legible(text: str) -> str:
    """The text in the form for a service or for one line: visible characters only, composed (NFC), with single spaces.

    >>> legible(" Za\u00adpo\u00adrizh\u00adzhia\u200b,\u00a0\\n Ukraine\ufeff")
    'Zaporizhzhia, Ukraine'
    """
    return composed(" ".join(visible(text).split()))


def for_scripts() -> dict[str, str]:
    """The tables with which the page's script folds names: under `unseen` a pattern of invisible characters, and under
    each of the marks `"`, `'` and `-` the characters that are read as that mark.
    """
    unseen = re.sub(r"\\[uUx]0*([0-9a-f]+)", r"\\u{\1}", f"[{_INVISIBLE}{_CONTROLS}\\u0640]")
    return {"unseen": unseen} | {mark: "".join(c for c in MARKS if MARKS[c] == mark) for mark in "\"'-"}


def slug(text: str, otherwise: str = "") -> str:
    """The text as the last part of an IRI: lower-case letters and digits with hyphens between them, Latin letters
    without accents.

    `otherwise` is returned for a text without letters. Letters of other scripts are kept; IRIs may have them (RFC 3987
    §2.2).

    >>> slug("Report 4 May"), slug("Łódź_100%.v2"), slug("Отчёт"), slug("🚤", "text")
    ('report-4-may', 'lodz-100-v2', 'отчёт', 'text')
    """
    seen = unicodedata.normalize("NFC", fold(text).translate(LATIN).replace("'", ""))
    plain = "".join(unicodedata.normalize("NFD", c)[0] if c < "\u0250" or "\u1e00" <= c < "\u1f00" else c for c in seen)
    kept = "".join(c if is_letter(c) else " " for c in _LATIN_ACCENT.sub("", plain))
    return "-".join(kept.split()) or otherwise


def is_letter(character: str) -> bool:
    """Whether a character is a part of words: a letter, a digit, an accent, a vowel sign."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


# Scripts without spaces between words, and how many of their characters, not counting signs on them, are worth
# nine words of a script with spaces: a Chinese word has 1.5 characters on average, a Thai word 4.
_UNSPACED = (
    (r"\u0e00-\u0e4f\u0e80-\u0eff\u1000-\u109f\u1780-\u17dd\u1950-\u19df\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf", 36),
    (r"\u3040-\u30ff\u3105-\u312f\u31f0-\u31ff\U0001b000-\U0001b16f", 18),
    (r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff", 14),
)
_UNSPACED_CLASSES = [(re.compile(f"[{letters}]"), worth) for letters, worth in _UNSPACED]


@lru_cache(maxsize=20_000)
def worth_nine_words(character: str) -> int:
    """How many characters like this one, of a script without spaces, are worth nine words; 0 for other scripts."""
    return next((worth for letters, worth in _UNSPACED_CLASSES if letters.match(character)), 0)
