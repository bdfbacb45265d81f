"""Names in scripts that write no spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.

Two names are one if only spaces, points, the width of letters, traditional and simplified characters, the digits of a
number or a title of one of them differ. `pinyin` asks whether a Chinese one is a name in Latin letters.

>>> are_one("山田　太郎", "山田太郎氏"), are_one("ဒေါ် အောင်ဆန်းစုကြည်", "အောင်ဆန်း စုကြည်"), are_one("山田太郎", "山田次郎")
(True, True, False)
>>> are_one("習近平", "习近平"), are_one("第三旅", "第3旅")
(True, True)
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from kgraph.names import han
from kgraph.reading import fold

_WRITTEN = re.compile(
    "[0-9\u0e00-\u0eff\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_SIGNS = r"[\s.·・‧•․\u200b-\u200d\u2060-]+"
_DIGIT = "[\\d〇零一二三四五六七八九十百千]"
_BETWEEN = re.compile(rf"(?<!{_DIGIT}){_SIGNS}|{_SIGNS}(?!{_SIGNS}|{_DIGIT})")
"""What may stand between the parts of a name: not between digits (the 1st-2nd is not the 12th), nor a comma."""
_AFTER_WORDS = (
    "先生 女士 小姐 同志 博士 氏 様 さん 上将 上將 大将 大將 中将 中將 少将 少將 元帅 元帥 大佐 中佐 少佐 将军 將軍"
)
_AFTER = _AFTER_WORDS.split()
"""What stands behind persons' names alone."""
_BEFORE_WORDS = (
    "นาย นางสาว นาง ดร ท่าน พลเอก พลโท พลตรี พันเอก พันโท พันตรี "
    "ร้อยเอก พลอ พลท พลต ທ່ານ ນາງ ဦး ဒေါ် ဒေါက်တာ "
    "ဗိုလ်ချုပ်မှူးကြီး ဒုတိယဗိုလ်ချုပ်မှူးကြီး ဗိုလ်ချုပ်ကြီး "
    "ဒုတိယဗိုလ်ချုပ်ကြီး ဗိုလ်ချုပ် ဗိုလ်မှူးချုပ် ဗိုလ်မှူးကြီး"
)
_BEFORE = _BEFORE_WORDS.split()
"""What stands before persons' names alone."""
_POSTS_AFTER_WORDS = (
    "国家主席 國家主席 主席 副主席 总统 總統 副总统 副總統 总理 總理 副总理 副總理 首相 副首相 大統領 副大統領 "
    "总书记 總書記 書記長 书记 書記 委員長 委员长 国务委员 國務委員 部长 部長 外长 外長 外相 防衛相 防长 防長 "
    "大臣 长官 長官 省长 省長 州长 州長 市长 市長 县长 縣長 知事 議員 议员 大使 司令 司令员 司令官 教授 "
    "発言人 发言人 發言人 報道官"
)
_POSTS_AFTER = _POSTS_AFTER_WORDS.split()
_POSTS_BEFORE_WORDS = "นายกรัฐมนตรี รองนายกรัฐมนตรี ประธานาธิบดี รัฐมนตรี သမ္မတကြီး သမ္မတ ဝန်ကြီးချုပ်"
_POSTS_BEFORE = _POSTS_BEFORE_WORDS.split()
"""Posts, of which the rest may be a country or a body: the mayor of a city is not the city. So a person is asked."""
BEHIND, AHEAD = (*_POSTS_AFTER, *_AFTER), (*_POSTS_BEFORE, *_BEFORE)
"""All that may stand behind a name, and before it."""
_NOT_ALONE = ("副", "前", "元", "原", "代", "代理", "候任", "次期", "の", "的")
"""What before a title says that it is another one, or that a post is meant and no person."""
_LEAST_HAN, _LEAST = 2, 5  # so many letters a name has besides its title: fewer may be a part of another word
_LEAST_DECIDED = 3  # a shorter one, often a surname, may be a town's or a firm's as well: a person is asked


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """What names that are one have in common; "" for a name in another script."""
    return han.simple(_read(name)[0])


def title(name: str) -> str:
    """The title of a person with which a name stands, "" if with none."""
    return _read(name)[1]


@lru_cache(maxsize=100_000)
def bare(name: str) -> str:
    """A name without the post or title that its bearer has; "" for a name in another script."""
    plain = _read(name)[0]
    return _bare(plain, (*_POSTS_AFTER, *_AFTER), _POSTS_BEFORE)[0] if plain else ""


@lru_cache(maxsize=100_000)
def near_key(name: str) -> str:
    """What names that may be one have in common."""
    return han.loose(bare(name))


def are_one(one: str, other: str) -> bool:
    """Whether two names are one but for spaces, width and a title. With two titles they are not: the colonel and the
    general of one short name may be two people."""
    (mine, title), (its, other_title) = _read(one), _read(other)
    same = bool(mine) and han.are_written_alike(mine, its)
    return same and (not title or not other_title or han.simple(title) == han.simple(other_title))


def may_be(one: str, other: str) -> bool:
    """Whether two names may be one but for a post: a person, or only the body in which somebody has the post.

    >>> may_be("习近平主席", "习近平"), are_one("习近平主席", "习近平"), may_be("习近平", "李强")
    (True, False, False)
    """
    return bool(near_key(one)) and near_key(one) == near_key(other)


@lru_cache(maxsize=100_000)
def _read(name: str) -> tuple[str, str]:
    """A name without spaces and title, and its title."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", fold(name)))
    if not _WRITTEN.fullmatch(plain) or plain.isdecimal():
        return "", ""
    plain = han.numbered(plain)
    is_post = plain.endswith(tuple(_POSTS_AFTER)) or plain.startswith(tuple(_POSTS_BEFORE))
    rest, title = (plain, "") if is_post else _bare(plain, _AFTER, _BEFORE)
    return (rest, title) if len(rest) >= _LEAST_DECIDED else (plain, "")


def _bare(plain: str, after: Iterable[str], before: Iterable[str]) -> tuple[str, str]:
    """A name without the longest of some titles, and that title; the whole name if too little would be left."""
    if title := max((one for one in after if plain.endswith(one)), key=len, default=""):
        rest = plain.removesuffix(title)
        is_name = len(rest) >= _LEAST_HAN and not rest.endswith(_NOT_ALONE) and not rest[-1].isdecimal()
        return (rest, title) if is_name else (plain, "")
    if title := max((one for one in before if plain.startswith(one)), key=len, default=""):
        rest = plain.removeprefix(title)
        return (rest, title) if len(rest) >= _LEAST and rest[0].isalpha() else (plain, "")
    return plain, ""
