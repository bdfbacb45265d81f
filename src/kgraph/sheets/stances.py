"""The words for stances (`kg:Stances`), with their modality and polarity."""

from kgraph.errors import nearest
from kgraph.namespaces import IRI, KG
from kgraph.sheets.dates import Unclear

STANCES: dict[str, tuple[IRI, IRI]] = {
    "assertion": (KG.Assertion, KG.Positive),
    "denial": (KG.Denial, KG.Negative),
    "assertion that it is not so": (KG.Assertion, KG.Negative),
    "forecast": (KG.Forecast, KG.Positive),
    "forecast that it will not": (KG.Forecast, KG.Negative),
    "conditional": (KG.Conditional, KG.Positive),
    "conditional denial": (KG.Conditional, KG.Negative),
    "recommendation": (KG.Recommendation, KG.Positive),
    "recommendation against": (KG.Recommendation, KG.Negative),
    "commitment": (KG.Commitment, KG.Positive),
    "commitment not to": (KG.Commitment, KG.Negative),
    "scenario": (KG.Scenario, KG.Positive),
    "scenario without it": (KG.Scenario, KG.Negative),
}
"""The legal values of the column `how it is said`."""

WORDS = {pair: words for words, pair in STANCES.items()}
"""The words for a modality and a polarity."""

_LEADING = {
    **dict.fromkeys(("denies", "denied", "rejects", "refutes"), ("denial",)),
    **dict.fromkeys(("prediction", "predicts", "expectation", "expects"), ("forecast",)),
    **dict.fromkeys(("promise", "pledge", "vow", "intention"), ("commitment",)),
    "threat": ("commitment", "forecast"),
    **dict.fromkeys(("demand", "appeal", "request", "advice", "call"), ("recommendation",)),
    **dict.fromkeys(("rumour", "rumor", "allegation", "claim", "statement", "report", "accusation"), ("assertion",)),
    **dict.fromkeys(("not", "no", "negative"), ("denial", "assertion that it is not so")),
}
"""Ambiguous words, with the stances that they may mean."""
_ELSEWHERE = {
    "question": "a question claims nothing; leave the row out",
    **dict.fromkeys(
        ("fact", "true", "false", "confirmed", "verified"),
        "this column says how it is said, not whether it is so; write assertion",
    ),
    **dict.fromkeys(("quote", "quotation", "direct speech"), "that belongs to 'voice'"),
}


def read_stance(text: str) -> tuple[IRI, IRI]:
    """The modality and polarity of a cell; raises `Unclear` with the stances that may be meant.

    >>> read_stance("Forecast") == (KG.Forecast, KG.Positive)
    True
    """
    word = " ".join(text.casefold().split())
    if word in STANCES:
        return STANCES[word]
    if word in _ELSEWHERE:
        raise Unclear(f"'{text}' is no way of saying; {_ELSEWHERE[word]}")
    if word in _LEADING:
        raise Unclear(f"'{text}' is no way of saying for sure; did you mean {' or '.join(_LEADING[word])}?")
    raise Unclear(f"'{text}' is no way of saying; write {', '.join(nearest(text, STANCES) or STANCES)}")
