"""What claims say: the nodes of their content graphs, with the times and quantities in them."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from kgraph.analysis.record import select
from kgraph.model import BlankNode, Literal, Quantity, Term, TimeSpan
from kgraph.namespaces import IRI, KG, ORG
from kgraph.store import Store

Properties = dict[IRI, list[Term]]
Content = dict[Term, Properties]
"""One claim's content: node → predicate → objects."""

_BOUNDS = (KG.earliestBegin, KG.latestBegin, KG.earliestEnd, KG.latestEnd)


def read_contents(store: Store, world: IRI) -> dict[IRI, Content]:
    """What each claim of the world says, whether or not the world holds it."""
    contents: dict[IRI, Content] = defaultdict(dict)
    query = "SELECT ?c ?s ?p ?o WHERE { ?c kg:content ?g . GRAPH ?g { ?s ?p ?o } }"
    for row in select(store, world, query):
        claim, subject, predicate, value = row["c"], row["s"], row["p"], row["o"]
        if isinstance(claim, IRI) and isinstance(subject, IRI | BlankNode) and isinstance(predicate, IRI) and value:
            contents[claim].setdefault(subject, {}).setdefault(predicate, []).append(value)
    return contents


def first(said: Mapping[IRI, list[Term]], predicate: IRI) -> Term | None:
    """The first value in the order of their texts, if there is one."""
    return min(said.get(predicate, ()), key=str, default=None)


def tie_of(said: Properties) -> tuple[IRI, IRI] | None:
    """The member and the organization that a posting or a subordination ties; `None` if it does so on a condition."""
    member, organization = first(said, ORG.member), first(said, ORG.organization)
    if KG.condition in said or KG.exception in said:
        return None
    return (member, organization) if isinstance(member, IRI) and isinstance(organization, IRI) else None


def time_of(content: Content, said: Properties) -> TimeSpan:
    """The `kg:time` of a node; all bounds unknown where it has none."""
    node = first(said, KG.time)
    span = content.get(node, {}) if node else {}
    return TimeSpan(*(str(first(span, bound) or "") for bound in _BOUNDS))


def figure(said: Properties) -> str:
    """A measurement's figure as it was printed, or else in digits."""
    for predicate in (KG.figure, KG.value):
        if predicate in said:
            return ", ".join(sorted(str(value) for value in said[predicate]))
    least, most = (", ".join(map(str, said.get(p, ()))) for p in (KG.minValue, KG.maxValue))
    if least and most:
        return f"{least}–{most}"
    strict = first(said, KG.comparator) in (KG.MoreThan, KG.LessThan)
    if least:
        return f"{'more than' if strict else 'at least'} {least}"
    return f"{'less than' if strict else 'up to'} {most}" if most else ""


def quantity_of(said: Properties) -> Quantity:
    """A measurement's bounds: a plain value is both; "at least" and "up to" leave one open."""
    value, least, most = (_number(first(said, p)) for p in (KG.value, KG.minValue, KG.maxValue))
    comparator = first(said, KG.comparator)
    if least is None and comparator not in (KG.AtMost, KG.LessThan):
        least = value
    if most is None and comparator not in (KG.AtLeast, KG.MoreThan):
        most = value
    about = str(first(said, KG.approximate) or "") in ("true", "1")
    return Quantity(least, most, figure(said), exact=not about)


def _number(term: Term | None) -> Decimal | None:
    return term.value if isinstance(term, Literal) and isinstance(term.value, Decimal) else None
