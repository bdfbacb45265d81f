"""Fixed files that edits put into a workspace: own rules, and faulty files with which every build fails."""

from kgraph.namespaces import PREFIXES
from news import BASE
from newsrooms import DATA, ONTOLOGY, RULES

HEAD = f"@base <{BASE}> .\n" + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

RULE_FILES = {
    "supports.rq": "#+ summary: Claims on one thing support each other.\n"
    "CONSTRUCT { ?a kg:supports ?b } WHERE { ?a kg:about ?x . ?b kg:about ?x FILTER(?a != ?b) }\n",
    "both-there.rq": "#+ summary: Two who are said to be at one place are in question.\n"
    'CONSTRUCT { ?d a kg:Dispute ; kg:disputes ?one, ?other ; kg:foundBy "both-there" ; '
    'kg:explanation "two at one place"@en } WHERE { ?one premise:says ?a . ?other premise:says ?b . '
    "?a kg:subject ?who ; kg:place ?where . ?b kg:subject ?whom ; kg:place ?where . FILTER(STR(?who) < STR(?whom)) "
    "BIND(IRI(CONCAT(STR(<dispute/own->), SHA1(CONCAT(STR(?one), STR(?other))))) AS ?d) }\n",
    "noted.rq": "#+ summary: Denials are noted, at nodes without a name.\n"
    "CONSTRUCT { [] kg:restsOn ?c ; rdfs:comment ?said } WHERE { ?c kg:polarity kg:Negative ; premise:words ?said }\n",
    "loud.rq": "#+ summary: Those who speak loudly.\nCONSTRUCT { ?who rdfs:comment ?loud } "
    "WHERE { ?c premise:loud ?who . ?who rdfs:label ?loud }\n",
    "corroboration.rq": "#+ summary: In place of kgraph's own rule.\n"
    "CONSTRUCT { ?a rdfs:seeAlso ?b } WHERE { ?a kg:contentDigest ?x . ?b kg:contentDigest ?x FILTER(?a != ?b) }\n",
    "premises/1-loud.rq": "#+ summary: who is loud\n"
    "CONSTRUCT { ?c premise:loud ?who } WHERE { ?c kg:certainty kg:Certain ; kg:claimant ?who }\n",
}
BROKEN = {
    f"{DATA}/broken.trig": "<a> <b> ",
    f"{DATA}/a-cut.trig": f"{HEAD}<doc/cut> {{ <doc/cut> a kg:Document ; rdfs:label ",
    f"{DATA}/derived.trig": f"{HEAD}<graph/derived> {{ <doc/war-1> rdfs:label 'no'@en }}",
    f"{DATA}/elsewhere.trig": f"{HEAD}<https://example.com/other> {{ <doc/war-1> rdfs:label 'no'@en }}",
    f"{DATA}/nowhere.trig": f"{HEAD}<doc/war-1> rdfs:label 'no'@en .",
    f"{DATA}/triples.ttl": f"{HEAD}<doc/war-1> rdfs:label 'no'@en .",
    f"{ONTOLOGY}/broken.ttl": f"{HEAD}<ontology#x> a ",
    f"{RULES}/broken.rq": "#+ summary: broken\nCONSTRUCT { ?a ?b } WHERE { }",
}
"""Faulty files with which every build fails, by path."""
