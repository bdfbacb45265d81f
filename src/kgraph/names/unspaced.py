"""Names in scripts without spaces between words, and in Korean letters, in the form by which the page's search finds
them: in any spacing, width and characters, with or without a title, a post or a particle.

The page compares such keys, and takes titles off by itself. To find is not to decide: it finds more than is decided.

>>> keys("習　近平"), keys("第3旅"), keys("김 정은"), keys("Xi Jinping")
(('习近平',), ('第3旅', '第三旅'), ('김정은',), ())
"""

import re
from collections.abc import Collection, Iterable

from kgraph.names import han, korean, spaceless

_FIRST = "\u0e00"  # no letter before this one is of such a script
_NUMBER = re.compile(r"(?<=第)\d{1,3}(?!\d)")
_DIGITS = "零一二三四五六七八九"


def keys(name: str) -> tuple[str, ...]:
    """The keys of a name; none for a name in another script."""
    if max(name, default="") < _FIRST or not (plain := spaceless.key(name) or korean.key(name)):
        return ()
    whole = han.loose(plain)
    written = han.loose(_NUMBER.sub(lambda found: _spelled(int(found[0])), plain))
    return tuple(dict.fromkeys((whole, written)))


def for_search(known: Collection[str]) -> dict[str, str]:
    """What the search needs for names with these keys; nothing if there are none.

    `after` and `before` are what may stand behind a name and before it, and `alike` are rows of characters: the first
    stands in the keys for the others.
    """
    if not known:
        return {}
    after = sorted({han.loose(one) for one in (*spaceless.BEHIND, *korean.BEHIND)})
    before = sorted({han.loose(one) for one in spaceless.AHEAD})
    used = set("".join((*known, *after, *before)))
    return {"after": " ".join(after), "before": " ".join(before), "alike": " ".join(_alike(used))}


def _alike(used: Iterable[str]) -> list[str]:
    rows: dict[str, str] = {}
    for char in han.written_in_several_ways():
        rows[han.loose(char)] = rows.get(han.loose(char), "") + char
    return [first + rows[first].replace(first, "") for first in sorted(used) if first in rows]


def _spelled(number: int) -> str:
    """A number below a thousand in characters.

    >>> _spelled(10), _spelled(59), _spelled(103), _spelled(110)
    ('十', '五十九', '一百零三', '一百一十')
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    middle = f"{'' if tens == 1 and not hundreds else _DIGITS[tens]}十" if tens else "零" if head and ones else ""
    return head + middle + (_DIGITS[ones] if ones or not number else "")
