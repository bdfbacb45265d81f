"""Names of divisions without the words for their kind, and with their directions in one language.

"Nord-Kivu", "Kivu du Nord" and "North Kivu Province" have one *form*, and so have "Oblast de Donetsk", "Donetsk Oblast"
and "Донецк область" but for the alphabet.
"""

import re
from functools import lru_cache

from kgraph.linking.folding import bones, key

# words for the kind of a division, which are not a part of its name, as `folding.key` leaves them
_KINDS = (
    r"counties|county|parish|region|oblast|obl|province|governorate|district|raion|rayon|krai|kray|prefecture|department"
    r"|state|republic|territory|canton|wilaya|wilayat|muhafazat|mohafazat|mintaqat|ostan|shahrestan|woreda|zone"
    r"|departement|gouvernorat|etat|territoire|cercle|arrondissement|comte"
    r"|provincia|departamento|estado|distrito|condado|municipio|regiao|concelho|contea|regione|gobernacion"
    r"|provinz|bundesland|bezirk|landkreis|kreis|gouvernement|provincie|voivodeship|wojewodztwo|powiat|obwod|kraj|okres"
    r"|judetul|judet|vilayeti|provinsi|kabupaten|mkoa|okrug|obshtina"
    r"|область|обл|район|раион|краи|республика|республіка|провинция|провінція|провинции|губерния|округ|штат|департамент"
    r"|мухафаза|вилаят|вилает|вілаєт|кантон|префектура|община|воеводство|воєводство|облысы|вобласць"
    r"|محافظة|ولاية|منطقة|اقليم|قضاء|مديرية|لواء|استان|شهرستان|ولايت"
    r"|ክልል|ዞን|มณฑล|จังหวัด|მხარე|მარზი|մարզ|מחוז|νομος|περιφερεια"
)
SECOND_ORDER = re.compile(
    r"\b(?:counties|county|district|raion|rayon|woreda|arrondissement|cercle|distrito|condado|landkreis|kreis|powiat|okres"
    r"|район|раион|قضاء|شهرستان)\b"
)
"""Words for what is a division of the second order in most countries."""

DIVISION = re.compile(rf"\b(?:{_KINDS})\b")
_GLUED = re.compile(
    r"(?<=[\u3400-\u9fff])(?:省|州|县|縣|市|府|都|区|區|郡)$|(?<=[\uac00-\ud7af\u1100-\u11ff])(?:도|주|성)$|^จังหวัด|(?:ပြည်နယ်|တိုင်းဒေသကြီး)$"
)
_ELIDED = re.compile(r"\b[dD]e? ?(?:[lL]['’]|['’])(?=\w)|\b[dD]['’](?=\w)")
_OF = re.compile(r"^(?:of|de|del|du|des|do|da|dos|das|di|della|dell|degli|von|van)\s+|\s+of$")
_ARTICLES = "of the de del du des d do da dos das di della dell von van la le les el los las l al il lo ya"
_SMALL = frozenset(_ARTICLES.split())
_WAYS = {
    "N": "north northern nord norte norden septentrional septentrionale settentrionale noord kaskazini",
    "S": "south southern sud sur sul sued meridional meridionale zuid kusini",
    "E": "east eastern est este leste ost oriental orientale oost mashariki",
    "W": "west western ouest oeste ovest occidental occidentale magharibi",
    "NW": "northwest northwestern noroeste nordwest nordouest noroccidental",
    "NE": "northeast northeastern noreste nordeste nordost nordest nororiental",
    "SW": "southwest southwestern sudoeste suroeste suedwest sudwest sudouest",
    "SE": "southeast southeastern sudeste sureste suedost sudost sudest suroriental",
    "C": "central centre centro centrale zentral mitte kati",
    "U": "upper haut haute hauts hautes alto alta ober superior",
    "L": "lower bas basse bajo baja baixo baixa unter nieder inferior",
    "M": "middle moyen moyenne medio media mittel",
}
_ARABIC_WAYS = {
    "N": "شمال الشمالي الشمالية",
    "S": "جنوب الجنوبي الجنوبية",
    "E": "شرق الشرقي الشرقية",
    "W": "غرب الغربي الغربية",
}
_WAY = {word: way for ways in (_WAYS, _ARABIC_WAYS) for way, words in ways.items() for word in words.split()}
# the adjectives of Russian and Ukrainian have many endings
_SLAVIC = (
    (re.compile(r"^северо?-?запад|^північно-?захід"), "NW"),
    (re.compile(r"^северо?-?восто|^північно-?схід"), "NE"),
    (re.compile(r"^юго-?запад|^південно-?захід"), "SW"),
    (re.compile(r"^юго-?восто|^південно-?схід"), "SE"),
    (re.compile(r"^север(?:н|о$)|^північн"), "N"),
    (re.compile(r"^ю(?:жн|го$)|^південн"), "S"),
    (re.compile(r"^восточн|^східн"), "E"),
    (re.compile(r"^западн|^західн"), "W"),
    (re.compile(r"^центральн"), "C"),
    (re.compile(r"^верхн"), "U"),
    (re.compile(r"^нижн"), "L"),
)
_PREFIXED = re.compile(
    r"^(nord|sud|sued|ost|west|ober|unter|nieder|noord|zuid|oost|северо|юго|восточно|западно)(?=\w{4})"
)
_PREFIX = {"северо": "N", "юго": "S", "восточно": "E", "западно": "W"}


