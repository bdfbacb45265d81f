"""Sending many questions in few requests, and going on after a failed one."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from kgraph.errors import StoreBusy, StoreError

Item = TypeVar("Item")
Found = TypeVar("Found")

Progress = Callable[[int, int], None]
"""Called with how many questions have been asked so far, and how many there are."""

Complain = Callable[[str], None]
"""Called with one line about a failure, after which the other batches go on. Without it the error is raised."""

_PATIENCE = 3  # after so many failures in a row a service counts as dead


def in_batches(
    items: Sequence[Item],
    size: int,
    ask: Callable[[Sequence[Item]], Found],
    *,
    progress: Progress | None = None,
    complain: Complain | None = None,
    offline: bool = False,
) -> Iterator[tuple[Sequence[Item], Found]]:
    """The items in batches of at most `size`, each with the result of `ask`; a batch without an answer is left out.

    After a failure it goes on with the next batch, unless the service stays busy too long or counts as dead. With
    `offline` a failure only means that the cache has no answer, so it always goes on.
    """
    failed = 0
    for start in range(0, len(items), size):
        batch = items[start : start + size]
        try:
            found = ask(batch)
        except StoreError as error:
            failed += 1
            if complain is None:
                raise
            complain(str(error))
            if not offline and (isinstance(error, StoreBusy) or failed == _PATIENCE):
                complain(
                    f"{len(items) - start - len(batch)} questions were not asked because of that; run it again later"
                )
                return
        else:
            failed = 0
            yield batch, found
        if progress is not None:
            progress(start + len(batch), len(items))
