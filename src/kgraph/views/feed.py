"""What became of the questions in dispute, as a feed (Atom, RFC 4287)."""

from collections.abc import Callable, Sequence
from xml.etree import ElementTree

from kgraph.analysis.diff import Entry
from kgraph.views.answers import one_line
from kgraph.views.export import legal_xml

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
_WORDS = {"opened": "New question", "revised": "Positions changed", "closed": "No longer in question"}
_CLOSED = "A claim was withdrawn or changed, or a rule; nobody settled it."


def atom(entries: Sequence[Entry], title: str, base: str, link: Callable[[str], str]) -> str:
    """The feed of these entries, the oldest first, of a workspace of this title and base; `link` gives the address of a
    path of the server."""
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    feed.set("xml:lang", "en")
    _add(feed, "id", f"{base}feed")
    _add(feed, "title", f"{title}: what is in question")
    _add(feed, "updated", entries[-1].time if entries else "1970-01-01T00:00:00+00:00")
    ElementTree.SubElement(feed, "link", rel="self", href=link("feed"))
    ElementTree.SubElement(feed, "link", rel="alternate", type="text/html", href=link(""))
    _add(ElementTree.SubElement(feed, "author"), "name", title)
    for entry in reversed(entries):
        _entry(feed, entry, base, link)
    ElementTree.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(feed, encoding="unicode")}\n'


def _entry(feed: ElementTree.Element, entry: Entry, base: str, link: Callable[[str], str]) -> None:
    found = ElementTree.SubElement(feed, "entry")
    _add(found, "id", f"{entry.question}/{entry.time}/{entry.how}")  # the same in each feed that has the entry
    _add(found, "title", f"{_WORDS.get(entry.how, entry.how)}: {entry.text}")
    _add(found, "updated", entry.time)
    ElementTree.SubElement(found, "category", term=entry.how)
    if entry.how != "closed" and entry.question.startswith(base):
        path = f"id/{entry.question.removeprefix(base)}"
        ElementTree.SubElement(found, "link", rel="alternate", type="text/html", href=link(path))
    _add(found, "summary", f"{entry.what} {_CLOSED}" if entry.how == "closed" else entry.what)


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = legal_xml(one_line(text))
