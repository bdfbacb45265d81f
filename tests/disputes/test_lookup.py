"""What is looked up by time is what a look at everything finds, and no more is looked at."""

import random
from collections.abc import Callable, Iterator
from itertools import product

import pytest

import news
from kgraph.disputes import happening, lookup
from kgraph.disputes.finding import find
from kgraph.disputes.lookup import Bounded, Timed, denies
from kgraph.disputes.model import Conflict, Said, every
from kgraph.disputes.reference import Reference
from kgraph.disputes.times import When
from kgraph.model import Quad
from kgraph.vocabulary import bundled_terms

TERMS: list[Quad] = list(bundled_terms())
EVER = float("inf")
HOUR = 3600


def when(rng: random.Random) -> When:
    """Some time: dated or not, with bounds that are known or not, of a clock that is told or not."""
    day = 24 * HOUR
    hours = sorted(rng.randrange(6 * 24) * HOUR for _ in range(4))
    told_by = rng.choice([None, rng.randrange(6) * day])
    if rng.random() < 0.2:
        return When(told_by, rng.choice([None, hours[0]]), (-EVER, EVER), (-EVER, EVER), by=told_by)
    first, begun, over, last = (hour if rng.random() < 0.7 else None for hour in hours)
    begins = (-EVER if first is None else first, EVER if begun is None else begun)
    ends = (-EVER if over is None else over, EVER if last is None else last)
    zone = rng.choice([None, None, -840, 0, 840])
    return When(begun, over, begins, ends, dated=True, by=told_by, zone=zone)


