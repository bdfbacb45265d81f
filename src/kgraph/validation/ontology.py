"""An ontology's folder: terms and shapes, read once for all validations of a process as long as the files do not
change."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

from kgraph.errors import DataError
from kgraph.model import Quad
from kgraph.store import parse_quads
from kgraph.store.files import file_bytes
from kgraph.validation.conforming import Union
from kgraph.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Ontology:
    """Terms and shapes, with what validations make of them; the shapes' file is for messages."""

    path: Path
    terms: Sequence[Quad]
    shapes: Sequence[Quad]
    vocabulary: Vocabulary
    described: Union
    tested: Union

    @classmethod
    def of(cls, path: Path, terms: Sequence[Quad], shapes: Sequence[Quad]) -> Self:
        """The ontology of these triples."""
        return cls(path, terms, shapes, Vocabulary.of(terms), Union(terms), Union(shapes))


def read_ontology(folder: Path, base: str) -> Ontology:
    """The ontology of a folder, where `shapes.ttl` has the shapes, and the other .ttl files define terms.

    Raises `DataError` or `UsageError` when it cannot be read.
    """
    shapes = folder / "shapes.ttl"
    files = (shapes, *(path for path in sorted(folder.glob("*.ttl")) if path != shapes))
    return _read(tuple((path, file_bytes(path)) for path in files), base)


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, bytes], ...], base: str) -> Ontology:
    shapes, *others = (tuple(parse_quads(data, "ttl", base, path=path)) for path, data in files)
    path, terms = files[0][0], tuple(quad for each in others for quad in each)
    if not terms:
        raise DataError("no .ttl file here defines any term", path=path.parent, fix="put kgraph.ttl there")
    return Ontology.of(path, terms, shapes)
