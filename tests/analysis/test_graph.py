from collections.abc import Iterator
from dataclasses import replace

import pytest

from kgraph import Graph
from kgraph.analysis.edges import STATUSES, Edge, Word, details_of, edge_status
from kgraph.analysis.graph import Network, network
from kgraph.analysis.record import ClaimCard
from kgraph.errors import DataError, UnknownName, UsageError
from kgraph.namespaces import IRI, KG
from kgraph.store import Store, open_store
from kgraph.store.files import parse_quads

BASE = "https://example.org/id/"
WORLD = IRI(BASE + "world/undisputed")

HEAD = """
@base <https://example.org/id/> .
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
RECORD = """
<agent/paper> a kg:MediaOutlet ; rdfs:label "The Paper"@en .
<agent/wire> a kg:MediaOutlet ; rdfs:label "The Wire"@en .
<agent/ann> a kg:Person ; rdfs:label "Ann"@en .
<agent/source> a kg:UnnamedSource, kg:Person ; rdfs:label "unnamed officer"@en .
<unit/first> a kg:MilitaryUnit ; rdfs:label "1st Brigade"@en ; skos:altLabel "the First"@en, "перша"@uk .
<unit/corps> a kg:MilitaryUnit ; rdfs:label "2nd Corps"@en .
<place/town> a kg:City ; rdfs:label "Town"@en .
<event/landing> a kg:AirborneOperation ; rdfs:label "reported landing"@en .
<role/chief> a kg:Role ; rdfs:label "chief of staff"@en .
<doc/d> a kg:Document ; rdfs:label "the report"@en ; schema:publisher <agent/paper> ;
  schema:datePublished "2025-11-05T10:00:00+02:00"^^xsd:dateTime .
"""
CLAIMS = {  # modality, polarity, and what else is said of it
    1: ("Assertion", "Positive", ""),
    2: ("Assertion", "Negative", "; kg:denies <claim/d/1>"),
    3: ("Forecast", "Positive", ""),
    4: ("Denial", "Negative", ""),
    5: ("Assertion", "Positive", ""),
    6: ("Assertion", "Positive", ""),
    7: ("Assertion", "Positive", ""),
    8: ("Assertion", "Positive", ""),
    9: ("Assertion", "Positive", ""),
    10: ("Assertion", "Positive", ""),
    11: ("Assertion", "Positive", "; kg:status kg:Rejected"),
}
LOCAL_EVENT = '<claim/d/10#e> a kg:Event ; rdfs:label "local"@en .'
CONTENTS = f"""
<claim/d/1#content> {{ <event/landing> kg:actor <unit/first> ; kg:place <place/town> . }}
<claim/d/2#content> {{ <event/landing> kg:actor <unit/first> . }}
<claim/d/3#content> {{
  <claim/d/3#p> a kg:Presence ; kg:subject <unit/corps> ; kg:place <place/town> . }}
<claim/d/4#content> {{
  <claim/d/4#k> a kg:Control ; kg:subject <unit/first> ; kg:place <place/town> ; kg:extent kg:Full . }}
<claim/d/5#content> {{
  <claim/d/5#m> a kg:Measurement ; kg:measure kg:TroopStrength ; kg:subject <unit/first> ;
    kg:place <place/town> ; kg:figure "about 300" ; kg:value 300 . }}
<claim/d/6#content> {{
  <claim/d/6#m> a kg:Measurement ; kg:measure kg:TroopStrength ; kg:subject <unit/first> ;
    kg:place <place/town> ; kg:minValue 200 ; kg:maxValue 250 . }}
<claim/d/7#content> {{
  <claim/d/7#p> a kg:Posting ; org:member <agent/ann> ; org:organization <unit/first> ;
    org:role <role/chief> . }}
<claim/d/8#content> {{
  <claim/d/8#s> a kg:Subordination ; org:member <unit/first> ; org:organization <unit/corps> . }}
<claim/d/9#content> {{
  <claim/d/9#a> a kg:Assessment ; kg:subject <place/town> ; kg:place <unit/corps> ; kg:rating kg:High . }}