@pytest.mark.parametrize("seed", range(20))
def test_of_two_bounds_all_within_are_found_in_their_order(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - made-up times, the same in each run
    bounds = [-EVER, 0, 1, 2, 3, 4, EVER]
    points = [(rng.choice(bounds), rng.choice(bounds), number) for number in range(rng.randrange(40))]
    bounded = Bounded(points)
    for low, high in product(bounds, bounds):
        assert bounded.found(low, high) == [n for one, two, n in points if one <= low and two >= high]


def test_few_are_looked_at_where_few_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[float] = []

    class Number(float):
        def __lt__(self, other: object) -> bool:
            looked.append(self)
            return float(self) < float(other)  # type: ignore[arg-type]

    bounded = Bounded((Number(n), Number(n + 0.5), n) for n in range(10_000))
    looked.clear()
    assert bounded.found(5_000, 5_000) == [5_000]
    assert len(looked) < 100


@pytest.mark.parametrize("seed", range(20))
def test_all_that_a_time_denies_or_excludes_are_found(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - made-up times, the same in each run
    times = [when(rng) for _ in range(60)]
    timed = Timed((time, number) for number, time in enumerate(times))
    for time in times:
        assert list(timed.denied(time)) == [n for n, other in enumerate(times) if denies(time, other)]
        assert list(timed.excluded(time)) == [n for n, other in enumerate(times) if other.excludes(time)]


REFERENCE = "".join(
    f'[[entity]]\nid = "{name}"\nclass = "{kind}"\nlabel = "{name}"\n{more}\n'
    for name, kind, more in [
        ("strike", "Strike", ""),
        ("vote", "Election", ""),
        ("land", "Region", ""),
        ("alba", "City", 'in = "land"'),
        ("brume", "City", 'in = "land"'),
        *((f"o{n}", "MediaOutlet", "") for n in range(6)),
        *((f"army{n}", "Organization", "") for n in range(3)),
    ]
)


def told(rng: random.Random) -> str:
    """What a claim tells of an event, or of a nameless one."""
    said = 'statement = "event"\n'
    said += rng.choice(['event = "strike"\n', 'event = "strike"\n', 'event = "vote"\n', 'class = "Strike"\n'])
    said += f'phase = "{rng.choice(["completed", "ongoing", "begun", "prevented", "halted"])}"\n'
    several = {
        "actor": ["army0", "army1", "army2"],
        "place": ["land", "alba", "brume"],
        "uses": ["army0", "army1"],
        "winner": ["army0", "army1"],
    }
    for key, values in several.items():
        if rng.random() < 0.4:
            said += f'{key} = "{rng.choice(values)}"\n'
    if rng.random() < 0.3:
        said += f'cause = "{rng.choice(["army0", "army1"])}"\ncause_mark = "{rng.choice(["only", "main"])}"\n'
    days = sorted(rng.randrange(1, 9) for _ in range(2))
    times = [f'day = "2031-03-{days[0]:02}"\n', f'day = "2031-03-{days[0]:02}T{days[1]:02}:00:00Z"\n']
    times += [f'from = "2031-03-{days[0]:02}"\nto = "2031-03-{days[1]:02}"\n', f'to = "2031-03-{days[1]:02}"\n']
    return said + rng.choice([*times, ""])


def case_of(rng: random.Random, count: int) -> news.Case:
    text = REFERENCE
    for n in range(count):
        text += f'[[document]]\nid = "d{n}"\noutlet = "o{n % 6}"\npublished = "2031-03-{rng.randrange(1, 12):02}"\n'
        text += f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "o{rng.randrange(6)}"\n{told(rng)}'
        text += 'polarity = "negative"\n' if rng.random() < 0.3 else ""
    return news.case_of(text)


def found_in(case: news.Case) -> set[tuple[object, ...]]:
    conflicts: list[Conflict] = find(case.claims, [*case.quads, *TERMS], {}).conflicts
    return {(one.rule, one.one.id, one.other.id, one.matter, one.explanation) for one in conflicts}


def all_of_them(timed: Timed[Said], time: When) -> Iterator[Said]:
    yield from (said for _, said in timed._several)


@pytest.mark.slow
def test_the_same_is_in_conflict_on_an_event_as_if_every_two_were_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    rules: set[object] = set()
    for seed in range(30):
        case = case_of(random.Random(seed), 40)  # noqa: S311 - made-up news, the same in each run
        looked_up = found_in(case)
        with monkeypatch.context() as patched:
            patched.setattr(happening, "_perhaps", lambda groups, reference: every(groups))
            patched.setattr(lookup.Timed, "denied", all_of_them)
            assert looked_up == found_in(case), seed
        rules |= {one[0] for one in looked_up}
    events = ("date", "place", "actor", "outcome", "means", "winner", "cause")
    assert rules >= {"denied-event", *(f"event-{name}" for name in events)}


@pytest.mark.parametrize("differ", ["days", "targets"])
def test_what_cannot_be_in_conflict_is_not_compared(differ: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each tells another day of a strike, or another target, or denies it: nobody contradicts anybody."""
    compared: list[str] = []

    def counted(name: str) -> Callable[[Said, Said, Reference], Iterator[Conflict]]:
        rule: Callable[[Said, Said, Reference], Iterator[Conflict]] = getattr(happening, name)

        def run(one: Said, other: Said, reference: Reference) -> Iterator[Conflict]:
            compared.append(name)
            return rule(one, other, reference)

        return run

    for name in ("_denied", "_told_twice", "_at_any_time"):
        monkeypatch.setattr(happening, name, counted(name))
    text = REFERENCE
    for n in range(80):
        text += f'[[document]]\nid = "d{n}"\noutlet = "o0"\npublished = "2031-06-01"\n'
        text += f'[[claim]]\nid = "c{n}"\nin = "d{n}"\nby = "o{n % 6}"\nstatement = "event"\nevent = "strike"\n'
        text += 'phase = "ongoing"\nactor = "army0"\n'
        day, target = f'day = "2031-0{3 + n // 28}-{1 + n % 28:02}"\n', f'target = "town{n}"\n'
        text += day if differ == "days" else target
        text += 'polarity = "negative"\n' if n % 2 else ""
    case = news.case_of(text)
    assert find(case.claims, [*case.quads, *TERMS], {}).conflicts == []
    assert compared == ["_at_any_time"], "once for all, as they differ in nothing that can be in conflict"
