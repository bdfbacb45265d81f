"""Telling which files of the data folder are data, and which only look like data and are not read."""

from pathlib import Path

from kgraph.errors import DataError
from kgraph.listing import check_file

DATA_SUFFIXES = (".trig", ".nq", ".jsonld")
"""The suffixes of data files: those of formats with named graphs. Letter case does not matter."""

_WITHOUT_GRAPHS = (".ttl", ".turtle", ".nt", ".n3", ".ntriples", ".rdf", ".owl", ".rdfxml")
_NOT_READ = (".nquads", ".trix", ".hdt", ".json-ld", ".trigs", ".ttls")
_RDF = DATA_SUFFIXES + _WITHOUT_GRAPHS + _NOT_READ
# .txt, since some editors add it and some desktops hide it
_WRAPPED = (".gz", ".bz2", ".xz", ".zst", ".zip", ".7z", ".txt")
_MARKS = {".json": (b'"@context"', b'"@graph"', b'"@id"'), ".xml": (b"rdf:RDF",)}
_MOST = 100_000  # in so many first bytes a mark is looked for


def is_data(path: Path) -> bool:
    """Whether a file has the name of a data file.

    >>> is_data(Path("a.trig")), is_data(Path("A.TRIG")), is_data(Path("a.trig~"))
    (True, True, False)
    """
    return path.suffix.lower() in DATA_SUFFIXES


def is_rdf(path: Path) -> bool:
    """Whether a file has the name of an RDF file in any format.

    >>> is_rdf(Path("own.ttl")), is_rdf(Path("own.rdf")), is_rdf(Path("README.md"))
    (True, True, False)
    """
    return path.suffix.lower() in _RDF


def check_format(path: Path) -> None:
    """Raise `DataError` for RDF in a format that is not read as data, so that users notice that it is not read."""
    suffix = path.suffix.lower()
    inner = Path(path.stem).suffix.lower() if suffix in _WRAPPED else ""
    if inner in _RDF:
        what = f"a {suffix} file is not read as data"
        fix = f"take off the ending {suffix}" if suffix == ".txt" else f"unpack it to {path.stem}"
        raise DataError(what, path=path, fix=f"{fix}, or move it out of the data folder")
    if suffix in _WITHOUT_GRAPHS:
        fix = "put its statements into a named graph of a .trig file, or move it out of the data folder"
        raise DataError(f"a {suffix} file is not read as data: it names no graphs", path=path, fix=fix)
    if suffix in _NOT_READ or _has_mark(path, suffix):
        fix = f"save it as {', '.join(DATA_SUFFIXES)}, or move it out of the data folder"
        raise DataError(f"RDF in a {suffix} file is not read as data", path=path, fix=fix)


def _has_mark(path: Path, suffix: str) -> bool:
    """Whether a .json or .xml file has the marks of JSON-LD or RDF/XML."""
    if suffix not in _MARKS or path.is_dir():
        return False
    check_file(path)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST)
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path=path) from error
    return any(mark in content for mark in _MARKS[suffix])
