"""The first page of a served workspace: what is in it, what is in question, and where programs ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kgraph.analysis.questions import Disputed
from kgraph.views.answers import one_line
from kgraph.views.disputes import in_lines, legend
from kgraph.views.page import fill_page, static


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the server, relative to the page, and what is there."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Home:
    """What the page says: the workspace's title and description, the world in words, what is in the graph in a
    sentence, the questions in dispute, and the addresses to go on."""

    title: str
    description: str
    held: str
    contents: str
    found: Disputed
    addresses: Sequence[Address]


def home_page(home: Home) -> str:
    """The page. It has no script."""
    return fill_page(
        "home.html.j2",
        scripts=(),
        style=_style(),
        data=None,
        home=home,
        heading=one_line,
        questions=in_lines(home.found),
        legend=legend().strip(),
    )


@cache
def _style() -> str:
    return static("served.css")
