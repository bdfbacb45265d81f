"""An editor of made-up news, who draws edits at random and remembers earlier states."""

import random
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy

from newsrooms import News, Table

Edit = Callable[["Editor"], str]
"""A function that makes an edit and returns what was done; "" if there is nothing to edit."""


class Editor:
    """Edits the news; a later edit may undo an earlier one."""

    def __init__(self, news: News, rng: random.Random) -> None:
        self.news, self.rng = news, rng
        self.before: list[News] = []
        self.removed: list[tuple[Table, list[Table]]] = []

    def edit(self, edits: Sequence[Edit]) -> str:
        """Make one of these edits; returns what was done."""
        self.before = [*self.before[-4:], deepcopy(self.news)]
        while True:
            if done := self.rng.choice(edits)(self):
                return done

    def one(self, several: Iterable[str]) -> str:
        """One of several names, or "" if there are none."""
        names = sorted(several)
        return self.rng.choice(names) if names else ""

    def flip(self) -> bool:
        return self.rng.random() < 0.5
