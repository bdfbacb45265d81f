"""The search of the page finds names in scripts without spaces between words, and in Korean letters."""

from pathlib import Path
from typing import Any

import pytest

from kgraph.analysis.graph import Network
from kgraph.names.burmese import may_be
from kgraph.names.unspaced import for_search, keys
from networks import node
from searched import find

# what stands in the page, and what is typed: other spacing, width, characters, numbers, a title, a post, a particle
PAIRS = """王建国|王 建國
王建國|王建国
王建国主席|王建国
王建国|王建国将军
山田太郎|山田　太郎氏
ヤマダ・ハナコ|ﾔﾏﾀﾞ ﾊﾅｺ
第59旅団|第 ５９ 旅団
第三旅|第3旅
第3旅|第三旅
第103師|第一百零三师
澤田次郎|沢田次郎
臺中市|台中市
สมชายวงศ์สวัสดิ์|นาย สมชาย วงศ์สวัสดิ์
สมชาย วงศ์สวัสดิ์|นายกรัฐมนตรีสมชายวงศ์สวัสดิ์
မင်းအောင်လှိုင်|ဗိုလ်ချုပ်မှူးကြီး မင်းအောင် လှိုင်
ဒေါ် နန်းခင်ထွေးမြင့်|နန်းခင်ထွေးမြင့်
박지수|박 지수
박지수 위원장|박지수
박지수|박지수 대통령이
ສົມສັກ ແກ້ວ|ທ່ານສົມສັກແກ້ວ"""
OTHERS = """王建国|王建华
山田太郎|山田次郎
第三旅|第4旅
王建国市|王建国村"""


def pairs(text: str) -> list[tuple[str, str]]:
    return [(known, asked) for known, _, asked in (line.partition("|") for line in text.splitlines())]


@pytest.mark.parametrize("sort", ["person", "unit"])
def test_a_name_is_found_in_other_spacing_width_and_characters_and_with_a_title(sort: str) -> None:
    names = [name for known, asked in pairs(PAIRS) for name in (known,)] + ["Ann Example", "Pokrovsk", "李強", "朴智秀"]
    nodes = tuple(node(f"n{at}", sort, label=name) for at, name in enumerate(dict.fromkeys(names)))
    found = find(Network(nodes, (), (), ()), [asked for _, asked in pairs(PAIRS)])
    assert [(known, asked) for known, asked in pairs(PAIRS) if known not in found[asked]["nodes"][:4]] == []


BURMESE = """Thein Sein|သိန်းစိန်
Aung San Suu Kyi|ဒေါ် အောင်ဆန်းစုကြည်
Min Aung Hlaing|ဗိုလ်ချုပ်မှူးကြီး မင်းအောင်လှိုင်
Yangon|ရန်ကုန်
Myitkyina|မြစ်ကြီးနား"""


def test_a_name_in_burmese_letters_is_found_for_one_in_latin_ones_and_the_other_way_round() -> None:
    asked = pairs(BURMESE) + [(burmese, latin) for latin, burmese in pairs(BURMESE)]
    assert all(may_be(*pair) for pair in asked)
    for at in (0, 1):
        names = [pair[at] for pair in pairs(BURMESE)]
        nodes = tuple(
            node(f"n{i}", "person", label=name) for i, name in enumerate([*names, "Than Shwe", "Ann Example"])
        )
        found = find(Network(nodes, (), (), ()), [pair[1 - at] for pair in pairs(BURMESE)])
        assert [one["nodes"] for one in found.values()] == [[name] for name in names]


def test_another_name_is_not_taken_for_it() -> None:
    for known, asked in pairs(OTHERS):
        network = Network((node("n", "person", label=known), node("m", "person", label="Ann Example")), (), (), ())
        assert find(network, [asked])[asked]["nodes"] == [], (known, asked)


def test_a_page_without_such_names_holds_nothing_for_them(pokrovsk_page: Path) -> None:
    assert for_search(set()) == {} and keys("Покровськ") == () and '"unspaced":{}' in pokrovsk_page.read_text("utf-8")


def test_a_name_is_found_in_the_box(opened: Any) -> None:
    shown = opened(Network((node("n", "person", label="王建国"), node("m", "person", label="Ann")), (), (), ()))
    shown.page.fill("#search", "王 建國 将军")
    assert "王建国" in shown.page.inner_text("#hits")
