"""Colours carry one meaning each, for eyes that see fewer of them too, and stand out from the page."""

import itertools
import math
import re
from pathlib import Path
from typing import Any

import pytest

from drawing import closer
from kgraph.analysis.edges import Edge
from kgraph.namespaces import IRI
from kgraph.views.looks import LINES, LOOKS
from kgraph.views.page import static
from networks import small

KINDS = tuple(LOOKS)
STATUSES = ("disputed", "denied", "projected")
# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB
SEEN = {
    "as most do": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "without red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "without green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "without blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
Rgb = tuple[float, ...]


def palettes() -> dict[str, dict[str, str]]:
    """The colours by name, of the light page and the dark one."""
    style = static("network/page.css")
    blocks = re.findall(r":root[^{]*\{([^}]*--page[^}]*)\}", style)
    light, *dark = (dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block)) for block in blocks)
    assert len(dark) == 2 and dark[0] == dark[1]  # as the system wishes, and as the reader does
    return {"light": light, "dark": dark[0]}


def linear(colour: str) -> Rgb:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, "contrast ratio"."""
    light = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def oklab(rgb: Rgb) -> Rgb:
    """Ottosson 2020: distances of about 0.02 are just seen."""
    lms = (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
    roots = [math.cbrt(sum(w * c for w, c in zip(row, rgb, strict=True))) for row in lms]
    lab = (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
    return tuple(sum(w * c for w, c in zip(row, roots, strict=True)) for row in lab)


def apart(one: str, other: str) -> float:
    """How far two colours are apart for those to whom they are closest."""

    def seen(colour: str, by: str) -> Rgb:
        rgb = linear(colour)
        return oklab(tuple(min(1, max(0, sum(w * c for w, c in zip(row, rgb, strict=True)))) for row in SEEN[by]))

    return min(math.dist(seen(one, by), seen(other, by)) for by in SEEN)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_kind_looks_like_a_status_and_no_two_alike_whoever_looks(theme: str) -> None:
    colours = palettes()[theme]
    every = [*KINDS, *STATUSES]
    near = {
        (a, b): round(apart(colours[a], colours[b]), 3)
        for a, b in itertools.combinations(every, 2)
        if apart(colours[a], colours[b]) < (0.045 if {a, b} <= set(KINDS) else 0.07)  # kinds have shapes besides
    }
    assert near == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_stand_out_from_the_page(theme: str) -> None:
    colours = palettes()[theme]
    words = [*KINDS, *STATUSES, "ink", "soft", "accent"]
    low = {
        (name, ground): round(contrast(colours[name], colours[ground]), 2)
        for name in words
        for ground in ("page", "canvas", "warm")
        if ground != "warm" or name not in KINDS  # questions stand on it: statuses, and text
        if contrast(colours[name], colours[ground]) < 4.5
    }
    lines = {line.tone for line in LINES.values()} | {"statement"}
    assert low == {} and [tone for tone in lines if contrast(colours[tone], colours["canvas"]) < 3] == []
    # on a dark ground fine dots need more than lines do
    assert theme == "light" or contrast(colours["statement"], colours["canvas"]) >= 7


@pytest.mark.slow
def test_words_on_lines_stand_out_from_the_picture_light_and_dark(opened: Any, pokrovsk_page: Path) -> None:
    for theme, ground in (("light", "#fbfcfd"), ("dark", "#10141a")):
        shown = opened(pokrovsk_page, f"#theme={theme}")
        shown.search("Pokrovsk")
        closer(shown.page, 1.6)
        found = re.findall(r'class="label" data-of="line".*?</g></g>', shown.save("svg").decode(), re.DOTALL)
        tones = {re.findall(r'<g fill="(#[0-9a-f]{6})"', one)[-1] for one in found}
        assert tones and all(contrast(tone, ground) >= 6 for tone in tones)


@pytest.mark.slow
def test_in_forced_colours_charts_and_the_key_of_the_sliders_bars_are_seen(opened: Any, pokrovsk_page: Path) -> None:
    shown = opened(pokrovsk_page, forced_colors="active", color_scheme="dark")
    boxes = """() => [...document.querySelectorAll(".line-filters .chips > button:not([hidden])")]
      .map((one) => [one.getBoundingClientRect(), getComputedStyle(one).borderTopWidth])
      .filter(([{ width }]) => width).map(([{ left, right, top }, border]) => [left, right, top, border])"""
    chips = shown.page.evaluate(boxes)
    assert len(chips) > 8 and {border for *_, border in chips} == {"1px"}
    assert all(b[0] - a[1] >= 2 for a, b in itertools.pairwise(chips) if a[2] == b[2])
    edge = "getComputedStyle(document.querySelector('#panel .figure-axis .who')).stroke"
    assert shown.page.evaluate(edge) == "rgb(0, 0, 0)"
    # the key of the slider's bars has their colours, those of others' claims too
    assert not shown.page.is_visible("#by-others")
    shown.go(by="agent/syrskyi")
    look_of = "getComputedStyle(document.querySelector('{}')).{}"
    page = shown.page.evaluate(look_of.format("body", "backgroundColor"))
    for look in ("said", "others"):
        key, bar = (f".of-bars .{look}", "backgroundColor"), (f"#by-day .{look}", "fill")
        assert shown.page.evaluate(look_of.format(*key)) == shown.page.evaluate(look_of.format(*bar)) != page


@pytest.mark.parametrize(("scheme", "ground", "ink"), [("dark", "#000000", "#ffffff"), ("light", "#ffffff", "#000000")])
def test_in_forced_colours_the_picture_has_the_system_s_ground_and_ink_whichever_the_reader_chose(
    opened: Any, scheme: str, ground: str, ink: str
) -> None:
    other = {"dark": "light", "light": "dark"}[scheme]
    shown = opened(small(), f"#theme={other}", forced_colors="active", color_scheme=scheme)

    def look() -> tuple[set[str], set[str], bool]:
        svg = shown.save("svg").decode()
        names = re.findall(r'class="label" data-of="node".*?</g></g>', svg, re.DOTALL)
        tones = {re.findall(r'<g fill="(#[0-9a-f]{6})"', name)[-1] for name in names}
        return set(re.findall(r'class="back"[^>]* fill="(#[0-9a-f]{6})"', svg)), tones, shown.page.is_visible("#theme")

    stage = "getComputedStyle(document.querySelector('{}')).backgroundColor"
    assert look() == ({ground}, {ink}, False)
    shapes = re.findall(r'class="node".*?<path[^>]* fill="(#[0-9a-f]{6})"', shown.save("svg").decode(), re.DOTALL)
    assert shapes and all(contrast(shape, ground) >= 4.5 for shape in shapes)  # of the palette for that ground
    assert shown.page.evaluate(stage.format("#stage")) == shown.page.evaluate(stage.format("body"))
    shown.page.emulate_media(forced_colors="none")
    own = {"light": ("#fbfcfd", "#17202c"), "dark": ("#10141a", "#e9edf2")}[other]
    assert look() == ({own[0]}, {own[1]}, True)  # as the reader chose


@pytest.mark.parametrize("status", sorted(set(LINES) - {"undisputed"}))
def test_a_status_has_one_name_in_the_key_and_behind_the_words_of_a_line(status: str) -> None:
    at, on = (Edge(IRI("x:a"), IRI("x:b"), name, name, (), status).standalone for name in ("at", "conditional on"))
    words = LINES[status].words or status
    assert at == f"at ({words})"
    assert on == ("conditional on" if status == "conditional" else f"conditional on ({words})")
