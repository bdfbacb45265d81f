"""A set of judgements: one on each pair, people before the tool, conflicts told, and the graph that they make."""

from typing import Any

import pytest

from kgraph.errors import UsageError
from kgraph.linking.judgements import BY_TOOL, Judgement, Judgements, Verdict
from kgraph.namespaces import DCTERMS, IRI, KG, OWL, RDF, RDFS, SEMAPV, SKOS, SSSOM, XSD

BASE = "https://example.org/id/"
TOWN, OTHER_TOWN = IRI(f"{BASE}place/pokrovsk"), IRI(f"{BASE}place/krasnoarmiisk")
GN, WD = "https://sws.geonames.org/", "http://www.wikidata.org/entity/"
ENTRY, OTHER_ENTRY = IRI(f"{GN}704422/"), IRI(f"{GN}2017824/")


def judgement(verdict: str = "match", target: IRI | None = ENTRY, **known: Any) -> Judgement:
    return Judgement(**({"subject": TOWN, "verdict": Verdict(verdict), "target": target, "source": GN} | known))


def by_tool(verdict: str = "match", target: IRI | None = ENTRY, **known: Any) -> Judgement:
    return judgement(verdict, target, justification=BY_TOOL, **known)


@pytest.mark.parametrize("verdict", ["match", "close", "unsure"])
def test_only_a_no_does_without_an_entry(verdict: str) -> None:
    assert judgement("no", None).target is None
    with pytest.raises(UsageError, match=f"'{verdict}' needs an entry"):
        judgement(verdict, None)


def test_one_judgement_on_a_pair() -> None:
    kept = Judgements()
    assert kept.add(judgement("unsure"))
    assert kept.add(judgement("match"))
    assert list(kept) == [judgement("match")]
    assert kept.add(judgement("match", OTHER_ENTRY))
    assert kept.add(judgement("no", None))
    assert kept.add(judgement("no", None, source=WD)), "nothing in another data set is another judgement"
    assert len(kept) == 4


def test_the_same_again_changes_nothing() -> None:
    kept = Judgements([judgement(date="2026-01-01", version="0.1")])
    assert not kept.add(judgement(date="2026-11-25", version="0.2"))
    assert next(iter(kept)).date == "2026-01-01", "since when it is thought"
    assert kept.add(judgement(date="2026-11-25", comment="looked at the map"))
    assert next(iter(kept)).date == "2026-11-25"


@pytest.mark.parametrize("theirs", ["match", "close", "no", "unsure"])
@pytest.mark.parametrize("its", ["match", "unsure"])
def test_the_tool_never_overrules_a_person(theirs: str, its: str) -> None:
    kept = Judgements([judgement(theirs)])
    assert not kept.add(by_tool(its))
    assert list(kept) == [judgement(theirs)]
    for order in ([judgement(theirs), by_tool(its)], [by_tool(its), judgement(theirs)]):
        assert list(Judgements(order)) == [judgement(theirs)], "whichever was written first"


def test_a_person_overrules_the_tool_and_the_tool_itself() -> None:
    kept = Judgements([by_tool("match")])
    assert kept.add(by_tool("unsure"))
    assert kept.add(judgement("no"))
    assert list(kept) == [judgement("no")]


def test_the_order_is_that_of_iris() -> None:
    several = [
        judgement(subject=OTHER_TOWN),
        judgement(target=OTHER_ENTRY),
        judgement(),
        judgement(target=IRI(f"{WD}Q1"), source=WD),
        judgement("no", None),
    ]
    ordered = [several[0], several[3], several[4], several[1], several[2]]
    assert list(Judgements(several)) == list(Judgements(reversed(several))) == ordered
    assert Judgements(several).of(TOWN) == ordered[1:]


def test_forgetting() -> None:
    kept = Judgements([by_tool(), judgement(target=OTHER_ENTRY), judgement(subject=OTHER_TOWN)])
    assert kept.forget(TOWN, OTHER_ENTRY, by_tool=True) == []
    assert kept.forget(TOWN, by_tool=True) == [by_tool()]
    assert kept.forget(TOWN, ENTRY) == []
    assert kept.forget(TOWN) == [judgement(target=OTHER_ENTRY)]
    assert list(kept) == [judgement(subject=OTHER_TOWN)]


def test_conflicts_both_ways() -> None:
    one = judgement(subject_label="Pokrovsk", target_label="Pokrovsk, Donetsk")
    second_entry = judgement(target=OTHER_ENTRY, subject_label="Pokrovsk")
    second_entity = judgement(subject=OTHER_TOWN, target_label="Pokrovsk, Donetsk")
    (conflict,) = Judgements([one, second_entry]).conflicts()
    assert conflict.what == f"Pokrovsk is matched with {OTHER_ENTRY} and Pokrovsk, Donetsk"
    assert set(conflict.judgements) == {one, second_entry}
    (conflict,) = Judgements([one, second_entity]).conflicts()
    assert conflict.what == f"{OTHER_TOWN} and Pokrovsk are matched with Pokrovsk, Donetsk"
    assert set(conflict.judgements) == {one, second_entity}
    assert len(Judgements([one, second_entry, second_entity]).conflicts()) == 2


