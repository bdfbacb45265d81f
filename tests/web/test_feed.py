"""The feed: what became of the questions, with who takes which position, for feed readers."""

import re
import shutil
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import XML, Element

import pytest

from kgraph import Workspace, build
from kgraph.analysis.diff import Entry
from kgraph.views.feed import atom
from serving import Server, eventually, served

A = "{http://www.w3.org/2005/Atom}"


def read(text: str) -> Element:
    return XML(text)  # what our own server sent


def titles(text: str) -> list[str]:
    return [entry.findtext(f"{A}title") or "" for entry in read(text).iter(f"{A}entry")]


def test_a_first_build_s_questions_are_new_and_told_with_their_positions(server: Server) -> None:
    found = server.ask("/feed")
    assert found.status == 200 and found.headers["content-type"].startswith("application/atom+xml")
    feed = read(found.text)
    assert {child.tag.removeprefix(A) for child in feed} >= {"id", "title", "updated", "author", "link", "entry"}
    assert any(title.startswith("New question: ") and "magnitude" in title.lower() for title in titles(found.text))
    for entry in feed.iter(f"{A}entry"):
        link = entry.find(f"{A}link")
        assert link is not None and entry.findtext(f"{A}summary")
        page = server.ask("/id/" + link.attrib["href"].partition("/id/")[2] + "?format=html")
        [question] = re.findall(r"<h1><bdi>(.*?)</bdi></h1>", page.text)
        assert page.status == 200 and "What is in question" in page.text
        assert (entry.findtext(f"{A}title") or "").endswith(f": {unescape(question)}")
        assert "[" in (entry.findtext(f"{A}summary") or ""), "through whom it was said"
    ids = [entry.findtext(f"{A}id") for entry in feed.iter(f"{A}entry")]
    assert len(ids) == len(set(ids)) > 1


def test_who_has_it_already_is_told_so(server: Server) -> None:
    tag = server.ask("/feed").headers["etag"]
    again = server.ask("/feed", headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status, again.body) == (304, b"") and again.headers["etag"] == tag
    assert server.ask("/feed", headers={"If-None-Match": "*"}).status == 304
    assert server.ask("/feed", headers={"If-None-Match": '"other"'}).status == 200
    assert server.ask("/feed", method="POST").status == 405


@pytest.mark.slow
def test_a_new_contradiction_is_heard_of(quake: Path, tmp_path: Path) -> None:
    folder = tmp_path / "quake"
    shutil.copytree(quake, folder, symlinks=True)
    workspace = Workspace.find(folder)
    build(workspace)
    with served(folder) as server:
        before = titles(server.ask("/feed").text)
        claimed = next(path for path in sorted(workspace.data.glob("*.trig")) if "kg:value 44" in path.read_text())
        claimed.write_text(claimed.read_text().replace("kg:value 44", "kg:value 45").replace('"44"', '"45"'))
        build(workspace)
        eventually(lambda: titles(server.ask("/feed").text) != before)
        text = server.ask("/feed").text
    new = [title for title in titles(text) if title not in before]
    assert new and all(title.startswith("Positions changed: ") for title in new)
    assert "45" in (next(read(text).iter(f"{A}entry")).findtext(f"{A}summary") or "")


def test_an_entry_has_one_name_in_all_feeds() -> None:
    entries = [
        Entry(f"2031-01-0{day}T00:00:00+00:00", "b", "revised", "https://x.example/dispute/1", "?") for day in (1, 2)
    ]

    def names(some: list[Entry]) -> list[str | None]:
        feed = read(atom(some, "x", "https://x.example/", lambda path: path))
        return [entry.findtext(f"{A}id") for entry in feed.iter(f"{A}entry")]

    assert names(entries)[:1] == names(entries[1:]) and len(set(names(entries))) == 2


def test_texts_of_others_are_text_in_the_feed() -> None:
    hostile = '<script>alert(1)</script> ]]> & "\x00\ud800\n next'
    entry = Entry("2031-01-01T00:00:00+00:00", "b", "closed", f"https://x.example/dispute/{hostile}", hostile, hostile)
    text = atom([entry], hostile, "https://x.example/", lambda path: f"http://h/{path}")
    feed = read(text)
    summary = next(feed.iter(f"{A}summary")).text or ""
    assert "<script>alert(1)</script> ]]> &" in summary and summary.endswith("nobody settled it.")
    assert not [node for node in feed.iter() if "script" in node.tag]
