"""Guessing the language of a text by its commonest words; the answer is "" unless it is clear."""

import re

# Words that half of all sentences of a language have and other languages seldom or never have.
_WORDS = {
    "en": "the of and to in that is was for on with as by at from his they have this were which said will",
    "de": "der die und das den dem nicht ist von mit sich des auf für ein eine wurde im auch als sagte nach bei wird",
    "fr": "le les des et une dans est pour que qui sur pas du au avec sont par ont aux cette été ces mais selon",
    "es": "el los las y en del una por con para que se su al lo como más fue este según han sobre pero",
    "it": "il di che gli della è per una con non del sono nel alla dei più ha anche delle ma dal questo",
    "pt": "o os da em um uma do não com para por mais dos foi no na ao são pelo como se também das mas",
    "nl": "de het een van en dat is op te voor met zijn niet aan door bij ook naar wordt werd heeft maar over",
    "sv": "och att det som en på är av för med har inte den till om ett var från efter säger sig men",
    "da": "og at det som en på er af for med har ikke den til om et var fra efter siger sig af hos blev",
    "nb": "og at det som en på er av for med har ikke den til om et var fra etter sier seg av hos ble",
    "fi": "ja on ei että oli se hän mukaan myös ovat joka kun mutta sekä niin tai ole voi ollut jo",
    "pl": "i w nie na z się do to jest że o jak po od przez dla za są był oraz tym jego ale które",
    "cs": "a v se na je že s z do o k i podle pro byl jako ale jsou které od po není byla",
    "hu": "a az és hogy nem egy is volt meg ez de szerint azt csak már még vagy mint ki volt",
    "ro": "și de în la cu a că pe nu din pentru care o este au mai prin sau fost lui sunt",
    "tr": "ve bir bu da de için ile olarak olan daha çok gibi ancak kadar sonra dedi olduğunu ise ne",
    "uk": "і в на що не з до та у за про як від але це його після був було які для є ми й",
    "ru": "и в на что не с по из за как от о но это его после был было которые для у мы к",
    "bg": "и в на да за се от е не че са по с като това при до след към ще беше които",
    "el": "και το του η της την να με για που από στο ο των τα στην δεν είναι θα τον ότι",
    "ar": "في من على إلى أن عن التي الذي مع هذا كان ما لا بعد بين قال هذه لم",
    "fa": "و در به از که این را با است برای آن یک شد خود تا کرد بر هم نیز",
    "he": "של את על לא הוא כי עם זה גם היא אל או יש אם מה רק היה כל",
}
# Scripts in which news of only one language is written.
_SCRIPTS = {
    "ja": "\u3040-\u30ff",
    "ko": "\uac00-\ud7af",
    "th": "\u0e00-\u0e7f",
    "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f",
}
_LEAST = 40  # the least number of words, or of letters of a script
_SHARE = 0.12  # the least share of such words; texts of the language itself have 0.25 and more
_MARGIN = 1.6  # they must be so many times as many as those of the second best language


def guess_language(text: str) -> str:
    """The language's tag; "" for a text that is short, of a language not listed here, or possibly of another language.

    >>> guess_language("The mayor said that the bridge was closed. " * 8), guess_language("Pokrovsk, 5 May 2025")
    ('en', '')
    """
    letters = sum(map(str.isalpha, text))
    for tag, script in _SCRIPTS.items():
        if letters >= _LEAST and len(re.findall(f"[{script}]", text)) > letters * 0.3:
            return tag
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < _LEAST:
        return ""
    counted = sorted(((sum(word in own for word in words), tag) for tag, own in _SETS.items()), reverse=True)
    (most, tag), (next_most, _) = counted[:2]
    return tag if most >= len(words) * _SHARE and most >= next_most * _MARGIN else ""


_SETS = {tag: frozenset(words.split()) for tag, words in _WORDS.items()}