@pytest.mark.parametrize("verdict", ["close", "no", "unsure"])
def test_what_is_no_conflict(verdict: str) -> None:
    assert Judgements([judgement(), judgement(verdict, OTHER_ENTRY)]).conflicts() == []
    assert Judgements([judgement(), judgement(verdict, subject=OTHER_TOWN)]).conflicts() == []
    assert Judgements([judgement(verdict), judgement(verdict, OTHER_ENTRY)]).conflicts() == []


def test_entries_of_two_data_sets_are_no_conflict() -> None:
    assert Judgements([judgement(), judgement(target=IRI(f"{WD}Q193303"), source=WD)]).conflicts() == []


def test_a_match_and_nothing_there_contradict_each_other() -> None:
    (conflict,) = Judgements([judgement(), judgement("no", None)]).conflicts()
    assert "also judged to have none" in conflict.what
    assert Judgements([judgement(), judgement("no", None, source=WD)]).conflicts() == []


def test_two_entries_of_one_host_are_a_conflict_however_they_were_found() -> None:
    one, other = (IRI(f"https://d-nb.info/gnd/{number}") for number in (1, 2))
    both = [
        judgement(target=one, source="https://d-nb.info/gnd/"),
        judgement(target=other, source="https://x.org/sparql"),
    ]
    assert len(Judgements(both).conflicts()) == 1


@pytest.mark.parametrize(
    ("one", "link", "predicate", "target", "status", "is_negated"),
    [
        (judgement("match"), SKOS.exactMatch, SKOS.exactMatch, ENTRY, KG.Accepted, False),
        (judgement("close"), SKOS.closeMatch, SKOS.closeMatch, ENTRY, KG.Accepted, False),
        (judgement("no"), None, SKOS.exactMatch, ENTRY, KG.Rejected, True),
        (judgement("no", None), None, SKOS.exactMatch, SSSOM.NoTermFound, KG.Rejected, False),
        (judgement("unsure"), None, RDFS.seeAlso, ENTRY, KG.Suggested, False),
    ],
    ids=["match", "close", "no", "nothing there", "unsure"],
)
def test_the_graph_of_each_verdict(
    one: Judgement, link: IRI | None, predicate: IRI, target: IRI, status: IRI, is_negated: bool
) -> None:
    quads = list(Judgements([one], base=BASE).quads())
    assert {graph for *_, graph in quads} == {f"{BASE}graph/links"}
    links = [(subject, p, value) for subject, p, value, _ in quads if subject == TOWN]
    assert links == ([(TOWN, link, ENTRY)] if link else [])
    said = {p: value for subject, p, value, _ in quads if subject != TOWN}
    assert said[RDF.type] == OWL.Axiom
    assert said[OWL.annotatedSource] == TOWN
    assert said[OWL.annotatedProperty] == predicate
    assert said[OWL.annotatedTarget] == target
    assert said[KG.status] == status
    assert (SSSOM.predicate_modifier in said) is is_negated
    assert all(OWL.sameAs not in quad for quad in quads), "an entity is a town as reports have it, no entry"


def test_who_how_when_and_how_surely() -> None:
    one = by_tool(author="kgraph", confidence=0.974, date="2026-11-25", comment="near", version="0.1")
    said = {p: value for subject, p, value, _ in Judgements([one], base=BASE).quads() if subject != TOWN}
    assert said[SSSOM.mapping_justification] == SEMAPV.CompositeMatching
    assert (str(said[SSSOM.confidence]), str(said[SSSOM.author_label])) == ("0.974", "kgraph")
    assert (str(said[SSSOM.mapping_date]), str(said[SSSOM.mapping_tool])) == ("2026-11-25", "kgraph 0.1")
    assert str(said[DCTERMS.description]) == "near"
    assert getattr(said[SSSOM.mapping_date], "datatype", None) == XSD.date
    bare = {p for _, p, *_ in Judgements([judgement()], base=BASE).quads()}
    assert not bare & {SSSOM.author_label, SSSOM.mapping_date, DCTERMS.description}, "nothing is said of nothing"


@pytest.mark.parametrize(
    ("confidence", "text"), [(1, "1"), (0, "0"), (0.5, "0.5"), (0.974, "0.974"), (0.00001, "0.00001"), (1e-9, "0")]
)
def test_a_confidence_is_a_decimal(confidence: float, text: str) -> None:
    assert judgement(confidence=confidence).confidence_text == text


def test_each_judgement_has_its_node_and_keeps_it() -> None:
    several = [judgement(), judgement("no", OTHER_ENTRY), judgement("no", None), judgement("no", None, source=WD)]
    nodes = {subject for subject, *_ in Judgements(several, base=BASE).quads()} - {TOWN, f"{BASE}graph/links"}
    assert len(nodes) == 4
    assert all(str(node).startswith(f"{BASE}link/") for node in nodes)
    changed = {subject for subject, *_ in Judgements([judgement("unsure", comment="x")], base=BASE).quads()}
    changed -= {f"{BASE}graph/links"}
    assert changed < nodes


