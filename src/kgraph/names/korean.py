"""Names in Korean letters: in other spacing, with a title, a post or a particle.

Spaces make no other name. Everything else is a question; `romanised` has the names in Latin letters.

>>> are_one("김 정은", "김정은"), may_be("김정은 위원장", "김정은"), may_be("이재명", "Lee Jae-myung")
(True, True, True)
"""

import re
import unicodedata
from collections.abc import Iterator

from kgraph.names import romanised
from kgraph.reading import fold

_WRITTEN = re.compile(r"[\d\s.·-]*[\uac00-\ud7a3][\uac00-\ud7a3\d\s.·-]*")
_BETWEEN = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_POINTS = re.compile(r"(?<!\d)[.·-]+|[.·-]+(?!\d)")  # between two names, too: North Korea and the US
_TITLE_WORDS = "씨 님 선생 박사"
_TITLES = tuple(_TITLE_WORDS.split())
_POST_WORDS = (
    "대통령 부통령 총리 위원장 부위원장 국무위원장 총비서 장관 차관 국장 대표 의원 의장 시장 "
    "지사 도지사 군수 구청장 대사 대변인 사령관 참모총장 대장 중장 소장 준장 대령 중령 "
    "소령 대위 중위 소위 상병 병장 교수 회장 사장 판사 검사 목사 기자 후보 "
    "여사 동지 원수 총장"
)
_PARTICLE_WORDS = "은 는 이 가 을 를 의 에 에서 에게 께서 와 과 도 로 으로"
BEHIND = (*_TITLES, *_POST_WORDS.split(), *_PARTICLE_WORDS.split())
"""What may stand behind a name: titles, posts, particles. The rest may be a body, or another word."""
_LEAST = 2  # so many syllables a name has besides that


def key(name: str) -> str:
    """A name in Korean letters without spaces; "" for any other."""
    plain = fold(name)
    return _BETWEEN.sub("", unicodedata.normalize("NFC", plain)) if _WRITTEN.fullmatch(plain) else ""


def title(name: str) -> str:
    """The title of a person behind a name in Korean letters, "" if there is none."""
    plain = _pointless(name)
    return next((one for one in _TITLES if plain.endswith(one) and len(plain) - len(one) > _LEAST), "")


def _pointless(name: str) -> str:
    """The key of a name without points and hyphens: with them it may be another."""
    return _POINTS.sub("", key(name))


def are_one(one: str, other: str) -> bool:
    """Whether two names in Korean letters are one but for spaces."""
    return bool(key(one)) and key(one) == key(other)


def may_be(one: str, other: str) -> bool:
    """Whether one may be the other with something behind it, or in Latin letters."""
    mine, its = _pointless(one), _pointless(other)
    if mine and its:
        return not set(_bare(mine)).isdisjoint(_bare(its))
    return bool(mine or its) and romanised.may_be(mine or its, other if mine else one)


def near_keys(name: str) -> Iterator[str]:
    """What names that may be one have in common: the name without what stands behind it, and its consonants."""
    plain = _pointless(name)
    if plain:
        yield from _bare(plain)
    yield from romanised.keys_of_korean(plain) if plain else romanised.keys_of_latin(name)


def _bare(plain: str) -> list[str]:
    """A name, and the same without what may stand behind it."""
    ends = (one for one in BEHIND if plain.endswith(one) and len(plain) - len(one) >= _LEAST)
    return [plain, *(plain.removesuffix(one) for one in ends)]
