"""Chinese characters that are written in two ways, traditional and simplified, and numbers that are written in them.

>>> simple("習近平"), are_written_alike("鐘樓", "鍾樓"), numbered("第五十九旅")
('习近平', False, '第59旅')
"""

import re
from functools import cache
from importlib.resources import files
from itertools import chain

_JAPANESE_PAIRS = (
    "澤沢 廣広 齋斎 齊斉 齊斎 邊辺 邉辺 櫻桜 濱浜 龍竜 瀧滝 鹽塩 關関 鐵鉄 實実 惠恵 榮栄 彌弥 眞真 德徳 黑黒 增増 "
    "團団 戰戦 總総 縣県 驛駅 圓円 藏蔵 豐豊 靜静 顯顕 嶋島 渕淵 冨富 髙高 﨑崎 條条 兒児 "
    "曉暁 檜桧 瀨瀬 賴頼 緖緒 應応 氣気"
)
_DIGIT_WORDS = "〇零 一 二两兩 三 四 五 六 七 八 九"
_DIGITS = {digit: value for value, some in enumerate(_DIGIT_WORDS.split()) for digit in some}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_NUMERALS = "".join((*_DIGITS, *_PLACES))
LEVELS = {
    "旅": "brigade", "旅团": "brigade", "旅団": "brigade", "団": "brigade", "团": "regiment",
    "连队": "regiment", "連隊": "regiment", "联队": "regiment",
    "师": "division", "师团": "division", "師団": "division", "军": "", "集团军": "army",
    "营": "battalion", "大队": "", "大隊": "battalion", "连": "company", "中队": "", "中隊": "company",
    "排": "platoon", "小队": "platoon", "小隊": "platoon",
}  # fmt: skip
"""Words for levels of units, in simplified and Japanese characters, and what they mean; "" if that may be several."""
_ENDS = "|".join(sorted(map(re.escape, LEVELS), key=len, reverse=True))
_NUMBER = re.compile(rf"(?<=第)[{_NUMERALS}]+|(?<![{_NUMERALS}])[{_NUMERALS}]+(?=(?:{_ENDS})$)")

_COUNTED = ("三军",)  # the three services: how many, not which


@cache
def _pairs(sort: str) -> dict[str, tuple[str, ...]]:
    """The simplified characters of traditional ones: "one" for those that are one word, "several" for the others."""
    text = (files("kgraph.names") / "han.tsv").read_text(encoding="utf8")
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if line.startswith(f"{sort}\t"):
            for pair in line.split("\t")[1].split():
                found[pair[0]] = (*found.get(pair[0], ()), pair[1])
    return found


@cache
def _simplified() -> dict[int, str]:
    return {ord(char): some[0] for char, some in _pairs("one").items()}


@cache
def _loosely() -> dict[int, str]:
    """Each character that is written in several ways, also in Japan, with one that stands for all of them."""
    stands: dict[str, str] = {}

    def first(char: str) -> str:
        while char in stands:
            char = stands[char]
        return char

    japanese = ((pair[0], pair[1]) for pair in _JAPANESE_PAIRS.split())
    chinese = ((char, other) for sort in ("one", "several") for char, some in _pairs(sort).items() for other in some)
    for char, other in chain(chinese, japanese):
        if (mine := first(char)) != (its := first(other)):
            stands[mine] = its
    return {ord(char): first(char) for char in stands}


def written_in_several_ways() -> list[str]:
    """The characters for which others may be written."""
    return sorted(map(chr, {*_loosely(), *map(ord, _loosely().values())}))


def simple(text: str) -> str:
    """A text in simplified characters, where these are the same words."""
    return text.translate(_simplified())


def loose(text: str) -> str:
    """A text with one character for all that may be written for it, also those of Japan.

    >>> loose("臺灣") == loose("台湾"), loose("澤田") == loose("沢田")
    (True, True)
    """
    return text.translate(_loosely())


def are_written_alike(one: str, other: str) -> bool:
    """Whether two texts are one but that in each place one may have the traditional and the other the simplified
    character; two traditional characters are two words."""
    pairs = _pairs("one")
    return len(one) == len(other) and all(
        mine == its or its in pairs.get(mine, ()) or mine in pairs.get(its, ())
        for mine, its in zip(one, other, strict=True)
    )


def numbered(text: str) -> str:
    """A text with digits for a number in characters after 第 or before a unit's level.

    >>> numbered("第三旅"), numbered("二〇三师"), numbered("千葉三郎"), numbered("三军")
    ('第3旅', '203师', '千葉三郎', '三军')
    """
    if simple(text) in _COUNTED:
        return text
    parts, end = [], 0
    for found in _NUMBER.finditer(simple(text)):
        parts += [text[end : found.start()], _digits(found[0])]
        end = found.end()
    return "".join((*parts, text[end:]))


def _digits(written: str) -> str:
    """A number in digits; as it is written if it is none.

    A digit behind hundreds may mean tens: 一百三 is 130 in Chinese and 103 in Japanese, so it is left. 两, 百 and 千
    by themselves say how many there are, not which.

    >>> _digits("十"), _digits("五十九"), _digits("一百零三"), _digits("五九"), _digits("十百"), _digits("一百三")
    ('10', '59', '103', '59', '十百', '一百三')
    """
    if written in ("两", "百", "千") or re.search("[百千][^十百千零〇]$", written):
        return written
    if not any(char in _PLACES for char in written):
        return "".join(str(_DIGITS[char]) for char in written)
    if not re.fullmatch("([^十百千]?千)?[零〇]?([^十百千]?百)?[零〇]?([^十百千]?十)?[零〇]?[^十百千]?", written):
        return written
    value, digit = 0, 1
    for char in written:
        value, digit = (value + (digit or 1) * _PLACES[char], 0) if char in _PLACES else (value, _DIGITS[char])
    return str(value + digit)
