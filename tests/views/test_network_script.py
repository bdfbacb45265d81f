"""The page's script in a browser: it leaves nothing behind, paints before it has all data, and works apart."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from browser import Opened, Tabs
from kgraph.views.network import render
from kgraph.views.page import Opening
from networks import large
from nodejs import MODULES

INLINE = re.compile(r'<script type="module" async>.*?</script>', re.DOTALL)


@pytest.mark.slow
def test_the_page_has_no_global_but_vis_networks(tabs: Tabs, pokrovsk_page: Path, tmp_path: Path) -> None:
    blank = tmp_path / "blank.html"
    blank.write_text("<!doctype html><title>nothing</title>", "utf-8")
    page, names = tabs.take(), []
    for file, there in ((blank, "html"), (pokrovsk_page, "html[data-ready]")):
        page.goto(file.as_uri())
        page.wait_for_selector(there, state="attached")
        names.append(set(page.evaluate("Object.getOwnPropertyNames(window)")))
    assert names[1] - names[0] == {"vis", "regeneratorRuntime", "__core-js_shared__"}
    assert page.evaluate("[typeof record, typeof makeWorld, typeof choose]") == ["undefined"] * 3
    tabs.give_back(page)


@pytest.mark.slow
@pytest.mark.parametrize("rest", ["not JSON", ""])
def test_the_first_picture_needs_nothing_of_the_rest(tabs: Tabs, tmp_path: Path, rest: str) -> None:
    html = render(large(300), Opening("A title"))
    head, found, tail = html.partition('id="rest">')
    file = tmp_path / "broken.html"
    file.write_text(head + found + rest + tail[tail.index("</script>") :], "utf-8")
    page = tabs.take()
    with page.expect_event("pageerror"):
        page.goto(file.as_uri())
    assert "250 of 300 entities" in page.inner_text("#says") and page.is_visible("#graph canvas")
    assert "no-js" not in page.evaluate("document.documentElement.className")
    tabs.give_back(page)


@pytest.fixture
def apart(tabs: Tabs, pokrovsk_page: Path) -> Any:
    """The page as a server would give it whose modules stay apart, each in its own scope."""
    html = INLINE.sub('<script type="module" src="start.js"></script>', pokrovsk_page.read_text("utf-8"))
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)

    def give(route: Any) -> None:
        name = urlsplit(route.request.url).path.strip("/")
        if name.endswith(".js"):
            route.fulfill(content_type="text/javascript", body=(MODULES / name).read_text("utf-8"))
        else:
            route.fulfill(content_type="text/html", body=html)

    page = tabs.take()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("http://page.test/**", give)
    page.goto("http://page.test/")
    page.wait_for_selector("html[data-ready]", state="attached")
    yield page
    page.unroute_all()
    tabs.give_back(page)
    assert faults == []


@pytest.mark.slow
def test_modules_apart_show_what_they_show_joined(apart: Any, looked_at: Any, pokrovsk_page: Path) -> None:
    joined: Opened = looked_at(pokrovsk_page)
    for hash_ in (
        "node=place/pokrovsk&show=claims",
        "table=claims",
        "path=agent/deepstate&to=agent/budanov",
        "world=record",
    ):
        texts = []
        for page in (joined.page, apart):
            page.evaluate("hash => { location.hash = hash; }", hash_)
            page.wait_for_timeout(300)
            texts.append([page.inner_text(part) for part in ("#panel", "#says", "#table")])
        assert texts[0] == texts[1] and texts[0][0]
