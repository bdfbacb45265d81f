"""Edits of made-up news, drawn at random with a seed: what people do to the files of a workspace between two builds."""

import random
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from kgraph.namespaces import PREFIXES
from news import BASE
from newsrooms import DATA, ONTOLOGY, RULES, News, Table, family

Edit = Callable[["Editor"], str]
"""Does it and tells what was done; "" where there is nothing to do it to."""

_HEAD = f"@base <{BASE}> .\n" + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
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
_DAYS = ("day", "from", "to", "said")
_RELATIONS = ("denies", "contradicts", "supports", "qualifies", "derivedFrom", "findsNoEvidenceFor")
_OF_CLAIM = ("id", "in", "by", "through", "said", "copy_of", "denies", "file", "content_file", "again", "related")
_AGENT_TIES = ("side", "part_of", "replaced_by")

RULE_FILES = {
    "supports.rq": "#+ summary: Claims on one thing support each other.\n"
    "CONSTRUCT { ?a kg:supports ?b } WHERE { ?a kg:about ?x . ?b kg:about ?x FILTER(?a != ?b) }\n",
    "both-there.rq": "#+ summary: Two who are said to be at one place are in question.\n"
    'CONSTRUCT { ?d a kg:Dispute ; kg:disputes ?one, ?other ; kg:foundBy "both-there" ; '
    'kg:explanation "two at one place"@en } WHERE { ?one premise:says ?a . ?other premise:says ?b . '
    "?a kg:subject ?who ; kg:place ?where . ?b kg:subject ?whom ; kg:place ?where . FILTER(STR(?who) < STR(?whom)) "
    'BIND(IRI(CONCAT(STR(<dispute/own->), SHA1(CONCAT(STR(?one), STR(?other))))) AS ?d) }\n',
    "noted.rq": "#+ summary: Each denial is noted, at a node without a name.\n"
    "CONSTRUCT { [] kg:restsOn ?c ; rdfs:comment ?words } WHERE { ?c kg:polarity kg:Negative ; premise:words ?words }\n",
    "loud.rq": "#+ summary: Those who speak loudly.\nCONSTRUCT { ?who rdfs:comment ?loud } "
    "WHERE { ?c premise:loud ?who . ?who rdfs:label ?loud }\n",
    "corroboration.rq": "#+ summary: In place of kgraph's own rule.\n"
    "CONSTRUCT { ?a rdfs:seeAlso ?b } WHERE { ?a kg:contentDigest ?x . ?b kg:contentDigest ?x FILTER(?a != ?b) }\n",
    "premises/1-loud.rq": "#+ summary: who is loud\n"
    "CONSTRUCT { ?c premise:loud ?who } WHERE { ?c kg:certainty kg:Certain ; kg:claimant ?who }\n",
}
BROKEN = {
    f"{DATA}/broken.trig": "<a> <b> ",
    f"{DATA}/a-cut.trig": f"{_HEAD}<doc/cut> {{ <doc/cut> a kg:Document ; rdfs:label ",
    f"{DATA}/derived.trig": f"{_HEAD}<graph/derived> {{ <doc/war-1> rdfs:label 'no'@en }}",
    f"{DATA}/elsewhere.trig": f"{_HEAD}<https://example.com/other> {{ <doc/war-1> rdfs:label 'no'@en }}",
    f"{DATA}/nowhere.trig": f"{_HEAD}<doc/war-1> rdfs:label 'no'@en .",
    f"{DATA}/triples.ttl": f"{_HEAD}<doc/war-1> rdfs:label 'no'@en .",
    f"{ONTOLOGY}/broken.ttl": f"{_HEAD}<ontology#x> a ",
    f"{RULES}/broken.rq": "#+ summary: broken\nCONSTRUCT { ?a ?b } WHERE { }",
}
"""Files with which no build ends well, by path."""


