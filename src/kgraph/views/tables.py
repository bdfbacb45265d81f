"""Analyses as rows, for a table or for other tools."""

from collections.abc import Iterable, Sequence

from kgraph.analysis.diff import Difference
from kgraph.analysis.measures import Measured, Step
from kgraph.analysis.origins import Origins
from kgraph.model import Literal, Rows, Term
from kgraph.namespaces import XSD
from kgraph.views.answers import one_line


def _number(value: float) -> Literal:
    return Literal(str(value), XSD.integer if isinstance(value, int) else XSD.decimal)


def origin_rows(found: Iterable[Origins]) -> Rows:
    """A row for each content: its origins, its relayers, and each claim's chain."""
    columns = (
        *("independent", "origins", "unnamed", "passed_on_by", "rests_on", "circular", "claims", "stance"),
        *("content", "said", "ways"),
    )
    lines: list[tuple[Term | None, ...]] = [
        (
            _number(one.independent),
            Literal(", ".join(one.named)),
            Literal(", ".join(one.unnamed)),
            Literal(", ".join(one.relayers)),
            Literal(", ".join(one.rests_on)),
            Literal("; ".join(" ↔ ".join(circle) for circle in one.circles)),
            _number(len(one.claims)),
            Literal(one.stance),
            Literal(one.content),
            Literal(" | ".join(dict.fromkeys(claim.paraphrase for claim in one.claims))),
            Literal("; ".join(one.chains)),
        )
        for one in found
    ]
    return Rows(columns, tuple(lines))


def measured_rows(found: Iterable[Measured]) -> Rows:
    """A row for each entity of a network."""
    columns = ("entity", "kind", "incoming", "outgoing", "betweenness", "community", "iri")
    return Rows(
        columns,
        tuple(
            (
                Literal(one.node.label),
                Literal(one.node.kind),
                _number(one.incoming),
                _number(one.outgoing),
                Literal(f"{one.betweenness:.4f}", XSD.decimal),
                _number(one.community),
                one.node.id,
            )
            for one in found
        ),
    )


def step_rows(steps: Iterable[Step]) -> Rows:
    """A row for each claim along a path, step by step."""
    columns = ("step", "source", "target", "claimant", "stance", "said", "paraphrase", "claim")
    lines: list[tuple[Term | None, ...]] = [
        (
            _number(number),
            *(Literal(text) for text in (step.source.label, step.target.label)),
            *(Literal(text) for text in (claim.claimant, claim.stance, claim.said, claim.paraphrase)),
            claim.id,
        )
        for number, step in enumerate(steps, 1)
        for claim in step.claims
    ]
    return Rows(columns, tuple(lines))


def step_text(steps: Sequence[Step], base: str, most: int = 3) -> str:
    """A path as text: each step, and under it the first `most` of its claims."""
    lines = []
    for step in steps:
        lines.append(f"{one_line(step.source.label)} — {one_line(step.target.label)}")
        lines += [
            f"    {one_line(f'{c.claimant}, {c.stance}: {c.paraphrase} ({c.id.removeprefix(base)})')}"
            for c in step.claims[:most]
        ]
        if len(step.claims) > most:
            rest = len(step.claims) - most
            lines.append(f"    … and {rest} more claim{'' if rest == 1 else 's'}; --format csv has all")
    return "".join(f"{line}\n" for line in lines) or "the two are one\n"


def difference_rows(found: Iterable[Difference]) -> Rows:
    """A row for each change."""
    columns = ("change", "kind", "claimant", "text", "in", "before", "after", "id")
    lines: list[tuple[Term | None, ...]] = [
        (
            Literal(one.change),
            Literal("dispute" if one.change in ("opened", "revised", "closed") else "claim"),
            *(Literal(text) for text in (one.claimant, one.text, ", ".join(one.fields), one.before, one.after)),
            one.id,
        )
        for one in found
    ]
    return Rows(columns, tuple(lines))
