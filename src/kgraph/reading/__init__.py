"""What a reader sees of a text, and which characters of the text that is.

Two texts that look the same may differ in their characters: a soft hyphen, a letter composed or decomposed, a curly or
a straight quotation mark, the end of a line. A `Reading` is the text as it looks to a reader, and maps each character
back to the text's code points:

- characters that nobody sees are left out (Unicode's Default_Ignorable_Code_Point, controls, Arabic's tatweel);
- letters are decomposed and plain (NFKD, Unicode Annex 15): é is e and its accent, ﬁ is f and i, … is three points;
- quotation marks are one of two, `"` and `'` (apostrophes, primes and backticks too), and two `'` in a row are `"`;
- hyphens, dashes and minus signs are `-`, several in a row one;
- white space of any kind and length, ends of lines included, is one space;
- a hyphen at the end of a line is `BREAK`: it may belong to the word ("well-known") or to the line only ("bri-gade").

Letters that only look alike (Latin and Cyrillic "a") stay apart. Every step takes time in proportion to the text.
"""

from kgraph.reading.characters import LATIN, fold, for_scripts, legible, slug, visible
from kgraph.reading.language import guess_language
from kgraph.reading.search import Found, Likeness, Place, Searched
from kgraph.reading.seen import Reading
from kgraph.reading.words import Words

__all__ = [
    "LATIN",
    "Found",
    "Likeness",
    "Place",
    "Reading",
    "Searched",
    "Words",
    "fold",
    "for_scripts",
    "guess_language",
    "legible",
    "slug",
    "visible",
]
