"""Corroborations and repetitions in news of a made-up harbour, written by hand, for and against."""

import hashlib
from collections.abc import Iterable

import pytest

from claims import BASE, claim, document, grounds_of, span
from kgraph import IRI
from kgraph.findings import concluded
from kgraph.findings.agreement import corroborations, repetitions
from kgraph.findings.grounds import Grounds
from kgraph.model import Literal
from kgraph.namespaces import KG, RDF

PEOPLE = "".join(
    f'<agent/{name}> a {kind} ; rdfs:label "{name.title()}"@en . '
    for name, kind in {
        **dict.fromkeys(("paper", "radio", "wire"), "kg:MediaOutlet"),
        **dict.fromkeys(("ann", "bo"), "kg:Person"),
        **dict.fromkeys(("clerk", "guard"), "kg:Person, kg:UnnamedSource"),
    }.items()
)
DOCUMENTS = document("p", "paper") + document("q", "paper") + document("r", "radio") + document("w", "wire")
SANK = f"<event/fire> kg:phase kg:Completed ; kg:time {span('2031-03-01')} ."
THERE = "<#k> a kg:Presence ; kg:subject <agent/bo> ; kg:place <place/quay> ."
COSTLY = "<#r> a kg:Assessment ; kg:subject <event/fire> ; kg:aspect kg:Cost ; kg:rating kg:High ."
REJECTED = " ; kg:status kg:Rejected"


def grounds(claims: Iterable[str]) -> Grounds:
    return grounds_of(PEOPLE, DOCUMENTS, *claims)


def short(iris: Iterable[IRI]) -> str:
    return " ".join(sorted({iri.removeprefix(f"{BASE}claim/").removeprefix(f"{BASE}agent/") for iri in iris}))


def quoted(who: str) -> str:
    """“ann p/1” as a sentence has it."""
    name, of = who.split(" ")
    return f"{name.title()} (“{of} is what it says”)"


def at_least(count: int, *who: str, more: str = "") -> str:
    told = ", ".join(map(quoted, who))
    return f"At least {count} independent origins say the same, as it is recorded: {told}{more}."


CIRCLE = "; some of them have it from each other, and count as one"
ANN, BO = claim("p/1", "agent/ann", SANK), claim("r/2", "agent/bo", SANK)
BOTH = ("p/1 r/2", "ann bo", at_least(2, "ann p/1", "bo r/2"))


def two(content: str, modality: str = "Assertion", polarity: str = "Positive") -> tuple[str, str]:
    """Ann in the paper and Bo in the radio say this."""
    one = claim("p/1", "agent/ann", content, modality=modality, polarity=polarity)
    return one, claim("r/2", "agent/bo", content, modality=modality, polarity=polarity)


