"""Make `src/kgraph/sheets/cldr.tsv`, the names of months and days of the week, from Unicode CLDR as Babel carries it.

python -m pip install babel==2.19.0
python data/calendar/derive.py > src/kgraph/sheets/cldr.tsv
"""

import unicodedata
from collections import defaultdict

import babel
from babel import Locale

_LANGUAGES = (
    "en de fr es it pt nl pl cs sk sl hr sr sr_Latn bs mk bg ru uk be lt lv et fi sv da nb nn is hu ro sq el "
    "tr az kk ky uz hy ka he ar ar_EG fa ur hi bn id ms sw ca gl eu ga cy af ta te mr ne vi ko ja zh th"
)
_SHORTEST = {"month": 3, "day": 3}


def _names() -> dict[str, dict[int, set[str]]]:
    found: dict[str, dict[int, set[str]]] = {"month": defaultdict(set), "day": defaultdict(set)}
    for language in _LANGUAGES.split():
        locale = Locale.parse(language)
        for kind, table in (("month", locale.months), ("day", locale.days)):
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    for number, name in table[context][width].items():
                        plain = unicodedata.normalize("NFC", name.casefold()).strip(". ")
                        if _is_kept(plain, kind, language):
                            found[kind][number if kind == "month" else number + 1].add(plain)
    return found


def _is_kept(name: str, kind: str, language: str) -> bool:
    if any(char.isdigit() for char in name) or (" " in name and kind == "month"):
        return False
    return len(name) >= (2 if language == "ar" else _SHORTEST[kind])


if __name__ == "__main__":
    print(
        "# Names of months (1 is January) and of days of the week (1 is Monday), from Unicode CLDR by Babel "
        f"{babel.__version__} (data/calendar/derive.py makes it). Unicode License V3."
    )
    print("kind\tnumber\tnames")
    for kind, numbers in _names().items():
        for number in sorted(numbers):
            print(kind, number, "; ".join(sorted(numbers[number])), sep="\t")
