"""A network that can be shown: as a page, and in a notebook's cell."""

import html
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from kgraph.analysis.graph import Network
from kgraph.disk import replace_file
from kgraph.views.page import Opening
from kgraph.workspace.config import Workspace
from kgraph.worlds import World

_MOST_INLINE = 5_000_000  # the most characters of a page in a notebook's cell


@dataclass(frozen=True, repr=False)
class DrawnNetwork(Network):
    """A network with the title and the world of its page.

    In Jupyter it shows its page in a frame that may run scripts and cannot touch the notebook. Elsewhere, or if the
    page is too large for a cell, it shows a line of text.
    """

    opening: Opening = field(default_factory=lambda: Opening("Network"), compare=False)

    @cached_property
    def html(self) -> str:
        """The page: one file that sends no request to any server."""
        # here, since it imports pyvis and networkx, which takes half a second, and every query imports this module
        from kgraph.views.network import render

        return render(self, self.opening)

    def write(self, path: Path | str) -> None:
        """Write the page to a file, completely or not at all."""
        replace_file(Path(path), self.html)

    def _repr_html_(self) -> str | None:
        if len(self.html) > _MOST_INLINE:
            return None
        source = html.escape(self.html, quote=True)
        sandbox = "allow-scripts allow-downloads allow-popups allow-modals"
        return (
            f'<iframe srcdoc="{source}" sandbox="{sandbox}" title="{html.escape(repr(self))}" '
            'style="width:100%;height:720px;border:1px solid #ccc"></iframe>'
        )

    def __repr__(self) -> str:
        statuses = Counter(edge.status_words for edge in self.edges)
        told = ", ".join(f"{number} {status}" for status, number in statuses.most_common())
        sizes = f"{len(self.nodes)} entities, {len(self.edges)} relations{f' ({told})' if told else ''}"
        held = f"; held: {self.opening.held}" if self.opening.held else ""
        return f"<Network of {sizes}, {len(self.claims)} claims{held}; .write('network.html') makes its page>"


def opening(workspace: Workspace, world: World, names: Sequence[str], held: str, scope: str, version: str) -> Opening:
    """The opening of a page: the world, the `names` of its claimants, and in `held` what it contains in words.

    `scope` says in words what is drawn of it, "" for all; `version` is the fingerprint of the files from which it was
    built.
    """
    return Opening(
        title=workspace.title,
        world=world.name,
        according_to=tuple(zip(world.according_to, names, strict=True)),
        held=held,
        as_of=str(world.as_of) if world.as_of else "",
        scope=scope,
        base=workspace.base,
        version=version.removeprefix("sha256:")[:12],
        generated=date.today().isoformat(),
    )
