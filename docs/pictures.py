"""Take the pictures of docs/examples.md anew: each example's network page, in Chromium (`python docs/pictures.py`)."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from answers import ROOT, run

WIDTH, HEIGHT = 960, 560
MOST = 170_000
"""How many bytes a picture may have."""


def take(name: str, folder: Path) -> None:
    """Draw the page of an example, wait until its names have settled, and write the picture to docs/pictures."""
    page_file, picture = folder / f"{name}.html", ROOT / f"docs/pictures/{name}.png"
    run("-C", f"examples/{name}", "view", "network", "-o", str(page_file))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(page_file.as_uri())
        page.wait_for_timeout(1500)  # until all rows are read and the names have settled
        page.screenshot(path=picture)
        browser.close()
    size = picture.stat().st_size
    print(f"{picture.relative_to(ROOT)}: {size} bytes")
    if size > MOST:
        raise SystemExit(f"{picture} is too large: at most {MOST} bytes")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        for example in ("earthquake", "election"):
            take(example, Path(folder))
