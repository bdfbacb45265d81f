"""Starting a workspace from the starter that kgraph ships."""

import json
from pathlib import Path

from kgraph.disk import replace_file
from kgraph.errors import Unwritable, UsageError
from kgraph.workspace.keys import is_namespace

STARTER_BASE = "https://example.org/id/"
_EMPTY = {"data": "data/triples", "sources": "sources", "ontology": "ontology", "queries": "queries"}


def init_workspace(folder: Path, base: str, title: str, *, empty: bool = False) -> list[Path]:
    """Start a workspace in a new or empty folder from the bundled starter; returns the files written.

    With `empty`, it has the folders and none of the example's files.

    Raises `UsageError` if the folder is not empty, or `base` cannot be the beginning of IRIs.
    """
    if not is_namespace(base):
        raise UsageError(f"base '{base}' is no namespace; end an http(s) IRI with '/', such as https://example.org/id/")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: not empty; name a new folder")
    starter = Path(__file__).resolve().parents[1] / "starter"
    written: list[Path] = []
    try:
        for template in sorted(p for p in starter.rglob("*") if p.is_file()):
            text = template.read_text(encoding="utf8").replace(STARTER_BASE, base)
            place = template.relative_to(starter)
            if empty and len(place.parts) > 1:
                (folder / _EMPTY[place.parts[0]]).mkdir(parents=True, exist_ok=True)
                continue
            written.append(folder / (".gitignore" if place.name == "gitignore" else place))
            written[-1].parent.mkdir(parents=True, exist_ok=True)
            replace_file(written[-1], text.replace('"STARTER-TITLE"', json.dumps(title)))
    except OSError as error:
        raise Unwritable(f"{folder}: cannot be written: {error.strerror}") from error
    return written
