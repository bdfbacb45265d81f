"""Short names of documents: which may be given, wherever a person gives one.

A document's data file and its IRI are called so. So a name is one that every disk takes, that a reader sees as it is,
that no command takes for an option, and that no file of kgraph's own has.
"""

import re

from kgraph.errors import short
from kgraph.reading import slug

LONGEST = 100
UNSEEN = (
    r"\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\uf8ff\ufeff\ufff9-\uffff\U000e0000-\U0010ffff"
)
"""What is not seen, or turns the direction of what is around it, as a pattern's class has it."""
# A letter or digit first, so that it is no '..' and no option of a command; nothing that parts names in a list.
_SHORT = re.compile(rf"\w[^\s<>\"{{}}|^`\\/?#%:;,{UNSEEN}]{{0,{LONGEST - 1}}}")
_OWN = re.compile(r"reference|links|derived|enrichment(-.*)?")
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def is_short(name: str) -> bool:
    """Whether it is written as short names are; it may be one that `refused` still refuses."""
    return _SHORT.fullmatch(name) is not None


def refused(name: str) -> str:
    """Why no new document can be called so; empty for a good name.

    >>> refused("radio-5-may"), refused("Nul")
    ('', "'Nul' is no short name: Windows takes no file of that name")
    """
    if not is_short(name):
        told = f"write letters, digits and hyphens, up to {LONGEST} and none unseen, such as 'radio-5-may'"
        return f"'{short(name)}' is no short name; {told}"
    return taken(name)


def taken(name: str) -> str:
    """Why no document's data file can be called so; empty for a name that is free."""
    for form in (name.casefold(), slug(name)):
        if _OWN.fullmatch(form):
            return f"'{name}' is no short name: kgraph has a file of its own of that name"
        if _DEVICES.fullmatch(form):
            return f"'{name}' is no short name: Windows takes no file of that name"
    return ""
