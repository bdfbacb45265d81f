"""Make `src/kgraph/names/han.tsv` from Unihan_Variants.txt: python data/han/derive.py Unihan_Variants.txt"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

TARGET = Path(__file__).parents[2] / "src" / "kgraph" / "names" / "han.tsv"
HEAD = """\
# Traditional and simplified characters, a pair each, from Unihan_Variants.txt of Unicode 15.0.0 (data/han/README.md).
# one: two ways to write one word. several: the simplified character is another word, too, in traditional writing.
"""
OTHER_WORDS = (
    "乾干 併并 並并 係系 傢家 傭佣 傯偬 僕仆 價价 傑杰 個个 剋克 噹当 塗涂 夥伙 姦奸 幹干 幾几 廠厂 廣广 "
    "後后 徵征 從从 慄栗 懞蒙 捨舍 捲卷 採采 埰采 摺折 據据 於于 曏向 桿杆 棲栖 樸朴 機机 檯台 臺台 颱台 "
    "櫃柜 沖冲 衝冲 準准 濛蒙 澐沄 瀋沈 無无 獻献 癥症 瞭了 矇蒙 硃朱 禦御 種种 穀谷 窪洼 築筑 範范 簾帘 "
    "籲吁 緻致 繫系 纍累 纔才 聽听 臘腊 葉叶 蔔卜 蕓芸 薑姜 藉借 蘋苹 號号 衊蔑 術术 衕同 衚胡 鬍胡 裡里 "
    "製制 覆复 複复 復复 註注 誇夸 誌志 豐丰 萬万 蠟蜡 輓挽 迴回 適适 鬱郁 醜丑 錶表 鏇旋 閤合 闆板 闢辟 "
    "阪坂 隻只 戠只 雲云 靦腼 鞦秋 韆千 願愿 颳刮 餘余 骯肮 體体 鬆松 鬥斗 鹹咸 麯曲 麵面 麼么 麽么 黨党 "
    "黴霉 鼕冬 齣出 曆历 歷历 "
)
"""Pairs whose simplified character Unicode counts as traditional, too, and which is a word of its own there."""
_A_LINE = 25


def main(variants: str) -> None:
    """Write the table."""
    of = {name: defaultdict(list) for name in ("kSimplifiedVariant", "kTraditionalVariant")}
    for line in Path(variants).read_text(encoding="utf8").splitlines():
        if line.startswith("U+"):
            char, name, values = line.split("\t")
            if name in of:
                of[name][_char(char)] += [_char(one.split("<")[0]) for one in values.split()]
    simple, traditional = of.values()
    other = set(OTHER_WORDS.split())
    pairs = {t + s for t, some in simple.items() for s in some if s != t and all("一" <= one <= "鿿" for one in t + s)}
    several = {
        pair for pair in pairs if pair in other or (len(simple[pair[0]]) > 1 and pair[1] in traditional[pair[1]])
    }
    TARGET.write_text(HEAD + _lines("one", pairs - several) + _lines("several", several), encoding="utf8")


def _char(code: str) -> str:
    return chr(int(code[2:], 16))


def _lines(name: str, pairs: Iterable[str]) -> str:
    some = sorted(pairs)
    parts = (" ".join(some[at : at + _A_LINE]) for at in range(0, len(some), _A_LINE))
    return "".join(f"{name}\t{part}\n" for part in parts)


if __name__ == "__main__":
    main(sys.argv[1])
