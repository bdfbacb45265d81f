"""SSSOM/RDF in Turtle (https://mapping-commons.github.io/sssom/spec-formats-rdf/).

Reading also takes what was written before there was a standard: addresses as literals, fixed values as texts, a set
without an IRI.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from kgraph.errors import DataError, short
from kgraph.linking.numbers import number
from kgraph.linking.slots import (
    ADDRESSES,
    ALSO,
    BUILT_IN,
    DATES,
    LABELS,
    LISTS,
    MEANINGS,
    NUMBERS,
    PROPERTIES,
    REFERENCES,
    TEXTS,
    VERSIONS,
    property_of,
)
from kgraph.linking.sssom_table import Plain, values_of
from kgraph.model import BlankNode, Literal, Term
from kgraph.namespaces import IRI, OWL, PREFIXES, RDF, SSSOM, XSD
from kgraph.store.files import parse_quads

_PREFIX = re.compile(r"(?:^|\.)\s*(?:@prefix|PREFIX)\s+([^\s:]*)\s*:\s*<([^<>]*)>", re.IGNORECASE | re.MULTILINE)
_FIXED = {**MEANINGS, **VERSIONS}
_FIXED_SLOTS = ("subject_type", "object_type", "predicate_type", "predicate_modifier", "sssom_version")
_WORDS = {iri: word for word, iri in _FIXED.items()}
_SLOT_OF = {**{iri: slot for slot, iri in PROPERTIES.items()}, **ALSO}
_LOCAL = re.compile(r"[\w-]+(?:[\w./-]*[\w/-])?", re.ASCII)
_NO_IRI = re.compile('[\\x00-\\x20<>"{}|\\\\^`]')  # what an IRI cannot have
_BREAK = " ;\n    "
_DEFINITIONS = "extension_definitions"
_PARTS = (SSSOM.mappings, SSSOM[_DEFINITIONS])
_CLASSES = (OWL.Axiom, SSSOM.MappingSet, SSSOM.Mapping, SSSOM.ExtensionDefinition)
_USUAL = (XSD.double, XSD.float, XSD.decimal, XSD.integer, XSD.date, XSD.anyURI)
_REFERENCE = "linkml:uriOrCurie"
_ALWAYS = ("owl", "rdfs", "sssom", "skos", "semapv", "xsd", "dcterms")

Said = Mapping[IRI, list[Term]]


def read_turtle(text: str, path: Path) -> Plain:
    """The set of a Turtle text; raises `DataError` if there is none, or several."""
    about = about_of(text, path)
    sets = [one for one, said in about.items() if SSSOM.MappingSet in said.get(RDF.type, ())]
    if len(sets) != 1:
        raise DataError(f"this has {len(sets)} sssom:MappingSet, and kgraph reads one in a file", path=path)
    _check_named(about, sets[0], path)
    return _Turtle(about, dict(_PREFIX.findall(text)), path).plain(sets[0])


def about_of(text: str, path: Path) -> dict[Term, Said]:
    """The values of each property of each node, in the order of the text."""
    about: defaultdict[Term, defaultdict[IRI, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value, _ in parse_quads(text.encode(), "ttl", SSSOM.base, path=path):
        about[subject][predicate].append(value)
    return {node: dict(said) for node, said in about.items()}


def nodes_of(about: Mapping[Term, Said]) -> list[Term]:
    """The set, its mappings and its extensions' definitions."""
    sets = [one for one, said in about.items() if SSSOM.MappingSet in said.get(RDF.type, ())]
    named = (about[one].get(part, ()) for one in sets for part in _PARTS)
    return [*sets, *(node for nodes in named for node in nodes)]


