"""Names of units in Chinese, Japanese and Korean, read as those in other languages are: to ask, never to decide.

>>> unit("第三旅") == unit("3rd Brigade"), unit("제3보병사단") == unit("3rd Infantry Division"), unit("千葉三郎")
(True, True, None)
"""

import re
from functools import lru_cache

from kgraph.names import han, korean, spaceless, units

_KOREAN_LEVELS = {
    "여단": "brigade", "사단": "division", "연대": "regiment", "대대": "battalion", "중대": "company",
    "소대": "platoon", "군단": "corps", "함대": "fleet", "군": "army", "임무단": "group", "전투단": "group",
    "특임단": "group",
}  # fmt: skip
_MEANT = {
    one: {level for word, level in han.LEVELS.items() if han.simple(word) == one} for one in map(han.simple, han.LEVELS)
}
_LEVELS = {**{word: levels.pop() if len(levels) == 1 else "" for word, levels in _MEANT.items()}, **_KOREAN_LEVELS}
_ARM_WORDS = {
    "infantry": "步兵 歩兵 보병", "armoured": "装甲 機甲 机甲 기갑 장갑", "mechanised": "机械化 기계화",
    "tank": "坦克 戦車 战车 전차", "artillery": "炮兵 砲兵 포병", "marine": "海军陆战 해병 해병대",
    "airborne": "空降 空挺 공수", "engineer": "工兵 공병", "motorised": "摩托化",
    "special": "特种 特種 特殊 特殊作戦 특수 특수임무 특수전",
}  # fmt: skip
_ARMS = {word: arm for arm, words in _ARM_WORDS.items() for word in words.split()}
_NO_ARMS = ("", "陆军", "육군")
_ENDS = "|".join(sorted(_LEVELS, key=len, reverse=True))
_UNIT = re.compile(rf"(?P<before>\D*?)[第제]?(?P<number>\d+)(?P<arm>\D*?)(?P<level>{_ENDS})")


@lru_cache(maxsize=200_000)
def unit(name: str) -> units.Unit | None:
    """The parts of a unit's name in any language; `None` for a name that is no unit's."""
    if (known := units.read(name)) is not None or name.isascii():
        return known
    found = _UNIT.fullmatch(spaceless.key(name) or korean.key(name))
    if found is None:
        return None
    said = [one for one in (found["before"], found["arm"]) if one not in _NO_ARMS]
    arms = frozenset(_ARMS[one] for one in said if one in _ARMS)
    others = frozenset(one for one in said if one not in _ARMS)
    return units.Unit(frozenset([(_LEVELS[found["level"]], str(int(found["number"])))]), arms, others)
