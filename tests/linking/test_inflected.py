"""Cases of Russian and Ukrainian: of each form the nominative is among those that are looked up."""

import pytest

from kgraph.linking.folding import key
from kgraph.linking.inflected import nominatives, without_preposition

FORMS = """
Москве/Москва Харькове/Харьков Харкові/Харків Києва/Київ Покровську/Покровськ Авдіївкою/Авдіївка
Авдеевкой/Авдеевка Сумах/Сумы Сумах/Суми Запорожьем/Запорожье Запоріжжі/Запоріжжя Тернополі/Тернопіль
Казани/Казань Твери/Тверь Грозном/Грозный Хмельницькому/Хмельницький Украине/Украина России/Россия
Турции/Турция Чернівцях/Чернівці Черновцов/Черновцы Львові/Львів Дебальцевого/Дебальцеве
Лисичанську/Лисичанськ Ярославле/Ярославль Череповца/Череповец Крыму/Крым Одессу/Одесса
"""
PAIRS = [tuple(pair.split("/")) for pair in FORMS.split()] + [
    ("в Ростове-на-Дону", "Ростов-на-Дону"),
    ("в Нижнем Новгороде", "Нижний Новгород"),
    ("у Кривому Розі", "Кривий Ріг"),
    ("у Часовому Яру", "Часів Яр"),
    ("в Новой Каховке", "Новая Каховка"),
    ("в Великих Луках", "Великие Луки"),
    ("у Білій Церкві", "Біла Церква"),
    ("в Киевской области", "Киевская область"),
    ("в Набережных Челнах", "Набережные Челны"),
]


@pytest.mark.parametrize(("form", "right"), PAIRS)
def test_the_nominative_is_among_those_that_are_looked_up(form: str, right: str) -> None:
    assert key(right) in nominatives(form)


@pytest.mark.parametrize("name", ["Moscow", "北京", "", "a b c"])
def test_other_letters_have_none(name: str) -> None:
    assert nominatives(name) == []


def test_there_are_never_many() -> None:
    assert len(nominatives("в " + "Новом Великом Старом Верхнем Городе")) <= 150
    assert nominatives("ого " * 40) == []


@pytest.mark.parametrize(
    ("name", "bare"),
    [("неподалік від Києва", "Києва"), ("в городе Херсоне", "Херсоне"), ("смт Велика Новосілка", "Велика Новосілка")],
)
def test_words_before_a_name_are_left_out(name: str, bare: str) -> None:
    assert without_preposition(name) == bare
