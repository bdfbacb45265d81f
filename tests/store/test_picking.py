"""What is picked out of files is the same with their outlines as without, quad by quad and in the same order."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from kgraph.errors import UsageError
from kgraph.model import BlankNode, Quad
from kgraph.store.picking import Picked, Picking, outline
from kgraph.store.portions import read_with_lines

BASE = "https://example.org/"
THINGS = [f"<{name}>" for name in "abcdefgh"]
PREDICATES = [
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
    "<http://www.w3.org/2000/01/rdf-schema#label>",
    "<http://www.w3.org/2004/02/skos/core#altLabel>",
    "<https://w3id.org/kgraph/ontology#content>",
    "<http://www.w3.org/ns/org#hasUnit>",
    "<http://www.w3.org/ns/org#hasSubOrganization>",
    "<other>",
    "<a>",
]


def written(rng: random.Random, folder: Path) -> list[Path]:
    """Files that say things at random of a few things, in graphs that are things as well."""
    paths = []
    for number in range(5):
        own = rng.sample(THINGS, 3)  # a file speaks of few of them
        subjects = [*own, "_:x", "_:y"]
        values = [*own, rng.choice(THINGS), "_:x", "_:y", '"n"@en', "02.50"]
        lines = [
            f"{rng.choice(own)} {{ {rng.choice(subjects)} {rng.choice(PREDICATES)} {rng.choice(values)} }}"
            for _ in range(rng.randrange(1, 14))
        ]
        paths.append(folder / f"{number}.trig")
        paths[-1].write_text("\n".join(lines), "utf8")
    return paths


def outlines(paths: Sequence[Path]) -> dict[Path, bytes]:
    return {path: outline(read_with_lines(path, BASE)[0]) for path in paths}


def numbered(picked: Picked) -> tuple[list[tuple[object, ...]], dict[Path, set[str]]]:
    """The same, with blank nodes by their order: each reading gives them other labels."""
    names: dict[BlankNode, str] = {}

    def named(quad: Quad) -> tuple[object, ...]:
        return tuple(
            names.setdefault(term, f"_:{len(names)}") if isinstance(term, BlankNode) else term for term in quad
        )

    return [named(quad) for quad in picked.quads], picked.graphs


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_the_same_with_outlines_as_without(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)  # noqa: S311 - the same for the same seed, and no secret
    unread = 0
    for _ in range(60):
        paths = written(rng, tmp_path)
        kept = {path: made for path, made in outlines(paths).items() if rng.random() < 0.8}
        names = [BASE + thing[1:-1] for thing in THINGS]
        picking = Picking(frozenset(rng.sample(names, 2)), frozenset(rng.sample(names, 1)))
        whole = picking.read(paths, BASE, {})
        assert numbered(picking.read(paths, BASE, kept)) == numbered(whole)
        unread += sum(not any(quad[0] in picking.about for quad in read_with_lines(path, BASE)[0]) for path in kept)
    assert unread > 20  # else outlines were hardly looked at


def test_a_file_with_nothing_of_what_is_wanted_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "gone.trig"
    path.write_text('<g> { <a> <other> <b> , <c> . <d> <http://www.w3.org/2000/01/rdf-schema#label> "D" }', "utf8")
    kept = outlines([path])
    path.unlink()
    picked = Picking(frozenset({f"{BASE}b"}), frozenset()).read([path], BASE, kept)
    assert [str(subject) for subject, *_ in picked.quads] == [f"{BASE}d"]
    assert picked.graphs == {path: {f"{BASE}g"}}
    with pytest.raises(UsageError, match="cannot be read"):
        Picking(frozenset({f"{BASE}a"}), frozenset()).read([path], BASE, kept)


def test_an_outline_has_little_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "long.trig"
    path.write_text(f"<g> {{ <a> {' ; '.join(f'<p{n}> [ a <k> ; <q> {n} ]' for n in range(1000))} }}", "utf8")
    (made,) = outlines([path]).values()
    assert len(made) < 200
