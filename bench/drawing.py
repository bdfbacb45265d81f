"""Measuring how readable a drawn network is, on the SVG picture that its page saves."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_MEASURE = """(text) => {
  const holder = document.createElement("div");
  holder.style = "position: absolute; visibility: hidden";
  holder.append(new DOMParser().parseFromString(text, "image/svg+xml").documentElement);
  document.body.append(holder);
  const of = (what) => [...holder.querySelectorAll(`g.${what}`)];
  const boxOf = ({ dataset }) => {
    const [x, y, wide, tall] = ["x", "y", "wide", "tall"].map((name) => Number(dataset[name]));
    return [x, y, x + wide, y + tall];
  };
  const nodes = of("node").map((one) => ({ id: one.dataset.id, box: boxOf(one) }));
  const labels = of("label").map((one) => (
    { of: one.dataset.of, id: one.dataset.for, box: boxOf(one), turn: Number(one.dataset.turn ?? 0),
      plate: Boolean(one.querySelector(".badge")) }));
  // words that are turned lie in a row of small squares
  const partsOf = ({ box: [left, top, right, bottom], turn }) => {
    if (!turn) return [[left, top, right, bottom]];
    const [x, y, tall, angle] = [(left + right) / 2, (top + bottom) / 2, bottom - top, (turn * Math.PI) / 180];
    const many = Math.ceil((right - left) / tall), size = (0.8 * tall) / 2;
    return Array.from({ length: many }, (_, i) => {
      const far = ((i + 0.5) / many - 0.5) * (right - left);
      const [cx, cy] = [x + far * Math.cos(angle), y + far * Math.sin(angle)];
      return [cx - size, cy - size, cx + size, cy + size];
    });
  };
  for (const one of labels) one.parts = partsOf(one);
  const pointsOf = (line) => {
    const path = line.querySelector("path"), long = path.getTotalLength();
    return Array.from({ length: Math.floor(long / 2) + 1 }, (_, i) => path.getPointAtLength(2 * i));
  };
  const covers = (a, b) => a[2] - b[0] > 0.5 && b[2] - a[0] > 0.5 && a[3] - b[1] > 0.5 && b[3] - a[1] > 0.5;
  let overlaps = 0, crossings = 0;
  labels.forEach(({ parts }, i) => {
    for (const other of [...labels.slice(i + 1), ...nodes]) {
      if (parts.some((part) => (other.parts ?? [other.box]).some((box) => covers(part, box)))) overlaps += 1;
    }
  });
  for (const line of of("line")) {
    const met = new Set();
    for (const { x, y } of pointsOf(line)) {
      for (const { id, box: [left, top, right, bottom] } of nodes) {
        const away = Math.hypot(x - (left + right) / 2, y - (top + bottom) / 2);
        const near = away < Math.min(right - left, bottom - top) / 2;
        if (near && id !== line.dataset.from && id !== line.dataset.to) met.add(id);
      }
    }
    crossings += met.size;
  }
  const apart = ([left, top, right, bottom], [west, north, east, south]) => Math.hypot(
    Math.max(0, west - right, left - east), Math.max(0, north - bottom, top - south));
  const names = labels.filter((one) => one.of === "node");
  const led = new Set(of("label").filter((one) => one.querySelector(".leader")).map((one) => one.dataset.for));
  const astray = names.filter(({ id, box }) => {
    const own = nodes.find((one) => one.id === id), far = own && !led.has(id) ? apart(box, own.box) : 0;
    return nodes.some((one) => one.id !== id && apart(box, one.box) < far);
  }).length;
  const named = new Set(names.map((one) => one.id));
  const wide = Number(holder.querySelector("rect.back").getAttribute("width"));
  const doubtful = names.filter(({ id, box }) => {
    const own = nodes.find((one) => one.id === id), far = own ? apart(box, own.box) : 0;
    return nodes.some((one) => one.id !== id && !named.has(one.id) && apart(box, one.box) < far + (wide < 560 ? 2 : 5));
  }).length;
  const middle = ([left, top, right, bottom], [west, north, east, south]) => {
    const aside = Math.max(0, west - right, left - east), away = Math.max(0, north - bottom, top - south);
    const off = Math.abs(west + east - left - right) / 2 - 0.25 * (right - left);
    const level = Math.abs(north + south - top - bottom) / 2;
    return Math.min(Math.hypot(aside, level), Math.hypot(away, Math.max(0, off)));
  };
  const faced = names.filter(({ id, box }) => {
    const own = nodes.find((one) => one.id === id), far = own && !led.has(id) ? middle(box, own.box) : 0;
    return nodes.some((one) => one.id !== id && middle(box, one.box) < 1.5 * far - 0.5);
  }).length;
  // how far a shape stands from a name where the shape of a name stands: beside its middle, right above or below it
  const inLine = ([left, top, right, bottom], [west, north, east, south]) => {
    const aside = Math.max(west - right, left - east), away = Math.max(north - bottom, top - south);
    const level = Math.abs(north + south - top - bottom) / 2, off = Math.abs(west + east - left - right) / 2;
    if (aside <= 14 && level <= (bottom - top) / 3) return aside;
    return away <= 8 && off <= 8 ? away : Infinity;
  };
  const borrowed = names.filter(({ id, box }) => {
    const own = nodes.find((one) => one.id === id), far = own ? inLine(box, own.box) : 0;
    return nodes.some((one) => one.id !== id && inLine(box, one.box) < far);
  }).length;
  const isGrey = (colour) => {
    const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    return Math.max(...parts) - Math.min(...parts) < 40;
  };
  const hidden = { heads: 0, grey_heads: 0 };
  for (const line of of("line")) {
    const head = [...line.querySelectorAll("path")].slice(1).at(-1);
    if (!head || !head.hasAttribute("fill") || head.getAttribute("fill") === "none") continue;
    const { x, y, width, height } = head.getBBox(), area = width * height || 1;
    const lain = ([left, top, right, bottom]) => Math.max(0, Math.min(right, x + width) - Math.max(left, x))
      * Math.max(0, Math.min(bottom, y + height) - Math.max(top, y));
    const grey = isGrey(head.getAttribute("fill"));
    hidden[grey ? "grey_heads" : "heads"] += names.filter(({ box }) => lain(box) > 0.15 * area).length;
  }
  // strokes under letters: how much of a line lies under a name or another line's words, in steps of two pixels
  const lit = [...holder.querySelectorAll("g.lines")].at(-1), words = labels.filter((one) => one.of === "line");
  const within = ({ box: [left, top, right, bottom], turn }, { x, y }) => {
    const [dx, dy, angle] = [x - (left + right) / 2, y - (top + bottom) / 2, (turn * Math.PI) / 180];
    const [along, across] = [dx * Math.cos(angle) + dy * Math.sin(angle), dy * Math.cos(angle) - dx * Math.sin(angle)];
    return Math.abs(along) < (right - left) / 2 - 2 && Math.abs(across) < (bottom - top) / 2 - 1.5;
  };
  const GREY = new Set(["undisputed", "outside", "prevented", "excluded"]);
  let upon = 0, cuts = 0, grey_cuts = 0, unread = 0;
  const kinds = new Set(), told = new Set(), frame = holder.querySelector("rect.back");
  const drawnLines = [...lit?.querySelectorAll("g.line") ?? []].map((line) => {
    const { id, status } = line.dataset;
    return { id, status, points: pointsOf(line), grey: !status || GREY.has(status) };
  });
  // how far words stand from a line: their whole length, or the middle half of it, by which a reader takes them as its
  const wordsFrom = ({ box: [left, top, right, bottom], turn }, points, part) => Math.min(...points.map(({ x, y }) => {
    const [dx, dy, angle] = [x - (left + right) / 2, y - (top + bottom) / 2, (turn * Math.PI) / 180];
    const [along, across] = [dx * Math.cos(angle) + dy * Math.sin(angle), dy * Math.cos(angle) - dx * Math.sin(angle)];
    const [aside, off] = [Math.abs(along) - (part * (right - left)) / 2, Math.abs(across) - (bottom - top) / 2];
    return Math.hypot(Math.max(0, aside), Math.max(0, off));
  }));
  const isReadAs = (one, { id, points }) => {
    const own = wordsFrom(one, points, 1), isAlike = ({ id: far, status }) => far !== id && status === "disputed";
    if (one.plate && own < 1) return drawnLines.filter(isAlike).every((other) => wordsFrom(one, other.points, 1) > 0);
    const isClear = (other) => (other.grey ? own < 2 || wordsFrom(one, other.points, 0.5) > 0
      : wordsFrom(one, other.points, 0.5) > 1.5 * own + 2);
    return own < 6 && drawnLines.every((other) => other.id === id || isClear(other));
  };
  for (const line of drawnLines) {
    const { id, status, points, grey } = line;
    const under = (one) => points.filter((point) => within(one, point)).length;
    if (!grey) upon += names.filter((one) => under(one) > 3).length;
    const cut = words.filter((one) => one.id !== id && under(one) > 2).length;
    if (grey) grey_cuts += cut;
    else cuts += cut;
    const middle = points[Math.floor(points.length / 2)];
    const inView = middle.x > 0 && middle.y > 0 && middle.x < frame.getAttribute("width")
      && middle.y < frame.getAttribute("height");
    if (status && status !== "undisputed" && status !== "outside") {
      const own = words.filter((one) => one.id === id);
      if (inView) kinds.add(status);
      if (own.length) told.add(status);
      if (inView && status === "disputed" && !own.some((one) => isReadAs(one, line))) unread += 1;
    }
  }
  const isAdrift = (one) => {
    const own = drawnLines.find(({ id }) => id === one.id), far = own ? wordsFrom(one, own.points, 0.5) : 0;
    const isNearer = (other) => other !== own && wordsFrom(one, other.points, 0.5) < far - 1;
    return far > 16 || (far > 2 && drawnLines.some(isNearer));
  };
  const adrift = words.filter(isAdrift).length;
  const wordless = [...kinds].filter((one) => !told.has(one)).length;
  const texts = [...holder.querySelectorAll("g.label[data-of=node]")].map((one) => one.textContent);
  const cut = texts.filter((one) => one.includes("…")).length, back = holder.querySelector("rect.back");
  const high = Number(back.getAttribute("height"));
  const inside = ({ box: [left, top, right, bottom] }) => left + right > 0 && left + right < 2 * wide
    && top + bottom > 0 && top + bottom < 2 * high;
  const seen = nodes.filter(inside);
  holder.remove();
  const count = seen.filter(({ id }) => named.has(id)).length;
  return { nodes: seen.length, named: count, cut, overlaps, crossings, astray, doubtful, faced, borrowed, ...hidden,
    upon, cuts, grey_cuts, unread, adrift, wordless, words: words.length };
}"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The visible parts of a picture: nodes whose middle is in the window, those of them with a name, and shortened
    names.

    `overlaps` counts pairs of a label and what it covers, `crossings` pairs of a line and a node that it runs through
    without ending there, `astray` names without a leader that stand nearer to another node than to their own,
    `doubtful` names that stand hardly further, by less than five pixels (two on a phone), from a node without a name
    than from their own.
    `faced` counts names without a leader to whose middle, above, below or beside, another node is nearer than half as
    far again as their own: they are read as that one's, although their own is nearer to one of their corners.
    `borrowed` counts names that stand where that of another node would, within 14 pixels beside it and level with its
    middle, or within 8 above or below it, while their own node does not stand so, or stands so further away.
    `heads` counts pairs of a name and the head of a coloured arrow of which it hides more than a little (disputed,
    denied, intended, forecast …), `grey_heads` those of grey arrows.
    `upon` counts pairs of a name and a coloured line of which it hides a piece, `cuts` pairs of a line's words and
    another coloured line of which they hide a piece, `grey_cuts` those with grey lines. `words` are the lines with
    words, and `wordless` the kinds of line, but for undisputed ones, of which one is in view and none has its words.
    `unread` counts the disputed lines in view that have no words, or whose words are not read as theirs: these stand
    six pixels or more from their line, or as near to another coloured line, or beside their line and upon a grey one.
    Words with letters on a plate that stand upon their own line are read as its if no other disputed line touches them.
    `adrift` counts words beside their line whose middle half stands over 16 pixels from it, or nearer to another line.
    With a selection, lines that are faint do not count.
    """

    nodes: int
    named: int
    cut: int
    overlaps: int
    crossings: int
    astray: int
    doubtful: int
    faced: int
    borrowed: int
    heads: int
    grey_heads: int
    upon: int
    cuts: int
    grey_cuts: int
    unread: int
    adrift: int
    wordless: int
    words: int

    @property
    def share(self) -> float:
        """The share of nodes in the window that have a name; 1 if there are no nodes."""
        return self.named / self.nodes if self.nodes else 1.0


_ON_SCREEN = """async () => {
  const paper = document.querySelector("#paper");
  paper.dataset.as = "screen";
  dispatchEvent(new Event("beforeprint"));
  const text = new XMLSerializer().serializeToString(paper.querySelector("svg"));
  dispatchEvent(new Event("afterprint"));
  delete paper.dataset.as;
  const painted = () => new Promise((done) => { requestAnimationFrame(done); });
  await painted();
  await painted(); // now it is the screen's again
  return text;
}"""


def settled(page: "Page") -> None:
    """Waits until the names of a page stand where they stay: while the wheel turns, they are put down quickly."""
    page.wait_for_selector("#graph:not([data-hurried])", state="attached")


def seen(page: "Page") -> str:
    """The picture of a network page as it stands in its window, as SVG."""
    settled(page)
    text: str = page.evaluate(_ON_SCREEN)
    return text


def measured(page: "Page", svg: str) -> Drawn:
    """Measures a picture of a network page, given as SVG."""
    return Drawn(**page.evaluate(_MEASURE, svg))


def drawn(page: "Page") -> Drawn:
    """Measures the picture of a network page as it stands in its window."""
    return measured(page, seen(page))


def taken(page: "Page") -> Drawn:
    """Measures the picture that a network page saves as SVG."""
    page.click("#menu > summary")
    with page.expect_download() as saved:
        page.click("#svg")
    return measured(page, saved.value.path().read_text("utf-8"))


def closer(page: "Page", factor: float) -> None:
    """Zooms a network page in by a factor, around the middle of its picture, like the mouse wheel."""
    box = page.locator("#graph canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    scale = 1.0
    while scale < factor:
        page.mouse.wheel(0, -100)
        scale *= 1.1
    settled(page)
