"""Short answers that are given again to whoever asks the same of the same version of the data."""

from collections import OrderedDict

from kgraph.web.working.wire import Head

_ROOM = 2**25  # bytes of answers, and of what was asked, that are kept
_LONGEST = 2**18  # bytes of one of them; a process sends longer ones in pieces
_ENTRY = 500  # bytes that an answer takes besides

Key = tuple[bytes | str, ...]
"""All of a request on which its answer depends, besides the version of the data."""


class Answers:
    """The answers of one version; those asked for longest ago are removed first."""

    def __init__(self) -> None:
        self._found: OrderedDict[Key, tuple[Head, bytes]] = OrderedDict()
        self._version, self._size = "", 0

    def get(self, key: Key, version: str) -> tuple[Head, bytes] | None:
        """The answer that this version gave."""
        if self._version != version or key not in self._found:
            return None
        self._found.move_to_end(key)
        return self._found[key]

    def put(self, key: Key, version: str, head: Head, body: bytes) -> None:
        """Keep an answer, if it is short."""
        size = _size(key, body)
        if size > _LONGEST:
            return
        if self._version != version:
            self._found.clear()
            self._version, self._size = version, 0
        if key in self._found:
            return
        self._found[key] = head, body
        self._size += size
        while self._size > _ROOM:
            old, (_, text) = self._found.popitem(last=False)
            self._size -= _size(old, text)


def _size(key: Key, body: bytes) -> int:
    return _ENTRY + len(body) + sum(map(len, key))
