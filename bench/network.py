"""Print the measurements of the network page for docs/measurements.md: `python bench/network.py`, or with numbers of
entities.

It measures pages of 1,000, 10,000 and 30,000 entities with claims and relations distributed as in real reporting (a few
hubs, many leaves), and the page that pyvis alone makes of the same nodes and edges. `--open FILE…` opens existing pages
in turn, fifteen times each, to compare them. `--read` measures how readable pictures are (`drawing.py`): Pokrovsk, both
examples and made-up networks, as they open and zoomed in three times.
"""

import json
import pickle
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from drawing import Drawn, closer, drawn, taken
from kgraph import Graph
from kgraph.analysis.edges import Edge, Said
from kgraph.analysis.graph import Network
from kgraph.analysis.record import ClaimCard, Node
from kgraph.namespaces import IRI
from kgraph.views.network import render
from kgraph.views.page import Opening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = (1_000, 10_000, 30_000)
WHOLE = "#focus=all"
"""Where a page draws all that it holds."""
ROOT = Path(__file__).parents[1]
CHROMIUM = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
KINDS = ("event", "event", "place", "unit", "unit", "person", "organisation")
BASE = "https://example.org/id/"


def reporting(size: int) -> Network:
    """A made-up network of so many entities, with half as many claims again, and edges by preferential attachment."""
    chance = random.Random(size)  # noqa: S311 # a bench, not a secret
    nodes = tuple(
        Node(IRI(f"{BASE}{kind}/{i}"), f"{kind} {i} of sector {i % 97}", kind, kind, (f"{kind}-{i} інша",))
        for i in range(size)
        for kind in [KINDS[i % len(KINDS)]]
    )
    ends = [0]
    edges, claims = [], []
    for i in range(1, size):
        for turn in range(2):
            j = ends[chance.randrange(len(ends))]
            if i == j:
                continue
            ends += [i, j]
            claim = IRI(f"{BASE}claim/{i}/{turn}")
            claims.append(told(claim, nodes[chance.randrange(min(i, 300))], (nodes[i], nodes[j]), i))
            edge = Edge(nodes[i].id, nodes[j].id, "actor", f"relation {turn}", (claim,), "undisputed")
            edges.append(replace(edge, said=(Said(claim),)))
    return Network(nodes, tuple(edges), tuple(claims))


def told(claim: IRI, by: Node, about: tuple[Node, Node], number: int) -> ClaimCard:
    """A claim with texts as long as real ones."""
    return ClaimCard(
        id=claim, claimant=by.label, claimant_id=by.id, chain=("The Paper", by.label), modality="assertion",
        polarity="positive", certainty="unstated", voice="indirect speech", said=f"by 2031-03-{number % 28 + 1:02}",
        said_by=f"2031-03-{number % 28 + 1:02}", paraphrase=f"What is said of {about[0].label} and {about[1].label}.",
        source=f"report {number % 400}", in_world=True,
        about=tuple(node.id for node in about), chain_ids=(IRI(BASE + "paper"), by.id),
        spans=((number, number + 90),),
    )  # fmt: skip


STOCK = """
import pickle, sys, time
from pyvis.network import Network
labels, edges = pickle.load(open(sys.argv[1], "rb"))
began = time.perf_counter()
page = Network(directed=True, cdn_resources="in_line")
page.add_nodes(list(range(len(labels))), label=labels)
for one, other in edges:
    page.add_edge(one, other)
open(sys.argv[2], "w").write(page.generate_html())
print(time.perf_counter() - began)
"""


def stock(network: Network, file: Path) -> float | None:
    """The seconds in which pyvis alone writes its page of the same nodes and edges; `None` if it takes over a
    minute."""
    numbers = {node.id: i for i, node in enumerate(network.nodes)}
    edges = [(numbers[edge.source], numbers[edge.target]) for edge in network.edges]
    given = file.with_suffix(".pickle")
    given.write_bytes(pickle.dumps(([node.label for node in network.nodes], edges)))
    words = [sys.executable, "-c", STOCK, str(given), str(file)]
    try:
        return float(subprocess.run(words, capture_output=True, check=True, text=True, timeout=60).stdout)
    except subprocess.TimeoutExpired:
        return None


