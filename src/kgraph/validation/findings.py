"""The findings of checks, and their form for people and programs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from kgraph.namespaces import IRI, compact

Severity = Literal["error", "warning", "info"]

CHECKS = {
    "shape": "the form that the ontology's shapes ask for",
    "unit": "units that do not fit what is measured",
    "figure": "figures that the text lacks or whose value is another, totals without an event, states without a day",
    "side": "agents whose side nobody gives",
    "time": "texts of times and their bounds, and claims dated after their document",
    "vocabulary": "terms that no vocabulary defines, or only builds write",
    "term": "the workspace's own terms",
    "anchor": "where in the text a claim is taken from",
    "digest": "whether the text is still the same",
    "dangling": "things that are named but not described",
    "content": "what a claim's content may mention",
    "label": "names that two things share",
    "repeated": "claims made twice",
    "wording": "paraphrases in our own words, not the source's",
    "link": "matches with other data sets, and the judgements behind them",
}
"""Every check, in the order of a report, and what it checks."""

_WORDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: what is wrong, with which claim or entity, and what to do about it.

    `check` is a key of `CHECKS`. `subject` is the claim, document or entity to which the faulty node belongs. `graph`
    is its named graph, if it is known.
    """

    check: str
    subject: IRI
    message: str
    fix: str = ""
    severity: Severity = "error"
    graph: IRI | None = None

    def line(self, base: str = "") -> str:
        """One line that says where, what and what to do; IRIs under `base` are shortened to the part after it."""
        subject = self.subject.removeprefix(base) if base else compact(self.subject)
        text = f"{subject}: {self.message}" + (f"; {self.fix}" if self.fix else "")
        # Labels and IRIs come from other people: none may break the line or control the terminal.
        return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(text.split()))


def failed(findings: Iterable[Finding]) -> bool:
    """Whether there is an error among the findings; with warnings and notes alone a check passes."""
    return any(finding.severity == "error" for finding in findings)


def report(findings: Sequence[Finding], base: str = "") -> str:
    """The findings as text: grouped by check, a line each, with the counts at the end."""
    lines = []
    for check, about in CHECKS.items():
        group = [finding for finding in findings if finding.check == check]
        if group:
            lines.append(f"{check}: {about}")
            lines += [f"  {finding.severity:<7}  {finding.line(base)}" for finding in group]
            lines.append("")
    return "\n".join([*lines, summary(findings)]) + "\n"


def summary(findings: Iterable[Finding]) -> str:
    """The counts in words.

    >>> summary([])
    'Nothing to mend.'
    >>> summary([Finding("label", IRI("x:y"), "…", severity="warning")])
    '0 errors, 1 warning.'
    """
    counts = Counter(finding.severity for finding in findings)
    if not counts:
        return "Nothing to mend."
    said = [(counts[kind], word) for kind, word in _WORDS.items() if counts[kind] or kind == "error"]
    return ", ".join(f"{count} {word if count == 1 else word + 's'}" for count, word in said) + "."


def as_data(findings: Iterable[Finding]) -> list[dict[str, str | None]]:
    """The findings as JSON-ready dictionaries, keyed like `Finding`."""
    return [{k: None if v is None else str(v) for k, v in asdict(finding).items()} for finding in findings]
