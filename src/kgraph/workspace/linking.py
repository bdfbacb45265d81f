"""A workspace's links: its judgements on disk, and runs that look for candidates in other data sets.

`data/links.sssom.tsv` is what counts. From it `links.trig` among the data files is written anew with every change, so
that the files hold the links graph for whoever loads them elsewhere.
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from kgraph.analysis.names import pick
from kgraph.disk import locked_folder, replace_file
from kgraph.errors import DataError, UnknownName, UsageError
from kgraph.linking.batches import Complain
from kgraph.linking.candidates import Wanted
from kgraph.linking.courtesy import Courtesy
from kgraph.linking.deciding import Outcome, is_settled, settle, take
from kgraph.linking.entities import PLACES, read_wanted
from kgraph.linking.finders import Finder, GazetteerFinder, OwnFinder, ServiceFinder
from kgraph.linking.gazetteer import open_gazetteer
from kgraph.linking.judgements import SPACES, Conflict, Judgement, Judgements, Verdict, space_of
from kgraph.linking.labels import WIKIDATA, Labels
from kgraph.linking.places import PlaceFinder
from kgraph.linking.reconciliation import WIKIDATA as SERVICE
from kgraph.linking.reconciliation import Reconciliation
from kgraph.linking.sssom import read_judgements
from kgraph.linking.wikidata import wikidata_finder
from kgraph.linking.writing import to_sssom
from kgraph.model import Term
from kgraph.namespaces import IRI, OWL, PREFIXES, SKOS, compact
from kgraph.store import is_legal, open_store, read_quads
from kgraph.store.trig import canonical_trig
from kgraph.workspace.building import read_workspace
from kgraph.workspace.config import Workspace
from kgraph.workspace.steps import Steps

LINKS_FILE = "links.trig"
_TRIES = 5
# pages that people copy from a browser, and what their entries are called
_PAGES = (
    (re.compile(r"^https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(Q\d+)(?:[?#].*)?$"), PREFIXES["wd"]),
    (re.compile(r"^https?://(?:www\.|sws\.)?geonames\.org/(\d+)(?:/.*)?$"), PREFIXES["gn"]),
)
DATASETS = ("geonames", "wikidata", "reconcile:URL", "sparql:URL", "graph")
_HEADER = "# Links to other data sets, made from {source} by 'kgraph link'; what is written here by hand is lost."
_FOUND = f"found in {LINKS_FILE}"


class ChangedMeanwhile(UsageError):  # noqa: N818 - reads as what it is: except ChangedMeanwhile
    """Somebody else has changed the judgements since they were read."""


class Links:
    """The judgements of a workspace; every `save` is one step, which `undo` takes back.

    Raises `DataError` for files that cannot be read, or where the links file holds what no judgement can say.
    """

    def __init__(self, workspace: Workspace, labels: Mapping[IRI, str] | None = None) -> None:
        self.workspace, self._path, self._labels = workspace, workspace.links, labels or {}
        self._links_path = workspace.data / LINKS_FILE
        self._steps = Steps(workspace.kept / "links", (self._path, self._links_path))
        self._read()

    def _read(self) -> None:
        self._before = self._steps.standing()
        self.judgements = read_judgements(self._path, self.workspace.base, self.workspace.title)
        for adopted in self._by_hand():
            self.judgements.add(adopted)

    def _by_hand(self) -> Iterator[Judgement]:
        """The matches that somebody wrote into the links file itself: taken over, so that none is lost.

        A match with its judgement beside it was written by `save`; if the judgements lack it they are newer, and it has
        been taken back. Raises `DataError` if their file was lost: the tool's would be taken for people's.
        """
        place, base = self._links_path, self.workspace.base
        quads = read_quads(place, base) if place.is_file() else []
        noted = {quad[0] for quad in quads}
        if not self._path.exists() and any(str(node).startswith(f"{base}link/") for node in noted):
            said = f"it is missing, and {place.name} was made from it"
            raise DataError(said, path=self._path, fix=f"bring it back, or delete {place.name} as well")
        told: dict[IRI, dict[Term, Term]] = defaultdict(dict)
        for node, predicate, value, _ in quads:
            told[predicate][node] = value
        made = {(subject, told[OWL.annotatedTarget].get(node)) for node, subject in told[OWL.annotatedSource].items()}
        judged = {(one.subject, one.target) for one in self.judgements}
        for subject, predicate, target, _ in quads:
            if subject.startswith(f"{base}link/") or subject == f"{base}graph/links":
                continue
            verdict = {SKOS.exactMatch: Verdict.match, SKOS.closeMatch: Verdict.close}.get(predicate)
            if not (verdict and isinstance(subject, IRI) and isinstance(target, IRI)):
                what = f"{compact(predicate)} of {subject.removeprefix(base)} is no match, and this file would lose it"
                raise DataError(what, path=place, fix="put it into another data file")
            found = Judgement(subject, verdict, target, self._labels.get(subject, ""), source=space_of(target))
            if (subject, target) not in judged | made:
                yield replace(found, comment=_FOUND)

    @property
    def conflicts(self) -> list[Conflict]:
        """Judgements that cannot all be right."""
        return self.judgements.conflicts()

    def save(self) -> bool:
        """Write what has changed, if anything has; whether it had. The state before is kept for `undo`.

        Raises `UsageError` if the workspace came with the package, or if somebody else has changed a file since it was
        read: nothing of theirs is overwritten.
        """
        if not self.workspace.is_writable:
            raise UsageError("these are kgraph's own files; begin a workspace with 'kgraph init DIR' and link there")
        texts = to_sssom(self.judgements, self.workspace.licence or "").encode(), self._links_text().encode()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with locked_folder(self._path.parent):
            if self._steps.standing() != self._before:
                said = "changed by another meanwhile; nothing was overwritten, run it again"
                raise ChangedMeanwhile(f"{self._path}: {said}")
            if texts == self._before:
                return False
            self._steps.keep(texts)
            # the judgements first: a process that is killed between leaves a links file that the next run renews
            for place, text in zip((self._path, self._links_path), texts, strict=True):
                replace_file(place, text)
            self._before = texts
        return True

    def judge(self, judgement: Judgement) -> bool:
        """Keep one person's judgement at once, beside what others have judged meanwhile; whether that changed anything.

        Raises `UsageError` as `save` does, and if somebody has just judged the same pair otherwise.
        """
        known = self.judgements.on(judgement.pair)
        for _ in range(_TRIES):
            take(self.judgements, judgement)
            try:
                return self.save()
            except ChangedMeanwhile:
                self._read()
                others = [one for one in self.judgements.on(judgement.pair) if not one.by_tool and one not in known]
                for other in [one for one in others if one.verdict is not judgement.verdict]:
                    who = other.author or "somebody"
                    raise UsageError(
                        f"{who} has just judged this pair '{other.verdict}'; nothing was changed"
                    ) from None
        raise ChangedMeanwhile(f"{self._path}: others keep changing it; nothing was overwritten, run it again")

    def undo(self) -> str:
        """Take back the last step; what that was, in words.

        Raises `UsageError` if there is none, or if a file was changed by another hand since: nothing is overwritten.
        """
        if not self._steps:
            raise UsageError("there is no step to take back")
        now = set(self.judgements)
        with locked_folder(self._path.parent):
            if self._steps.standing() != self._before:
                said = "changed by another meanwhile, so the last step is not yours; 'kgraph link undo' takes it back"
                raise ChangedMeanwhile(f"{self._path}: {said}")
            self._steps.undo()
        self._read()
        changed = {one.pair: one for one in now ^ set(self.judgements)}
        if not changed:
            return f"{self._path.name} and {LINKS_FILE} are as before; no judgement differs"
        names = sorted({one.subject_label or one.subject for one in changed.values()})
        said = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        return f"took back {len(changed)} {'judgement' if len(changed) == 1 else 'judgements'} ({said})"

    def entity(self, wanted: Sequence[Wanted], name: str) -> Wanted:
        """The wanted thing that a label, another name, an IRI or the end of one means; see `find`."""
        return find(wanted, name, self.workspace.base)

    def _links_text(self) -> str:
        header = _HEADER.format(source=self._path.name)
        return canonical_trig(self.judgements.quads(), self.workspace.base, header)


def wanted_of(workspace: Workspace, code_of: Callable[[str], str | None] = lambda name: None) -> list[Wanted]:
    """What of the workspace's files can be linked; see `read_wanted`."""
    with open_store("memory:") as store:
        store.load(read_workspace(workspace))
        return read_wanted(store, workspace.base, code_of)


