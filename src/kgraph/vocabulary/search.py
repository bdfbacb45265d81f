"""Finding terms by the words that people use: in a term's name, its labels, its alternative labels and its
definition."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from kgraph.errors import nearest
from kgraph.namespaces import IRI
from kgraph.reading import fold
from kgraph.vocabulary.terms import Entry, Vocabulary, spelt

MOST = 3
"""How many terms a message suggests."""


def found(vocabulary: Vocabulary, words: str = "", kind: str = "") -> list[Entry]:
    """The terms that have every word in their names, alternative labels, kind or definition; the closest first.

    Without words, all terms; with `kind`, only those of one kind ("measure", "event"). Letter case and plurals do not
    matter.
    """
    chosen = [entry for entry in vocabulary.terms.values() if is_of_kind(entry, kind)]
    sought = _stems(words)
    if not sought:
        return sorted(chosen, key=lambda entry: (entry.kind, entry.label))
    ranked = [(rank, entry) for entry in chosen if (rank := _rank(entry, words, sought)) is not None]
    return [entry for _, entry in sorted(ranked, key=lambda pair: (pair[0], len(pair[1].label), pair[1].label))]


def is_of_kind(entry: Entry, kind: str) -> bool:
    """Whether a term is of a kind: its own kind, or "X" if its kind is "kind of X"; a currency is a unit too.

    >>> is_of_kind(Entry(IRI("x:Fire"), "fire", "kind of event"), "events")
    True
    """
    asked = _stem(kind)
    if asked == "currency":
        return entry.kind == "unit" and "currency" in entry.alternatives
    return not asked or asked in (_stem(entry.kind), _stem(entry.kind.removeprefix("kind of ")))


def suggested(vocabulary: Vocabulary, name: str, use: str = "") -> list[Entry]:
    """The terms that somebody who wrote `name` may have meant, the likeliest first; at most `MOST`.

    `use` is how the name was used: "property", "class", or "term" for a value; terms that fit there are preferred.
    Terms with a similar spelling come first, then those that have `name` as another label, those whose definition has
    all its words, and those that have one of its words as a name.
    """
    words = spelt(name[:1].upper() + name[1:])
    fitting = {_local(entry.iri): entry for entry in vocabulary.terms.values() if _fits(entry, use)}
    close = get_close_matches(name, fitting, n=1, cutoff=0.85)
    called = [entry for entry in vocabulary.terms.values() if _stem(words) in map(_stem, _names(entry))]
    ordered = [*(fitting[local] for local in close), *_sorted(called, use)]
    if not called:
        parts = [entry for word in reversed(words.split()) for entry in found(vocabulary, word)[:1]]
        alike = [fitting[local] for local in nearest(name, fitting)]
        ordered += [] if close else [*(_sorted(found(vocabulary, words), use) or parts), *alike]
    return list(dict.fromkeys(ordered))[:MOST]


def named(vocabulary: Vocabulary, given: str, kind: str = "") -> IRI | None:
    """The term that somebody names by its label or its name ("troop strength", "kg:TroopStrength").

    A workspace's own term comes first. With `kind`, only terms of that kind (see `found`). `None` if there is no such
    term.
    """
    sought = _joined(given)
    terms = [
        entry for entry in vocabulary.terms.values() if sought in (_joined(entry.label), _joined(_local(entry.iri)))
    ]
    chosen = sorted((entry for entry in terms if is_of_kind(entry, kind)), key=lambda entry: not entry.own)
    return chosen[0].iri if chosen else None


def _joined(name: str) -> str:
    return re.sub(r"[\s_-]+", "", fold(name).removeprefix("kg:"))


def _fits(entry: Entry, use: str) -> bool:
    is_class = entry.kind.startswith("kind of ") or entry.kind == "class"
    of_use = {
        "property": entry.kind == "property",
        "class": is_class,
        "term": entry.kind != "property" and not is_class,
    }
    return of_use.get(use, True)


def _sorted(entries: Iterable[Entry], use: str) -> list[Entry]:
    return sorted(entries, key=lambda entry: not _fits(entry, use))


def _names(entry: Entry) -> tuple[str, ...]:
    return (entry.label, spelt(entry.iri), *entry.alternatives)


def _rank(entry: Entry, words: str, sought: list[str]) -> int | None:
    """How well a term matches the words: 0 if the words are exactly one of its names, 1 if its names have all of them,
    2 if its names, kind and definition together have all; `None` if a word is missing."""
    if _stem(words) in map(_stem, _names(entry)) or words.strip() == _local(entry.iri):
        return 0
    for rank, text in enumerate(_texts(entry), 1):
        if all(re.search(rf"(?<!\w){re.escape(stem)}", text) for stem in sought):
            return rank
    return None


@lru_cache(maxsize=10_000)
def _texts(entry: Entry) -> tuple[str, str]:
    """The stems of a term's names, and the stems of its names, kind and definition together."""
    names = " ".join(map(_stem, _names(entry)))
    return _stem(names), _stem(f"{names} {entry.kind} {entry.use}")


@lru_cache(maxsize=10_000)
def _stem(text: str) -> str:
    return " ".join(_stems(text))


def _stems(text: str) -> list[str]:
    """The words of a text in one form: folded, without the endings of English plurals.

    >>> _stems("Casualties, losses and kg:PeopleKilled")
    ['casualty', 'loss', 'and', 'people', 'kill']
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", re.sub(r"\bkg:", "", text))
    words = re.findall(r"[^\W_]+|[$€£¥₹₽₴%]", fold(parted))
    return [_without_ending(word) for word in words]


def _without_ending(word: str) -> str:
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1 and not word.endswith(("ss", "us", "is")):
            return word.removesuffix(ending) + instead
    return word


def _local(iri: IRI) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]
