import base64
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kgraph.analysis.graph import STATUSES, ClaimCard, Edge, Network, Node
from kgraph.namespaces import IRI
from kgraph.views.layout import layout
from kgraph.views.network import MOST_DRAWN, render
from requirements import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

HOSTILE = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>', "' onmouseover='alert(1)", "javascript:alert(1)", "<!--", "-->",
    "<!-- <script>", "]]>", "&lt;b&gt;", "&amp;", "&#60;script&#62;", "{{ 7 * 7 }}", "{% raw %}", "{# no #}",
    "${alert(1)}", "`alert(1)`", "\\u003cscript\\u003e", "\\", '\\"', "\u2028alert(1)", "\u2029alert(1)",
    "\u202eevil", "\x00null", "\x1b[31m", "__proto__", "constructor", "hasOwnProperty", "<style>*{}",
    "<a href='https://example.org/'>href</a>", "<base href='https://example.org/'>", "", " ", "a" * 500,
    "<meta http-equiv=refresh content='0;url=https://example.org/'>", "\U0001f4a3 خبر 前線", "</style>",
    "<plaintext>", "<iframe src=https://example.org/>",
]  # fmt: skip
CHROMIUM = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def node(name: str, kind: str = "place", **more: Any) -> Node:
    return Node(IRI("https://example.org/" + name), more.pop("label", name), kind, **more)


def claim(name: str, *, about: tuple[IRI, ...] = (), modality: str = "assertion", **more: Any) -> ClaimCard:
    made = ClaimCard(
        id=IRI("https://example.org/claim/" + name), claimant="Ann", claimant_id=IRI("https://example.org/ann"),
        chain=("The Paper", "The Wire", "Ann"), modality=modality, polarity="positive", certainty="possible",
        voice="direct speech", said="by 2025-11-05", said_by="2025-11-05", paraphrase=f"What {name} says.",
        pointer="the report, characters 1–9", about=about, in_world=True,
    )  # fmt: skip
    return replace(made, **more)


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
    edges = (Edge(unit.id, town.id, "presence", "present in", (no.id,), "denied"),)
    return Network((unit, ann, town), edges, (alone, replace(no, relations=(("denies", yes.id),)), yes))


def hostile() -> Network:
    nodes = tuple(Node(IRI(f"https://example.org/{i}#{t}"), t, "event", t, (t, "x" + t)) for i, t in enumerate(HOSTILE))
    claims = tuple(
        claim(
            text + str(i), claimant=text, claimant_id=nodes[i].id, chain=(text, text), said=text, review=text,
            paraphrase=text, pointer=text, about=(nodes[i].id,), certainty=text, voice=text,
        )
        for i, text in enumerate(HOSTILE)
    )  # fmt: skip
    edges = tuple(
        Edge(a.id, b.id, "actor", text, (c.id,), "denied", (text,))
        for a, b, c, text in zip(nodes, nodes[1:], claims, HOSTILE, strict=False)
    )
    return Network(nodes, edges, claims)


