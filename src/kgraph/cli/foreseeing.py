"""The questions and near misses that unwritten files would raise, as text."""

from collections.abc import Iterator
from dataclasses import replace

from kgraph.views import disputes
from kgraph.views.answers import harmless
from kgraph.workspace.foreseen import Foreseen


def questions_text(found: Foreseen, width: int | None = None) -> str:
    """The text of the questions that would be new, have other positions, or disappear; `width` is that of the
    terminal."""
    return "\n".join(_parts(found, width)) or "Nothing else would be in question."


def _parts(found: Foreseen, width: int | None) -> Iterator[str]:
    for heading, questions in (("New questions", found.new), ("Questions whose positions would change", found.changed)):
        if questions:
            report = disputes.report(replace(found.after, questions=questions, remarks=()), width)
            yield f"\n{heading}:\n\n{report}"
    if found.near:
        yield f"\n{disputes.report(replace(found.after, questions=(), remarks=found.near), width)}"
    for text in found.gone:
        yield harmless(f"No longer in question: {text}")
