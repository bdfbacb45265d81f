"""Reading an endpoint in several requests, all of them after the same build.

A build puts its graphs in place in one update (see `publishing`), and gives its name with it. Who reads looks at the
name before and after; if it has changed, what was read may be of two builds, and is read again.
"""

from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from types import TracebackType
from typing import Self, TypeVar

from kgraph.errors import BuiltMeanwhile, StoreError
from kgraph.store.base import Store

T = TypeVar("T")
_TRIES = 3
_WATCHED: ContextVar[frozenset[str]] = ContextVar("watched", default=frozenset())


class Watch:
    """From its beginning to its end, a store is to stay the same; at the end, `BuiltMeanwhile` is raised if it did not.

    It is raised in place of another error, too, since that may come from reading two builds. Within another watch on
    the same store it does nothing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._mark, self._settled = "", False

    def __enter__(self) -> Self:
        watched = _WATCHED.get()
        if self._store.url not in watched:
            # a name that was read before does as well: it is compared with the one at the end
            self._mark = self._store.mark(anew=False)
        self._before = _WATCHED.set(watched | {self._store.url})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _WATCHED.reset(self._before)
        if self._settled:
            return
        if error is None:
            self.check()
        elif isinstance(error, Exception) and not isinstance(error, BuiltMeanwhile) and self._has_changed():
            raise self._error() from error

    @property
    def is_on(self) -> bool:
        """Whether the store may change, and nobody has settled that it did not."""
        return bool(self._mark) and not self._settled

    def check(self) -> None:
        """Raise `BuiltMeanwhile` if the store has changed by now."""
        if self._mark and self._store.mark() != self._mark:
            raise self._error()

    def settle(self) -> None:
        """The same, before what was read is used; the watch's end then raises nothing."""
        self.check()
        self._settled = True

    def _has_changed(self) -> bool:
        try:
            self.check()
        except BuiltMeanwhile:
            return True
        except StoreError:  # the store is dead, and the error says so
            return False
        return False

    def _error(self) -> BuiltMeanwhile:
        return BuiltMeanwhile(f"{self._store.url}: a build ended there while this was read; try again")


def is_watched(store: Store) -> bool:
    """Whether somebody who called this function will find out if the store has changed."""
    return store.url in _WATCHED.get()


def tried(call: Callable[[], T]) -> T:
    """What a call returns, which watches a store itself; it is called again, up to three times in all, if the store has
    changed."""
    for _ in range(_TRIES - 1):
        with suppress(BuiltMeanwhile):
            return call()
    return call()


def steady(store: Store, call: Callable[[], T]) -> T:
    """What a call reads in a store, all of it after the same build; raises `BuiltMeanwhile` if builds end there each
    time."""

    def watched() -> T:
        with Watch(store):
            return call()

    return tried(watched)