def ours(network: Network, file: Path) -> float:
    """The seconds in which kgraph writes its page."""
    began = time.perf_counter()
    file.write_text(render(network, Opening("A bench", base=BASE)), "utf-8")
    return time.perf_counter() - began


def opened(browser: "Browser", file: Path) -> Iterator["Page"]:
    """The page in a window of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


FRAMES = """() => new Promise((done) => { const times = []; let last = performance.now();
  const step = (now) => {
    times.push(now - last); last = now;
    if (window.stopFrames) done(times.slice(2)); else requestAnimationFrame(step);
  };
  window.stopFrames = false; requestAnimationFrame(step); })"""


def drag(page: "Page", canvas: str) -> float:
    """Frames per second while the picture is dragged."""
    box = page.locator(canvas).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate("void (window.frames_ = (" + FRAMES + ")())")
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(x + 3 * step % 140, y + 2 * step % 90)
    page.mouse.up()
    page.evaluate("window.stopFrames = true")
    times: list[float] = page.evaluate("window.frames_")
    return 1000 * len(times) / sum(times)


def when(page: "Page", condition: str) -> float:
    """The time, in milliseconds of the page's own clock, of the first painted frame after a condition is true."""
    wait = """(look) => new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      const step = () => (look() ? requestAnimationFrame(() => port2.postMessage(0)) : setTimeout(step, 5));
      step(); })"""
    found: float = page.evaluate(f"() => ({wait})(() => {condition})")
    return found


def first_draw(page: "Page", file: Path) -> float:
    """Seconds from opening until the picture has been painted."""
    page.goto(file.as_uri(), wait_until="commit")
    return when(page, "document.body && !document.documentElement.classList.contains('no-js')") / 1000


def compare(browser: "Browser", files: list[Path]) -> None:
    """Print for each file the time until the first picture and until all rows: medians and minima."""
    draw: dict[Path, list[float]] = {file: [] for file in files}
    whole: dict[Path, list[float]] = {file: [] for file in files}
    for _ in range(15):
        for file in files:
            for page in opened(browser, file):
                draw[file].append(first_draw(page, file))
                whole[file].append(when(page, "'ready' in document.documentElement.dataset") / 1000)
    for file in files:
        row(str(file), median(draw[file]), min(draw[file]), median(whole[file]), min(whole[file]))


def find(page: "Page", name: str) -> float:
    """The seconds from the last key of a name and Enter until its panel and its position in the picture are shown."""
    page.wait_for_timeout(1000)  # a user does not type sooner
    page.keyboard.press("/")
    page.keyboard.type(name[:-1])
    began: float = page.evaluate("performance.now()")
    page.keyboard.type(name[-1])
    page.keyboard.press("Enter")
    return (when(page, f"document.querySelector('#panel h2')?.textContent === {json.dumps(name)}") - began) / 1000


def row(*cells: object) -> None:
    """One line of the table."""
    print(" | ".join(f"{cell:>16}" if isinstance(cell, str) else f"{cell:16.2f}" for cell in cells), flush=True)


def measure(browser: "Browser", network: Network, folder: Path, name: str) -> None:
    """A line of the table for one network."""
    file, other = folder / "ours.html", folder / "stock.html"
    made = ours(network, file)
    for page in opened(browser, file):
        shown, found, frames = first_draw(page, file), find(page, network.nodes[-1].label), drag(page, "#graph canvas")
        row(name, made, file.stat().st_size / 1e6, shown, found, frames)
    made_by_pyvis = stock(network, other)
    if made_by_pyvis is None:
        row("pyvis", "> 60", "-", "-", "-", "-")
    else:
        row("pyvis", made_by_pyvis, other.stat().st_size / 1e6, *stock_opened(other))


