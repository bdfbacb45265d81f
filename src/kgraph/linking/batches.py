"""Many questions in few requests: how the sources of candidates go through them, and go on after a bad answer."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from kgraph.errors import StoreBusy, StoreError

Item = TypeVar("Item")
Found = TypeVar("Found")

Progress = Callable[[int, int], None]
"""Called with how many questions have been asked so far, and how many there are."""

Complain = Callable[[str], None]
"""Called with one line for what went wrong; the rest goes on. Without it the error is raised."""

_PATIENCE = 3  # requests that may fail in a row before a service is taken for dead


def in_batches(
    items: Sequence[Item],
    size: int,
    ask: Callable[[Sequence[Item]], Found],
    *,
    progress: Progress | None = None,
    complain: Complain | None = None,
    offline: bool = False,
) -> Iterator[tuple[Sequence[Item], Found]]:
    """The items in batches of at most `size`, each with what `ask` found; a batch that got no answer is left out.

    After a failure it goes on with the next batch, unless the service is busy beyond patience or dead; `offline`, where
    each failure only means that an answer was not kept, it always goes on.
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