class Editor:
    """Who edits the news: each edit is drawn from `EDITS`, and may be undone by a later one."""

    def __init__(self, news: News, rng: random.Random) -> None:
        self.news, self.rng = news, rng
        self.before: list[News] = []
        self.removed: list[tuple[Table, list[Table]]] = []

    def edit(self) -> str:
        """Do something, and tell what."""
        self.before = [*self.before[-4:], deepcopy(self.news)]
        while True:
            if done := self.rng.choice(EDITS)(self):
                return done

    def one(self, several: Any) -> str:
        """One of several names, or "" if there are none."""
        names = sorted(several)
        return self.rng.choice(names) if names else ""

    def flip(self) -> bool:
        return self.rng.random() < 0.5


# -- documents


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
        words = f", and {_change(desk, desk.rng.choice(claims)['id'])}"
    return f"bring back document {document['id']}{words}"


def _put_in(desk: Editor, document: Table, claims: list[Table]) -> None:
    desk.news.documents[document["id"]] = document
    desk.news.claims |= {one["id"]: one for one in claims}


def undo(desk: Editor) -> str:
    """What an earlier edit left comes back, byte by byte."""
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
        document["published"] = _later(desk, str(document["published"]))
        return f"document {name} published {document['published']}"
    document["outlet"] = desk.one(desk.news.of_family("outlet")) or document["outlet"]
    return f"document {name} published by {document['outlet']}"


def forget_document(desk: Editor) -> str:
    """Its claims stay, and nobody says any more what it is."""
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


def _later(desk: Editor, day: str) -> str:
    try:
        return str(date.fromisoformat(day) + timedelta(desk.rng.choice((-30, -1, 1, 2, 400))))
    except ValueError:  # a month, or an hour
        return "2033-06-20"


# -- claims


def change_claim(desk: Editor) -> str:
    return _change(desk, name) if (name := desk.one(desk.news.claims)) else ""


def _change(desk: Editor, name: str) -> str:
    claim, rng = desk.news.claims[name], desk.rng
    key = rng.choice((*(key for key in claim if key not in ("id", "in", "statement")), *_CHOICES, *_CHOICES))
    if key in _CHOICES:
        claim[key] = rng.choice(_CHOICES[key])
    elif key in ("value", "min", "max"):
        claim[key] = rng.choice((claim[key] + 1, claim[key] * 2, claim[key] / 2, 17))
    elif key in _DAYS:
        claim[key] = _later(desk, str(claim[key]))
    elif of := next((of for of, keys in _ROLES.items() if key in keys), ""):
        claim[key] = desk.one(desk.news.of_family(of)) or claim[key]
    elif key == "through":
        claim[key] = rng.sample(sorted(desk.news.of_family("outlet")), 1) if desk.flip() else []
    else:
        claim.pop(key)
        return f"claim {name} without {key}"
    return f"claim {name}: {key} {claim[key]}"


def drop_detail(desk: Editor) -> str:
    """A total without an event, an event without a name, a state without a day …"""
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
    claim["said"] = _later(desk, str(desk.news.documents.get(claim["in"], {}).get("published", "2033-06-20")))
    return f"claim {name} said {claim['said']}"


def say_the_same(desk: Editor) -> str:
    """One claim says what another says, as it stands or with another figure."""
    name, other = desk.one(desk.news.claims), desk.one(desk.news.claims)
    if not name or name == other:
        return ""
    claim, like = desk.news.claims[name], desk.news.claims[other]
    for key in [key for key in claim if key not in _OF_CLAIM]:
        del claim[key]
    claim |= {key: deepcopy(value) for key, value in like.items() if key not in _OF_CLAIM}
    words = f"claim {name} says what {other} says"
    if "value" in claim and desk.flip():
        claim["value"] = claim["value"] * 3
        words += f", but {claim['value']}"
    return words


def say_more(desk: Editor) -> str:
    """A claim says a second thing, too, which another says."""
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
    """A further claim in a document, which says what another says of another's mouth."""
    name, document = desk.one(desk.news.claims), desk.one(desk.news.documents)
    if not name or not document:
        return ""
    like = desk.news.claims[name]
    fresh = next(one for one in (f"n{n}" for n in range(999)) if one not in desk.news.ever)
    one = {key: deepcopy(value) for key, value in like.items() if key not in _OF_CLAIM}
    one |= {"id": fresh, "in": document, "by": desk.one(desk.news.of_family("agent"))}
    desk.news.claims[fresh], desk.news.ever[fresh] = one, deepcopy(one)
    return f"claim {fresh} in {document}, which says what {name} says"


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
    """What a claim is about."""
    if not (name := desk.one(desk.news.claims)):
        return ""
    desk.news.claims[name]["about"] = [desk.one(desk.news.entities)]
    return f"claim {name} is about {desk.news.claims[name]['about']}"