def is_said(name: str) -> bool:
    """Whether a name says that it is a division's: by a word for its kind, or by a direction."""
    return bool(stem(name)) or form(name)[:1].isupper()


@lru_cache(maxsize=100_000)
def stem(name: str) -> str:
    """The name of a division without the word for its kind; "" if it has no such word.

    >>> stem("Borno State"), stem("Kachin"), stem("State of Amazonas"), stem("Gouvernorat d'Alep"), stem("河北省")
    ('borno', '', 'amazonas', 'alep', '河北')
    """
    plain = key(name)
    bare = _GLUED.sub("", DIVISION.sub(" ", plain)).strip()
    if bare == plain or not bare:
        return ""
    if "'" in name or "’" in name:
        bare = DIVISION.sub(" ", key(_ELIDED.sub("de ", name))).strip()
    return re.sub(r"\s+", " ", _OF.sub("", bare)).strip()


@lru_cache(maxsize=100_000)
def form(name: str) -> str:
    """The words of a division's name in a fixed order, directions in one language, without kind and small words.

    >>> form("Nord-Kivu") == form("Kivu du Nord") == form("North Kivu Province") == form("Nordkivu")
    True
    >>> form("Oblast de Donetsk"), form("South Kordofan"), form("Paris")
    ('donetsk', 'S kordofan', 'paris')
    """
    words = (stem(name) or key(name)).split()
    ways, others = [], []
    for word in words:
        way = _WAY.get(word, "")
        if not way and not word.isascii():
            way = next((way for start, way in _SLAVIC if start.match(word)), "")
        if not way and (glued := _PREFIXED.match(word)):
            ways.append(_PREFIX.get(glued[1]) or _WAY[glued[1]])
            word = word[glued.end() :]
        if way:
            ways.append(way)
        elif word not in _SMALL:
            others.append(word)
    if not others:
        return ""
    turned = ["".join(sorted("".join(ways)))] if ways else []
    return " ".join([*turned, *sorted(others)])


def forms(name: str, *, by_consonants: bool) -> set[str]:
    """The keys by which a division is found in its other forms, each with a mark before it.

    With `by_consonants` also those of a name with a direction by its other words' consonants: "Darfour-Nord".
    """
    said = form(name)
    way, _, rest = said.partition(" ")
    found = {f"%{said}"} if said else set()
    if by_consonants and rest and way.isupper() and len(bones(rest)) > 2:
        found.add(f"%{way} ~{bones(rest)}")
    return found
