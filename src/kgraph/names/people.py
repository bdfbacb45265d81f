"""Words of people's names: titles, patronymics, and given names that are spelt in several ways."""

import re

from kgraph.names.letters import forms

_TITLES = (
    "prime vice deputy acting former mr mrs ms miss dr prof professor sir lady lord dame",
    "president minister premier mayor governor general gen colonel col captain capt major maj lieutenant lt sergeant",
    "sgt admiral adm marshal commander secretary sheikh shaykh sheik imam ayatollah king queen pope judge senator",
    "ambassador herr frau monsieur madame",
    "президент генерал полковник майор капітан капитан міністр министр губернатор мер мэр пан пані",
)
TITLES = frozenset(word for row in _TITLES for word in row.split())
"""Words that stand before a name and are no part of it."""

_GIVEN = (
    "Volodymyr Vladimir",
    "Oleksandr Aleksandr Alexander Alexandr Aliaksandr",
    "Oleksandra Aleksandra Alexandra",
    "Oleksii Aleksei Alexey Alexei",
    "Serhii Sergei Serhiy Serge",
    "Mykola Nikolai",
    "Mykhailo Mikhail",
    "Andrii Andrei",
    "Dmytro Dmitrii Dmitry",
    "Yevhen Yevgeny Evgenii Eugene",
    "Yevheniia Evgenia",
    "Olena Elena Yelena",
    "Kateryna Ekaterina Yekaterina",
    "Pavlo Pavel",
    "Petro Pyotr Petr",
    "Vasyl Vasily Vasilii",
    "Hryhorii Grigory",
    "Illia Ilya",
    "Kyrylo Kirill Kiril",
    "Mykyta Nikita",
    "Olha Olga",
    "Oleh Oleg",
    "Ihor Igor",
    "Danylo Daniil",
    "Tetiana Tatiana",
    "Fedir Fyodor Fedor",
    "Semen Semyon",
    "Kostiantyn Konstantin Kostyantyn",
    "Viktor Victor",
    "Artem Artyom",
    "Yulia Iuliia Julia",
    "Yurii Yuri Jurij",
    "Iryna Irina",
    "Anastasiia Anastasia",
    "Ruslan",
    "Anatolii Anatoly",
    "Stanislav",
    "Oksana Oxana",
)
_ARABIC = (
    "Muhammad Mohammed Mohamed Mohammad Muhammed Mohamad Muhamad Mohamud محمد",
    "Ahmad Ahmed Ahmet أحمد احمد",
    "Mahmud Mahmoud Mahmood محمود",
    "Hussein Hussain Husayn Hossein Husain Husein حسين",
    "Hassan Hasan حسن",
    "Ali Aly علي",
    "Omar Umar Omer عمر",
    "Othman Uthman Osman Usman عثمان",
    "Osama Usama Oussama أسامة",
    "Khaled Khalid خالد",
    "Yusuf Youssef Yousef Yousif Yusef Yussuf يوسف",
    "Ibrahim Ebrahim إبراهيم ابراهيم",
    "Mustafa Mostafa Moustafa مصطفى",
    "Qasem Qassem Qasim Kassem Kasim Ghasem Qassim قاسم",
    "Sulayman Suleiman Soleiman Sulaiman Suleyman سليمان",
    "Soleimani Suleimani Sulaymani Solaymani سليماني",
    "Ismail Ismael Esmail إسماعيل",
    "Salah Saleh Salih صالح",
    "Said Saeed Sayed Saeid سعيد",
    "Hamid Hameed حميد",
    "Rashid Rasheed Rachid رشيد",
    "Jamal Gamal Djamal جمال",
    "Nasser Nasir Naser ناصر",
    "Fatima Fatemeh Fatma فاطمة",
    "Aisha Ayesha Aicha عائشة",
    "Abdullah Abdallah Abdulla عبدالله",
    "Abdulrahman Abdelrahman Abdurrahman Abdirahman عبدالرحمن",
    "Burhan Borhan البرهان برهان",
    "Haftar Hifter Hiftar حفتر",
    "Assad Asad الأسد الاسد",
    "Bashar Bashshar بشار",
    "Abbas عباس",
    "Faisal Faysal Feisal فيصل",
    "Tariq Tarek Tareq طارق",
    "Karim Kareem كريم",
    "Hamza Hamzah حمزة",
)
_JOINED = {"bin": "ibn", "ben": "ibn", "ibn": "ibn", "bint": "bint", "abu": "abu", "abou": "abu", "abo": "abu"}
_SAME: dict[str, str] = {
    form: row.split()[0] for row in (*_GIVEN, *_ARABIC) for one in row.split() for form in forms(one)
}
_ONLY_GIVEN = frozenset(row.split()[0] for row in _ARABIC)
_PATRONYMIC = re.compile(r"[a-zA-Z]{2,}(?:ovich|ovych|evich|evych|yovych|yevich|ivich|ovna|evna|ivna|yivna|yevna)")
_CYRILLIC_PATRONYMIC = re.compile(r"\w{2,}(?:ович|евич|йович|ьевич|овна|евна|івна|ївна|ьевна)")
_INITIALS = {"i": "ie", "C": "C", "S": "S", "Z": "Z"}


