"""Names of regions of the world, which lie in several countries or which the table of places lacks.

A table of places has namesakes of many of them: a town Asia in the Philippines, a Kurdistan in Iran alone. The names
are those of the United Nations' M49 (continents and their parts), and others that news uses: landscapes across
borders, seas, regions whose state is in dispute.
"""

from collections.abc import Iterable

from kgraph.linking.folding import key

_NAMES = """
Africa; Northern Africa; North Africa; Sub-Saharan Africa; Eastern Africa; East Africa; Middle Africa; Central Africa
Southern Africa; Western Africa; West Africa; Horn of Africa; Maghreb; Sahel; Sahara; Great Lakes; Lake Chad Basin
Asia; Central Asia; Eastern Asia; East Asia; South-eastern Asia; Southeast Asia; Southern Asia; South Asia
Western Asia; West Asia; Asia Minor; Far East; Middle East; Near East; Levant; Gulf; Mashriq; Mesopotamia; Siberia
Europe; Eastern Europe; Western Europe; Northern Europe; Southern Europe; Central Europe; Balkans; Western Balkans
Baltic; Baltics; Baltic states; Scandinavia; Nordic countries; Iberia; British Isles; Benelux; Alps; Carpathians
Caucasus; South Caucasus; North Caucasus; Transcaucasia; Eurasia
Americas; Latin America; Central America; North America; Northern America; South America; Caribbean; Andes
Amazon; Amazonia; Patagonia
Oceania; Melanesia; Polynesia; Pacific; Asia-Pacific; Indo-Pacific; Arctic; Antarctic
Atlantic; Mediterranean; Black Sea; Baltic Sea; Red Sea; Persian Gulf; Arabian Gulf; Gulf of Aden; Gulf of Guinea
Caspian Sea; Sea of Azov; South China Sea; East China Sea; Aegean; Adriatic; Himalayas
West; The West; Global South; Global North
Kashmir; Kurdistan; Golan Heights; Golan; Donbas; Donbass; Darfur; Punjab; Bengal
Thrace; Dobruja; Bukovina; Bessarabia; Sinai
Африка; Азия; Азія; Европа; Європа; Ближний Восток; Близький Схід; Дальний Восток; Далекий Схід; Балканы; Балкани
Кавказ; Закавказье; Прибалтика; Сибирь; Сибір; Донбасс; Донбас; Запад; Захід; Курдистан; Кашмир; Кашмір; Сахель
Afrique; Asie; Moyen-Orient; Proche-Orient; Orient; Occident; Amérique; África; Asia Central; Oriente Medio
Oriente Próximo; Europa; Naher Osten; Nahost; Balkan; Kaukasus; Asien; Afrika
الشرق الأوسط; المغرب العربي; الخليج; الساحل; كردستان; كشمير; الشام; بلاد الشام; أفريقيا; آسيا; أوروبا
"""
_KEYS = frozenset(
    key(" ".join(name.split())) for line in _NAMES.replace("\n", ";").split(";") if (name := line.strip())
)


def is_wide(names: Iterable[str]) -> bool:
    """Whether one of the names is a region's.

    >>> is_wide(["Middle East"]), is_wide(["the Sahel"]), is_wide(["East Kilbride"])
    (True, True, False)
    """
    return any(key(name) in _KEYS or key(name).removeprefix("the ") in _KEYS for name in names)
