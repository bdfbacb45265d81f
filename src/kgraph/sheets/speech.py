"""Whether quoted words are direct speech in the text: whether they stand within quotation marks there."""

import re

_OPENING, _CLOSING = '"“„«»', '"”“»«'
_MARK = re.compile(f"[{_OPENING}{_CLOSING}]")
_FEWEST = 4  # a word or two in quotation marks within a sentence of the outlet's are no direct speech


def in_quotation_marks(text: str, start: int, end: int) -> bool:
    """Whether a whole passage of a text stands within one pair of quotation marks, which it may include.

    >>> told = 'He said: "No warning was given to us." The dam "was old", he said.'
    >>> in_quotation_marks(told, 10, 37), in_quotation_marks(told, 9, 38), in_quotation_marks(told, 0, 38)
    (True, True, False)
    """
    words = text[start:end].strip(" \n\t,.!?…")
    before, after = text[:start].rstrip(" \n")[-1:], text[end : end + 2].lstrip(",.!?…")[:1]
    bare = words[1:] if words[:1] and words[0] in _OPENING else words
    opened = bare != words or (before != "" and before in _OPENING)
    closed = bare[-1:] != "" and bare[-1] in _CLOSING
    inner = bare[:-1] if closed else bare
    closed = closed or (after != "" and after in _CLOSING)
    return opened and closed and _MARK.search(inner) is None and len(inner.split()) >= _FEWEST