CORROBORATED: dict[str, tuple[Iterable[str], list[tuple[str, str, str]]]] = {
    "two on their own": ((ANN, BO), [BOTH]),
    "one says it twice": ((ANN, claim("r/2", "agent/ann", SANK)), []),
    "contents that differ in a day": ((ANN, claim("r/2", "agent/bo", SANK.replace("03-01", "03-02"))), []),
    "who passes it on is no origin": (
        (ANN, claim("r/2", "agent/radio", SANK, via=("paper",)), claim("w/3", "agent/bo", SANK)),
        [("p/1 w/3", "ann bo", at_least(2, "ann p/1", "bo w/3"))],
    ),
    "the outlet that quotes": ((ANN, claim("q/2", "agent/paper", SANK)), []),
    "what was derived from the other": (
        (ANN, claim("r/2", "agent/bo", SANK, more=" ; kg:derivedFrom <claim/p/1>")),
        [],
    ),
    "a state without a time, said on one day": (two(THERE), [BOTH]),
    "a state without a time, said on two days": (
        (claim("p/1", "agent/ann", THERE), claim("r/2", "agent/bo", THERE, said="2031-03-10")),
        [],
    ),
    "assessments": (two(COSTLY), []),
    "an assessment, and what is told of an event": (two(f"{SANK} {COSTLY}"), [BOTH]),
    "denials": (two(SANK, "Denial", "Negative"), []),
    "forecasts": (two(SANK, "Forecast"), []),
    "one of two is rejected": ((ANN, claim("r/2", "agent/bo", SANK, more=REJECTED)), []),
    "one of three is rejected": ((ANN, BO, claim("w/3", "agent/clerk", SANK, more=REJECTED)), [BOTH]),
    "two unnamed sources may be one": ((claim("p/1", "agent/clerk", SANK), claim("r/2", "agent/guard", SANK)), []),
    "two unnamed sources count as one beside a named one": (
        (ANN, claim("r/2", "agent/clerk", SANK), claim("w/3", "agent/guard", SANK)),
        [("p/1 r/2 w/3", "ann clerk guard", at_least(2, "ann p/1", "clerk r/2", "guard w/3"))],
    ),
    "who have it from each other count as one beside another": (
        (
            claim("p/1", "agent/paper", SANK, via=("radio",)),
            claim("r/2", "agent/radio", SANK, via=("paper",)),
            claim("w/3", "agent/ann", SANK),
        ),
        [("p/1 r/2 w/3", "ann paper radio", at_least(2, "ann w/3", "paper p/1", "radio r/2", more=CIRCLE))],
    ),
    "a statement on a condition says nothing plainly": (
        two(f"{SANK} <event/fire> kg:condition <#if> . <#if> kg:phase kg:Begun ."),
        [],
    ),
    "statements that are blank nodes": (
        two("[] a kg:Presence ; kg:subject <agent/bo> ; kg:place <place/quay> ."),
        [BOTH],
    ),
}


@pytest.mark.parametrize(("claims", "findings"), CORROBORATED.values(), ids=CORROBORATED)
def test_who_says_the_same_on_their_own(claims: Iterable[str], findings: list[tuple[str, str, str]]) -> None:
    found = corroborations(grounds(claims))
    assert [(short(one.claims), short(whom for _, whom in one.of), one.explanation) for one in found] == findings


def heard(hands: str, words: str = "p/1 is what it says", who: str = "Ann") -> str:
    return f"One voice, {who}, says “{words}” and is heard through {hands}."


REPEATED: dict[str, tuple[Iterable[str], list[tuple[str, str]]]] = {
    "one voice in two outlets": ((ANN, claim("r/2", "agent/ann", SANK)), [("p/1 r/2", heard("Paper, Radio"))]),
    "one voice in one outlet, once through a wire": (
        (ANN, claim("q/2", "agent/ann", SANK, via=("wire",))),
        [("p/1 q/2", heard("Paper, Wire"))],
    ),
    "twice by one way": ((ANN, claim("q/2", "agent/ann", SANK)), []),
    "the same hands in another order": (
        (claim("p/1", "agent/ann", SANK, via=("wire",)), claim("w/2", "agent/ann", SANK, via=("paper",))),
        [],
    ),
    "what an outlet says itself, and another quotes": (
        (claim("p/2", "agent/paper", SANK), claim("r/1", "agent/paper", SANK)),
        [("p/2 r/1", heard("Radio", "r/1 is what it says", "Paper"))],
    ),
    "two voices": ((ANN, BO), []),
    "two voices, each by two ways": (
        (ANN, claim("r/2", "agent/ann", SANK), claim("p/3", "agent/bo", SANK), claim("w/4", "agent/bo", SANK)),
        [("p/1 r/2", heard("Paper, Radio")), ("p/3 w/4", heard("Paper, Wire", "p/3 is what it says", "Bo"))],
    ),
    "other contents": ((ANN, claim("r/2", "agent/ann", SANK.replace("03-01", "03-02"))), []),
    "a state without a time, said on two days": (
        (claim("p/1", "agent/ann", THERE), claim("r/2", "agent/ann", THERE, said="2031-03-10")),
        [],
    ),
    "denials": (
        [claim(name, "agent/ann", SANK, modality="Denial", polarity="Negative") for name in ("p/1", "r/2")],
        [("p/1 r/2", heard("Paper, Radio"))],
    ),
    "denials of two statements at once": (
        [claim(n, "agent/ann", f"{SANK} {THERE}", modality="Denial", polarity="Negative") for n in ("p/1", "r/2")],
        [],
    ),
    "an assertion and a denial": ((ANN, claim("r/2", "agent/ann", SANK, modality="Denial", polarity="Negative")), []),
    "forecasts": ([claim(name, "agent/ann", SANK, modality="Forecast") for name in ("p/1", "r/2")], []),
    "one of two is rejected": ((ANN, claim("r/2", "agent/ann", SANK, more=REJECTED)), []),
    "of which nobody says whether they are denied": (
        [claim(name, "agent/ann", SANK).replace("kg:polarity kg:Positive ;", "") for name in ("p/1", "r/2")],
        [],
    ),
    "two ways, and one of them twice": (
        (ANN, claim("q/2", "agent/ann", SANK), claim("r/3", "agent/ann", SANK)),
        [("p/1 q/2 r/3", heard("Paper, Radio"))],
    ),
}


