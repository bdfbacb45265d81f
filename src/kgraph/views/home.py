"""The first page of a served workspace: what is in it, what is in question, and where programs ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from kgraph.analysis.questions import Disputed
from kgraph.views.answers import one_line
from kgraph.views.browsing import PLURAL
from kgraph.views.disputes import legend, remarks_in_lines
from kgraph.views.page import fill_page, static
from kgraph.views.thing import linker, with_links

MOST = 100
"""How many questions the first page shows, the latest first; the others are counted."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the server, relative to the page, and what is there."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Home:
    """What the page says: the workspace's title and description, the world in words, how many of what the graph has
    ("claims": "28"), the questions in dispute, the addresses to go on, the base of its IRIs, and which kinds of things
    there are to browse, with their numbers."""

    title: str
    description: str
    held: str
    counts: Mapping[str, str]
    found: Disputed
    addresses: Sequence[Address]
    base: str = ""
    kinds: Sequence[tuple[str, int]] = ()


def home_page(home: Home) -> str:
    """The page. It has no script."""
    return fill_page(
        "home.html.j2",
        scripts=(),
        style=static("served.css"),
        data=None,
        home=home,
        contents=_contents(home.counts),
        form_action="'self'",
        plural=PLURAL,
        heading=one_line,
        questions=with_links(replace(home.found, questions=home.found.questions[:MOST]), linker(home.base, "")),
        left_out=max(0, len(home.found.questions) - MOST),
        legend=legend().strip(),
        remarks=remarks_in_lines(home.found, MOST),
    )


def index_page(workspaces: Sequence[Address]) -> str:
    """The page that lists several workspaces of a server, each by its title and address."""
    return fill_page("index.html.j2", scripts=(), style=static("served.css"), data=None, workspaces=workspaces)


def problem_page(status: int, detail: str) -> str:
    """The page that says in one line why there is nothing to show."""
    words = HTTPStatus(status).phrase
    return fill_page("problem.html.j2", scripts=(), style=static("served.css"), data=None, words=words, detail=detail)


def _contents(counts: Mapping[str, str]) -> str:
    """What is in the graph, in words: "28 claims by 14 claimants in 7 documents"."""
    said = []
    for before, what in (("", "claim"), ("by ", "claimant"), ("in ", "document")):
        count = counts.get(f"{what}s", "0")
        said.append(f"{before}{count} {what}{'' if count == '1' else 's'}")
    return " ".join(said)
