"""What was last written at an endpoint, and the end of a last update that was cut off: it is run again."""

from kgraph.errors import TO_FINISH, TO_WAIT, BuiltMeanwhile, StoreError, UsageError
from kgraph.store import dialects
from kgraph.store.marks import Endpoint, Marks
from kgraph.store.staging import BUILD, EARLIER, FIRST, HELD, IS_UNLOGGED, Last, Own, Staging, begun, build_of

_A_SECOND = 100  # busy servers put some 4,000 triples into their graphs in a second; this allows for slower ones


def last_written(store: Endpoint) -> Last:
    """The names of the last build and the last world that were written, by the graph to which they were first sent; by
    `Own.switching`, the marks; for each world that somebody asked for, the name of the build after which it was made.
    """
    rows = store.select_there(f"SELECT ?place ?token WHERE {{ GRAPH <{HELD}> {{ ?place <{BUILD}> ?token }} }}").rows
    found: dict[str, frozenset[str]] = {}
    for place, token in rows:
        found[str(place)] = found.get(str(place), frozenset()) | {str(token)}
    if EARLIER in found:
        raise StoreError(
            f"{store.url}: an earlier version of kgraph was cut off there while it put a build in place, so the graphs "
            f"may be a mixture; remove the graph <{HELD}> there, and build again what was built there"
        )
    return found


def has_begun_only(own: Own, last: Last) -> bool:
    """Whether a part of the workspace's first build was sent straight into its graphs, and it has not ended. Another
    build's mark beside its own changes nothing in that."""
    return own.staged not in last and any(mark.startswith(FIRST) for mark in last.get(own.switching, ()))


def settled(store: Endpoint) -> Last:
    """What was last written, for who reads there. A last update that was cut off is finished; raises `BuiltMeanwhile`
    if whoever reads may not, or cannot, or if it is that of the first build, which may be going on."""
    found, own = last_written(store), store.own
    if not own.base and (cut := next((name for name in found if name.startswith(own.switching)), "")):
        base = cut.removeprefix(own.switching)
        raise BuiltMeanwhile(
            f"{store.url}: a build of the workspace with the base <{base}> is being put in place there, or was cut "
            "off; ask again later, or name that base, and kgraph finishes what was cut off"
        )
    if own.switching in found and own.staged not in found:
        raise BuiltMeanwhile(f"{store.url}: the first build of this workspace is being put in place there; {TO_WAIT}")
    found, why = finished(store, found)
    if own.switching in found:
        raise BuiltMeanwhile(
            f"{store.url}: a build was cut off there while it was put in place, and kgraph cannot finish it ({why}); "
            + TO_FINISH
        )
    return found


def finished(store: Endpoint, found: Last) -> tuple[Last, str]:
    """What was last written, after a last update that was cut off was run again to its end; and why that failed.

    `found` is what was last written before. The update can be run again if all that it needs still stands there, and
    whoever asks may write. What was staged is left to the next build to remove, since others may be at it.
    """
    own, builds = store.own, {build_of(mark) for mark in found.get(store.own.switching, ())}
    if not builds:
        return found, ""
    token, *others = builds
    if others:
        return found, "two builds have changed graphs there"
    is_first = token.startswith(FIRST)
    if is_first and token not in found.get(own.staged, ()):
        return found, "a first build that has not sent everything, or two at once"
    has_begun = any(token == str(name) for (name,) in store.select_there(begun(own.staged)).rows)
    if not has_begun and not is_first:
        return found, "what it had sent was removed"
    staging = Staging(own, own.staged, token, named=store.names_blank_nodes)
    if has_begun and not staging.take_up(store.select_there):
        return found, "an earlier version of kgraph had sent it in another form"
    try:
        if has_begun:
            _run_again(store, staging)
        else:  # a first build that is whole: the server carried out one of its requests again, late
            Marks(store).remove(found[own.switching])
    except (StoreError, UsageError) as error:
        return last_written(store), str(error)
    found = last_written(store)
    return found, "somebody else changes graphs there" if own.switching in found else ""


def _run_again(store: Endpoint, staging: Staging) -> None:
    """Run a last update again to its end. Several may do so at once, or whoever began it may still be at it.

    As long as the build's name is not there, who does so has a mark of its own, and takes only marks of the same build
    away. If none of those stands any more, another build was put in place meanwhile.

    The mark is set before this looks for the name, and whoever builds looks for marks after the name is there. So one
    of the two learns of the other: what was staged stays for this one, or this one removes its mark and no lines.

    Versions of kgraph before the marks with a name of their own set a mark once only. If such a build is still going on
    when this finishes it, it goes on without a mark.
    """
    marks, last = Marks(store), last_written(store)
    if not _has_ended(staging, store.own, last):
        marks.set(staging.mark)
        last = last_written(store)
    standing = {mark for mark in last.get(store.own.switching, ()) if build_of(mark) == staging.token}
    others, has_ended = standing - {staging.mark}, _has_ended(staging, store.own, last)
    if has_ended or not others:
        marks.remove(standing - others)
    if others:
        update = staging.last_inserts if has_ended else staging.last_update
        carry_out(store, staging, update(staging.last, others))


def _has_ended(staging: Staging, own: Own, last: Last) -> bool:
    """Whether the name of a build is there."""
    return staging.token in last.get(own.staged, ())


def carry_out(store: Endpoint, staging: Staging, operations: list[str]) -> None:
    """Send the last update in one request, so that readers find the old graphs until its end; unlogged if the server
    cannot log so much, or did not log earlier ones.

    A server that did not log one update and logged a later one would have a mixture after a crash.
    """
    patience = staging.count / _A_SECOND
    turn = Marks(store).turn() if store.names_blank_nodes else []
    operations = [*turn, *operations]
    if not (store.names_blank_nodes and store.select_there(IS_UNLOGGED).rows):
        try:
            store.send(" ;\n".join(operations), patience=patience)
            return
        except StoreError as error:
            if not dialects.is_too_much_to_log(str(error)):
                raise
    # told after the first look for others: if it is cut off, whoever finishes it must not log either
    operations.insert(len(turn) + 1, staging.unlogged())
    store.send(" ;\n".join(map(dialects.unlogged, operations)), patience=patience)
