"""The rules for short names of documents, wherever a person gives one.

A document's data file and IRI have its short name. So a name must be legal on every file system, must have no invisible
characters, must not look like a command's option, and must not be the name of a file of kgraph's own.
"""

import re

from kgraph.errors import short
from kgraph.reading import slug

LONGEST = 100
UNSEEN = (
    r"\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\uf8ff\ufeff\ufff9-\uffff\U000e0000-\U0010ffff"
)
"""Invisible characters and those that change the direction of text, for a character class of a pattern."""
# A letter or digit first, so that it is neither '..' nor a command's option; no separators of lists.
_SHORT = re.compile(rf"\w[^\s<>\"{{}}|^`\\/?#%:;,{UNSEEN}]{{0,{LONGEST - 1}}}")
_OWN = re.compile(r"reference|links|derived|enrichment(-.*)?")
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def is_short(name: str) -> bool:
    """Whether a text has the form of a short name; `refused` may still refuse it."""
    return _SHORT.fullmatch(name) is not None


def refused(name: str) -> str:
    """Why no new document can have this name; "" for a legal name.

    >>> refused("radio-5-may"), refused("Nul")
    ('', "'Nul' is no short name: Windows takes no file of that name")
    """
    if not is_short(name):
        told = f"write letters, digits and hyphens, up to {LONGEST} and no invisible ones, such as 'radio-5-may'"
        return f"'{short(name)}' is no short name; {told}"
    return taken(name)


def taken(name: str) -> str:
    """Why no document's data file can have this name; "" for a free name."""
    for form in (name.casefold(), slug(name)):
        if _OWN.fullmatch(form):
            return f"'{name}' is no short name: kgraph has a file of its own of that name"
        if _DEVICES.fullmatch(form):
            return f"'{name}' is no short name: Windows takes no file of that name"
    return ""
