"""Time and memory of linking 10,000 entities with the gazetteer, and how many are matched correctly.

    python bench/linking.py

Makes a workspace of 10,000 settlements drawn from the gazetteer, in 500 documents of 20 neighbouring places each, and
runs `kgraph link` on it three times: without an index, with the index, and with nothing to change.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kgraph.linking.gazetteer import open_gazetteer

ENTITIES, TOGETHER = 10_000, 20
COUNTRIES = ("UA", "RU", "PL", "DE", "US", "IN", "BR", "NG", "TR", "ES")
_SPACE = "@base <https://example.org/id/> .\n@prefix kg: <https://w3id.org/kgraph/ontology#> .\n"
_LABELS = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        cache, workspace = Path(folder) / "cache", Path(folder) / "workspace"
        numbers = _workspace(workspace)
        for what in ("index to be made", "index at hand", "nothing to change"):
            if what == "index at hand":
                (workspace / "data/links.sssom.tsv").unlink()
                (workspace / "data/triples/links.trig").unlink()
            began = time.perf_counter()
            _link(workspace, cache)
            seconds = time.perf_counter() - began
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"{ENTITIES} entities, {what:18} {seconds:6.1f} s   at most {most:4.0f} MB")
        _print_found(workspace, numbers)


def _workspace(folder: Path) -> dict[str, str]:
    """Write the workspace; returns GeoNames' number of each entity, by the last part of its IRI."""
    chosen = random.Random(5)  # noqa: S311 - seeded, for the same places each time
    (folder / "data/triples").mkdir(parents=True)
    (folder / "kgraph.toml").write_text('base = "https://example.org/id/"\n', encoding="utf8")
    numbers, entities, claims = {}, [], []
    with open_gazetteer() as gazetteer:
        sql = (
            "SELECT id, name FROM place WHERE level = 'settlement' AND country = ? AND population > 500 "
            "AND name NOT LIKE '%\"%' ORDER BY admin1, admin2, id"
        )
        rows = {code: gazetteer._connection.execute(sql, (code,)).fetchall() for code in COUNTRIES}
    for group in range(ENTITIES // TOGETHER):
        code = COUNTRIES[group % len(COUNTRIES)]
        start = chosen.randrange(len(rows[code]) - TOGETHER)
        about = []
        for place, (number, name) in enumerate(rows[code][start : start + TOGETHER]):
            slug = f"p{group}-{place}"
            numbers[slug] = str(number)
            about.append(f"<place/{slug}>")
            entities.append(f'<place/{slug}> a kg:City ; rdfs:label "{name}"@en ; kg:country <place/{code}> .')
        claims.append(
            f"<doc/d{group}> {{ <doc/d{group}> a kg:Document . "
            f"<claim/d{group}/c1> a kg:Claim ; kg:statedIn <doc/d{group}> ; kg:about {', '.join(about)} . }}"
        )
    entities += [f'<place/{code}> a kg:Country ; rdfs:label "{code}"@en .' for code in COUNTRIES]
    reference = _SPACE + _LABELS + "<graph/reference> {\n" + "\n".join(entities) + "\n}\n"
    (folder / "data/triples/reference.trig").write_text(reference, encoding="utf8")
    (folder / "data/triples/documents.trig").write_text(_SPACE + "\n".join(claims) + "\n", encoding="utf8")
    return numbers


def _link(workspace: Path, cache: Path) -> None:
    command = [sys.executable, "-m", "kgraph", "-C", str(workspace), "link", "-o", os.devnull]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "XDG_CACHE_HOME": str(cache)})


def _print_found(workspace: Path, numbers: dict[str, str]) -> None:
    judged = (workspace / "data/links.sssom.tsv").read_text(encoding="utf8").splitlines()
    rows = [line.split("\t") for line in judged if line.startswith("id:place/p")]
    matched = [row for row in rows if row[2] == "skos:exactMatch"]
    right = sum(row[4] == f"gn:{numbers[row[0].rpartition('/')[2]]}/" for row in matched)
    print(f"matched by itself {len(matched)}, right {right / len(matched):.1%}; suggested {len(rows) - len(matched)}")


if __name__ == "__main__":
    main()