def move_claim(desk: Editor) -> str:
    """To another file, with its document, with its content alone, or told once more."""
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


# -- the reference


def add_entity(desk: Editor) -> str:
    like = desk.one(desk.news.entities)
    if not like:
        return ""
    name = next(one for one in (f"new-{n}" for n in range(999)) if one not in desk.news.entities)
    desk.news.entities[name] = desk.news.entities[like] | {"id": name, "label": f"Another {name}"}
    if desk.flip() and (claim := desk.one(desk.news.claims)):
        desk.news.claims[claim]["by"] = name
    return f"entity {name}, like {like}"


def remove_entity(desk: Editor) -> str:
    if not (name := desk.one(desk.news.entities)):
        return ""
    del desk.news.entities[name]
    return f"remove entity {name}"


def rename_entity(desk: Editor) -> str:
    """In the reference alone, or everywhere."""
    if not (name := desk.one(desk.news.entities)):
        return ""
    new, news = f"{name}-x", desk.news
    if new in news.entities:
        return ""
    everywhere = desk.flip()
    news.entities[new] = news.entities.pop(name) | {"id": new}
    if everywhere:
        for tables in (news.entities, news.documents, news.claims):
            for key, table in tables.items():
                tables[key] = {k: _renamed(v, name, new) if k not in ("id", "in") else v for k, v in table.items()}
    return f"entity {name} is {new}{' everywhere' if everywhere else ''}"


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, list):
        return [_renamed(one, old, new) for one in value]
    if isinstance(value, dict):
        return {key: _renamed(one, old, new) for key, one in value.items()}
    return new if value == old else value


def change_entity(desk: Editor) -> str:
    if not (name := desk.one(desk.news.entities)):
        return ""
    entity = desk.news.entities[name]
    of = family(entity)
    keys = {"place": ("in", "replaced_by"), "agent": _AGENT_TIES}.get(of, ("replaced_by",))
    key = desk.rng.choice((*keys, *keys, "label", "class"))
    if key == "label":
        entity["label"] = f"{entity['label']} again"
    elif key == "class":
        entity["class"] = desk.news.entities[desk.one(desk.news.entities)]["class"]
    elif key in entity and desk.flip():
        del entity[key]
    else:
        entity[key] = desk.one(one for one in desk.news.of_family(of) if one != name) or name
    return f"entity {name}: {key} {entity.get(key)}"


# -- other files


def tell_aside(desk: Editor) -> str:
    """A file that speaks in another's graph, of another's claim, or of what things are."""
    news = desk.news
    document, claim, entity = desk.one(news.documents), desk.one(news.claims), desk.one(news.entities)
    agent, path = desk.one(news.of_family("agent")), f"{DATA}/{desk.rng.choice('am')}-aside.trig"
    if not (document and claim and entity and agent):
        return ""
    if path in news.files and desk.flip():
        del news.files[path]
        return f"remove {path}"
    of = f"<claim/{news.claims[claim]['in']}/{claim}>"
    texts = (
        f"<doc/{document}> {{ <doc/{document}> schema:publisher <thing/{entity}> }}",
        f'<doc/{document}> {{ <doc/{document}> schema:datePublished "2033-06-29"^^xsd:date ; kg:textLength 40 }}',
        f"<doc/{news.claims[claim]['in']}> {{ {of} kg:status kg:Rejected }}",
        f"<doc/{document}> {{ {of} kg:polarity kg:Negative }}",
        f"<doc/{document}> {{ {of} kg:claimant <thing/{agent}> }}",
        f"<graph/reference> {{ <thing/{entity}> kg:side <thing/{agent}> }}",
        f"<graph/reference> {{ <thing/{agent}> a kg:UnnamedSource }}",
        f"<doc/{document}> {{ <thing/{agent}> a kg:UnnamedSource ; kg:side <thing/{entity}> }}",
        f"<graph/reference> {{ <thing/{entity}> kg:locatedIn <thing/elmsford> ; kg:country <thing/orvenia> }}",
        f"<{of[1:-1]}#content> {{ <{of[1:-1]}#s1> kg:place <thing/{entity}> ; kg:condition [ kg:place <thing/tarn> ] }}",
        f"<doc/{document}> {{ {of} kg:content <claim/{document}/shared#content> }}",
        f"<graph/remarks> {{ {of} rdfs:comment 'seen' . <thing/{entity}> rdfs:label 'other name'@uk }}",
    )
    text = desk.rng.choice(texts)
    news.files[path] = f"{_HEAD}{text}\n"
    return f"{path}: {text}"


