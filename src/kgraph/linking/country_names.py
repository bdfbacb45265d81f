"""Names of countries in other forms: in short, with their form of state, with parts in another order."""

import re
from collections.abc import Iterator

from kgraph.linking.folding import key

_SHORT = {
    **dict.fromkeys(("us", "usa", "сша", "eeuu", "eua"), ("US",)),
    **dict.fromkeys(("uk", "gb"), ("GB",)),
    **dict.fromkeys(("uae", "оаэ", "оае", "eau"), ("AE",)),
    **dict.fromkeys(("drc", "rdc", "дрк"), ("CD",)),
    **dict.fromkeys(("car", "rca", "цар"), ("CF",)),
    **dict.fromkeys(("prc", "кнр"), ("CN",)),
    **dict.fromkeys(("dprk", "кндр"), ("KP",)),
    **dict.fromkeys(("rok",), ("KR",)),
    **dict.fromkeys(("рф",), ("RU",)),
    **dict.fromkeys(("юар", "пар", "rsa"), ("ZA",)),
    **dict.fromkeys(("ksa",), ("SA",)),
    **dict.fromkeys(("фрг", "brd"), ("DE",)),
}
_SEVERAL = {"congo": ("CD", "CG"), "dr congo": ("CD",), "rd congo": ("CD",), "korea": ("KR", "KP")}
"""Names that several countries share, or that the table lacks."""
# forms of state before a name; "republic of korea" and "republic of the congo" are whole names
_STATE = re.compile(
    r"^(?:(?:islamic|federal|federative|united|plurinational|bolivarian|arab|socialist|co-operative|hashemite|oriental)\s+)*"
    r"(?:people's\s+)?(?:republic|states?|kingdom|commonwealth|sultanate|principality|union|province)\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)
# and in other languages
_STATES = re.compile(
    r"^(?:ประเทศ|(?:r[eé]publique|rep[uú]blica|repubblica|republik|royaume|reino|reich|республика|республіка|королевство"
    r"|королівство|جمهورية|مملكة|دولة|کشور)\s+(?:(?:islamique|fédérale|federal|federativa|islámica|bolivariana|unie)\s+)?"
    r"(?:(?:d[eu]|del|do|da|dos)\s+(?:la\s+|l['’])?|d['’])?)",
    re.IGNORECASE,
)


_OF_ANOTHER_KIND = re.compile(
    r"\b(?:state|region|province|oblast|district|county|city|town|village|river)$", re.IGNORECASE
)
_BRACKETED = re.compile(r"^(.+?)\s*\((.+)\)$")
# what stands behind the comma of "Korea, Republic of" and "Korea, South", and not that of "Kinshasa, Congo"
_TURNED = re.compile(
    r"(?:^| )of(?: the)?$|^(?:the|south|north|u\.?s\.?|british|state|province of china|federated states"
    r"|(?:(?:dem\.?|democratic|people's|islamic|arab) )?rep(?:\.|ublic)?)$",
    re.IGNORECASE,
)


def shared(name: str) -> tuple[str, ...]:
    """The codes of the countries that share a name, or that a name in capitals means: "Congo", "U.S.", "США"."""
    in_short = _SHORT.get(key(name).replace(" ", ""), ()) if name.upper() == name else ()
    return in_short or _SEVERAL.get(key(name), ())


def said_otherwise(*names: str) -> Iterator[str]:
    """A country's names unchanged, then with the part after a comma moved to the front, then without the form of
    state."""
    yield from names
    for name in names:
        first, _, rest = _BRACKETED.sub(r"\1, \2", name).partition(", ")
        is_other = not name.endswith(")") or _OF_ANOTHER_KIND.search(rest)
        turned = f"{rest} {first}" if _TURNED.search(rest) else name if is_other else first
        turned = re.sub(r"^the\s+", "", turned, flags=re.IGNORECASE)
        yield turned
        yield re.sub(r"\bof (?!the )", "of the ", turned)
        yield re.sub(r" Republic$", " Rep.", turned)
        if "province" in rest.lower():
            yield first
        if not turned.lower().startswith("democratic"):  # two countries are called Congo, and two are called Korea
            yield _STATES.sub("", _STATE.sub("", turned))
