"""How a claim is said, in words, with its modality and polarity (`kg:Stances`)."""

from kgraph.namespaces import IRI, KG

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
"""What the column `how it is said` takes."""

WORDS = {pair: words for words, pair in STANCES.items()}
"""The words of a modality and a polarity."""
