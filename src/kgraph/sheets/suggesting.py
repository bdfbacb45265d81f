"""Completing answers: names, terms and short names of claims that begin with the typed text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kgraph.errors import short
from kgraph.namespaces import KG
from kgraph.reading import fold
from kgraph.sheets.columns import RELATIONS
from kgraph.sheets.drafting import Draft, said_of
from kgraph.sheets.fields import MORE, Field, more_of
from kgraph.vocabulary import is_of_kind

_MOST = 40


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that can replace the last `length` typed characters, and what it is."""

    text: str
    told: str = ""
    length: int = 0


def suggestions(draft: Draft, at: int, of: Field, typed: str) -> list[Suggestion]:
    """The completions of an answer; in a list, of its last value."""
    part = typed.rpartition(";")[2].lstrip() if of.is_list or of.column in RELATIONS else typed
    found: dict[str, Suggestion] = {}
    for name, text, told in _candidates(draft, at, of):
        if len(found) < _MOST and _begins(part, name):
            found.setdefault(text, Suggestion(text, short(told, 50), len(part)))
    return sorted(found.values(), key=lambda one: (not fold(one.text).startswith(fold(part)), one.text))


def classes(draft: Draft, typed: str) -> list[Suggestion]:
    """The completions for the class of a new thing."""
    part = typed.removeprefix("+").lstrip()
    vocabulary = draft.known.names.vocabulary
    words = (vocabulary.label(iri) for iri in (*vocabulary.entity_kinds, KG.Role))
    return [Suggestion(word, length=len(part)) for word in sorted(set(words)) if _begins(part, word)]


def _begins(part: str, name: str) -> bool:
    """Whether a name, or one of its words, begins with the typed text."""
    sought, folded = fold(part).strip(), fold(name)
    return folded.startswith(sought) or f" {sought}" in folded


def _candidates(draft: Draft, at: int, of: Field) -> Iterator[tuple[str, str, str]]:
    """Each possible name, the text to insert for it, and what it is."""
    if of.column == "document":
        for iri, source in draft.known.sources.items():
            name = draft.known.slug(iri)
            yield from ((called, name, next(iter(source.names), "")) for called in (name, *source.names))
    elif of.column == MORE:
        yield from ((name, name, "") for name in more_of(draft.rows[at], first=at == 0))
    elif of.column in RELATIONS:
        for name, claim in draft.others():
            said = said_of(draft.known, claim)
            yield name, name, f"{said['who']}: {said['what']}"
    yield from ((choice, choice, "") for choice in of.choices)
    yield from _terms(draft, at, of)
    if of.things:
        yield from _things(draft)


def _terms(draft: Draft, at: int, of: Field) -> Iterator[tuple[str, str, str]]:
    names = draft.known.names
    if of.column == "what" and draft.rows[at].get("kind", "").casefold() == "assessment":
        aspects, ratings = (_labels(draft, kind) for kind in ("aspect", "rating"))
        yield from ((f"{aspect}: {rating}", f"{aspect}: {rating}", "") for aspect in aspects for rating in ratings)
    for entry in draft.terms(of):
        text = names.word(entry.iri, of.terms)
        yield from ((called, text, entry.definition) for called in (entry.label, *entry.alternatives))


def _labels(draft: Draft, kind: str) -> Iterable[str]:
    return sorted(entry.label for entry in draft.known.names.vocabulary.terms.values() if is_of_kind(entry, kind))


def _things(draft: Draft) -> Iterator[tuple[str, str, str]]:
    names = draft.known.names
    for thing in names.things.values():
        kind = draft.class_words(thing.classes)
        yield from ((called, names.name(thing.iri), kind) for called in (thing.label, *thing.others))