@contextmanager
def open_finders(
    workspace: Workspace,
    datasets: Sequence[str] = (),
    *,
    offline: bool = False,
    step: Callable[[int], None] = lambda places: None,
    complain: Complain | None = None,
) -> Iterator["Finders"]:
    """The data sets that are searched, by name: `geonames` (the default), `wikidata`, `reconcile:URL`, `sparql:URL`,
    and for tables `graph`, the workspace's own entities.

    `offline` answers from what services have said before. `step` is told of places read, where the gazetteer's index
    is made first; `complain`, of what a service did not answer, where that shall not end the run. Raises `UsageError`
    for a name that is none of these.
    """
    with open_gazetteer(workspace.gazetteers, step=step) as gazetteer:
        places = PlaceFinder(gazetteer)
        courtesy = Courtesy(
            contact=workspace.contact,
            cache=workspace.kept / "online",
            days=30,
            offline=offline,
            remark=complain or warnings.warn,
        )
        names = dict.fromkeys(datasets or ("geonames",))
        yield Finders(places, [_finder(name, places, courtesy, workspace, complain) for name in names])


@dataclass(frozen=True, slots=True)
class Finders:
    """The gazetteer, which also knows countries by name, and the data sets that are searched."""

    places: PlaceFinder
    chosen: list[Finder]


