"""CURIEs of a mapping set: expanding them by its curie_map, and shortening IRIs to them."""

from collections.abc import Mapping

from kgraph.errors import short
from kgraph.linking.judgements import space_of
from kgraph.linking.slots import BUILT_IN
from kgraph.namespaces import IRI, PREFIXES
from kgraph.store import is_legal


class Prefixes:
    """The prefixes that a set declares, and those that need no declaration.

    Prefixes of kgraph's own table are understood too; `undeclared` lists those that were used. `new` has prefixes added
    for writing.
    """

    def __init__(self, declared: Mapping[str, str], base: str) -> None:
        self._known = {**BUILT_IN, **{name: iri for name, iri in declared.items() if iri}}
        self._ours = {**PREFIXES, "id": base}
        self.undeclared: dict[str, str] = {}
        self.new: dict[str, str] = {}

    def iri(self, curie: str) -> IRI:
        """The IRI that a CURIE, or an IRI written whole, means; raises `ValueError`."""
        prefix, colon, name = curie.partition(":")
        if not colon:
            raise ValueError(f"'{short(curie)}' is no CURIE")
        if name.startswith("//"):
            iri = IRI(curie)
        elif start := self.start(prefix):
            iri = IRI(f"{start}{name}")
        else:
            raise ValueError(f"the prefix of '{short(curie)}' is not in curie_map")
        if not is_legal(iri):
            raise ValueError(f"'{short(curie)}' is no IRI")
        return iri

    def start(self, prefix: str) -> str:
        """The namespace of a prefix; "" for an unknown prefix."""
        if prefix not in self._known and prefix in self._ours:
            self.undeclared[prefix] = self._ours[prefix]
        return self._known.get(prefix) or self._ours.get(prefix, "")

    def term(self, curie: str) -> IRI | None:
        """The IRI of a CURIE; `None` for a text that is no CURIE of these prefixes."""
        try:
            return self.iri(curie)
        except ValueError:
            return None

    def declare(self, name: str, start: str) -> None:
        """Add a prefix for a namespace; if its name is taken, another name is used."""
        count = 0
        while self._known.get(name, start) != start or name in self.new:
            count += 1
            name = f"ext{count}"
        self._known[name] = self.new[name] = start

    def curie(self, iri: str, host: str = "") -> str:
        """The CURIE of an IRI by the longest namespace with which it begins; without one, a prefix for the namespace
        `host` is added."""
        if not iri:
            return ""
        for prefix, start in sorted(self._known.items(), key=lambda pair: -len(pair[1])):
            if iri.startswith(start):
                return f"{prefix}:{iri.removeprefix(start)}"
        ours = [(name, start) for name, start in self._ours.items() if iri.startswith(start)]
        if ours:
            self.declare(*max(ours, key=lambda pair: len(pair[1])))
        elif host and iri.startswith(host):
            self.declare("ext1", host)
        elif "://" not in iri:  # an IRI without a host, such as urn:isbn:1, is a CURIE whose prefix expands to itself
            scheme = iri.partition(":")[0]
            self.declare(scheme, f"{scheme}:")
        else:
            self.declare("ext1", space_of(IRI(iri)))
        return self.curie(iri)