def stock_opened(file: Path) -> tuple[float | str, ...]:
    """First draw, and frames while it is dragged at once, in a process of its own, since pyvis's physics may never
    end."""
    try:
        words = [sys.executable, __file__, "--stock", str(file)]
        told = subprocess.run(words, capture_output=True, check=True, text=True, timeout=90).stdout.split()
        return float(told[0]), "-", float(told[1])
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return "> 60", "-", "-"


def tell_stock(browser: "Browser", file: Path) -> None:
    """Print the values of `stock_opened`."""
    for page in opened(browser, file):
        page.route("http**", lambda route: route.abort())  # pyvis's page contacts two servers
        page.goto(file.as_uri(), wait_until="commit")
        shown = when(page, "window.network && document.querySelector('canvas')")
        print(shown / 1000, drag(page, "#mynetwork canvas"))


def read(browser: "Browser", network: Network, file: Path, name: str) -> None:
    """Print the counts of `drawing.Drawn` for one network: as its file opens, and all of it, whole and after each
    zoom."""
    ours(network, file)
    for page in opened(browser, file):
        drawn_at(page, file, "")
        tell(f"{name} as it opens", drawn(page))
    for page in opened(browser, file):
        drawn_at(page, file, WHOLE)
        for step in range(4):
            if step:
                closer(page, 1.6)
            tell(f"{name} {1.6**step:.1f}×", drawn(page))
    for page in opened(browser, file):
        drawn_at(page, file, WHOLE)
        tell(f"{name} saved", taken(page))


def drawn_at(page: "Page", file: Path, address: str) -> None:
    """Open an address of a page, and wait until all is there."""
    page.goto(file.as_uri() + address)
    when(page, "'ready' in document.documentElement.dataset")


def tell(name: str, seen: Drawn) -> None:
    """One line of that."""
    counts = (
        seen.nodes,
        seen.named,
        seen.cut,
        seen.overlaps,
        seen.crossings,
        seen.astray,
        seen.faced,
        seen.borrowed,
        seen.heads,
        seen.grey_heads,
        seen.upon,
        seen.cuts,
        seen.grey_cuts,
        seen.unread,
        seen.adrift,
        seen.wordless,
        seen.words,
    )
    row(name, *map(str, counts), f"{seen.share:.0%}")


def read_all(browser: "Browser", folder: Path, sizes: Sequence[int]) -> None:
    """Print how readable each picture is."""
    row(
        "picture",
        "nodes",
        "named",
        "cut short",
        "overlaps",
        "crossings",
        "astray",
        "faced",
        "borrowed",
        "heads",
        "grey heads",
        "upon lines",
        "cuts",
        "grey cuts",
        "unread",
        "adrift",
        "wordless",
        "words",
        "share",
    )
    for name, where in (("Pokrovsk", ROOT), *((one, ROOT / "examples" / one) for one in ("earthquake", "election"))):
        with Graph.open(where) as graph:
            read(browser, graph.network(), folder / "read.html", name)
    for size in sizes:
        read(browser, reporting(size), folder / "read.html", f"{size:,}")


def main() -> None:
    """Measure everything once."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        if sys.argv[1:2] == ["--stock"]:
            return tell_stock(browser, Path(sys.argv[2]))
        if sys.argv[1:2] == ["--open"]:
            return compare(browser, [Path(file) for file in sys.argv[2:]])
        if sys.argv[1:2] == ["--read"]:
            return read_all(browser, Path(folder), list(map(int, sys.argv[2:])) or SIZES[:2])
        row("entities", "make s", "MB", "draw s", "search s", "frames/s")
        with Graph.open() as graph:
            measure(browser, graph.network(), Path(folder), "Pokrovsk")
        for size in map(int, sys.argv[1:] or SIZES):
            measure(browser, reporting(size), Path(folder), f"{size:,}")
        browser.close()
    return None


if __name__ == "__main__":
    main()
