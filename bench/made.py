"""Make a workspace of a made-up war in kgraph's own model: made.py FOLDER CLAIMS [SEED] [--dense].

The same arguments make the same files. Each document has twenty claims, as a long article has. The claims are
distributed as in news: a few places, units and speakers are in most claims (an entity's share falls with its rank, by
Zipf's law), reports come in bursts of days, a third of the claims are relayed, a tenth repeat an earlier document's
claim, and a twentieth deny one. The kinds of statements have the shares of the Pokrovsk article: assessments, events,
figures, control … In a dense archive all documents are about one town, in which a few units meet in a few events, and
give many figures on it. Each document has a text in sources/, made of random syllables, with a hundred characters for
each claim.
"""

import hashlib
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kgraph.namespaces import PREFIXES

BASE = "https://example.org/made/"
A_DOCUMENT = 20
A_CLAIM = 100  # characters of text for each claim; its anchor has all but the last ten
FIRST = date(2021, 1, 1)

_USED = ("kg", "oa", "org", "prov", "rdfs", "schema", "skos", "xsd")
_HEAD = f"@base <{BASE}> .\n" + "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in _USED)
_SIDES = ("basalt", "petrel")
_EVENTS = ("Assault", "Battle", "Clearing", "Withdrawal", "Advance", "Counteroffensive")
_PHASES = ("Attempted", "Ongoing", "Completed")
_ASPECTS = ("Cost", "Severity", "Intensity", "Outcome")
_RATINGS = ("High", "Low", "Rising", "Falling", "Critical", "Undecided")
_EXTENTS = ("Full", "FullInPart", "Partial", "Contested")
_SYLLABLES = [c + v + e for c in "bdfgklmnprstvz" for v in "aeiou" for e in ("", "n", "s")]
_CERTAINTIES = ("Unstated", "Unstated", "Unstated", "Probable", "Possible", "Certain")


@dataclass(frozen=True)
class Cast:
    """The entities of the news, those named most often first; each is a path below the base."""

    places: Sequence[str]
    units: Sequence[str]
    people: Sequence[str]
    speakers: Sequence[str]
    outlets: Sequence[str]
    events: Sequence[str]


