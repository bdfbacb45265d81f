"""Lines that show who speaks of what: at the opening, and when something is selected."""

from collections import Counter
from itertools import pairwise, product
from typing import Any

import pytest

from kgraph.analysis.graph import Network
from kgraph.analysis.positions import Position
from kgraph.analysis.questions import OpenQuestion
from kgraph.analysis.record import ClaimCard, Node
from kgraph.analysis.rounds import Stand
from kgraph.claims import Part, Statement
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, RDF
from kgraph.views.network import render
from kgraph.views.page import Opening
from kgraph.views.speaking import besides, spoken_in_question
from networks import BASE, claim, edge, node
from nodejs import in_node
from pages import page_data

FIRE, MILL, TOWN = node("fire", "event"), node("mill"), node("town")
OWNER, UNION, MAYOR, INSPECTORS = (node(name, "organisation") for name in ("owner", "union", "mayor", "inspectors"))


def said(by: Node, name: str, *about: Node, **more: Any) -> ClaimCard:
    return claim(name, about=tuple(one.id for one in about), claimant=by.label, claimant_id=by.id, chain=(by.label,),
                 chain_ids=(by.id,), **more)  # fmt: skip


def asked(name: str, *claims: ClaimCard, doubts: tuple[tuple[IRI, IRI], ...] = ()) -> OpenQuestion:
    stands = tuple(Stand(one.paraphrase, (one.id,)) for one in claims)
    return OpenQuestion(IRI(BASE + name), name, stands, frozenset(one.id for one in claims), doubts=doubts)


@pytest.fixture(scope="module")
def mill() -> Network:
    """The union says that the owner set fire to the mill, the owner says no, inspectors see no proof; a mayor saw the
    fire. All but the inspectors also have another line."""
    yes, no = said(UNION, "yes", MILL, OWNER, FIRE), said(OWNER, "no", MILL, OWNER, FIRE, polarity="negative")
    seen, unseen = said(MAYOR, "m", FIRE), said(MAYOR, "n", FIRE, polarity="negative")
    doubt = said(INSPECTORS, "doubt", INSPECTORS, relations=(("finds no evidence for", yes.id),))
    ties = [edge(one, TOWN, "in", (seen,), "undisputed") for one in (OWNER, UNION, MAYOR)]
    who = edge(FIRE, OWNER, "carried out by", (yes, no), "disputed", "actor")
    question = asked("who did it", yes, no, doubts=((doubt.id, yes.id),))
    named = frozenset((MILL.id, OWNER.id, FIRE.id))
    told = tuple(("the fire", Position(one, "", entities=named, asked=(question.id,))) for one in (yes, no))
    nodes = (FIRE, MILL, TOWN, OWNER, UNION, MAYOR, INSPECTORS)
    return Network(nodes, (*ties, who), (yes, no, seen, unseen, doubt), told, questions=((question, "2025-11-05"),))


DRAWN = """
import { readRecord } from "./record.js";
import { makeShown } from "./shown.js";
import { makeWorld } from "./world.js";
const answer = ({ data, selected }) => selected.map((label) => {
  const off = { kind: new Set(), line: new Set(), sort: new Set(), edge: new Set() }, record = readRecord(data);
  const [node, to] = label.split(" > ").map((name) => record.nodes.find((one) => one.label === name)?.id);
  const choice = { off, focus: null, speakers: false, world: null, by: [], turn: 0, until: "",
    selected: to !== undefined ? { statement: [node, to] } : node === undefined ? null : { node } };
  const labelOf = (id) => record.nodes[id].label;
  return makeShown(record, makeWorld(record, choice), choice).statements()
    .map(({ from, to, denies, also, open }) =>
      `${labelOf(from)} ${labelOf(to)}${denies ? ", no" : also ? ", also" : open ? ", open" : ""}`)
    .sort();
});
"""


NOTHING = """
import { sideOf } from "./stance.js";
const answer = () => sideOf([], 0);
"""


def drawn(network: Network, *selected: str) -> list[list[str]]:
    data = page_data(render(network, Opening("A title", base=BASE)))
    found: list[list[str]] = in_node(DRAWN, {"data": data, "selected": selected})
    return found


def test_who_takes_part_in_a_question_is_joined_to_what_it_is_about_unless_a_relation_joins_them(mill: Network) -> None:
    assert drawn(mill, "") == [["inspectors fire, open", "union fire"]]


def test_what_is_selected_is_joined_to_who_speaks_of_it_and_to_that_of_which_it_speaks(mill: Network) -> None:
    fire, union = drawn(mill, "fire", "union")
    assert fire == ["inspectors fire, open", "mayor fire, also", "union fire"]  # a relation joins the owner
    assert union == ["inspectors fire, open", "union fire", "union mill", "union owner"]


def test_the_line_that_is_selected_is_drawn(mill: Network) -> None:
    (found,) = drawn(mill, "owner > mill")
    assert found == ["inspectors fire, open", "owner mill, no", "union fire"]


def test_a_line_tells_who_only_or_also_denies_what_it_says_there(mill: Network) -> None:
    owner, mayor = drawn(mill, "owner", "mayor")
    assert "owner mill, no" in owner and "union owner" in owner
    assert "mayor fire, also" in mayor  # the mayor also asserts something of it


