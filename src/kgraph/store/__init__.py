"""Stores of RDF quads that answer SPARQL: in memory, in a folder, or behind an endpoint's URL.

No other package imports an RDF engine. `open_store` opens a store; all terms that go in and out are those of
`kgraph.model`.
"""

import warnings
from collections.abc import Iterable
from pathlib import Path

from kgraph.errors import UsageError
from kgraph.store.base import Store
from kgraph.store.digest import content_digest
from kgraph.store.doors import Access
from kgraph.store.files import FORMATS, parse_quads, read_quads, write_quads, write_triples
from kgraph.store.oxigraph import OxigraphStore
from kgraph.store.picking import Picking
from kgraph.store.results import Remark
from kgraph.store.snapshot import ROOM, Snapshot
from kgraph.store.terms import is_legal, serialise

__all__ = [
    "FORMATS",
    "Access",
    "OxigraphStore",
    "Picking",
    "Snapshot",
    "Store",
    "content_digest",
    "is_legal",
    "open_store",
    "parse_quads",
    "read_quads",
    "serialise",
    "write_quads",
    "write_triples",
]


def open_store(
    url: str,
    *,
    base: str = "",
    create: bool = True,
    read_only: bool = False,
    allowed_services: Iterable[str] = (),
    access: Iterable[Access] = (),
    timeout: float = 30.0,
    remark: Remark = warnings.warn,
    room: int = ROOM,
) -> Store:
    """Open the store that a URL names.

    `memory:` is a new, empty store. `oxigraph:DIR` is a folder, which is made if it is missing and `create` is true.
    `sparql:QUERY-URL` or `sparql:QUERY-URL|UPDATE-URL` is an endpoint. Without an update URL, a query URL that ends in
    `/query` or `/sparql` gives one that ends in `/update`; any other query URL takes updates too.

    `base` is that of the workspace whose builds at an endpoint are heeded while it is read; without it those of all
    workspaces are, and none that was cut off is finished. `allowed_services` are the endpoint IRIs that a query may
    name in SERVICE. `access` says how to be let in at an endpoint. `timeout` says for how many seconds an endpoint may
    be silent. `remark` is called with a line about what in an endpoint's answer cannot be read. With `read_only` the
    store refuses every change; `Snapshot` says what it and `room` mean for folders. Raises `UsageError` for a URL or
    path that is wrong, `StoreError` for a store that cannot be used now.
    """
    scheme, _, rest = url.partition(":")
    if url == "memory:":
        return OxigraphStore(read_only=read_only, allowed_services=allowed_services)
    if scheme == "oxigraph" and rest:
        if read_only:
            return Snapshot(Path(rest), allowed_services=allowed_services, room=room)
        return OxigraphStore(Path(rest), create=create, allowed_services=allowed_services)
    if scheme == "sparql" and rest:
        from kgraph.store.remote import RemoteStore  # imports SPARQLWrapper, which only endpoints need

        return RemoteStore(
            rest,
            base=base,
            read_only=read_only,
            allowed_services=allowed_services,
            access=access,
            timeout=timeout,
            remark=remark,
        )
    raise UsageError(f"'{url}' names no store; write memory:, oxigraph:FOLDER or sparql:URL")
