"""Words for thousands, millions and the like that stand behind a number, in the languages in which figures are read.

A word that means different numbers in different languages in daily use ("billones", "Billionen") is not among them.
"""

from collections.abc import Mapping

SCALES: Mapping[int, str] = {
    12: "dozen dozens",
    20: "score",
    100: "hundred hundreds сотень",
    1_000: "thousand thousands k tsd tausend mille mila mil tys tysiąc tysiące tysięcy тыс тысяч тысяча тысячи "
    "тысячами тис тисяч тисяча тисячі тисячами ألف 千",
    10_000: "万 萬 만",
    100_000: "lakh lakhs lac",
    1_000_000: "million millions mn mio mln millionen millón millones milione milioni milhão milhões milion miliony "
    "milionów млн миллион миллиона миллионов миллионами мільйон мільйона мільйони мільйонів мільйонами مليون",
    10_000_000: "crore crores",
    100_000_000: "億 亿 억",
    1_000_000_000: "billion billions bn mrd mld milliard milliards milliarde milliarden miliardo miliardi miliard "
    "miliardy miliardów млрд миллиард миллиарда миллиардов мільярд мільярда мільярди мільярдів مليار",
    1_000_000_000_000: "trillion trillions",
}
"""For each scale its words, separated by spaces."""
