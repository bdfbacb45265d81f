"""Edits of made-up news, drawn at random with a seed: what people do to the files of a workspace between two builds."""

from copy import deepcopy

import edits_of_claims as of_claims
import edits_of_things as of_things
from editor import Edit, Editor
from newsrooms import Table


def add_document(desk: Editor) -> str:
    if not (name := desk.one(desk.news.spare)):
        return ""
    document, claims = desk.news.spare.pop(name)
    _put_in(desk, document, claims)
    return f"add document {name}"


def remove_document(desk: Editor) -> str:
    if not (name := desk.one(desk.news.documents)):
        return ""
    claims = [one for one in desk.news.claims.values() if one["in"] == name]
    desk.removed.append((desk.news.documents.pop(name), claims))
    for one in claims:
        del desk.news.claims[one["id"]]
    return f"remove document {name}"


def bring_back(desk: Editor) -> str:
    if not desk.removed:
        return ""
    document, claims = desk.removed.pop(desk.rng.randrange(len(desk.removed)))
    _put_in(desk, document, claims)
    words = ""
    if desk.flip() and claims:
        words = f", and {of_claims.change(desk, desk.rng.choice(claims)['id'])}"
    return f"bring back document {document['id']}{words}"


def _put_in(desk: Editor, document: Table, claims: list[Table]) -> None:
    desk.news.documents[document["id"]] = document
    desk.news.claims |= {one["id"]: one for one in claims}


def undo(desk: Editor) -> str:
    """Restore an earlier state of the files, byte by byte."""
    if len(desk.before) < 2:
        return ""
    back = desk.rng.randrange(1, len(desk.before))
    desk.news = deepcopy(desk.before[-1 - back])
    return f"undo the last {back} edits"


def change_document(desk: Editor) -> str:
    if not (name := desk.one(desk.news.documents)):
        return ""
    document = desk.news.documents[name]
    if desk.flip():
        document["published"] = of_claims.later(desk, str(document["published"]))
        return f"document {name} published {document['published']}"
    document["outlet"] = desk.one(desk.news.of_family("outlet")) or document["outlet"]
    return f"document {name} published by {document['outlet']}"


def forget_document(desk: Editor) -> str:
    """Remove a document's description and keep its claims."""
    if not (name := desk.one(desk.news.documents)):
        return ""
    del desk.news.documents[name]
    return f"document {name} is described no more"


def rename_file(desk: Editor) -> str:
    if not (name := desk.one(desk.news.documents)):
        return ""
    names = desk.news.names
    if desk.flip() and (other := desk.one(desk.news.documents)) != name:
        names[name], names[other] = names.get(other, other), names.get(name, name)
        return f"files of {name} and {other} change names"
    taken = {names.get(one, one) for one in (*desk.news.documents, *names)}
    new = next(one for one in (f"{desk.rng.choice('az')}-{name}-{n}" for n in range(99)) if one not in taken)
    names[name] = new
    return f"the file of {name} is called {new}"


EDITS: tuple[Edit, ...] = (
    *(add_document, remove_document, bring_back, undo, change_document, forget_document, rename_file),
    *of_claims.EDITS,
    *of_things.EDITS,
)
"""The edits; frequent ones are listed more than once."""
