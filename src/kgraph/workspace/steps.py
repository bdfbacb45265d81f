"""Steps that can be taken back: the contents of files before each change, kept in the workspace's cache folder."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kgraph.disk import replace_file
from kgraph.errors import UsageError

_MOST = 500

Contents = tuple[bytes | None, ...]
"""The content of each of the files, `None` for a missing file."""


class Steps:
    """The changes to some files that can be taken back, the last one first.

    Each step has a number, the files' contents before it, and a note, which is written last and has the digests of the
    contents before and after. A process holds a lock while it keeps a step or takes one back.
    """

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self._folder, self._files = folder, tuple(files)

    def __len__(self) -> int:
        return len(self._notes())

    def standing(self) -> Contents:
        """The present contents of the files."""
        return tuple(place.read_bytes() if place.exists() else None for place in self._files)

    def keep(self, after: Contents) -> None:
        """Keep the present contents, before the files are changed to `after`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        notes, before = self._notes(), self.standing()
        number = int(notes[-1].stem) + 1 if notes else 1
        for place, content in zip(self._files, before, strict=True):
            if content is not None:
                replace_file(self._kept(number, place), content)
        note = {"before": list(map(_digest, before)), "after": list(map(_digest, after))}
        replace_file(self._folder / f"{number:06}.json", json.dumps(note))
        for old in notes[: -_MOST + 1]:
            self._forget(old)

    def undo(self) -> None:
        """Restore the files' contents before the last step; a step that a killed process did not carry out is skipped.

        Raises `UsageError` if there is no step, or if a file's content is neither that before the step nor that after
        it.
        """
        now = list(map(_digest, self.standing()))
        for note in reversed(self._notes()):
            told = json.loads(note.read_bytes())
            if told["before"] != now:
                self._take_back(note, told, now)
                return
            self._forget(note)
        raise UsageError("there is no step to take back")

    def _take_back(self, note: Path, told: dict[str, Any], now: list[str]) -> None:
        number = int(note.stem)
        for place, before, after, is_now in zip(self._files, told["before"], told["after"], now, strict=True):
            if is_now not in (before, after):
                kept = self._kept(number, place)
                raise UsageError(
                    f"{place}: changed by hand after the last step; nothing was taken back, what it was is in {kept}"
                )
        # the links graph first: without its judgements it would be taken for written by hand
        for place, before in reversed(list(zip(self._files, told["before"], strict=True))):
            if before:
                replace_file(place, self._kept(number, place).read_bytes())
            else:
                place.unlink(missing_ok=True)
        self._forget(note)

    def _forget(self, note: Path) -> None:
        note.unlink()
        for place in self._files:
            self._kept(int(note.stem), place).unlink(missing_ok=True)

    def _kept(self, number: int, place: Path) -> Path:
        return self._folder / f"{number:06}-{place.name}"

    def _notes(self) -> list[Path]:
        return sorted(self._folder.glob("[0-9]*.json"))


def _digest(content: bytes | None) -> str:
    """A digest of contents; "" for no file."""
    return "" if content is None else hashlib.sha256(content).hexdigest()
