"""Of many figures few conflicts are recorded, and the same claims are in question as if all were."""

import random
from collections.abc import Callable, Collection, Iterator
from itertools import combinations

import pytest

import news
from kgraph.disputes import figures
from kgraph.disputes.finding import Found, find
from kgraph.disputes.measured import Figure
from kgraph.disputes.model import Conflict, Matter
from kgraph.disputes.questions import _Group, _Placed, questions
from kgraph.model import Quad
from kgraph.namespaces import IRI, SCHEMA
from kgraph.vocabulary import bundled_terms
from paced import rest_thorough

TERMS: list[Quad] = list(bundled_terms())
REFERENCE = """
[[entity]]
id = "fire"
class = "Fire"
label = "the fire"
[[entity]]
id = "town"
class = "City"
label = "Alba"
in = "land"
[[entity]]
id = "land"
class = "Region"
label = "Alland"
"""
Outcome = dict[Matter, tuple[frozenset[frozenset[IRI]], frozenset[IRI], tuple[frozenset[IRI], ...]]]
"""By question its positions, what stands beside, and which claims are in question as of each day."""

DAYS = range(1, 13)


def all_pairs(
    some: Collection[list[Figure]],
    between: Callable[[Figure, Figure], Conflict | None],
    possible: object,
    deniers: object,
) -> Iterator[Conflict]:
    for (one,), (other,) in combinations(some, 2):
        if conflict := between(one, other):
            yield conflict


def outcome(case: news.Case, found: Found) -> Outcome:
    published = {IRI(s): str(o) for s, p, o, _ in case.quads if p == SCHEMA.datePublished}
    day = {claim.id: int(published[IRI(claim.document or "")][-2:]) for claim in case.claims}
    told: Outcome = {}
    for question in questions(found):
        positions = frozenset(frozenset(position.claims) for position in question.positions)
        out = []
        for last in DAYS:
            seen = [
                pair
                for c in question.conflicts
                if max(day[c.one.id], day[c.other.id]) <= last
                for pair in (c.one.id, c.other.id)
            ]
            hit = [position for position in positions if not position.isdisjoint(seen)]
            out.append(frozenset(claim for position in hit for claim in position if day[claim] <= last))
        told[question.matter] = (positions, frozenset(question.beside), tuple(out))
    return told


def figure(rng: random.Random, kind: str) -> str:
    value = rng.choice([rng.randrange(1, 400), rng.randrange(1, 30) * 1000, 12_000, 12_140, 12_100, 60, 61])
    forms = [
        f"value = {value}",
        f"value = {value}",
        f"value = {value}",
        f"min = {value}\nmax = {value + rng.randrange(1, 60)}",
        f"min = {value}",
        f"value = {value}\napprox = true",
    ]
    of = {
        "state": 'measure = "strength"\nsubject = "fire"',
        "dated": f'measure = "strength"\nsubject = "fire"\nfrom = "2031-03-{rng.randrange(1, 7):02}"',
        "total": 'measure = "killed"\nevent = "fire"',
        "places": 'measure = "killed"\nevent = "fire"',
        "running": 'measure = "killed"\nmeasure_lives = "running-total"\nsubject = "fire"',
    }[kind]
    if kind == "dated":
        of += f'\nto = "2031-03-{rng.randrange(7, 13):02}"'
    if kind == "places" and rng.random() < 0.6:
        of += f'\nplace = "{rng.choice(["town", "land"])}"'
    return f'statement = "figure"\n{of}\n{rng.choice(forms)}\n'


def random_case(seed: int) -> news.Case:
    rng = random.Random(seed)  # noqa: S311 - made-up news, the same in each run
    kind = rng.choice(["state", "dated", "total", "places", "running"])
    count, voices, days = rng.randrange(4, 45), rng.choice([3, 8, 40]), rng.choice([1, 3, 12])
    denying = rng.choice([0.0, 0.0, 0.1])
    text = REFERENCE + "".join(
        f'[[entity]]\nid = "o{n}"\nclass = "MediaOutlet"\nlabel = "outlet {n}"\n' for n in range(voices)
    )
    for n in range(count):
        outlet, day = f"o{rng.randrange(voices)}", rng.randrange(1, days + 1)
        text += f'[[document]]\nid = "d{n}"\noutlet = "{outlet}"\npublished = "2031-03-{day:02}"\n'
        text += f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "o{rng.randrange(voices)}"\n{figure(rng, kind)}'
        text += 'polarity = "negative"\n' if rng.random() < denying else ""
        text += f'through = ["o{rng.randrange(voices)}"]\n' if rng.random() < 0.2 else ""
    return news.case_of(text)


