"""Edits of files other than documents: the reference, own terms and rules, editors' questions, links."""

from typing import Any

from edited_files import HEAD, RULE_FILES
from editor import Edit, Editor
from newsrooms import DATA, ONTOLOGY, RULES, family

_AGENT_TIES = ("side", "part_of", "replaced_by")


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
    """Rename an entity in the reference only, or everywhere."""
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
    """Change the description of an entity, mostly of one that claims name."""
    said = {value for claim in desk.news.claims.values() for value in claim.values() if isinstance(value, str)}
    if not (name := desk.one(desk.news.entities.keys() & said if desk.rng.random() < 0.8 else desk.news.entities)):
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
    """Add a file that writes into another file's graph, describes another's claim, or describes things."""
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
        f'<doc/{document}> {{ <doc/{document}> schema:datePublished "2033-13-01"^^xsd:date }}',
        f"<doc/{document}> {{ {of} kg:certainy kg:Certain ; kg:derivedFrom <claim/war-1/w1> }}",
        f"<doc/{news.claims[claim]['in']}> {{ {of} kg:status kg:Rejected }}",
        f"<doc/{document}> {{ {of} kg:polarity kg:Negative }}",
        f"<doc/{document}> {{ {of} kg:claimant <thing/{agent}> }}",
        f"<graph/reference> {{ <thing/{entity}> kg:side <thing/{agent}> }}",
        f"<graph/reference> {{ <thing/{agent}> a kg:UnnamedSource }}",
        f"<doc/{document}> {{ <thing/{agent}> a kg:UnnamedSource ; kg:side <thing/{entity}> }}",
        f"<graph/reference> {{ <thing/{entity}> kg:locatedIn <thing/elmsford> ; kg:country <thing/orvenia> }}",
        f"<{of[1:-1]}#content> {{ <{of[1:-1]}#s1> kg:place <thing/{entity}> ; kg:purpose [ kg:place <thing/tarn> ] }}",
        f"<doc/{document}> {{ {of} kg:content <claim/{document}/shared#content> }}",
        f"<graph/remarks> {{ {of} rdfs:comment 'seen' . <thing/{entity}> rdfs:label 'other name'@uk }}",
    )
    text = desk.rng.choice(texts)
    news.files[path] = f"{HEAD}{text}\n"
    return f"{path}: {text}"


def ask_question(desk: Editor) -> str:
    news, path = desk.news, f"{DATA}/questions.trig"
    if path in news.files and desk.flip():
        del news.files[path]
        return "remove the editor's question"
    claims = [f"<claim/{news.claims[one]['in']}/{one}>" for one in desk.rng.sample(sorted(news.claims), 3)]
    said = "kg:claimFor {} ; kg:claimAgainst {} ; kg:claimQualifying {}".format(*claims)
    asked = f'<question/own> a kg:EditorsQuestion ; rdfs:label "Was it so?"@en ; kg:about <thing/tarn> ; {said}'
    news.files[path] = f"{HEAD}<graph/questions> {{ {asked} }}\n"
    return f"an editor's question: {said}"


def link(desk: Editor) -> str:
    name, number = desk.one(desk.news.entities), desk.rng.randrange(100)
    said = f"<thing/{name}> skos:exactMatch wd:Q{number} . <link/{number}> rdfs:seeAlso <thing/{name}>"
    desk.news.files[f"{DATA}/links.trig"] = f"{HEAD}<graph/links> {{ {said} }}\n"
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
    files[path] = f"{HEAD}{text}\n"
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
    *(add_entity, remove_entity, rename_entity, change_entity, change_entity, change_entity),
    *(tell_aside, tell_aside, ask_question, link, change_terms, change_rules, change_rules),
)