def unwritable(about: Mapping[Term, Said]) -> Iterator[str]:
    """What a set in Turtle says that would not be written again: languages of texts, further classes, nested nodes."""
    own = nodes_of(about)
    extensions = {value for node in own for value in about.get(node, {}).get(SSSOM.property, ())}
    kinds: defaultdict[IRI, set[str]] = defaultdict(set)
    for node in own:
        for predicate, values in about.get(node, {}).items():
            slot = _SLOT_OF.get(predicate, _local(predicate))
            is_own = predicate.startswith(SSSOM.base) or predicate in _SLOT_OF
            for value in values if predicate not in _PARTS else ():
                is_further = not is_own or predicate in extensions
                if is_further and predicate != RDF.type:
                    kinds[predicate].add(value.datatype if isinstance(value, Literal) else _REFERENCE)
                if what := _unwritable(slot, value, is_further=is_further):
                    yield f"{what} ({slot})"
    yield from (f"values are of several types ({_local(one)})" for one, several in kinds.items() if len(several) > 1)


def _unwritable(slot: str, value: Term, *, is_further: bool) -> str:
    """Why a value would not be written again as it is; "" if it would."""
    if isinstance(value, BlankNode):
        return "a value is a node without a name"
    if slot == "type":
        return "" if value in _CLASSES else f"a further class, {short(str(value))}"
    if isinstance(value, Literal):
        is_typed = value.datatype not in (XSD.string, *_USUAL) and not is_further
        return "a text has a language" if value.language else "a value has a datatype of its own" if is_typed else ""
    is_text = slot in TEXTS | DATES | NUMBERS | LABELS and slot not in _FIXED_SLOTS
    return "a text is an address" if is_text and not is_further else ""


def _check_named(about: Mapping[Term, Said], whole: Term, path: Path) -> None:
    """Raise `DataError` if the set does not name a mapping of the file, or names one of which nothing is said: what is
    not read would be missing when the file is written again."""
    named = set(about[whole].get(SSSOM.mappings, ()))
    if untold := sorted(str(one) for one in named - about.keys()):
        raise DataError(f"nothing is said of the mapping {short(untold[0])}", path=path)
    axioms = [one for one, said in about.items() if OWL.Axiom in said.get(RDF.type, ()) or OWL.annotatedSource in said]
    if rest := len(set(axioms) - named):
        many = "1 mapping" if rest == 1 else f"{rest} mappings"
        raise DataError(f"this has {many} that the set does not name", path=path, fix="name them with sssom:mappings")