def by(author: str, verdict: str = "match", **known: Any) -> Judgement:
    return judgement(verdict, author=author, **known)


def nodes(kept: Judgements) -> dict[object, str]:
    """The status of each judgement in the graph."""
    return {node: str(value).rpartition("#")[2] for node, predicate, value, _ in kept.quads() if predicate == KG.status}


def triples(kept: Judgements) -> list[tuple[Any, ...]]:
    return [quad[:3] for quad in kept.quads() if quad[0] == TOWN]


def test_a_pair_has_a_judgement_of_each_author() -> None:
    kept = Judgements([by("Ann"), by("Bo", "close"), by("Cy", "unsure")], base=BASE)
    assert len(kept) == len(kept.counted(TOWN)) == 3
    assert kept.add(by("Bo", "match"))
    assert [(one.author, str(one.verdict)) for one in kept] == [("Ann", "match"), ("Cy", "unsure"), ("Bo", "match")]
    assert triples(kept) == [(TOWN, SKOS.exactMatch, ENTRY)] * 2
    assert len(nodes(kept)) == 3
    assert kept.conflicts() == []


@pytest.mark.parametrize("verdict", ["match", "close"])
@pytest.mark.parametrize("authors", [("Ann", "Bo"), ("Ann", ""), ("", "Bo")])
def test_where_people_contradict_each_other_neither_wins(verdict: str, authors: tuple[str, str]) -> None:
    kept = Judgements([by(authors[0], verdict), by(authors[1], "no")], base=BASE)
    assert (kept.matches(TOWN), triples(kept)) == ([], [])
    assert sorted(nodes(kept).values()) == ["Accepted", "Rejected"]
    (conflict,) = kept.conflicts()
    told = [f"{author or 'somebody'} says {said}" for author, said in zip(authors, (verdict, "no"), strict=True)]
    assert conflict.what == f"{TOWN} and {ENTRY}: {', '.join(told)}"
    kept.forget(TOWN, ENTRY, author=authors[0] or authors[1])
    assert kept.conflicts() == []


def test_the_newest_of_one_author_counts() -> None:
    older = by("Ann", "match", justification="LexicalMatching", date="2026-01-01", tool="oaklib")
    kept = Judgements([older, by("Ann", "no", date="2026-01-02")], base=BASE)
    assert len(kept) == 2, "a record of another kind is kept"
    assert [str(one.verdict) for one in kept.counted(TOWN)] == ["no"]
    assert (kept.conflicts(), list(nodes(kept).values())) == ([], ["Rejected"])
    agreeing = Judgements([older, by("Ann", "match", date="2026-01-02")], base=BASE)
    assert len(nodes(agreeing)) == 2


def test_others_are_neither_replaced_nor_signed_anew() -> None:
    theirs = [
        by("Ann", tool="oaklib"),
        by("Ann", justification="LexicalMatching"),
        by("Bo"),
        by("", tool=""),
        by("", tool="oaklib", justification=BY_TOOL),
    ]
    for one in theirs:
        kept = Judgements([one], base=BASE)
        assert kept.add(by("Ann", "no", comment="it is not"))
        assert one in list(kept)
        assert not kept.add(by_tool("unsure"))


def test_nodes_of_one_judgement_are_named_by_the_pair_and_of_several_by_each() -> None:
    one, other = by("Ann", date="2026-01-01"), by("Bo", date="2026-01-02")
    alone = set(nodes(Judgements([one], base=BASE)))
    assert alone == {one.node(BASE)} == {other.node(BASE)}
    both = nodes(Judgements([one, other], base=BASE))
    assert (len(both), set(both) & alone, both) == (2, set(), nodes(Judgements([other, one], base=BASE)))
    told = list(Judgements([one, other], base=BASE).quads())
    for node in both:
        assert len([quad for quad in told if quad[:2] == (node, SSSOM.author_label)]) == 1
    same = Judgements(base=BASE)
    for _ in range(2):
        same.keep(one)
    assert len(nodes(same)) == 1


def test_several_authors_of_one_judgement() -> None:
    kept = Judgements([by(r"Ann|Bo\|Bob"), by("orcid:1", "no", author_ids=(IRI("https://orcid.org/1"),))], base=BASE)
    told = {(predicate, str(value)) for _, predicate, value, _ in kept.quads()}
    assert {value for predicate, value in told if predicate == SSSOM.author_label} == {"Ann", "Bo|Bob", "orcid:1"}
    assert (SSSOM.author_id, "https://orcid.org/1") in told


def test_who_is_counted_once_is_one_conflict_with_another_entry() -> None:
    kept = Judgements([by("Ann"), by("Bo"), by("Bo", target=OTHER_ENTRY)], base=BASE)
    (conflict,) = kept.conflicts()
    assert len(conflict.judgements) == 2