def cast_of(claims: int, *, dense: bool = False) -> Cast:
    """As many entities as news with that many claims have; the more claims, the fewer new entities.

    In a dense archive the number of speakers grows, and the number of other entities does not.
    """

    def several(kind: str, count: int) -> list[str]:
        return [f"{kind}-{number}" for number in range(count)]

    root = int(claims**0.6)
    return Cast(
        several("place/town", 1 if dense else 10 + 2 * root),
        several("unit/brigade", 8 if dense else 10 + 2 * root),
        several("agent/officer", 10 + root),
        several("agent/speaker", 5 + root // 2),
        several("agent/outlet", 4 + root // 10),
        several("event/battle", 4 if dense else 5 + root),
    )


def ranked(rng: random.Random, several: Sequence[str]) -> str:
    """One of these by Zipf's law: the n-th is drawn 1/n as often as the first."""
    return several[int((len(several) + 1) ** rng.random()) - 1]


def reference(cast: Cast) -> Iterator[str]:
    """The descriptions of all things: places in districts and a country, units under units, each of a side."""
    sides = [f"agent/{side}" for side in _SIDES]
    yield from (f'<{side}> a kg:Organization ; rdfs:label "{side[6:].title()} state"@en .' for side in sides)
    yield '<place/country> a kg:Country ; rdfs:label "Amberland"@en .'
    districts = 1 + len(cast.places) // 8
    for number in range(districts):
        within = "kg:country <place/country>"
        yield f'<place/district-{number}> a kg:Region ; rdfs:label "district {number}"@en ; {within} .'
    for number, place in enumerate(cast.places):
        within = f"kg:locatedIn <place/district-{number % districts}> ; kg:country <place/country>"
        yield f'<{place}> a kg:City ; rdfs:label "Town {number}"@en ; {within} .'
    for number, unit in enumerate(cast.units):
        yield f'<{unit}> a kg:MilitaryUnit ; rdfs:label "{number}th Brigade"@en ; kg:side <{sides[number % 2]}> .'
    for number, person in enumerate([*cast.people, *cast.speakers]):
        yield f'<{person}> a kg:Person ; rdfs:label "Person {number}"@en ; kg:side <{sides[number % 2]}> .'
    yield from (f'<{outlet}> a kg:MediaOutlet ; rdfs:label "{outlet[6:]}"@en .' for outlet in cast.outlets)
    yield from (f'<{event}> a kg:Battle ; rdfs:label "{event[6:]}"@en .' for event in cast.events)
    for role, commands in (("commander", "true"), ("spokesman", "false")):
        yield f'<role/{role}> a kg:Role ; rdfs:label "{role}"@en ; kg:commanding {commands} .'


def words_of(name: str, content: str) -> str:
    """The characters of a text for a claim: its figures, and syllables chosen by its name alone."""
    rng, said = random.Random(name), " ".join(re.findall(r'kg:figure "([^"]*)"', content))  # noqa: S311 - no secret
    while len(said) < A_CLAIM:
        said += " " + "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(1, 4)))
    return said.strip().ljust(A_CLAIM)[: A_CLAIM - 1] + "\n"


class Author:
    """Writes the documents one after the other, and remembers claims, so that later ones can repeat and deny them."""

    def __init__(self, claims: int, seed: int, *, dense: bool = False) -> None:
        self.cast = cast_of(claims, dense=dense)
        self._shares = (15, 20, 40, 10, 6, 5, 4) if dense else (35, 20, 15, 10, 10, 6, 4)
        self._step = 1 if dense else 100  # days between two counts of troops
        self._rng = random.Random(seed)  # noqa: S311 - made-up news are no secret
        self._claims, self._day = claims, FIRST
        # for each claim: its path, its content with "§" for the path, its topics, its claimant
        self._said: list[tuple[str, str, str, str]] = []

    def documents(self) -> Iterator[tuple[str, str, str]]:
        """Each document's slug, its TriG and its text."""
        for number, start in enumerate(range(0, self._claims, A_DOCUMENT)):
            if self._rng.random() < 0.3:  # several reports on one day, then none for some days
                self._day += timedelta(days=self._rng.choice((1, 1, 1, 2, 3, 7)))
            slug = f"{self._day.isoformat()}-{number:05}"
            outlet = ranked(self._rng, self.cast.outlets)
            several = [self._claim(slug, n, outlet) for n in range(min(A_DOCUMENT, self._claims - start))]
            text, claims = "".join(words for _, words in several), "".join(claim for claim, _ in several)
            yield (
                slug,
                f"""{_HEAD}
<doc/{slug}> {{ <doc/{slug}> a kg:Document ; rdfs:label "{outlet[6:]}, report {number}"@en ;
  schema:inLanguage "en" ; schema:publisher <{outlet}> ; schema:datePublished "{self._day}"^^xsd:date ;
  kg:fileName "{slug}.txt" ; kg:textDigest "{_digest(text)}" ; kg:textLength {len(text)} . }}
{claims}""",
                text,
            )

    def _claim(self, slug: str, number: int, outlet: str) -> tuple[str, str]:
        """A claim as TriG, and its characters of the text."""
        rng, name = self._rng, f"claim/{slug}/c{number:02}"
        polarity, modality, more = "Positive", "Assertion", ""
        claimant = outlet if rng.random() < 0.2 else ranked(rng, self.cast.speakers)
        luck = rng.random()
        if luck < 0.15 and self._said:
            of, content, topics, first = rng.choice(self._said[-2000:])
            if luck < 0.05:
                polarity, modality = "Negative", "Denial"
                more = f" ; kg:denies <{of}>" if rng.random() < 0.5 else ""
            elif luck < 0.12:
                claimant = first  # otherwise another claimant says the same
        else:
            content, topics = self._content()
            if luck > 0.9:
                modality = rng.choice(("Forecast", "Scenario", "Recommendation"))
        if modality == "Assertion":
            self._said.append((name, content, topics, claimant))
        begin, words = number * A_CLAIM, words_of(name, content)
        quote = words[: A_CLAIM - 10]
        said = self._day - timedelta(days=rng.choice((0, 0, 0, 1, 1, 2)))
        claim = f"""
<doc/{slug}> {{ <{name}> a kg:Claim ; kg:claimant <{claimant}> ; kg:statedIn <doc/{slug}> ;
  kg:content <{name}#content> ; kg:modality kg:{modality} ; kg:polarity kg:{polarity} ; kg:status kg:Accepted ;
  kg:certainty kg:{rng.choice(_CERTAINTIES)} ; kg:voice kg:{"OutletVoice" if claimant == outlet else "IndirectSpeech"} ;
  kg:paraphrase "Made-up claim {number} of {slug}."@en ; kg:about {topics}{more}{self._hops(claimant, outlet)} ;
  kg:assertedDuring [ a kg:TimeSpan ; kg:earliestBegin "{said}"^^xsd:date ; kg:latestEnd "{said}"^^xsd:date ;
    kg:edtf "{said}" ] ;
  kg:anchor [ a oa:SpecificResource ; oa:hasSource <doc/{slug}> ;
    kg:quoteDigest "{_digest(quote)}" ;
    oa:hasSelector [ a oa:TextPositionSelector ; oa:start {begin} ; oa:end {begin + len(quote)} ] ] . }}
<{name}#content> {{ {content.replace("§", name)} }}
"""
        return claim, words

    def _hops(self, claimant: str, outlet: str) -> str:
        """The relay chain: none for two claims of three, else one other outlet, seldom two."""
        count = 0 if claimant == outlet else self._rng.choice((0, 0, 0, 0, 1, 2))
        hops = [ranked(self._rng, self.cast.outlets) for _ in range(count)]
        opened = "".join(f" ; prov:wasQuotedFrom [ a kg:Utterance ; prov:wasAttributedTo <{hop}>" for hop in hops)
        return opened + " ]" * len(hops)

    def _content(self) -> tuple[str, str]:
        """Statements as TriG, with "§" for the claim's path, and the things that they are about."""
        makers: Sequence[Callable[[], tuple[str, tuple[str, ...]]]] = (
            self._assessment, self._event, self._figure, self._control, self._presence, self._posting, self._order,
        )  # fmt: skip
        statement, topics = self._rng.choices(makers, self._shares)[0]()
        return statement, ", ".join(f"<{topic}>" for topic in dict.fromkeys(topics))

    def _time(self, *, lasting: bool = False) -> tuple[str, str]:
        """A property with a time, and the time's node; both empty for half of the statements that are not `lasting`."""
        if lasting:
            begun = self._day - timedelta(days=self._rng.randrange(60))
            return " ; kg:time <§#t1>", f' <§#t1> a kg:TimeSpan ; kg:latestBegin "{begun}"^^xsd:date .'
        if self._rng.random() < 0.5:
            return "", ""
        day = self._day - timedelta(days=self._rng.randrange(10))
        bounds = f'kg:latestBegin "{day}"^^xsd:date ; kg:earliestEnd "{day}"^^xsd:date ; kg:edtf "{day}"'
        return " ; kg:time <§#t1>", f" <§#t1> a kg:TimeSpan ; {bounds} ."

    def _one(self, properties: str, *, lasting: bool = False) -> str:
        when, span = self._time(lasting=lasting)
        return f"<§#s1> {properties}{when} .{span}"

    def _assessment(self) -> tuple[str, tuple[str, ...]]:
        event = ranked(self._rng, self.cast.events)
        aspect, rating = self._rng.choice(_ASPECTS), self._rng.choice(_RATINGS)
        return self._one(f"a kg:Assessment ; kg:aspect kg:{aspect} ; kg:rating kg:{rating} ; kg:subject <{event}>"), (
            event,
        )

    def _event(self) -> tuple[str, tuple[str, ...]]:
        rng = self._rng
        unit, place = ranked(rng, self.cast.units), ranked(rng, self.cast.places)
        if rng.random() < 0.5:
            event = ranked(rng, self.cast.events)
            when, span = self._time()
            told = f"<{event}> kg:actor <{unit}> ; kg:place <{place}> ; kg:phase kg:{rng.choice(_PHASES)}{when} .{span}"
            return told, (event, place)
        properties = f'rdfs:label "a move"@en ; kg:actor <{unit}> ; kg:place <{place}>'
        return self._one(f"a kg:{rng.choice(_EVENTS)} ; {properties} ; kg:phase kg:{rng.choice(_PHASES)}"), (
            unit,
            place,
        )

    def _figure(self) -> tuple[str, tuple[str, ...]]:
        rng = self._rng
        unit, place = ranked(rng, self.cast.units), ranked(rng, self.cast.places)
        if rng.random() < 0.5:
            share = rng.randrange(5, 100, 5)
            what = f'kg:measure kg:ShareOfTerritoryCaptured ; kg:unit kg:Fraction ; kg:figure "{share}%"'
            value = f"kg:value {share / 100}"
        else:
            count = rng.randrange(100, 5000, self._step)
            what = f'kg:measure kg:TroopStrength ; kg:unit kg:Persons ; kg:figure "{count}"'
            value = f"kg:value {count}.0"
        return self._one(f"a kg:Measurement ; {what} ; {value} ; kg:subject <{unit}> ; kg:place <{place}>"), (
            unit,
            place,
        )

    def _control(self) -> tuple[str, tuple[str, ...]]:
        unit, place = ranked(self._rng, self.cast.units), ranked(self._rng, self.cast.places)
        extent = self._rng.choice(_EXTENTS)
        return self._one(f"a kg:Control ; kg:extent kg:{extent} ; kg:subject <{unit}> ; kg:place <{place}>"), (
            unit,
            place,
        )

    def _presence(self) -> tuple[str, tuple[str, ...]]:
        unit, place = ranked(self._rng, self.cast.units), ranked(self._rng, self.cast.places)
        return self._one(f"a kg:Presence ; kg:subject <{unit}> ; kg:place <{place}>"), (unit, place)

    def _posting(self) -> tuple[str, tuple[str, ...]]:
        person, unit = ranked(self._rng, self.cast.people), ranked(self._rng, self.cast.units)
        role = self._rng.choice(("commander", "commander", "spokesman"))
        post = f"org:member <{person}> ; org:organization <{unit}> ; org:role <role/{role}>"
        return self._one(f"a kg:Posting ; {post}", lasting=True), (person, unit)

    def _order(self) -> tuple[str, tuple[str, ...]]:
        """A unit under one that is above it in a tree of four branches."""
        number = 1 + int((len(self.cast.units) - 1) * self._rng.random())
        lower, upper = self.cast.units[number], self.cast.units[number // 4]
        return self._one(f"a kg:Subordination ; org:member <{lower}> ; org:organization <{upper}>", lasting=True), (
            lower,
            upper,
        )


def make(folder: Path, claims: int, seed: int = 12, *, dense: bool = False) -> None:
    """Write a workspace with so many claims; the folder must be new or empty."""
    author = Author(claims, seed, dense=dense)
    data = folder / "data/triples"
    texts = folder / "sources"
    data.mkdir(parents=True)
    texts.mkdir()
    (folder / "kgraph.toml").write_text(f'base = "{BASE}"\ntitle = "{claims} made claims"\n', "utf8")
    lines = "\n".join(reference(author.cast))
    (data / "reference.trig").write_text(f"{_HEAD}<graph/reference> {{\n{lines}\n}}\n", "utf8")
    for slug, trig, text in author.documents():
        (data / f"{slug}.trig").write_text(trig, "utf8")
        (texts / f"{slug}.txt").write_text(text, "utf8")


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--dense"]
    make(Path(words[0]), int(words[1]), *map(int, words[2:]), dense="--dense" in sys.argv)