class _Turtle:
    def __init__(self, about: Mapping[Term, Said], prefixes: Mapping[str, str], path: Path) -> None:
        self._about, self._prefixes, self._path = about, prefixes, path
        self._extensions: dict[IRI, str] = {}

    def plain(self, whole: Term) -> Plain:
        said = self._about[whole]
        definitions = [self._definition(node) for node in said.get(SSSOM[_DEFINITIONS], ())]
        mappings = sorted(
            (self._mapping(node) for node in said.get(SSSOM.mappings, ())), key=lambda one: [*map(str, one.values())]
        )
        slots: dict[str, Any] = {"mapping_set_id": str(whole)} if isinstance(whole, IRI) else {}
        slots |= self._slots(said, _PARTS)
        if self._extensions:
            known = {str(one.get("slot_name")) for one in definitions}
            hints = {slot: self._hint(iri) for iri, slot in self._extensions.items()}
            definitions = [hints.get(str(one.get("slot_name")), {}) | one for one in definitions]
            found = [(iri, slot) for iri, slot in self._extensions.items() if slot not in known]
            definitions += [{"slot_name": slot, "property": self._curie(iri)} | self._hint(iri) for iri, slot in found]
        if definitions:
            slots[_DEFINITIONS] = definitions
        return Plain({name: start for name, start in self._prefixes.items() if name}, slots, mappings)

    def _definition(self, node: Term) -> dict[str, Any]:
        """An extension's definition; its slot is known from then on."""
        told = {
            slot: self._text(slot, values[0]) if slot == "slot_name" else self._curie(values[0])
            for predicate, values in self._about.get(node, {}).items()
            if (slot := _local(predicate)) in ("slot_name", "property", "type_hint")
        }
        for iri in self._about.get(node, {}).get(SSSOM.property, ()):
            self._extensions[IRI(str(iri))] = told.get("slot_name", "")
        return told

    def _hint(self, extension: IRI) -> dict[str, str]:
        """The type of an extension's values, if they have one that is no text's."""
        values = [value for said in self._about.values() for value in said.get(extension, ())]
        types = {self._curie(value.datatype) if isinstance(value, Literal) else _REFERENCE for value in values}
        return {"type_hint": types.pop()} if len(types) == 1 and types != {"xsd:string"} else {}

    def _mapping(self, node: Term) -> dict[str, Any]:
        own = {"record_id": self._curie(node)} if isinstance(node, IRI) else {}
        told = own | self._slots(self._about[node], ())
        first = ("subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label")
        return {slot: told[slot] for slot in (*first, *sorted(told.keys() - set(first))) if slot in told}

    def _slots(self, said: Said, apart: Iterable[IRI]) -> dict[str, Any]:
        """The values of each slot; raises `DataError` if a slot that has one value has several."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for predicate, values in said.items():
            if predicate != RDF.type and predicate not in apart:
                slot = self._slot(predicate)
                found[slot].update(self._text(slot, value) for value in values)
        for slot, several in found.items():
            if len(several) > 1 and slot not in LISTS:
                raise DataError(f"{slot} has several values: {short(', '.join(sorted(several)))}", path=self._path)
        return {slot: sorted(told) if slot in LISTS else min(told) for slot, told in sorted(found.items())}

    def _slot(self, predicate: IRI) -> str:
        if slot := _SLOT_OF.get(predicate):
            return slot
        if predicate.startswith(SSSOM.base) and predicate not in self._extensions:
            return _local(predicate)
        return self._extensions.setdefault(predicate, f"ext_{_local(predicate)}")

    def _text(self, slot: str, value: Term) -> str:
        if isinstance(value, Literal):
            return _plain_number(value.lexical) if value.datatype in (XSD.double, XSD.float) else value.lexical
        if slot in ADDRESSES:
            return str(value)
        word = _WORDS.get(IRI(str(value)))
        return self._curie(value) if word is None or slot in REFERENCES else word

    def _curie(self, value: Term | IRI) -> str:
        if isinstance(value, Literal):
            return value.lexical
        known = {**BUILT_IN, **self._prefixes}
        starts = [(name, start) for name, start in known.items() if name and str(value).startswith(start)]
        if not starts:
            return str(value)
        name, start = max(starts, key=lambda pair: len(pair[1]))
        return f"{name}:{str(value).removeprefix(start)}"


def _local(iri: IRI) -> str:
    return re.split(r"[/#:]", iri)[-1]


def _plain_number(text: str) -> str:
    """A number without an exponent.

    >>> [_plain_number(text) for text in ("9.71e-01", "1e+00", "0.9999999", "1e-7")]
    ['0.971', '1', '0.9999999', '0.0000001']
    """
    try:
        plain = format(Decimal(repr(float(text))), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    except ValueError:
        return text


def write_turtle(plain: Plain) -> str:
    """The set as Turtle, with CURIEs, so that it can be read back as a table."""
    return "".join(_Writer(plain).lines())


class _Writer:
    def __init__(self, plain: Plain) -> None:
        self._plain = plain
        self._prefixes = {name: PREFIXES[name] for name in _ALWAYS}
        self._prefixes.update(BUILT_IN)
        self._prefixes.update(plain.prefixes)
        definitions = plain.slots.get(_DEFINITIONS) or []
        self._definitions = (
            [one for one in definitions if isinstance(one, dict)] if isinstance(definitions, list) else []
        )
        self._properties = {
            str(one.get("slot_name")): self._full(str(one.get("property"))) for one in self._definitions
        }

        self._hints = {str(one.get("slot_name")): str(one.get("type_hint") or "") for one in self._definitions}

    def lines(self) -> Iterator[str]:
        for name, start in sorted(self._prefixes.items()):
            yield f"@prefix {name}: <{start}> .\n"
        named = str(self._plain.slots.get("mapping_set_id", ""))
        yield f"\n{f'<{named}>' if named else '[]'} a sssom:MappingSet"
        apart = ("mapping_set_id", _DEFINITIONS)
        yield from (f" ;\n  {told}" for told in self._told(self._plain.slots, apart))
        for one in self._definitions:
            said = [
                f"sssom:{slot} {_quoted(str(value)) if slot == 'slot_name' else self._iri(str(value))}"
                for slot, value in one.items()
            ]
            yield f" ;\n  sssom:{_DEFINITIONS} [ a sssom:ExtensionDefinition ; {' ; '.join(said)} ]"
        nodes = [self._iri(one["record_id"]) if one.get("record_id") else "" for one in self._plain.mappings]
        told = [
            node or f"[ a owl:Axiom{''.join(_BREAK + said for said in self._told(mapping))} ]"
            for mapping, node in zip(self._plain.mappings, nodes, strict=True)
        ]
        yield (f" ;\n  sssom:mappings {', '.join(told)} .\n" if told else " .\n")
        for mapping, node in zip(self._plain.mappings, nodes, strict=True):
            if node:
                yield f"\n{node} a owl:Axiom{''.join(_BREAK + said for said in self._told(mapping))} .\n"

    def _told(self, slots: Mapping[str, Any], apart: Iterable[str] = ()) -> Iterator[str]:
        for slot, value in slots.items():
            if slot not in (*apart, "record_id") and value not in ("", [], None):
                predicate = self._properties.get(slot) or property_of(slot)
                terms = [self._term(slot, one) for one in values_of(slot, value)]
                yield f"{self._iri(predicate)} {', '.join(terms)}"

    def _term(self, slot: str, text: str) -> str:
        if slot in REFERENCES:
            return self._iri(text)
        if slot in ADDRESSES:
            return (
                f"<{text}>" if re.fullmatch(r"[a-z][\w+.-]*:[^\s<>\"{}|\\^`]+", text, re.IGNORECASE) else _quoted(text)
            )
        if slot in DATES:
            return f"{_quoted(text)}^^xsd:date"
        if slot in NUMBERS and _is_number(text):
            return f"{_quoted(text)}^^xsd:double"
        if kind := self._hints.get(slot):
            return self._iri(text) if kind == _REFERENCE else f"{_quoted(text)}^^{self._iri(kind)}"
        return self._iri(_FIXED[text]) if text in _FIXED and slot in _FIXED_SLOTS else _quoted(text)

    def _full(self, curie: str) -> IRI:
        prefix, colon, name = curie.partition(":")
        start = self._prefixes.get(prefix) if colon and not name.startswith("//") else None
        return IRI(curie if start is None else start + name)

    def _iri(self, text: str) -> str:
        """A CURIE or an IRI in Turtle: as a prefixed name where Turtle has one, else in full."""
        iri = self._full(text)
        starts = [(name, start) for name, start in self._prefixes.items() if iri.startswith(start)]
        for name, start in sorted(starts, key=lambda pair: -len(pair[1])):
            local = iri.removeprefix(start)
            if not local or _LOCAL.fullmatch(local):
                return f"{name}:{local.replace('/', chr(92) + '/')}"
        return f"<{_NO_IRI.sub(lambda found: f'%{ord(found[0]):02X}', iri)}>"


def _is_number(text: str) -> bool:
    try:
        number(text, -1, 1)
    except ValueError:
        return False
    return True


def _quoted(text: str) -> str:
    for char, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(char, escaped)
    return f'"{text}"'
