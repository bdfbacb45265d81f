"""Who edits made-up news: draws what is edited, remembers what was there before."""

import random
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy

from newsrooms import News, Table

Edit = Callable[["Editor"], str]
"""Does it and tells what was done; "" where there is nothing to do it to."""


class Editor:
    """Who edits the news: an edit may be undone by a later one."""

    def __init__(self, news: News, rng: random.Random) -> None:
        self.news, self.rng = news, rng
        self.before: list[News] = []
        self.removed: list[tuple[Table, list[Table]]] = []

    def edit(self, edits: Sequence[Edit]) -> str:
        """Do one of these, and tell what."""
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
