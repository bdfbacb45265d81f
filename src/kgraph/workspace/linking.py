"""A workspace's links: its judgements on disk, and runs that search other data sets for candidates.

`data/links.sssom.tsv` has the judgements. With every change `links.trig` in the data folder is written anew from it, so
that the data files have the links graph if somebody loads them elsewhere.
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
# web pages whose addresses people copy from a browser, and the IRIs of the entries that they show
_PAGES = (
    (re.compile(r"^https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(Q\d+)(?:[?#].*)?$"), PREFIXES["wd"]),
    (re.compile(r"^https?://(?:www\.|sws\.)?geonames\.org/(\d+)(?:/.*)?$"), PREFIXES["gn"]),
)
DATASETS = ("geonames", "wikidata", "reconcile:URL", "sparql:URL", "graph")
_HEADER = "# Links to other data sets, made from {source} by 'kgraph link'; what is written here by hand is lost."
_FOUND = f"found in {LINKS_FILE}"


class ChangedMeanwhile(UsageError):  # noqa: N818 - reads as what it is: except ChangedMeanwhile
    """Another process has changed the judgements since they were read."""


class Links:
    """The judgements of a workspace; each `save` is one step, which `undo` can take back.

    Raises `DataError` for files that cannot be read, or if the links file has statements that no judgement can express.
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
        """The matches that somebody wrote directly into the links file, which become judgements so that none is lost.

        A match with a judgement in the links file was written by `save`; if the file of judgements lacks it, it has
        been taken back since. Raises `DataError` if that file is missing, since kgraph's matches would then be taken
        for people's.
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
        """Write the changes, if there are any; returns whether there were. The previous state is kept for `undo`.

        Raises `UsageError` if the workspace is the package's, or if another process has changed a file since it was
        read, so that nobody's changes are overwritten.
        """
        if not self.workspace.is_writable:
            raise UsageError("these are kgraph's own files; begin a workspace with 'kgraph init DIR' and link there")
        texts = (
            to_sssom(self.judgements, self.workspace.licence or "", self._path).encode(),
            self._links_text().encode(),
        )
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with locked_folder(self._path.parent):
            if self._steps.standing() != self._before:
                said = "changed by another meanwhile; nothing was overwritten, run it again"
                raise ChangedMeanwhile(f"{self._path}: {said}")
            if texts == self._before:
                return False
            self._steps.keep(texts)
            # the judgements first: if the process is killed in between, the next run renews the links file
            for place, text in zip((self._path, self._links_path), texts, strict=True):
                replace_file(place, text)
            self._before = texts
        return True

    def judge(self, judgement: Judgement) -> bool:
        """Save one person's judgement at once, besides others' new judgements; returns whether anything changed.

        Raises `UsageError` as `save` does, and if somebody else has just judged the same pair differently.
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
        """Take back the last step; returns in words what it was.

        Raises `UsageError` if there is no step, or if a file has been changed otherwise since then.
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
        """The wanted thing with this label, other name, IRI or last part of an IRI; see `find`."""
        return find(wanted, name, self.workspace.base)

    def _links_text(self) -> str:
        header = _HEADER.format(source=self._path.name)
        return canonical_trig(self.judgements.quads(), self.workspace.base, header)


def wanted_of(workspace: Workspace, code_of: Callable[[str], str | None] = lambda name: None) -> list[Wanted]:
    """The entities of the workspace's files that can be linked; see `read_wanted`."""
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
    """The finders of data sets, by name: `geonames` (the default), `wikidata`, `reconcile:URL`, `sparql:URL`, and for
    tables `graph`, the workspace's own entities.

    `offline` uses only cached answers of services. `step` is called with the number of places read if the gazetteer's
    index is made first. `complain` is called with a line on a service's failure; without it a failure ends the run.
    Raises `UsageError` for an unknown name.
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
    """The gazetteer, which is also used for names of countries, and the finders of the data sets."""

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
        labels = Labels(courtesy, address)
        return ServiceFinder(name, address, partial(labels.candidates, complain=complain), labels.entry)
    raise UnknownName("data set", name, DATASETS, f"there are {', '.join(DATASETS)}")


def _space(claimed: str, base: str) -> str:
    """The namespace that a service gives for its entries; "" for one that is too general, or is the workspace's own."""
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
    """Search each data set for each entity, and settle the results; `links.save` writes them.

    Entities that a person has settled in a data set are skipped. `progress` is called with each entity's name as it
    begins.
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
    """An entry's IRI, given in full or with a prefix of kgraph's table; raises `UsageError` for another text."""
    prefix, colon, name = given.partition(":")
    iri = PREFIXES[prefix] + name if colon and name and prefix in PREFIXES else given
    for page, space in _PAGES:
        if found := page.match(iri):
            iri = space + found[1]
    if iri.startswith(PREFIXES["gn"]) and not iri.endswith("/"):
        iri += "/"  # GeoNames' IRIs end in a slash, which people often leave out
    if not iri.startswith(("http://", "https://")) or not is_legal(IRI(iri)):
        raise UsageError(f"'{given}' is no entry; write its IRI whole, or as gn:704422/ or wd:Q212")
    return IRI(iri)


def hand_judgement(
    wanted: Wanted, entry: str, verdict: str, *, base: str, author: str, today: date, comment: str = ""
) -> Judgement:
    """A person's judgement on an entry, or, with `no` and the name of a data set, that no entry there is the entity.

    `base` is the beginning of the workspace's own IRIs. Raises `UnknownName` for an unknown verdict, `UsageError` for
    an entry that is illegal, is the workspace's own, or would give coordinates to an entity that is no place.
    """
    if verdict not in list(Verdict):
        raise UnknownName("verdict", verdict, list(Verdict), f"there are {', '.join(Verdict)}")
    target = None if entry in SPACES and verdict == Verdict.no else entry_iri(entry)
    if target:
        check_entry(wanted, target, Verdict(verdict), base)
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


def check_entry(wanted: Wanted, entry: IRI, verdict: Verdict, base: str) -> None:
    """Raise `UsageError` for an entry that is the workspace's own, or that would give coordinates to what is no place.

    `base` is the beginning of the workspace's own IRIs.
    """
    if entry.startswith(base):
        raise UsageError(f"'{entry}' is the workspace's own; judge an entry of another data set")
    matches = verdict in (Verdict.match, Verdict.close)
    if matches and entry.startswith(SPACES["geonames"]) and wanted.kind not in PLACES:
        raise UsageError(f"{wanted.names[0]} is no place, and an entry of GeoNames is: it would have coordinates")


def _with_matches(wanted: Wanted, judgements: Judgements) -> Wanted:
    matched = [one.target for one in judgements.matches(wanted.iri) if one.verdict is Verdict.match and one.target]
    return replace(wanted, same_as=tuple(dict.fromkeys(matched)))


def find(wanted: Sequence[Wanted], name: str, base: str) -> Wanted:
    """The one thing with this name; raises `UnknownName` if there is none, `UsageError` if there are several."""
    names = [(one.iri, label, place == 0) for one in wanted for place, label in enumerate(one.names)]
    kinds = {one.iri: one.kind for one in wanted}
    found = pick(names, base, name, "entity to link", is_person=lambda iri: kinds[iri] == "person")
    return next(one for one in wanted if one.iri == found)