def test_nobody_only_denies_by_advice_a_forecast_or_nothing_said_so_far() -> None:
    """Advice against repairs denies none, nor does who expects that there will be none; claims of a later day say
    nothing yet."""
    advice = said(MAYOR, "a", FIRE, modality="recommendation", polarity="negative")
    forecast = said(UNION, "f", FIRE, modality="forecast", polarity="negative")
    denial = said(OWNER, "d", FIRE, polarity="negative")
    (found,) = drawn(Network((FIRE, MAYOR, UNION, OWNER), (), (advice, forecast, denial)), "fire")
    assert found == ["mayor fire", "owner fire, no", "union fire"]
    assert in_node(NOTHING, None) == ""


def told(node: Node | str, *said: tuple[IRI, Term]) -> Statement:
    return Statement.of(IRI(node.id if isinstance(node, Node) else node), [(KG.phase, KG.Completed), *said])


SEARCH = told(node("search", "event"), (KG.target, FIRE.id))
CAUSE = Part(IRI(BASE + "claim/d"), FIRE.id, KG.cause, frozenset[IRI]())
NONE = ("finds no evidence for", IRI(f"{BASE}claim/yes"))


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, ()),
        ({"statements": (SEARCH,)}, (SEARCH.node,)),
        ({"statements": (SEARCH, Statement.of(IRI("x:m"), [(RDF.type, KG.Measurement), (KG.event, FIRE.id)]))}, None),
        ({"statements": (told(FIRE, (KG.cause, MILL.id)),), "questioned": (CAUSE,)}, None),
        ({"statements": (SEARCH,), "disputed": True}, None),
        ({"polarity": "negative"}, None),
        ({"modality": "forecast"}, None),
        ({"relations": (("denies", NONE[1]),)}, None),
    ],
)
def test_a_claim_takes_no_side_only_if_it_finds_no_evidence_and_says_nothing_else(
    more: dict[str, Any], found: tuple[IRI, ...] | None
) -> None:
    assert besides(said(INSPECTORS, "d", FIRE, **{"relations": (NONE,), **more})) == found


def test_a_line_tells_who_takes_no_side_in_what_it_leads_to() -> None:
    """Inspectors looked into a fire, and a mayor into a mill; neither saw proof of what the union says. The mayor said
    on another day that the fire was not in the mill; an owner says so, and that a search found nothing."""
    looked = node("search", "event")
    yes = said(UNION, "yes", FIRE, MILL)
    none = said(INSPECTORS, "none", looked, relations=(NONE,), statements=(SEARCH,))
    mayors = said(MAYOR, "m", MILL, relations=(NONE,)), said(MAYOR, "n", MILL, polarity="negative")
    owners = said(OWNER, "o", FIRE), said(OWNER, "p", FIRE, relations=(NONE,))
    claims = (yes, none, *mayors, *owners)
    network = Network((FIRE, MILL, looked, OWNER, UNION, MAYOR, INSPECTORS), (), claims)
    fire, mill, search = drawn(network, "inspectors > fire", "mill", "search")
    assert "inspectors fire, open" in fire and "inspectors search" in search
    assert "mayor mill, no" in mill and "owner fire" in fire


def test_lines_to_what_is_in_question_are_few_and_each_claimant_has_the_first() -> None:
    voices = [node(f"voice{i}", "organisation") for i in range(30)]
    things = [node(f"thing{i}", "event") for i in range(6)]
    made = {(v.id, t.id): said(v, f"{i}-{j}", t) for (i, v), (j, t) in product(enumerate(voices), enumerate(things))}
    questions = tuple((asked(t.id, *(made[v.id, t.id] for v in voices)), "") for t in things)
    network = Network((*things, *voices), (), tuple(made.values()), questions=questions)
    places = {one.id: i for i, one in enumerate(network.nodes)}
    assert Counter(map(len, spoken_in_question(network, places, 250).values())) == {1: 20, 2: 10}
    one = Network((*things, voices[0]), (), tuple(made[voices[0].id, t.id] for t in things), questions=questions)
    assert [len(spoken) for spoken in spoken_in_question(one, places, 250).values()] == [4]


SPREAD = """
import { spread } from "./framing.js";
const answer = ({ shapes, room }) => [...spread(shapes, room)].map(([id, { x, y }]) => [id, x, y]);
"""


def test_few_shapes_fill_a_room_in_the_order_in_which_they_stood() -> None:
    crowd = [(0, 0, 5), (700, 0, 1), (760, 8, 2), (740, 40, 3), (90, 600, 4)]
    shapes = [{"id": number, "x": x, "y": y} for x, y, number in crowd]
    found = in_node(SPREAD, {"shapes": shapes, "room": {"wide": 600, "high": 400}})
    places = {number: (x, y) for number, x, y in found}
    for axis, size in ((0, 600), (1, 400)):
        ordered = sorted(crowd, key=lambda one: (one[axis], one[2]))
        stand = [places[number][axis] for *_, number in ordered]
        assert stand == sorted(stand) and min(b - a for a, b in pairwise(stand)) > 0.1 * size
        assert stand[0] == 0 and 0.7 * size < stand[-1] <= size
    [[_, *alone]] = in_node(SPREAD, {"shapes": shapes[:1], "room": {"wide": 600, "high": 400}})
    assert alone == [0, 0]