def _finder(
    name: str, places: PlaceFinder, courtesy: Courtesy, workspace: Workspace, complain: Complain | None
) -> Finder:
    kind, _, address = name.partition(":")
    if name == "graph":
        return OwnFinder(wanted_of(workspace, places.country_code), workspace.base)
    if name == "geonames":
        return GazetteerFinder(places)
    if name == "wikidata":
        asked = workspace.reconciliation or SERVICE, workspace.wikidata or WIKIDATA
        return wikidata_finder(courtesy, *asked, complain=complain)
    if kind == "reconcile" and address:
        service = Reconciliation(courtesy, address)
        return ServiceFinder(
            name,
            _space(service.manifest().space, workspace.base) or address,
            partial(service.candidates, complain=complain),
        )
    if kind == "sparql" and address:
        return ServiceFinder(name, address, partial(Labels(courtesy, address).candidates, complain=complain))
    raise UnknownName("data set", name, DATASETS, f"there are {', '.join(DATASETS)}")


def _space(claimed: str, base: str) -> str:
    """The space that a service says its entries' IRIs begin with; "" for one that could be anybody's, or is ours."""
    host = re.match(r"https?://[^/]+/", claimed)
    return claimed if host and not base.startswith(claimed) and not claimed.startswith(base) else ""


def run(
    links: Links,
    wanted: Sequence[Wanted],
    finders: Iterable[Finder],
    *,
    only: Collection[IRI] = (),
    today: date | None = None,
    progress: Callable[[str], None] = lambda name: None,
) -> Iterator[Outcome]:
    """Look for each entity in each data set, and settle what is found; `links.save` keeps it.

    What a person has settled there is not looked for: nobody is asked about it. `progress` is told the name of each
    entity begun.
    """
    day = (today or date.today()).isoformat()
    chosen = [one for one in wanted if not only or one.iri in only]
    for finder in finders:
        listed = [one for one in chosen if finder.seeks(one)]
        closed = {one.iri for one in listed if is_settled(links.judgements, one, finder.space)}
        for one in [one for one in listed if one.iri in closed]:
            progress(one.names[0])
            yield settle(links.judgements, one, [], finder.space, day)
        sought = [_with_matches(one, links.judgements) for one in listed if one.iri not in closed]
        for one, found in finder.find(sought):
            progress(one.names[0])
            yield settle(links.judgements, one, found, finder.space, day)


def entry_iri(given: str) -> IRI:
    """An entry's IRI, written whole or with a prefix of the project's table; raises `UsageError`."""
    prefix, colon, name = given.partition(":")
    iri = PREFIXES[prefix] + name if colon and name and prefix in PREFIXES else given
    for page, space in _PAGES:
        if found := page.match(iri):
            iri = space + found[1]
    if iri.startswith(PREFIXES["gn"]) and not iri.endswith("/"):
        iri += "/"  # GeoNames' IRIs end so, and are often written without
    if not iri.startswith(("http://", "https://")) or not is_legal(IRI(iri)):
        raise UsageError(f"'{given}' is no entry; write its IRI whole, or as gn:704422/ or wd:Q212")
    return IRI(iri)


def hand_judgement(
    wanted: Wanted, entry: str, verdict: str, *, base: str, author: str, today: date, comment: str = ""
) -> Judgement:
    """A person's judgement on an entry, or, with `no`, that nothing in a data set of this name is the entity.

    `base` is what the workspace's own IRIs begin with. Raises `UnknownName` for a verdict that is none, `UsageError`
    for an entry that is none, or is no other data set's, or would give coordinates to what is no place.
    """
    if verdict not in list(Verdict):
        raise UnknownName("verdict", verdict, list(Verdict), f"there are {', '.join(Verdict)}")
    target = None if entry in SPACES and verdict == Verdict.no else entry_iri(entry)
    if target and target.startswith(base):
        raise UsageError(f"'{entry}' is the workspace's own; judge an entry of another data set")
    if target and target.startswith(SPACES["geonames"]) and verdict in ("match", "close") and wanted.kind not in PLACES:
        raise UsageError(f"{wanted.names[0]} is no place, and an entry of GeoNames is: it would have coordinates")
    return Judgement(
        subject=wanted.iri,
        verdict=Verdict(verdict),
        target=target,
        subject_label=wanted.names[0],
        source=SPACES[entry] if target is None else space_of(target),
        author=author,
        confidence=0.5 if verdict == Verdict.unsure else 1.0,
        date=today.isoformat(),
        comment=comment,
    )


def _with_matches(wanted: Wanted, judgements: Judgements) -> Wanted:
    matched = [one.target for one in judgements.matches(wanted.iri) if one.verdict is Verdict.match and one.target]
    return replace(wanted, same_as=tuple(dict.fromkeys(matched)))


def find(wanted: Sequence[Wanted], name: str, base: str) -> Wanted:
    """The one thing of this name; raises `UnknownName`, or `UsageError` when several answer to it."""
    names = [(one.iri, label, place == 0) for one in wanted for place, label in enumerate(one.names)]
    found = pick(names, base, name, "entity to link")
    return next(one for one in wanted if one.iri == found)