@pytest.mark.parametrize(("claims", "findings"), REPEATED.values(), ids=REPEATED)
def test_one_voice_that_is_heard_through_several(claims: Iterable[str], findings: list[tuple[str, str]]) -> None:
    found = sorted((short(one.claims), one.explanation) for one in repetitions(grounds(claims)))
    assert found == findings


def test_a_claimant_is_called_by_any_name_where_there_is_none_in_english() -> None:
    people = '<agent/ann> a kg:Person ; rdfs:label "Анна"@uk .'
    claims = (ANN, claim("r/2", "agent/ann", SANK))
    [found] = repetitions(grounds_of(people, document("p", "paper"), document("r", "radio"), *claims))
    assert found.explanation == heard("paper, radio", who="Анна")


def test_findings_are_named_by_what_is_told() -> None:
    both = grounds((ANN, BO, claim("w/3", "agent/ann", SANK)))
    telling = both.tellings[IRI(f"{BASE}claim/p/1")]
    triples = list(concluded(both, BASE))
    assert {s: {(p, o) for of, p, o in triples if of == s and p != KG.explanation} for s, _, _ in triples} == {
        IRI(f"{BASE}corroboration/{hashlib.sha256(telling.encode()).hexdigest()[:16]}"): {
            (RDF.type, KG.Corroboration),
            (KG.foundBy, IRI(f"{BASE}rule/corroboration")),
            *((KG.restsOn, IRI(f"{BASE}claim/{name}")) for name in ("p/1", "r/2", "w/3")),
            *((KG.origin, IRI(f"{BASE}agent/{name}")) for name in ("ann", "bo")),
        },
        IRI(f"{BASE}repetition/{named(telling, KG.Positive, BASE + 'agent/ann')}"): {
            (RDF.type, KG.Repetition),
            (KG.foundBy, IRI(f"{BASE}rule/repetition")),
            *((KG.restsOn, IRI(f"{BASE}claim/{name}")) for name in ("p/1", "w/3")),
            (KG.origin, IRI(f"{BASE}agent/ann")),
        },
    }
    assert all(isinstance(value, Literal) and value.language == "en" for _, p, value in triples if p == KG.explanation)


def named(*parts: str) -> str:
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


def test_a_rule_that_is_replaced_finds_nothing() -> None:
    both = grounds((ANN, BO, claim("w/3", "agent/ann", SANK)))
    rules = {str(value) for _, p, value in concluded(both, BASE, {"corroboration"}) if p == KG.foundBy}
    assert rules == {f"{BASE}rule/repetition"}
