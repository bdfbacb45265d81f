"""A text's language is guessed where it is sure; else nothing is."""

import pytest

from kgraph.reading import guess_language

TEXTS = {
    "en": "The fire brigade said that the fire had been put out within an hour and that nobody was hurt. It was "
    "reported by a neighbour, who saw smoke from the roof of the barn shortly after midnight.",
    "de": "Die Feuerwehr teilte mit, dass der Brand nach einer Stunde gelöscht war und dass niemand verletzt wurde. Er "
    "wurde von einem Nachbarn gemeldet, der kurz nach Mitternacht Rauch über dem Dach der Scheune sah.",
    "fr": "Les pompiers ont dit que le feu avait été éteint en une heure et que personne n'était blessé. Il a été "
    "signalé par un voisin qui a vu de la fumée sur le toit de la grange peu après minuit, dans la rue des Tilleuls.",
    "es": "La policía dijo que el incendio fue causado por una falla eléctrica y que no hay heridos. Los bomberos "
    "llegaron al lugar después de diez minutos y lograron apagar las llamas antes de que se extendieran a las casas.",
    "uk": "Поліція повідомила, що пожежа була викликана несправністю проводки і що постраждалих немає. Пожежники "
    "прибули на місце через десять хвилин і загасили вогонь до того, як він перекинувся на сусідні будинки. За даними "
    "влади, збитки ще оцінюють, а мешканці будинку тимчасово живуть у родичів та в готелі.",
    "ja": "消防によりますと、火は一時間後に消し止められ、けが人はいませんでした。"
    "近所の人が真夜中すぎに屋根から煙が出ているのを見て通報しました。",
    "ko": "소방 당국은 불이 한 시간 만에 꺼졌으며 다친 사람은 없다고 밝혔습니다. "
    "자정 직후 헛간 지붕에서 연기가 나는 것을 본 이웃이 신고했습니다.",
}
NOT_SURE = {
    "short": "The fire brigade said so.",
    "names alone": "Brenhold Post, Velmar Radio, North Wire, Mirefold Echo; " * 12,
    "no words": "12 34 56 " * 40,
    "nothing": "",
    # Danish and Norwegian have the same common words
    "Danish": "Politiet siger at der var en brand på en gård i går, og at ingen er kommet til skade. De har ikke "
    "fundet årsagen til branden endnu. Den blev meldt af en nabo som så røg fra taget på laden lige efter midnat, og "
    "det tog en time.",
}


@pytest.mark.parametrize("tag", TEXTS)
def test_what_is_sure_is_told(tag: str) -> None:
    assert guess_language(TEXTS[tag] * 2) == tag


@pytest.mark.parametrize("name", NOT_SURE)
def test_what_is_not_sure_is_not_told(name: str) -> None:
    assert guess_language(NOT_SURE[name]) == ""
