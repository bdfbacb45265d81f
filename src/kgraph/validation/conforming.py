"""Quick tests that find nodes which certainly conform to a shape, so that pySHACL, which takes a hundred times as long,
checks only the others.

A shape becomes a test of a node: `True` means that it conforms, `False` that it does not, `None` that pySHACL has to
check. Only `True` is relied upon for a whole shape; `False` is used below sh:not and where conforming values are
counted. A shape with a part that is not known here becomes no test (`Unknown`), and pySHACL checks all its nodes.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI, OWL, RDF, RDFS, SH, XSD
from kgraph.validation.constraints import LISTS, OTHERS, PAIRS, Answer, Constraint, Test, Unknown, every, negated, whole

Node = IRI | BlankNode
_NOTHING: Mapping[IRI, Mapping[Term, None]] = {}
_Path = Callable[[Term], Sequence[Term]]

# predicates for a shape's targets and for the form of its results
TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_NO_CONSTRAINTS = {SH[name] for name in ("severity", "message", "name", "description", "order", "group", "path")}
_BESIDE = {SH.ignoredProperties: SH.closed}  # predicates that are parameters of another constraint
_BESIDE |= {SH.qualifiedMinCount: SH.qualifiedValueShape, SH.qualifiedMaxCount: SH.qualifiedValueShape}


class Union:
    """The triples of all graphs together, by subject: those of another union, which stays as it is, and `quads`."""

    def __init__(self, quads: Iterable[Quad], beneath: "Union | None" = None) -> None:
        self._beneath = beneath
        self.described: dict[Node, dict[IRI, dict[Term, None]]] = dict(beneath.described) if beneath else {}
        self._mine: dict[Node, None] = {}  # the subjects of `quads`
        self._above: dict[Term, frozenset[Term]] = {}
        for subject, predicate, value, _ in quads:
            if subject not in self._mine:
                self._mine[subject] = None
                self.described[subject] = {one: dict(said) for one, said in self.about(subject).items()}
            self.described[subject].setdefault(predicate, {})[value] = None

    def quads(self) -> Iterator[Quad]:
        """All the triples."""
        for subject, said in self.described.items():
            yield from ((subject, predicate, value, None) for predicate, values in said.items() for value in values)

    def about(self, node: Term) -> Mapping[IRI, Mapping[Term, None]]:
        """The values of a node, by predicate."""
        return _NOTHING if isinstance(node, Literal) else self.described.get(node, _NOTHING)

    def values(self, subject: Term, predicate: IRI) -> Sequence[Term]:
        """The values of a predicate of a subject, each once."""
        found = self.about(subject).get(predicate)
        return list(found) if found else ()

    def value(self, subject: Term, predicate: IRI) -> Term | None:
        """The only value of a predicate, `None` if there is none; raises `Unknown` if there are several."""
        found = self.values(subject, predicate)
        if len(found) > 1:
            raise Unknown(predicate)
        return found[0] if found else None

    def listed(self, head: Term | None) -> list[Term]:
        """The members of an RDF list; raises `Unknown` if the list is malformed."""
        members: list[Term] = []
        while head != RDF.nil:
            member, rest = (None, None) if head is None else (self.value(head, RDF.first), self.value(head, RDF.rest))
            if member is None or rest is None or len(members) > len(self.described):
                raise Unknown(RDF.first)
            members.append(member)
            head = rest
        return members

    @cached_property
    def _subjects(self) -> dict[IRI, dict[Term, list[Node]]]:
        """For each predicate, its values with the subjects that have them."""
        found: dict[IRI, dict[Term, list[Node]]] = {}
        for subject in self._mine:
            for predicate, values in self.described[subject].items():
                here = found.setdefault(predicate, {})
                for value in values:
                    here.setdefault(value, []).append(subject)
        if self._beneath is None:
            return found
        below = self._beneath._subjects
        return below | {predicate: self._over(below.get(predicate, {}), here) for predicate, here in found.items()}

    def _over(self, below: Mapping[Term, list[Node]], mine: Mapping[Term, list[Node]]) -> dict[Term, list[Node]]:
        """The subjects by value of the union beneath and of this one, each once."""
        kept = {value: [node for node in below.get(value, ()) if node not in self._mine] for value in mine}
        return {**below, **{value: [*kept[value], *nodes] for value, nodes in mine.items()}}

    def subjects(self, predicate: IRI, value: Term) -> Sequence[Node]:
        """The subjects that have a value for a predicate."""
        return self._subjects.get(predicate, {}).get(value, ())

    def having(self, predicate: IRI) -> Iterator[tuple[Term, list[Node]]]:
        """Each value of a predicate, with the subjects that have it."""
        yield from self._subjects.get(predicate, {}).items()

    def above(self, kind: Term) -> frozenset[Term]:
        """A class and all its superclasses."""
        if kind not in self._above:
            found = {kind: None}
            for one in (several := list(found)):
                several += [up for up in self.values(one, RDFS.subClassOf) if up not in found]
                found.update(dict.fromkeys(several))
            self._above[kind] = frozenset(found)
        return self._above[kind]

    def is_a(self, node: Term, kind: Term) -> bool:
        """Whether one of a node's classes is `kind` or a subclass of it."""
        return not isinstance(node, Literal) and any(kind in self.above(own) for own in self.values(node, RDF.type))