<claim/d/10#content> {{ <event/landing> kg:phase kg:RuledOut ; kg:target <place/town> . {LOCAL_EVENT} }}
<claim/d/11#content> {{ <event/landing> kg:target <unit/corps> . }}
"""


def speech(number: int, modality: str, polarity: str, more: str) -> str:
    status = "" if "status" in more else "; kg:status kg:Accepted"
    return f"""
<claim/d/{number}> a kg:Claim ; kg:claimant <agent/source> ; kg:statedIn <doc/d> ;
  kg:content <claim/d/{number}#content> ; kg:modality kg:{modality} ; kg:polarity kg:{polarity} ;
  kg:certainty kg:Possible ; kg:voice kg:IndirectSpeech ;
  kg:paraphrase "claim {number}"@en ; kg:about <place/town> {status} {more} ;
  prov:wasQuotedFrom [ a kg:Utterance ; prov:wasAttributedTo <agent/wire> ;
    prov:wasQuotedFrom [ a kg:Utterance ; prov:wasAttributedTo <agent/ann> ] ] ;
  kg:assertedDuring [ a kg:TimeSpan ; kg:latestEnd "2025-11-04"^^xsd:date ] ;
  kg:saidBy "2025-11-04"^^xsd:date ;
  kg:anchor [ oa:hasSelector [ oa:start 10 ; oa:end 25 ] ] .
