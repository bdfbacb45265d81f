"""Counting the rows of an answer while the engine writes them as JSON, so that no bound is passed."""

import re

from kgraph.errors import Stopped
from kgraph.web.settings import Settings
from kgraph.web.working.work import Write

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|("[^"\\]*+(?:\\.[^"\\]*+)*+\\?\Z)', re.DOTALL)
_REST = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_SHORTEST = 3  # bytes of a row that binds nothing, with its comma


class Bounded:
    """A file into which the engine writes rows as JSON; raises `Stopped` for too many bytes or rows.

    The bytes are passed on in pieces. So long as they are too few for too many rows they are not looked at.
    """

    def __init__(self, write: Write, settings: Settings) -> None:
        self._write, self._settings = write, settings
        self._total = 0
        self._unseen = bytearray()
        self._rows = Rows()

    def write(self, piece: bytes) -> int:
        """Take in a piece."""
        self._total += len(piece)
        if self._total > self._settings.answer:
            raise Stopped(too_long(self._settings))
        most = self._settings.rows
        self._unseen += piece
        if self._total > most * _SHORTEST:
            self._rows.count(bytes(self._unseen))
            self._unseen.clear()
            if self._rows.number > most:
                raise Stopped(too_many(self._settings))
        self._write(piece)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: a file has this."""


class Rows:
    """How many rows begin in the pieces of an answer in JSON; a piece may begin and end anywhere."""

    def __init__(self) -> None:
        self.number = 0
        self._within, self._cut, self._before = False, b"", b""

    def count(self, piece: bytes) -> None:
        """Count the rows that begin in the next piece: each has a brace after a comma or a bracket."""
        piece = self._cut + piece
        self._cut = b""
        if self._within:
            rest = _REST.match(piece)
            if rest is None:
                self._keep(piece)
                return
            piece, self._within = piece[rest.end() :], False
        bare = _STRING.sub(rb"\1", piece)  # a string that has no end yet stays
        opened = bare.find(b'"')
        if opened >= 0:
            self._within = True
            self._keep(bare[opened + 1 :])
            bare = bare[:opened]
        bare = self._before + bare
        self.number += bare.count(b",{") + bare.count(b"[{")
        self._before = bare[-1:]

    def _keep(self, text: bytes) -> None:
        """Keep a backslash at the end of a string's beginning until its next character is there."""
        if (len(text) - len(text.rstrip(b"\\"))) % 2:
            self._cut = b"\\"


def too_many(settings: Settings) -> str:
    """Why an answer with too many rows is ended."""
    return f"the answer has more than {settings.rows:,} rows or triples, the most that this server sends; add LIMIT"


def too_long(settings: Settings) -> str:
    """Why an answer with too many bytes is ended."""
    return f"the answer has more than {settings.answer:,} bytes, the most that this server sends; ask for less"