def large(count: int) -> Network:
    nodes = tuple(node(f"n{i:04}") for i in range(count))
    one = claim("one")
    edges = tuple(
        Edge(n.id, nodes[i // 3].id, "place", "place", (one.id,), "undisputed") for i, n in enumerate(nodes) if i > 2
    )
    return Network(nodes, edges, (one,))


class Tags(HTMLParser):
    """The elements of a page, with their attributes and, for scripts and styles, their texts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.texts.append("")
        self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(a, x) for (t, a), x in zip(self.found, self.texts, strict=True) if t == tag]


def page_data(html: str) -> dict[str, Any]:
    [text] = [x for a, x in Tags(html).all("script") if a.get("id") == "data"]
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def test_the_same_network_makes_the_same_page() -> None:
    assert render(large(60), title="T") == render(large(60), title="T")


def test_no_value_becomes_markup() -> None:
    assert len(HOSTILE) >= 30
    tags = Tags(render(hostile(), title=HOSTILE[1], subtitle=HOSTILE[2], generated=HOSTILE[3]))
    plain = Tags(render(Network((), (), ()), title="T", subtitle="S"))
    rows = {"tr", "td", "br", "small", "button", "svg", "polygon", "line"}
    assert {t for t, _ in tags.found} - rows == {t for t, _ in plain.found} - rows
    assert len(tags.all("script")) == 3
    assert not [name for _, attrs in tags.found for name in attrs if name.startswith("on")]
    assert tags.all("title")[0][1] == HOSTILE[1]


def test_data_come_through_exactly() -> None:
    html = render(hostile(), title="T")
    data = page_data(html)
    assert [c["paraphrase"] for c in data["claims"]] == HOSTILE
    assert [n["alt"][0] for n in data["nodes"]] == HOSTILE
    block = html.split('id="data">')[1].split("</script>")[0]
    assert block.isascii() and not set("<>&") & set(block)


def test_the_page_names_no_server_and_its_policy_admits_its_own_scripts_only() -> None:
    tags = Tags(render(small(), title="T"))
    assert not [a for _, a in tags.found if "src" in a or ("href" in a and a["href"] != "#")]
    [policy] = [a["content"] or "" for a, _ in tags.all("meta") if a.get("http-equiv")]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    allowed = set(re.findall(r"'(sha256-[^']+)'", policy))
    texts = [x for a, x in tags.all("script") if "type" not in a] + [x for _, x in tags.all("style")]
    assert allowed == {"sha256-" + base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts}


def test_a_denied_relation_is_told_by_word_and_by_line() -> None:
    html = render(small(), title="T")
    [edge] = page_data(html)["edges"]
    assert edge["status"] == "denied" and edge["dashes"] and edge["arrows"]["middle"]["enabled"]
    assert re.search(r"present in</td>\s*<td[^>]*>Łódź</td>\s*<td[^>]*>denied</td>\s*<td[^>]*>Ann \(denial\)", html)


def test_only_the_undisputed_is_a_plain_line() -> None:
    base = small()
    for status in STATUSES:
        [edge] = page_data(render(replace(base, edges=(replace(base.edges[0], status=status),)), title="T"))["edges"]
        assert (edge["dashes"] is False) == (status == "undisputed")


def test_parallel_relations_do_not_cover_each_other() -> None:
    base = small()
    [first] = base.edges
    turned = replace(first, source=first.target, target=first.source, name="back")
    edges = (first, replace(first, name="controls"), turned)
    drawn = page_data(render(replace(base, edges=edges), title="T"))["edges"]
    # One side seen from one end is the other side seen from the other.
    sides = {(e["smooth"]["roundness"], (e["smooth"]["type"] == "curvedCW") == (e["from"] < e["to"])) for e in drawn}
    assert len(sides) == 3


def test_a_large_network_starts_with_its_best_connected() -> None:
    data = page_data(render(large(MOST_DRAWN + 50), title="T"))
    drawn = [n for n in data["nodes"] if n["drawn"]]
    assert len(drawn) == MOST_DRAWN
    assert min(n["degree"] for n in drawn) >= max(n["degree"] for n in data["nodes"] if not n["drawn"])


@pytest.mark.parametrize("count", [0, 1, 2, 3, 40, 200])
def test_layout_places_every_box_clear_of_the_others(count: int) -> None:
    boxes = dict.fromkeys(range(count), (80.0, 40.0))
    at = layout(boxes, [(i, i // 3) for i in range(count - count // 5)])
    assert set(at) == set(boxes)
    clash = [
        (a, b) for a in at for b in at if a < b and abs(at[a][0] - at[b][0]) < 78 and abs(at[a][1] - at[b][1]) < 38
    ]
    assert clash == []


# --- in a browser


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path, reason = None, "playwright"
    else:
        reason = "a Chromium browser"
    if path is None:
        missing(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield started
        started.close()


class Opened:
    """A page on the screen, and whatever it did that it should not."""

    def __init__(self, browser: "Browser", file: Path, **context: Any) -> None:
        self.faults: list[str] = []
        self.page: Page = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **context}).new_page()
        self.page.on("request", lambda r: None if r.url == file.as_uri() else self.faults.append(r.url))
        self.page.on("console", lambda m: self.faults.append(m.text))
        self.page.on("pageerror", lambda e: self.faults.append(str(e)))
        self.page.on("dialog", self._dialog)
        self.page.goto(file.as_uri())

    def _dialog(self, dialog: "Dialog") -> None:
        self.faults.append("dialog: " + dialog.message)
        dialog.dismiss()

    def search(self, text: str) -> str:
        """Types into the search box by keyboard alone, takes the first hit, and returns the panel's text."""
        self.page.keyboard.press("/")
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        return self.page.inner_text("#panel")


@pytest.fixture
def opened(browser: "Browser", tmp_path: Path) -> Iterator[Any]:
    made: list[Opened] = []

    def show(network: Network, **context: Any) -> Opened:
        file = tmp_path / f"page{len(made)}.html"
        file.write_text(render(network, title="A title"), "utf-8")
        made.append(Opened(browser, file, **context))
        return made[-1]

    yield show
    for one in made:
        one.page.context.close()


def test_search_finds_a_node_by_another_name_and_without_marks(opened: Any) -> None:
    shown = opened(small())
    for typed in ("lodsch", "łódź", "ŁÓDŹ", "łodz"):
        assert "Łódź" in shown.search(typed)
        shown.page.keyboard.press("Escape")
    assert "Relations (1)".upper() in shown.search("1st").upper()
    assert shown.faults == []


def test_clicking_a_line_shows_the_claims_behind_it(opened: Any) -> None:
    shown = opened(small())
    page = shown.page
    box = page.locator("#graph canvas").bounding_box()
    steps = [(x / 24, y / 24) for y in range(2, 23) for x in range(2, 23)]
    for across, down in steps:
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        if page.locator("#graph.pointing").count():
            page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
            if "CLAIMS BEHIND IT" in page.inner_text("#panel").upper():
                break
    text = page.inner_text("#panel")
    assert "It never got there." in text and "denied" in text and "denial" in text
    assert "Ann → The Wire → The Paper" in text and "possible" in text and "the report, characters 1–9" in text
    assert "denies" in text and "What yes says." in text
    assert shown.faults == []


def test_a_claim_that_relates_nothing_is_kept_with_what_it_is_about(opened: Any) -> None:
    assert "What alone says." in opened(small()).search("lodsch")


def test_hostile_strings_stay_strings(opened: Any) -> None:
    shown = opened(hostile())
    for i, text in enumerate(HOSTILE):
        if text.strip():
            shown.page.evaluate("i => document.querySelectorAll('#panel a.link')[i % 5]?.click()", i)
            shown.search(text.strip())
    assert shown.page.locator("#panel script, #panel img, #panel svg, #panel iframe, #hits img").count() == 0
    assert shown.page.title() == "A title"
    assert shown.faults == []


def test_legend_hides_and_table_shows(opened: Any) -> None:
    shown = opened(small())
    assert not shown.page.is_visible("#claims")
    shown.page.click("[data-kind=unit]")
    assert shown.page.get_attribute("[data-kind=unit]", "aria-pressed") == "false"
    assert "2 of 3 entities" in shown.page.inner_text("#notice")
    shown.page.click("#as-table")
    assert shown.page.is_visible("#claims") and not shown.page.is_visible("#graph")
    assert shown.faults == []


def test_without_script_the_tables_stand(opened: Any) -> None:
    shown = opened(small(), java_script_enabled=False)
    assert shown.page.is_visible("#claims") and not shown.page.is_visible("#graph")
    assert "It never got there." in shown.page.inner_text("#claims")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_does_not_scroll_sideways(opened: Any, scheme: str) -> None:
    shown = opened(hostile(), viewport={"width": 390, "height": 844}, color_scheme=scheme)
    shown.search("null")
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert shown.faults == []
