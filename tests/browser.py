"""A page in a real browser: a user's actions on it, what the user sees, and a list of its unwanted actions."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from requirements import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Request

CHROMIUM = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--js-flags=--no-turbofan",  # a page is open too shortly for the best compiler to be worth its time
]  # fmt: skip


def chromium() -> str:
    """The path of the browser; skips the test if there is no browser or no Playwright."""
    try:
        import playwright  # noqa: F401 # only to see whether it is installed
    except ImportError:
        missing("playwright")
    # Debian's headless shell is the same Chromium without windows: a page takes a fifth less of the processor
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None) or missing("a Chromium browser")


class Tabs:
    """A browser's tabs. A tab that is given back is used again, since a page opens there three times as fast; also with
    another size or other colours."""

    def __init__(self, browser: "Browser") -> None:
        self._browser = browser
        self._free: dict[str, list[tuple[Page, dict[str, Any]]]] = {}

    def take(self, **context: Any) -> "Page":
        """A tab with these options of a Playwright context; it may show what the test before opened."""
        options, free = _options(context), self._free.setdefault(_lasting(context), [])
        if free:
            page, before = free.pop(next((i for i, (_, had) in enumerate(free) if had == options), -1))
            if before != options:
                page.goto("about:blank")  # else what it shows would be drawn anew
            as_at_first(page, context)
        else:
            page = self._browser.new_context(**options).new_page()
        page.set_default_timeout(10_000)
        return page

    def give_back(self, page: "Page", **context: Any) -> None:
        """Leaves a tab to the next test. Its storage is kept, and what it shows, since to empty it takes as long as a
        sixth of an opening."""
        self._free[_lasting(context)].append((page, _options(context)))


def as_at_first(page: "Page", context: dict[str, Any]) -> None:
    """Gives a page the size, medium and colours that a tab of these options has."""
    options = _options(context)
    if page.viewport_size != options["viewport"]:
        page.set_viewport_size(options["viewport"])
    page.emulate_media(
        media="null",
        color_scheme=options.get("color_scheme", "light"),
        reduced_motion=options.get("reduced_motion", "no-preference"),
        forced_colors=options.get("forced_colors", "none"),
    )


def _lasting(context: dict[str, Any]) -> str:
    """The options that a tab has as long as it lives; the others it is given by `as_at_first`."""
    given = ("viewport", "color_scheme", "reduced_motion", "forced_colors")
    return repr({name: value for name, value in sorted(context.items()) if name not in given})


def _options(context: dict[str, Any]) -> dict[str, Any]:
    return {"viewport": {"width": 1280, "height": 800}, **context}


WHOLE = "#focus=all"
"""Where a page draws all that it holds; with no address some draw only what is in question."""


class Opened:
    """A page on the screen."""

    def __init__(self, tabs: Tabs, file: Path, address: str = WHOLE, **context: Any) -> None:
        self.faults: list[str] = []
        self.file = file
        self._tabs, self._context = tabs, context
        self.page: Page = tabs.take(**context)
        self._watched: dict[Any, Callable[[Any], None]] = {
            "request": self._request,
            "console": lambda m: self.faults.append(m.text),
            "pageerror": lambda e: self.faults.append(str(e)),
            "dialog": self._dialog,
            "popup": lambda p: self.faults.append("popup " + p.url),
        }
        for event, noted in self._watched.items():
            self.page.on(event, noted)
        if address and self.page.url.partition("#")[0] == file.as_uri():
            self.page.goto("about:blank")  # else the page would not be opened anew
        self.page.goto(file.as_uri() + address)
        if context.get("java_script_enabled", True):
            self.page.wait_for_selector("html[data-ready]", state="attached")

    def close(self) -> None:
        """Leaves the tab to others."""
        for event, noted in self._watched.items():
            self.page.remove_listener(event, noted)
        self._tabs.give_back(self.page, **self._context)

    def _request(self, request: "Request") -> None:
        if request.url.partition("#")[0] != self.file.as_uri() and not request.url.startswith("blob:"):
            self.faults.append(request.url)

    def _dialog(self, dialog: "Dialog") -> None:
        self.faults.append("dialog: " + dialog.message)
        dialog.dismiss()

    def go(self, **state: str | list[str]) -> None:
        """Opens an address of the page, as a link to it would, by itself `WHOLE`; a list gives several values."""
        self.page.evaluate("hash => { location.hash = hash; }", urlencode(state, doseq=True) or WHOLE)
        self.page.evaluate("() => new Promise((done) => setTimeout(done, 0))")

    def begin(self) -> None:
        """Resets the page as if the file had just opened at `WHOLE`, for another test; a table's order and filter are
        kept."""
        as_at_first(self.page, self._context)
        self.page.keyboard.press("Escape")
        self.page.evaluate(
            """() => {
            document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
            document.querySelectorAll("#sorts, #menu").forEach((opened) => { opened.open = false; });
            document.querySelectorAll(".chips").forEach((row) => row.querySelector("button:not([hidden])")?.focus());
            document.activeElement?.blur();
            scrollTo(0, 0);
            }"""
        )
        self.page.mouse.move(0, 0)
        self.go()
        # an address that is the same already would leave the view where the test before moved it
        self.page.evaluate("() => dispatchEvent(new PopStateEvent('popstate', { state: history.state }))")

    @property
    def panel(self) -> str:
        return self.page.inner_text("#panel")

    @property
    def heading(self) -> str:
        return self.page.inner_text("#panel h2 >> nth=0")

    @property
    def says(self) -> str:
        """The sentence over the picture: how much is drawn, and of which world."""
        return self.page.inner_text("#says")

    def search(self, text: str) -> str:
        """Types into the search box by keyboard, takes the first hit, and returns the panel's text."""
        self.page.keyboard.press("/")
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        return self.panel

    def rows(self, table: str) -> list[dict[str, str]]:
        """A table as shown, row by row."""
        self.go(**({"table": table} | self._filters()))
        titles = [title.rstrip(" ▲▼") for title in self.page.locator("#table th").all_inner_texts()]
        cells = self.page.evaluate(
            "[...document.querySelectorAll('#table tbody tr')].map(r => [...r.cells].map(c => c.textContent))"
        )
        return [dict(zip(titles, row, strict=True)) for row in cells]

    def _filters(self) -> dict[str, str]:
        state = self.page.evaluate("[...new URLSearchParams(location.hash.slice(1))]")
        return {key: value for key, value in state if key in ("world", "by", "until", "focus", "steps")}

    def saved(self, action: Callable[[], None]) -> bytes:
        """The file that an action downloads."""
        with self.page.expect_download() as download:
            action()
        return Path(download.value.path()).read_bytes()

    def save(self, button: str) -> bytes:
        """What a button of the menu saves."""
        self.page.click("#menu > summary")
        return self.saved(lambda: self.page.click(f"#{button}"))

    def csv(self, table: str) -> list[dict[str, str]]:
        """A table as saved, row by row."""
        text = self.save(f"csv-{table}").decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def sparql(self) -> str:
        """The query that "Copy as SPARQL" shows for what is selected."""
        self.page.click("#panel >> text=Copy as SPARQL >> nth=0")
        text = self.page.input_value("#copy textarea")
        self.page.keyboard.press("Escape")
        return text