@pytest.mark.slow
@pytest.mark.parametrize("block", rest_thorough(range(3)))
def test_as_of_every_day_the_same_claims_are_in_question(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    many = 0
    for seed in range(block * 60, (block + 1) * 60):
        case = random_case(seed)
        quads = [*case.quads, *TERMS]
        found = find(case.claims, quads, {})
        recorded = outcome(case, found)
        with monkeypatch.context() as patched:
            patched.setattr(figures, "ranges", lambda same, latest, deniers: [[figure] for figure in same])
            patched.setattr(figures, "recorded", all_pairs)
            everything = find(case.claims, quads, {})
        assert recorded == outcome(case, everything), seed
        many += len(everything.conflicts) > 3 * len(found.conflicts)
    assert many >= 10, "in many cases few conflicts are recorded of all"


@pytest.mark.parametrize(("count", "kind"), [(300, "state"), (300, "total")])
def test_many_figures_are_in_as_many_conflicts(count: int, kind: str) -> None:
    text = REFERENCE
    of = 'measure = "strength"\nsubject = "fire"' if kind == "state" else 'measure = "killed"\nevent = "fire"'
    for n in range(count):
        text += f'[[entity]]\nid = "o{n}"\nclass = "MediaOutlet"\nlabel = "outlet {n}"\n'
        text += f'[[document]]\nid = "d{n}"\noutlet = "o{n}"\npublished = "2031-03-04"\n'
        text += (
            f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "o{n}"\nstatement = "figure"\n{of}\nvalue = {1000 + 37 * n}\n'
        )
    case = news.case_of(text)
    found = find(case.claims, [*case.quads, *TERMS], {})
    assert len(found.conflicts) < count
    assert {claim.id for claim in case.claims} == set().union(*(question.claims for question in questions(found)))


def test_one_instant_in_two_zones_is_one_time_among_many_figures() -> None:
    """At ten in UTC and at noon two hours east the gauge is read once."""
    told = [("2031-03-04T10:00:00Z", 9.9), ("2031-03-04T12:00:00+02:00", 3.3)]
    told += [(f"2031-03-{day:02}T10:00:00Z", 20 + day) for day in range(5, 20)]
    text = 'title = "a gauge"\ntopic = "flood"\nwhy = "one"\n' + REFERENCE
    for number, (at, value) in enumerate(told):
        text += f"""
[[entity]]
id = "a{number}"
class = "Organization"
label = "office {number}"
[[document]]
id = "d{number}"
outlet = "a{number}"
published = "2031-03-20"
[[claim]]
id = "c{number}"
in = "d{number}"
by = "a{number}"
statement = "figure"
measure = "water-level"
place = "town"
value = {value}
unit = "m"
day = "{at}"
"""
    case = news.case_of(text)
    found = find(case.claims, [*case.quads, *TERMS], {})
    assert {frozenset(map(news.short, (one.one.id, one.other.id))) for one in found.conflicts} == {
        frozenset({"c0", "c1"})
    }


@pytest.mark.slow
def test_claims_take_the_positions_that_they_would_take_if_each_were_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Positions are looked up by what is answered, and for when."""

    def home(placed: _Placed, claim: IRI, barred: Collection[int] = ()) -> int | None:
        groups = enumerate(placed.groups)
        return next((at for at, group in groups if at not in barred and group.has(claim, placed._known)), None)

    for seed in range(40):
        case = random_case(seed)
        found = find(case.claims, [*case.quads, *TERMS], {})
        looked_up = questions(found)
        with monkeypatch.context() as patched:
            patched.setattr(_Placed, "home", home)
            assert looked_up == questions(found), seed


def test_positions_and_denials_of_other_days_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """A strength of each of sixty days, given by two and denied by two: each day is a matter of four."""
    compared: list[str] = []

    def counted(name: str, rule: Callable[..., bool]) -> Callable[..., bool]:
        def run(*given: object, **more: object) -> bool:
            compared.append(name)
            return rule(*given, **more)

        return run

    text = REFERENCE
    for n in range(240):
        day = f"2031-0{3 + n // 4 // 28}-{1 + n // 4 % 28:02}"
        text += f'[[entity]]\nid = "o{n}"\nclass = "MediaOutlet"\nlabel = "outlet {n}"\n'
        text += f'[[document]]\nid = "d{n}"\noutlet = "o{n}"\npublished = "{day}"\n'
        text += f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "o{n}"\nstatement = "figure"\nmeasure = "strength"\n'
        text += f'subject = "fire"\nvalue = 500\nday = "{day}"\n' + ('polarity = "negative"\n' if n % 2 else "")
    case = news.case_of(text)
    monkeypatch.setattr(figures, "_possible", counted("_possible", figures._possible))
    monkeypatch.setattr(_Group, "has", counted("has", _Group.has))
    (question,) = questions(find(case.claims, [*case.quads, *TERMS], {}))
    assert sum(len(position.claims) for position in question.positions) == 240
    assert compared.count("_possible") < 20 * 240
    assert compared.count("has") < 3 * 240