class Shapes:
    """The shapes as tests of nodes of `data`.

    `tests` has the tests of shapes that have targets and are fully known. `steps` is the greatest number of triples in
    a row that a test follows, and `backwards` has the predicates that tests follow from value to subject. `all_known`
    says whether every shape is known.
    """

    def __init__(self, shapes: Union, data: Union) -> None:
        self._shapes, self._data = shapes, data
        self._made: dict[Term, Test] = {}
        self._open: list[Term] = []
        self._deep: dict[Term, int] = {}  # how many triples in a row a shape follows
        self.steps, self.backwards = 0, set[IRI]()
        self.tests: dict[Node, Test] = {}
        self.all_known = SH.ConstraintComponent not in {v for v, _ in shapes.having(RDF.type)}
        for shape, said in shapes.described.items():
            types = said.get(RDF.type, {})
            if SH.NodeShape in types or SH.PropertyShape in types or any(one in said for one in (*TARGETS, SH.path)):
                try:
                    test = self._test(shape)
                    if RDFS.Class in types or OWL.Class in types:  # a shape that is a class: its instances are targets
                        raise Unknown(RDFS.Class)
                except (Unknown, re.error, RecursionError):
                    self.all_known = False
                    self._open.clear()
                    continue
                if any(one in said for one in TARGETS):
                    self.tests[shape] = test

    def targets(self, shape: Term) -> list[Term]:
        """The target nodes of a shape, each once."""
        shapes, data, found = self._shapes, self._data, dict[Term, None]()
        found.update(dict.fromkeys(shapes.values(shape, SH.targetNode)))
        for kind in shapes.values(shape, SH.targetClass):
            for own, nodes in data.having(RDF.type):
                if kind in data.above(own):
                    found.update(dict.fromkeys(nodes))
        for predicate in shapes.values(shape, SH.targetObjectsOf):
            found.update((value, None) for value, _ in data.having(IRI(str(predicate))))
        for predicate in shapes.values(shape, SH.targetSubjectsOf):
            found.update((node, None) for _, nodes in data.having(IRI(str(predicate))) for node in nodes)
        return list(found)

    def doubtful(self, only: Container[Term] | None = None) -> dict[Node, list[Term]]:
        """For each known shape, the nodes (only those in `only`, if it is given) that do not certainly conform to
        it."""
        tested = ((shape, test, self.targets(shape)) for shape, test in self.tests.items())
        return {
            shape: [node for node in nodes if (only is None or node in only) and test(node) is not True]
            for shape, test, nodes in tested
        }

    def parts(self, shapes: Iterable[Term]) -> set[Term]:
        """These shapes, with all to which their triples lead: other shapes, lists, paths."""
        found = set(several := list(shapes))
        for shape in several:
            further = {value for values in self._shapes.about(shape).values() for value in values} - found
            found |= further
            several += further
        return found

    def reached(self, nodes: Iterable[Term]) -> Iterator[Quad]:
        """The triples that known shapes read from these nodes, and the subclass triples."""
        data, ring, seen = self._data, list(nodes), set[Term]()
        for _ in range(self.steps + 1):  # for the values at the end of a path, their classes
            further: list[Term] = []
            for node in ring:  # blank nodes are added to it, since they belong to the node that has them
                if node in seen or isinstance(node, Literal):
                    continue
                seen.add(node)
                for predicate, values in data.about(node).items():
                    yield from ((node, predicate, value, None) for value in values)
                    for value in values:
                        (ring if isinstance(value, BlankNode) else further).append(value)
                for predicate in self.backwards:
                    found = data.subjects(predicate, node)
                    yield from ((subject, predicate, node, None) for subject in found)
                    further += found
            ring = further
        for kind, below in data.having(RDFS.subClassOf):
            yield from ((one, RDFS.subClassOf, kind, None) for one in below)

    def _test(self, shape: Term) -> Test:
        """The test of a shape; raises `Unknown`."""
        if shape not in self._made:
            self._made[shape] = self._make(shape)
            self.steps = max(self.steps, self._deep[shape])
        if self._open:
            self._deep[self._open[-1]] = max(self._deep[self._open[-1]], self._deep[shape])
        return self._made[shape]

    def _make(self, shape: Term) -> Test:
        if shape in self._open or not self._shapes.about(shape):
            raise Unknown(shape)  # a shape that refers to itself, or does not exist
        self._open.append(shape)
        path = self._shapes.value(shape, SH.path)
        values, steps = (None, 0) if path is None else self._path(path)
        self._deep[shape] = 0
        constraints = [one for each in self._shapes.about(shape) if (one := self._constraint(shape, each))]
        self._open.pop()
        self._deep[shape] += steps

        def test(node: Term) -> Answer:
            found = (node,) if values is None else values(node)
            return every(constraint(node, found) for constraint in constraints)

        return test

    def _path(self, path: Term) -> tuple[_Path, int]:
        """A function for a path that gives the values to which it leads from a node, and the path's greatest number of
        triples; raises `Unknown`."""
        data, said = self._data, self._shapes.about(path)
        if isinstance(path, IRI):
            return lambda node: data.values(node, path), 1
        if RDF.first in said:
            *before, (last, most) = [self._path(one) for one in self._shapes.listed(path)]
            for one, steps in reversed(before):
                last, most = _followed(one, last), most + steps
            return last, most
        (kind, inner) = (
            (next(iter(said)), self._shapes.value(path, next(iter(said)))) if len(said) == 1 else (None, None)
        )
        if kind == SH.inversePath and isinstance(inner, IRI):
            self.backwards.add(inner)
            return lambda node: data.subjects(inner, node), 1
        if kind == SH.alternativePath:
            several = [self._path(one) for one in self._shapes.listed(inner)]
            return lambda node: _once(value for one, _ in several for value in one(node)), max(n for _, n in several)
        if kind == SH.zeroOrOnePath and inner is not None:
            once, steps = self._path(inner)
            return lambda node: _once((node, *once(node))), steps
        raise Unknown(SH.path)

    def _constraint(self, shape: Term, predicate: IRI) -> Constraint | None:
        """The constraint that a predicate of a shape gives; `None` if it is no constraint."""
        if predicate in _NO_CONSTRAINTS or predicate in TARGETS or not predicate.startswith(SH.base):
            return None
        if predicate in _BESIDE and _BESIDE[predicate] in self._shapes.about(shape):
            return None
        several = self._shapes.values(shape, predicate)
        if predicate in (SH.property, SH.node, SH["not"], SH["class"]):
            tests = [self._each(predicate, value) for value in several]
            return lambda _, values: every(test(value) for value in values for test in tests)
        if predicate in PAIRS:
            pairs = [self._pair(predicate, value) for value in several]
            return lambda node, values: every(pair(node, values) for pair in pairs)
        value = several[0]
        if len(several) > 1:
            raise Unknown(predicate)
        if predicate in LISTS:
            if predicate in (SH["in"], SH.languageIn):
                return LISTS[predicate](self._shapes.listed(value))
            return LISTS[predicate]([self._test(one) for one in self._shapes.listed(value)])
        if predicate == SH.closed and value == Literal("true", XSD.boolean):
            return self._closed(shape)
        if predicate == SH.qualifiedValueShape:
            return self._qualified(shape, value)
        if predicate in OTHERS:
            return OTHERS[predicate](value)
        raise Unknown(predicate)

    def _each(self, predicate: IRI, value: Term) -> Test:
        if predicate == SH["class"]:
            return lambda node: self._data.is_a(node, value)
        has_path = SH.path in self._shapes.about(value)
        if predicate != SH["not"] and has_path != (predicate == SH.property):
            raise Unknown(predicate)
        test = self._test(value)
        return (lambda node: negated(test(node))) if predicate == SH["not"] else test

    def _pair(self, predicate: IRI, other: Term) -> Constraint:
        """A constraint that compares the values with those of another property."""
        if not isinstance(other, IRI):
            raise Unknown(predicate)
        compared, data = PAIRS[predicate], self._data
        return lambda node, values: compared(values, data.values(node, other))

    def _closed(self, shape: Term) -> Constraint:
        ignored = self._shapes.value(shape, SH.ignoredProperties)
        paths = [self._shapes.value(one, SH.path) for one in self._shapes.values(shape, SH.property)]
        allowed = {*paths, *(() if ignored is None else self._shapes.listed(ignored))}
        about = self._data.about
        return lambda _, values: True if all(about(v).keys() <= allowed for v in values) else None

    def _qualified(self, shape: Term, value: Term) -> Constraint:
        test = self._test(value)
        least, most = (self._shapes.value(shape, SH[name]) for name in ("qualifiedMinCount", "qualifiedMaxCount"))
        low, high = (None if one is None else whole(one) for one in (least, most))

        def enough(_: Term, values: Sequence[Term]) -> Answer:
            answers = [test(value) for value in values]
            surely, perhaps = answers.count(True), len(answers) - answers.count(False)
            if low is not None and surely < low:
                return False if perhaps < low else None
            if high is not None and perhaps > high:
                return False if surely > high else None
            return True

        return enough


def _followed(first: _Path, then: _Path) -> _Path:
    return lambda node: _once(value for between in first(node) for value in then(between))


def _once(several: Iterable[Term]) -> list[Term]:
    return list(dict.fromkeys(several))