def ask_question(desk: Editor) -> str:
    news, path = desk.news, f"{DATA}/questions.trig"
    if path in news.files and desk.flip():
        del news.files[path]
        return "remove the editor's question"
    claims = [f"<claim/{news.claims[one]['in']}/{one}>" for one in desk.rng.sample(sorted(news.claims), 3)]
    said = "kg:claimFor {} ; kg:claimAgainst {} ; kg:claimQualifying {}".format(*claims)
    asked = f'<question/own> a kg:EditorsQuestion ; rdfs:label "Was it so?"@en ; kg:about <thing/tarn> ; {said}'
    news.files[path] = f"{_HEAD}<graph/questions> {{ {asked} }}\n"
    return f"an editor's question: {said}"


def link(desk: Editor) -> str:
    name, number = desk.one(desk.news.entities), desk.rng.randrange(100)
    said = f"<thing/{name}> skos:exactMatch wd:Q{number} . <link/{number}> rdfs:seeAlso <thing/{name}>"
    desk.news.files[f"{DATA}/links.trig"] = f"{_HEAD}<graph/links> {{ {said} }}\n"
    return f"a link of {name}"


def change_terms(desk: Editor) -> str:
    files, path = desk.news.files, f"{ONTOLOGY}/more.ttl"
    if path in files and desk.flip():
        del files[path]
        return "remove own terms"
    claim, fresh = desk.one(desk.news.claims), f"<ontology#own-{desk.rng.randrange(9)}>"
    texts = [
        f'{fresh} a kg:Measure ; kg:temporality kg:EventTotal ; rdfs:label "casks lost"@en .',
        f'kg:Raid rdfs:label "a raid, as we call it"@en . {fresh} rdfs:subClassOf kg:City .',
        f"<ontology#fraud> owl:disjointWith {fresh} . <thing/fraud> kg:excludes <thing/theft> .",
        f'kg:PeopleKilled kg:temporality kg:RunningTotal . <ontology#Union> rdfs:label "claims such as {claim}"@en .',
        "kg:Raid rdfs:subClassOf kg:Flood . <ontology#Object> rdfs:subClassOf kg:Place .",
    ]
    own = files.get(f"{ONTOLOGY}/own.ttl", "").splitlines()
    if own:
        subject = desk.rng.choice(own).partition(" ")[0]
        texts.append(f'{subject} kg:temporality kg:State ; rdfs:subClassOf kg:Event ; skos:prefLabel "own"@en .')
    text = desk.rng.choice(texts)
    files[path] = f"{_HEAD}{text}\n"
    return f"own terms: {text}"


def change_rules(desk: Editor) -> str:
    name = desk.one(RULE_FILES)
    path = f"{RULES}/{name}"
    if path in desk.news.files:
        del desk.news.files[path]
        return f"remove rule {name}"
    desk.news.files[path] = RULE_FILES[name]
    return f"add rule {name}"


EDITS: tuple[Edit, ...] = (
    *(add_document, remove_document, bring_back, undo, change_document, forget_document, rename_file),
    *(change_claim, change_claim, change_claim, change_claim, drop_detail, relay, say_date, say_the_same, say_the_same),
    *(say_more, new_claim, remove_claim, relate, relate, concern, move_claim, move_claim),
    *(add_entity, remove_entity, rename_entity, change_entity, change_entity, change_entity),
    *(tell_aside, tell_aside, ask_question, link, change_terms, change_rules),
)
"""Those that come more often stand here more than once."""
