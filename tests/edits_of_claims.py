"""Edits of documents' claims, and of the files that have them."""

from copy import deepcopy
from datetime import date, timedelta

from editor import Edit, Editor
from newsrooms import Table

_MODALITIES = ("assertion", "assertion", "denial", "forecast", "conditional", "recommendation", "commitment")
_CHOICES = {
    "certainty": ("Certain", "Probable", "Possible", "Unstated"),
    "status": ("Accepted", "Rejected", "Suggested"),
    "extent": ("full", "partial", "full-in-part", "contested"),
    "phase": ("begun", "ongoing", "completed", "halted", "prevented"),
    "comparator": ("more than", "less than", "at least", "at most"),
    "cause_mark": ("only", "main"),
    "polarity": ("positive", "negative"),
    "modality": _MODALITIES,
}
_ROLES = {  # of entities in claims, by family
    "place": ("place",),
    "agent": ("by", "actor", "target", "subject", "who", "unit", "under", "person", "of", "holder", "winner", "cause"),
    "event": ("event",),
}
_NEEDED = ("id", "in", "statement", "measure", "role", "label", "claim")
_DAYS = ("day", "from", "to", "said")
_RELATIONS = ("denies", "contradicts", "supports", "qualifies", "derivedFrom", "findsNoEvidenceFor")
_OF_CLAIM = ("id", "in", "by", "through", "said", "copy_of", "denies", "file", "content_file", "again", "related")
_AGENT_TIES = ("side", "part_of", "replaced_by")


def change_claim(desk: Editor) -> str:
    return change(desk, name) if (name := desk.one(desk.news.claims)) else ""


def change(desk: Editor, name: str) -> str:
    claim, rng = desk.news.claims[name], desk.rng
    key = rng.choice((*(key for key in claim if key not in _NEEDED), *_CHOICES, *_CHOICES))
    if key in _CHOICES:
        claim[key] = rng.choice(_CHOICES[key])
    elif key in ("value", "min", "max"):
        claim[key] = rng.choice((claim[key] + 1, claim[key] * 2, claim[key] / 2, 17))
    elif key in _DAYS:
        claim[key] = later(desk, str(claim[key]))
    elif of := next((of for of, keys in _ROLES.items() if key in keys), ""):
        claim[key] = desk.one(desk.news.of_family(of)) or claim[key]
    elif key == "through":
        claim[key] = rng.sample(sorted(desk.news.of_family("outlet")), 1) if desk.flip() else []
    else:
        claim.pop(key)
        return f"claim {name} without {key}"
    return f"claim {name}: {key} {claim[key]}"


def drop_detail(desk: Editor) -> str:
    """Remove a detail: a total's event, an event's name, a state's day …"""
    name = desk.one(desk.news.claims)
    details = ("event", "place", "actor", "target", "day", "said", "counted", "unit", "extent", "approx", "through")
    if not name or not (key := desk.one(key for key in details if key in desk.news.claims[name])):
        return ""
    del desk.news.claims[name][key]
    return f"claim {name} without {key}"


def relay(desk: Editor) -> str:
    name, other = desk.one(desk.news.claims), desk.one(desk.news.of_family("outlet"))
    if not name or not other:
        return ""
    claim = desk.news.claims[name]
    claim["through"] = [*claim.get("through", []), other]
    return f"claim {name} came through {other}"


def say_date(desk: Editor) -> str:
    if not (name := desk.one(desk.news.claims)):
        return ""
    claim = desk.news.claims[name]
    claim["said"] = later(desk, str(desk.news.documents.get(claim["in"], {}).get("published", "2033-06-20")))
    return f"claim {name} said {claim['said']}"


def say_the_same(desk: Editor) -> str:
    """Let one claim say the same as another, perhaps with another figure."""
    name, other = desk.one(desk.news.claims), desk.one(desk.news.claims)
    if not name or name == other:
        return ""
    claim, like = desk.news.claims[name], desk.news.claims[other]
    for key in [key for key in claim if key not in _OF_CLAIM]:
        del claim[key]
    claim |= {key: deepcopy(value) for key, value in like.items() if key not in _OF_CLAIM}
    return f"claim {name} says what {other} says{_but(desk, claim)}"


