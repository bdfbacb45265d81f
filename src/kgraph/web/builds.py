"""Which build a version of the data is of: what clients write makes another version of the same build."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kgraph.building.kept import NAME

_MOST = 100  # versions whose builds are known


@dataclass(frozen=True, slots=True)
class Build:
    """A build: its name, and a second (since 1970) by which it was there. No two builds have the same second."""

    name: str
    made: int


class Builds:
    """The builds of versions that are folders.

    A version is looked up once, when the server has just opened it: a folder that was replaced leads to the new one.
    """

    def __init__(self) -> None:
        self._of: dict[str, Build] = {}
        self._latest = 0

    def of(self, version: str) -> Build:
        """The build of a version."""
        if version not in self._of:
            self._of[version] = self._looked_up(Path(version))
            while len(self._of) > _MOST:
                del self._of[next(iter(self._of))]
        return self._of[version]

    def _looked_up(self, folder: Path) -> Build:
        """The build of a folder; if it is of the second of the one before, or earlier, it counts as of the next."""
        name, made = _name(folder)
        for known in self._of.values():
            if known.name == name:
                return known
        self._latest = max(made, self._latest + 1)
        return Build(name, self._latest)


def _name(folder: Path) -> tuple[str, int]:
    """What tells a folder's build from all others, and the second at whose beginning it was there.

    A change of what clients write takes over the file of what the build kept.
    """
    for file in (NAME, "CURRENT"):
        with suppress(OSError):
            found = (folder / file).stat()
            return f"{found.st_ino} {found.st_mtime_ns} {found.st_size}", int(found.st_mtime) + 1
    return str(folder), 0