"""


@pytest.fixture
def store() -> Iterator[Store]:
    record = RECORD + "".join(speech(number, *said) for number, said in CLAIMS.items())
    # The world holds content too, as worlds do, and the record stands in another graph as well.
    trig = f"{HEAD} <doc/d> {{ {record} }} <world/undisputed> {{ {record} {LOCAL_EVENT} }} {CONTENTS}"
    with open_store("memory:") as opened:
        opened.load(parse_quads(trig.encode(), "trig", BASE))
        yield opened


def iri(path: str) -> IRI:
    return IRI(BASE + path)


def found(net: Network) -> dict[tuple[str, str, str], Edge]:
    return {(e.source.removeprefix(BASE), e.name, e.target.removeprefix(BASE)): e for e in net.edges}


def test_relations_come_from_the_contents_of_claims(store: Store) -> None:
    store.load([(iri(f"claim/d/{n}"), KG.inWorld, WORLD, WORLD) for n in (5, 6, 7, 8, 10)])
    net = network(store, WORLD)
    edges = {key: (e.label, e.status, len(e.claims)) for key, e in found(net).items()}
    assert edges == {
        ("event/landing", "carried out by", "unit/first"): (
            "carried out by",
            "outside",
            2,
        ),  # the officer takes it back
        ("event/landing", "at", "place/town"): ("at", "outside", 1),
        ("unit/corps", "present in", "place/town"): ("present in", "forecast", 1),
        ("unit/first", "controls", "place/town"): ("controls (denied): all of it", "denied", 1),
        ("unit/first", "troop strength", "place/town"): (
            "troop strength: 200–250; about 300",
            "undisputed",
            2,
        ),
        ("agent/ann", "chief of staff", "unit/first"): ("chief of staff", "undisputed", 1),
        ("unit/first", "subordinate to", "unit/corps"): ("subordinate to", "undisputed", 1),
        ("event/landing", "directed at (ruled out)", "place/town"): ("directed at (ruled out)", "excluded", 1),
    }


def test_a_claim_carries_its_chain_and_its_pointer(store: Store) -> None:
    card = {c.id: c for c in network(store, WORLD).claims}[iri("claim/d/2")]
    assert card.chain == ("The Paper", "The Wire", "Ann", "unnamed officer")
    assert (card.stance, card.certainty, card.voice) == ("denial", "possible", "indirect speech")
    assert (card.said, card.said_by) == ("2025-11-04 or earlier", "2025-11-04")
    assert card.pointer == "the report, characters 10–25"
    assert card.relations == (("denies", iri("claim/d/1")),)
    assert card.about == (iri("place/town"),)


def test_entities_are_nodes_and_local_nodes_and_roles_are_not(store: Store) -> None:
    nodes = {n.id.removeprefix(BASE): n for n in network(store, WORLD).nodes}
    assert sorted(nodes) == [
        "agent/ann", "agent/paper", "agent/source", "agent/wire",
        "event/landing", "place/town", "unit/corps", "unit/first",
    ]  # fmt: skip
    assert nodes["agent/source"].kind == "source"
    assert (nodes["event/landing"].kind, nodes["event/landing"].type) == ("event", "airborne operation")
    assert nodes["unit/first"].alt == ("the First", "перша")


def test_rejected_and_invisible_claims_are_left_out(store: Store) -> None:
    everything = network(store, WORLD)
    assert iri("claim/d/11") not in {c.id for c in everything.claims}
    some = network(store, WORLD, claims=[iri("claim/d/3"), iri("claim/d/11")])
    assert [c.id for c in some.claims] == [iri("claim/d/3")]
    assert list(found(some)) == [("unit/corps", "present in", "place/town")]


def test_claims_are_in_natural_order(store: Store) -> None:
    assert [c.id.rpartition("/")[2] for c in network(store, WORLD).claims] == [str(n) for n in range(1, 11)]


def test_focus_keeps_the_neighbourhood(store: Store) -> None:
    near = network(store, WORLD, focus=[iri("agent/ann")])
    assert {n.label for n in near.nodes} == {"Ann", "1st Brigade"}
    further = network(store, WORLD, focus=[iri("agent/ann")], depth=2)
    assert {n.label for n in further.nodes} == {"Ann", "1st Brigade", "2nd Corps", "Town", "reported landing"}
    kept = {c.id for c in near.claims}
    assert {claim for e in near.edges for claim in e.claims} <= kept


def test_an_edge_says_what_each_claim_adds_and_what_makes_it_the_relation(store: Store) -> None:
    edges = found(network(store, WORLD))
    strength = edges["unit/first", "troop strength", "place/town"]
    assert [(said.claim, said.detail) for said in strength.said] == [
        (iri("claim/d/5"), "about 300"), (iri("claim/d/6"), "200–250"),
    ]  # fmt: skip
    assert strength.terms == ((KG.TroopStrength,),)
    assert edges["agent/ann", "chief of staff", "unit/first"].terms == ((iri("role/chief"),),)
    assert edges["event/landing", "directed at (ruled out)", "place/town"].terms == ((KG.target, KG.RuledOut),)
    assert {edge.origins for edge in edges.values()} == {1}  # all have it from one unnamed officer


def test_a_network_carries_positions_and_disputes_among_its_claims(graph: Graph) -> None:
    net = graph.network(focus="DeepState")
    kept = {claim.id for claim in net.claims}
    assert {position.claim.id for _, position in net.positions} <= kept
    assert net.disputes and all(dispute.claims and dispute.claims <= kept for dispute in net.disputes)
    assert {dispute.since for dispute in net.disputes} == {"2025-11-05"}
    assert ("share of territory captured: Russian forces in Pokrovsk", "half") in {
        (aspect, position.what) for aspect, position in net.positions
    }


def test_to_deny_one_figure_says_nothing_of_another() -> None:
    half, no = card("assertion"), card("denial", "negative", "x:b")
    assert edge_status([Word(half, "half", held=True), Word(no, "half")]) == "disputed"
    assert edge_status([Word(half, "half", held=True), Word(no, "all")]) == "undisputed"
    with pytest.raises(DataError, match="x:c has no modality"):
        edge_status([Word(card("question"))])


def test_who_asserts_an_intention_asserts_no_event() -> None:
    said, no = card("assertion"), card("denial", "negative", "x:b")
    assert edge_status([Word(said, held=True)], phase="intended") == "intended"
    assert edge_status([Word(said)], phase="intended") == "outside"
    assert edge_status([Word(said, held=True), Word(no)], phase="intended") == "disputed"
    assert edge_status([Word(no)], phase="intended") == "unintended"
    assert edge_status([Word(card("forecast"))], phase="intended") == "forecast"


def test_who_says_that_something_was_prevented_says_not_that_it_happened_and_who_denies_that_says_neither() -> None:
    said, no = card("assertion"), card("denial", "negative", "x:b")
    assert edge_status([Word(said, held=True)], phase="prevented") == "prevented"
    assert edge_status([Word(said)], phase="prevented") == "outside"
    assert edge_status([Word(said, held=True), Word(no)], phase="prevented") == "disputed"
    assert edge_status([Word(no)], phase="prevented") == "unprevented"
    assert edge_status([Word(card("forecast"))], phase="prevented") == "forecast"
    assert edge_status([Word(said, held=True)], phase="excluded") == "excluded"
    assert edge_status([Word(no)], phase="excluded") == "unprevented"


def test_what_was_prevented_is_drawn_as_prevented_and_says_so_once(graph: Graph) -> None:
    edges = graph.network().edges
    prevented = [edge for edge in edges if "(prevented)" in edge.name]
    assert prevented and {edge.status for edge in prevented} == {"prevented"}
    assert all(edge.standalone == edge.label for edge in prevented)
    assert not [edge for edge in edges if edge.status == "prevented" and edge not in prevented]


def test_an_intended_event_is_drawn_as_intended(graph: Graph) -> None:
    intended = [edge for edge in graph.network().edges if "(intended)" in edge.name]
    assert len(intended) > 3
    assert {edge.status for edge in intended} == {"intended"}
    assert all(edge.standalone == edge.label for edge in intended)


def test_a_label_tells_a_denial_once() -> None:
    def edge(details: tuple[str, ...], status: str, *, all_deny: bool) -> Edge:
        return Edge(IRI("x:a"), IRI("x:b"), "control", "controls", (), status, details, all_deny=all_deny)

    assert edge(("full",), "denied", all_deny=True).standalone == "controls (denied): full"
    assert edge((), "denied", all_deny=True).standalone == "controls (denied)"
    assert edge(("full (denied)", "half (forecast)"), "denied", all_deny=False).standalone == (
        "controls (denied): full (denied); half (forecast)"
    )
    assert edge(("full",), "undisputed", all_deny=False).standalone == "controls: full"
    mixed = replace(edge(("half (scenario)", "not full"), "disputed", all_deny=False), plain=True)
    assert mixed.standalone == "controls (disputed); half (scenario); not full"
    assert replace(mixed, details=(), status="undisputed").standalone == "controls"
    said = [Word(card("denial", "negative"), "full"), Word(card("forecast"), "half")]
    assert details_of(said) == ("full (denied)", "half (forecast)") and details_of(said[:1]) == ("full",)
    assert details_of([*said, Word(card("assertion", by="x:b"), "quarter")])[0] == "half (forecast)"
    assert "not full" in details_of([*said, Word(card("assertion", by="x:b"), "quarter")])


def test_what_is_said_of_a_post_on_a_condition_says_so(store: Store) -> None:
    content = f"""{HEAD} <claim/d/3#content> {{ <claim/d/3#q> a kg:Posting ; org:member <agent/ann> ;
      org:organization <unit/corps> ; kg:condition <event/landing> . }}"""
    store.load(parse_quads(content.encode(), "trig", BASE))
    assert found(network(store, WORLD))["agent/ann", "post", "unit/corps"].label == "post: conditional (forecast)"


def test_kinds_keep_entities_of_these_kinds_and_what_joins_them(store: Store) -> None:
    net = network(store, WORLD, kinds=["unit", "place"])
    assert {node.kind for node in net.nodes} == {"unit", "place"}
    assert {edge.name for edge in net.edges} == {"present in", "controls", "troop strength", "subordinate to"}
    with pytest.raises(UnknownName, match="did you mean 'unit'"):
        network(store, WORLD, kinds=["units"])


def test_a_claimant_without_relations_has_what_it_speaks_of_about_it(store: Store) -> None:
    assert {n.label for n in network(store, WORLD, focus=[iri("agent/source")]).nodes} == {"unnamed officer", "Town"}


def test_identity_has_facts_and_matches(graph: Graph) -> None:
    nodes = {node.label: node for node in graph.network().nodes}
    assert nodes["Pokrovsk"].facts == (("country", "Ukraine"),)
    assert nodes["Vladimir Putin"].links == (("exact match", "http://www.wikidata.org/entity/Q7747"),)
    assert dict(nodes["Yuval Noah Harari"].facts)["is"] == "Israeli historian"


def test_a_wrong_focus_or_depth_is_refused(store: Store) -> None:
    with pytest.raises(UnknownName, match="agent/ann'"):
        network(store, WORLD, focus=[iri("agent/an")])
    with pytest.raises(UsageError, match="1 or more"):
        network(store, WORLD, focus=[iri("agent/ann")], depth=0)


def card(modality: str, polarity: str = "positive", by: str = "x:a", day: str = "") -> ClaimCard:
    return ClaimCard(IRI("x:c"), "", IRI(by), (), modality, polarity, "certain", "", "", day, "", "")


def word(
    modality: str,
    polarity: str = "positive",
    *,
    disputed: bool = False,
    held: bool = False,
    by: str = "x:a",
    day: str = "",
) -> Word:
    return Word(card(modality, polarity, by, day), "", disputed, held)


ACCUSED = word("assertion", disputed=True, day="2031-05-18")
TAKEN_BACK = word("denial", "negative", disputed=True, day="2031-05-20")
REJECTED = word("denial", "negative", disputed=True, by="x:b", day="2031-05-19")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ([word("assertion", held=True)], "undisputed"),
        ([word("assertion")], "outside"),
        ([word("assertion", held=True), word("forecast")], "undisputed"),
        ([word("assertion", held=True), word("assertion", "negative", by="x:b")], "disputed"),
        ([word("assertion", held=True), word("assertion", "negative")], "outside"),  # whoever said it takes it back
        (
            [word("assertion", held=True), word("denial", "negative"), word("assertion", held=True, by="x:b")],
            "disputed",
        ),
        ([word("assertion"), word("assertion", held=True, by="x:b")], "undisputed"),
        ([word("assertion", held=True, disputed=True)], "disputed"),
        ([word("denial", "negative")], "denied"),
        ([word("assertion", "negative")], "denied"),
        ([word("forecast"), word("denial", "negative")], "denied"),
        ([word("forecast", disputed=True), word("denial", "negative", disputed=True, by="x:b")], "disputed"),
        ([word("forecast", disputed=True), word("forecast", "negative", disputed=True, by="x:b")], "disputed"),
        ([word("forecast"), word("denial", "negative", disputed=True, by="x:b")], "denied"),  # of what others say
        ([word("forecast", disputed=True)], "forecast"),
        ([ACCUSED, REJECTED], "disputed"),
        ([ACCUSED, REJECTED, TAKEN_BACK], "outside"),  # nobody says so any more
        ([ACCUSED, REJECTED, TAKEN_BACK, word("assertion", by="x:d", day="2031-05-18")], "disputed"),
        ([REJECTED, TAKEN_BACK, word("assertion", day="2031-05-21")], "disputed"),  # says so again
        ([TAKEN_BACK, word("assertion", held=True, day="2031-05-21")], "undisputed"),
        ([TAKEN_BACK, word("assertion", held=True, day="2031-05-20")], "outside"),
        (
            [ACCUSED, REJECTED, word("denial", "negative", day="2031-05-18")],
            "disputed",
        ),  # nobody knows which is the last
        ([ACCUSED, REJECTED, word("denial", "negative")], "disputed"),
        ([TAKEN_BACK, REJECTED, word("assertion")], "disputed"),  # on a day that nobody knows
        ([word("recommendation", "negative")], "against"),
        ([word("scenario"), word("forecast", "negative")], "against"),
        ([word("assertion", held=True), word("recommendation", "negative")], "undisputed"),
        ([word("forecast")], "forecast"),
        ([word("recommendation")], "recommended"),
        ([word("commitment")], "intended"),
        ([word("conditional")], "conditional"),
        ([word("scenario"), word("conditional")], "conditional"),
        ([word("scenario")], "scenario"),
    ],
)
def test_status(said: list[Word], status: str) -> None:
    assert edge_status(said) == status
    assert status in STATUSES


def test_only_what_is_asserted_without_contradiction_is_undisputed() -> None:
    """No mixture without an assertion in the world passes for a fact."""
    others = [
        word("forecast"),
        word("conditional"),
        word("scenario"),
        word("recommendation"),
        word("denial", "negative"),
    ]
    for size in range(1, len(others) + 1):
        assert edge_status(others[:size]) not in ("undisputed", "outside")