def meaning(word: str) -> frozenset[str]:
    """What makes two words one: their forms, and the name of which they are a Ukrainian, Russian or Arabic form.

    >>> bool(meaning("Володимир") & meaning("Vladimir")), bool(meaning("Mohamed") & meaning("Muhammad"))
    (True, True)
    """
    found = forms(word)
    names = {f"={_SAME[one]}" for form in found for one in (form, single(form)) if one in _SAME}
    return found | names | ({_JOINED[word]} if word in _JOINED else set())


def single(form: str) -> str:
    """A form with each doubled letter once, as Arabic names are spelt with and without."""
    return re.sub(r"(.)\1+", r"\1", form)


def loosely(meanings: frozenset[str]) -> frozenset[str]:
    """The forms of an Arabic name in which short vowels are equal that are spelt by ear.

    >>> bool(loosely(meaning("Laden")) & loosely(meaning("Ladin")))
    True
    """
    named = {one for one in meanings if one.startswith("=")}
    if named:
        return frozenset(named)
    heard = {single(one.replace("o", "u")) for one in meanings}
    return frozenset(one.replace("e", vowel) for one in heard for vowel in "ai")


def is_from_arabic(word: str) -> bool:
    """Whether a word shows that a name is an Arabic one."""
    return word in _JOINED or is_only_given(meaning(word))


def is_only_given(meanings: frozenset[str]) -> bool:
    """Whether a word is an Arabic given name: of several such ones, the order tells people apart."""
    return any(one[1:] in _ONLY_GIVEN for one in meanings if one.startswith("="))


def is_patronymic(word: str) -> bool:
    """Whether a word is made of the father's name, as in Russian and Ukrainian.

    >>> is_patronymic("volodymyrovych"), is_patronymic("владимировна"), is_patronymic("abramovich")
    (True, True, True)
    """
    return bool(_PATRONYMIC.fullmatch(word) or _CYRILLIC_PATRONYMIC.fullmatch(word))


def begins(initial: str, word: str) -> bool:
    """Whether a name begins with an initial, in whatever alphabet each is.

    >>> begins("в", "Volodymyr"), begins("yu", "Юрій"), begins("p", "Vladimir")
    (True, True, False)
    """
    meanings = meaning(word)
    groups = {form for form, name in _SAME.items() if f"={name}" in meanings}
    names = {form for form in meanings if not form.startswith("=")} | groups
    return any(
        name.startswith(tuple(_INITIALS.get(one, one))) if len(one) == 1 else name.startswith(one)
        for name in names
        for one in forms(initial)
    )