def say_more(desk: Editor) -> str:
    """Add a statement of another claim to a claim."""
    name, other = desk.one(desk.news.claims), desk.one(desk.news.claims)
    if not name or name == other:
        return ""
    like = desk.news.claims[other]
    more = {key: value for key, value in like.items() if key not in (*_OF_CLAIM, *_CHOICES, "also", "certainty")}
    if more.get("statement") in (None, "no-evidence"):
        return ""
    desk.news.claims[name]["also"] = [more]
    return f"claim {name} says what {other} says, too"


def new_claim(desk: Editor) -> str:
    """Add a claim to a document that says the same as another claim, by another claimant."""
    name, document = desk.one(desk.news.claims), desk.one(desk.news.documents)
    if not name or not document:
        return ""
    like = desk.news.claims[name]
    fresh = next(one for one in (f"n{n}" for n in range(999)) if one not in desk.news.ever)
    one = {key: deepcopy(value) for key, value in like.items() if key not in _OF_CLAIM}
    one |= {"id": fresh, "in": document, "by": desk.one(desk.news.of_family("agent"))}
    desk.news.claims[fresh], desk.news.ever[fresh] = one, deepcopy(one)
    return f"claim {fresh} in {document}, which says what {name} says{_but(desk, one)}"


def _but(desk: Editor, claim: Table) -> str:
    """A content taken from another claim, denied, on another thing, or with another figure."""
    if desk.flip():
        return ""
    if "value" in claim:
        claim["value"] *= 3
        return f", but {claim['value']}"
    if desk.flip() or not (key := desk.one({"actor", "place", "who", "holder", "under", "person"} & claim.keys())):
        claim["polarity"] = "positive" if claim.get("polarity") == "negative" else "negative"
        return ", but not so"
    claim[key] = desk.one(desk.news.of_family("place" if key == "place" else "agent")) or claim[key]
    return f", but {key} {claim[key]}"


def remove_claim(desk: Editor) -> str:
    if not (name := desk.one(desk.news.claims)):
        return ""
    desk.removed.append(
        (desk.news.documents[desk.news.claims[name]["in"]], [desk.news.claims.pop(name)])
    ) if desk.news.claims[name]["in"] in desk.news.documents else desk.news.claims.pop(name)
    return f"remove claim {name}"


def relate(desk: Editor) -> str:
    name, other = desk.one(desk.news.claims), desk.one(desk.news.ever)
    if not name or name == other:
        return ""
    claim, predicate = desk.news.claims[name], desk.rng.choice(_RELATIONS)
    if claim.get("related") and desk.flip():
        del claim["related"]
        return f"claim {name} is related to none"
    claim["related"] = [*claim.get("related", []), [predicate, other]]
    return f"claim {name} {predicate} {other}"


def concern(desk: Editor) -> str:
    """Change what a claim is about."""
    if not (name := desk.one(desk.news.claims)):
        return ""
    desk.news.claims[name]["about"] = [desk.one(desk.news.entities)]
    return f"claim {name} is about {desk.news.claims[name]['about']}"


def move_claim(desk: Editor) -> str:
    """Move a claim to another file: with its document, only its content, or as a repetition."""
    name, other = desk.one(desk.news.claims), desk.one((*desk.news.documents, "aside"))
    if not name:
        return ""
    claim = desk.news.claims[name]
    key = desk.rng.choice(("file", "content_file", "again", "in"))
    if claim.get(key) == other or (key == "in" and other == "aside"):
        return ""
    if key != "in" and key in claim and desk.flip():
        del claim[key]
        return f"claim {name} is moved back ({key})"
    claim[key] = other
    return f"claim {name} is moved to {other} ({key})"


def later(desk: Editor, day: str) -> str:
    if desk.rng.random() < 0.1:
        return "2033-02-30"  # a fault, which the build reports
    try:
        return str(date.fromisoformat(day) + timedelta(desk.rng.choice((-30, -1, 1, 2, 400))))
    except ValueError:  # a month, an hour, or no day
        return "2033-06-20"


EDITS: tuple[Edit, ...] = (
    *(change_claim, change_claim, change_claim, change_claim, drop_detail, relay, say_date, say_the_same, say_the_same),
    *(say_more, new_claim, new_claim, remove_claim, remove_claim, relate, relate, concern, move_claim, move_claim),
)
