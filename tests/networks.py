"""Small, hostile and large networks to draw."""

from dataclasses import replace
from typing import Any

from kgraph.analysis.compare import Disagreement
from kgraph.analysis.edges import Edge, Said
from kgraph.analysis.graph import Network
from kgraph.analysis.positions import Position
from kgraph.analysis.questions import OpenQuestion
from kgraph.analysis.record import ClaimCard, Node
from kgraph.analysis.rounds import Stand
from kgraph.namespaces import IRI

BASE = "https://example.org/"

HOSTILE = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>', "' onmouseover='alert(1)", "javascript:alert(1)", "<!--", "-->",
    "<!-- <script>", "]]>", "&lt;b&gt;", "&amp;", "&#60;script&#62;", "{{ 7 * 7 }}", "{% raw %}", "{# no #}",
    "${alert(1)}", "`alert(1)`", "\\u003cscript\\u003e", "\\", '\\"', "\u2028alert(1)", "\u2029alert(1)",
    "\u202eevil", "\x00null", "\x1b[31m", "__proto__", "constructor", "hasOwnProperty", "<style>*{}",
    "<a href='https://example.org/'>href</a>", "<base href='https://example.org/'>", "", " ", "a" * 500,
    "<meta http-equiv=refresh content='0;url=https://example.org/'>", "\U0001f4a3 خبر 前線", "</style>",
    "<plaintext>", "<iframe src=https://example.org/>", "</noscript><img src=x onerror=alert(1)>",
    "</textarea>", "=cmd|'/c calc'!A1", "@SUM(1+1)", "toString", "\ufffe", "%00%0a", "#node=x", "~", "a~b",
]  # fmt: skip
_AROUND = (
    "{}", '"{}"', "'{}'", "{}\n{}", "<b>{}</b>", "<title>{}", "<!--{}-->", "x={}&y", "{}" * 3, "<![CDATA[{}]]>",
    "<x {}>", "<a href={}>", "<svg><script>{}</script></svg>", "<math><mi>{}", "<template>{}", "&#x3c;{}",
    "\u202e{}", "\u200f{}\u200e", "<select><option>{}", "<object data={}>", "<details open ontoggle={}>",
    "<form action={}>", "<input autofocus onfocus={}>",
)  # fmt: skip
MANY_HOSTILE = [*HOSTILE, *(form.replace("{}", text) for form in _AROUND for text in HOSTILE[:9])]
"""Over 200 strings that a page might treat as something other than text."""


def node(name: str, kind: str = "place", **more: Any) -> Node:
    return Node(IRI(BASE + name), more.pop("label", name), kind, **more)


def claim(name: str, *, about: tuple[IRI, ...] = (), modality: str = "assertion", **more: Any) -> ClaimCard:
    made = ClaimCard(
        id=IRI(f"{BASE}claim/{name}"), claimant="Ann", claimant_id=IRI(BASE + "ann"),
        chain=("The Paper", "The Wire", "Ann"),
        chain_ids=(IRI(BASE + "paper"), IRI(BASE + "wire"), IRI(BASE + "ann")), modality=modality, polarity="positive",
        certainty="possible", voice="direct speech", said="2025-11-05 or earlier", said_by="2025-11-05",
        paraphrase=f"What {name} says.", source="the report", spans=((1, 9),), about=about, in_world=True,
    )  # fmt: skip
    return replace(made, **more)


def edge(
    source: Node, target: Node, name: str, claims: tuple[ClaimCard, ...], status: str, kind: str = "presence"
) -> Edge:
    ids = tuple(one.id for one in claims)
    return Edge(source.id, target.id, kind, name, ids, status, said=tuple(Said(one) for one in ids), terms=((),))


def small() -> Network:
    unit, town, ann = (
        node("unit", "unit", label="1st Brigade"),
        node("town", label="Łódź", alt=("Lodsch",)),
        node("ann", "person", label="Ann"),
    )
    yes, no = (
        claim("yes", about=(unit.id,)),
        claim("no", polarity="negative", paraphrase="It never got there."),
    )
    alone = claim("alone", about=(town.id,))
    denied = edge(unit, town, "present in", (no,), "denied")
    return Network((unit, ann, town), (denied,), (alone, replace(no, relations=(("denies", yes.id),)), yes))


def hostile(texts: list[str]) -> Network:
    nodes = tuple(
        Node(IRI(f"{BASE}{i}#{t}"), t, "event", t, (t, "x" + t), ((t, t),), ((t, IRI(t)),)) for i, t in enumerate(texts)
    )
    claims = tuple(
        claim(
            text + str(i), claimant=text, claimant_id=nodes[i].id, chain=(text, text),
            chain_ids=(IRI(text), nodes[i].id),
            said=text, review=text, paraphrase=text, source=text, about=(nodes[i].id,),
            certainty=text, voice=text, quotes=(text,), relations=((text, IRI(f"{BASE}claim/{texts[i - 1]}{i - 1}")),),
        )
        for i, text in enumerate(texts)
    )  # fmt: skip
    edges = tuple(
        Edge(a.id, b.id, "actor", text, (c.id,), "denied", (text,), (Said(c.id, text),), ((IRI(text),),))
        for a, b, c, text in zip(nodes, nodes[1:], claims, texts, strict=False)
    )
    positions = tuple(
        (text, Position(one, text, text, None, text, frozenset({n.id})))
        for text, one, n in zip(texts, claims, nodes, strict=True)
    )
    disputes = tuple(
        Disagreement(IRI(text), text, text, text, frozenset({a.id, b.id}))
        for a, b, text in zip(claims, claims[1:], texts, strict=False)
    )
    asked = tuple(
        OpenQuestion(IRI(text), text, (Stand(text, (a.id,)), Stand(text, (b.id,))), frozenset({a.id, b.id}), (a.id,))
        for a, b, text in zip(claims, claims[1:], texts, strict=False)
    )
    disputes = tuple(replace(dispute, question=dispute.id) for dispute in disputes[1::2]) + disputes[::2]
    questions = tuple(
        (replace(one, editors=i % 3 == 0), text) for i, (one, text) in enumerate(zip(asked, texts, strict=False))
    )
    return Network(nodes, edges, claims, positions, disputes, questions=questions)


def large(count: int) -> Network:
    nodes = tuple(node(f"n{i:04}") for i in range(count))
    one = claim("one")
    edges = tuple(edge(n, nodes[i // 3], "place", (one,), "undisputed", "place") for i, n in enumerate(nodes) if i > 2)
    return Network(nodes, edges, (one,))


def star(leaves: int) -> Network:
    """A network of one hub with so many leaves."""
    hub = node("hub", "unit", label="the hub")
    ends = tuple(node(f"leaf{i:04}", label=f"leaf {i}") for i in range(leaves))
    claims = tuple(claim(f"c{i}", about=(hub.id, end.id), claimant_id=hub.id) for i, end in enumerate(ends))
    edges = tuple(edge(end, hub, "place", (one,), "undisputed", "place") for end, one in zip(ends, claims, strict=True))
    return Network((hub, *ends), edges, claims)
