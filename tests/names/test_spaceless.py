"""Names in scripts without spaces: found in other spacing, width and with a title; a post is asked about."""

import pytest

from kgraph.names.equal import are_one, may_be
from kgraph.names.finding import Index

ONE = """習 近平|習近平
山田 太郎|山田　太郎
山田太郎氏|山田太郎
金正恩同志|金正恩
ﾔﾏﾀﾞ ﾊﾅｺ|ヤマダ・ハナコ
第 ５９ 旅団|第59旅団
習近平|习近平
鍾南山|钟南山
第三旅|第3旅
第五十九旅団|第59旅団
第二〇三師|第203师
第12集團軍|第十二集团军
김 정은|김정은
제3 여단|제3여단
李 强 上将|李强上将
ประยุทธ์จันทร์โอชา|ประยุทธ์ จันทร์โอชา
พล.อ. ประยุทธ์ จันทร์โอชา|ประยุทธ์ จันทร์โอชา
พลเอกประยุทธ์ จันทร์โอชา|ประยุทธ์ จันทร์โอชา
นาย สมชาย วงศ์สวัสดิ์|สมชายวงศ์สวัสดิ์
ဒေါ်အောင်ဆန်းစုကြည်|အောင်ဆန်း စုကြည်
ဗိုလ်ချုပ်မှူးကြီး မင်းအောင်လှိုင်|မင်းအောင်လှိုင်
ဦးဝင်းမြင့်|ဝင်းမြင့်"""
ASKED = """山田さん|山田
長野氏|長野
本田博士|本田
习近平主席|习近平
哈里斯副总统|哈里斯
ประธานาธิบดี สมชาย วงศ์สวัสดิ์|สมชาย วงศ์สวัสดิ์
第59師団司令官|第59師団
北京市长|北京
外交部发言人|外交部
臺灣|台湾
范冰冰|範冰冰
鐘南山|鍾南山
澤田太郎|沢田太郎
第三旅|3rd Brigade
第59旅团|59th Brigade
陆军第3旅|3rd Brigade
第3步兵师|3rd Infantry Division
제3보병사단|3rd Infantry Division
김정은 위원장|김정은
김정은씨|김정은
윤석열 대통령|윤석열
서울에서|서울
김정은|Kim Jong-un
김정은|Kim Chŏng-ŭn
김정은|Gim Jeongeun
이재명|Lee Jae-myung
이재명|Yi Chae-myŏng
박근혜|Park Geun-hye
박근혜|Pak Kŭn-hye
손흥민|Heung-min Son
북·미|북미
김-정은|김정은
第3大队|3rd Squadron
第3大队|3rd Battalion
강경화|Kang Kyung-wha
习近平|Xi Jinping
習近平主席|Jinping Xi
王金平|Wang Jinping
欧阳娜娜|Ouyang Nana
吕布|Lü Bu
蔡英文|Tsai Ing-wen
賴清德|Lai Ching-te
毛澤東|Mao Tse-tung
周恩來|Chou En-lai
薛瑞元|Hsueh Jui-yuan
安倍晋三|Shinzō Abe
小泉 進次郎|Koizumi Shinjirou
佐々木さくら|Sakura Sasaki
五十嵐 智|Satoshi Igarashi
石破茂首相|Shigeru Ishiba"""
TWO = """第1、2旅团|第12旅团
第1-2营|第12营
第47・2大隊|第472大隊
第3.5号|第35号
第1 - 2营|第12营
第十・二大隊|第十二大隊
東京、大阪|東京大阪
習近平|習近
山田太郎|山田次郎
山田大佐|山田中将
第三旅|第4旅
十九旅|第9旅
千葉三郎|千葉3郎
两旅|第2旅
二师|两师
百团|100团
第一百三旅|第103旅
三军|3军
김정은|김정일
제3여단|제4여단
第59旅団|第58旅団
第59旅団|第59師団
王主席|王
主席|主席团
李强|李强强
国家主席|国家
前总统|前
东京都知事|东京都庁
防衛省の大臣|防衛省
源氏|源
นางฟ้า|ฟ้า
ประยุทธ์ จันทร์โอชา|ประวิตร จันทร์โอชา
မင်းအောင်လှိုင်|မင်းအောင်
နအောင်ဆန်းစုကြည်|အောင်ဆန်းစုကြည်"""


def pairs(text: str) -> list[tuple[str, str]]:
    return [(one, other) for one, _, other in (line.partition("|") for line in text.splitlines())]


@pytest.mark.parametrize(("one", "other"), pairs(ONE))
def test_spaces_width_and_titles_make_no_other_name(one: str, other: str) -> None:
    assert are_one(one, other) and are_one(other, one)
    assert Index([(other, 1), ("山田次郎", 2), ("第58旅団", 3)]).same(one) == [1]


@pytest.mark.parametrize(("one", "other"), pairs(ASKED))
def test_a_name_with_a_post_is_asked_about_and_never_decided(one: str, other: str) -> None:
    assert may_be(one, other) and not are_one(one, other)
    index = Index([(other, 1), ("山田次郎", 2)])
    assert (index.same(one), index.near(one)) == ([], [1])


@pytest.mark.parametrize(("one", "other"), pairs(TWO))
def test_other_names_are_not_decided(one: str, other: str) -> None:
    assert not are_one(one, other) and not are_one(other, one)
    assert Index([(other, 1)]).same(one) == []


NOT_ASKED = """第59师|59th Brigade
제3여단|4th Brigade
第3步兵师|3rd Tank Division
김정은|Kim Jong-il
김정은|Kim Yo-jong
박근혜|Park Geun-hee
이재명|Lee Jae-yong
홍길동|Vladimir Putin
이준|Jean Lee
王金平|Wang Jintao
王毅|Wang Huning
李强|Li Keqiang
刘鹤|Li He
东京都|Dong Jing
习近平主席团会议|Xi Jinping
蔡英文|Tsai Ming-liang
安倍晋太郎|Shinzo Abe
田中直樹|Naoko Tanaka
小泉進次郎|Junichiro Koizumi"""


@pytest.mark.parametrize(("one", "other"), pairs(NOT_ASKED))
def test_a_name_of_somebody_else_is_not_even_asked_about(one: str, other: str) -> None:
    assert not may_be(one, other)
    assert Index([(other, 1)]).near(one) == Index([(one, 1)]).near(other) == []


@pytest.mark.parametrize("latin", ["Busan", "Pusan"])
def test_a_place_is_found_in_each_romanisation_of_korean(latin: str) -> None:
    for name, written in (
        ("부산", latin),
        ("대구", "Taegu"),
        ("대구", "Daegu"),
        ("광주", "Gwangju"),
        ("제주", "Cheju"),
    ):
        assert Index([(written, 1), ("Daejeon", 2)]).same(name) == Index([(name, 1), ("평양", 2)]).same(written) == [1]


def test_of_two_names_in_traditional_characters_one_is_meant_by_each() -> None:
    """Each of two surnames has the same simplified character: one who writes that may mean either."""
    index = Index([("鍾南山", 1), ("鐘南山", 2)])
    assert (index.same("鍾南山"), index.same("鐘南山"), sorted(index.same("钟南山"))) == ([1], [2], [1, 2])
