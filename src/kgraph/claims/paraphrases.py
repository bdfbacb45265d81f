"""Tells which paraphrases can be read as sentences of their own."""

import re

_LEANING = re.compile(r"(?:he|she|it|they|his|hers?|its|theirs?|this|that|these|those)\b", re.IGNORECASE)


def leans(paraphrase: str) -> bool:
    """Whether a paraphrase begins with a pronoun, so that it is only clear after its claimant's name.

    >>> leans("His forces hold the bridge."), leans("Hershel holds the bridge.")
    (True, False)
    """
    return _LEANING.match(paraphrase) is not None
