"""The commands of `link`."""

import getpass
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from kgraph.cli.commands import ListedGroup, examples
from kgraph.cli.options import FormatOption, Output
from kgraph.cli.output import progress, remark, write_rows
from kgraph.cli.workspaces import own_workspace, workspace_of
from kgraph.errors import StoreError, UsageError
from kgraph.linking.candidates import Wanted
from kgraph.linking.deciding import Outcome, counts
from kgraph.linking.gazetteer import GEONAMES
from kgraph.linking.judgements import Judgement
from kgraph.linking.scoring import Scored
from kgraph.model import Literal, Rows
from kgraph.namespaces import IRI
from kgraph.workspace.config import Workspace
from kgraph.workspace.linking import Finders, Links, entry_iri, hand_judgement, open_finders, run, wanted_of

_INDEX_STEPS = 300  # the approximate number of thousands of places in the gazetteer
_MOST_CONFLICTS = 5

app = typer.Typer(rich_markup_mode=None)
link = typer.Typer(
    cls=ListedGroup,
    help="Link entities to entries of other data sets: find candidates, judge them, take judgements back.",
    invoke_without_command=True,
)
app.add_typer(
    link,
    name="link",
    epilog=examples(
        "kgraph link",
        "kgraph link --dataset wikidata --only 'Volodymyr Zelenskyy'",
        "kgraph link review",
        "kgraph link table names.csv -o found.csv",
    ),
)

Datasets = Annotated[
    list[str] | None,
    typer.Option(
        "--dataset",
        help="The data set to search: geonames, wikidata, reconcile:URL or sparql:URL. May be repeated. [default: "
        "geonames]",
    ),
]
Only = Annotated[list[str] | None, typer.Option("--only", help="Search for this entity only. May be repeated.")]
Offline = Annotated[
    bool, typer.Option("--offline", help="Contact no service: use the answers that services gave before.")
]
Author = Annotated[
    str,
    typer.Option("--author", envvar="KGRAPH_AUTHOR", help="Who judges [default: your login name]"),
]


@link.callback()
def link_all(
    context: typer.Context,
    datasets: Datasets = None,
    only: Only = None,
    offline: Offline = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be judged, and write nothing.")] = False,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Look for each entity in other data sets; match what is certain, suggest what is likely.

    Places are looked for in GeoNames, on the disk. What people have judged stays as it is. The judgements are kept in
    data/links.sssom.tsv, the matches also in data/triples/links.trig.
    """
    if context.invoked_subcommand:
        if datasets or only or offline or dry_run or form or output:
            raise UsageError(f"write the options of 'kgraph link {context.invoked_subcommand}' after that word")
        return

    with searching(context, own_workspace(context), datasets, offline) as (links, wanted, finders):
        chosen = {links.entity(wanted, name).iri for name in only or ()}
        steps = sum(finder.seeks(one) for finder in finders.chosen for one in wanted if not chosen or one.iri in chosen)
        with progress(context, steps) as step:
            outcomes, failed = _until_failure(run(links, wanted, finders.chosen, only=chosen, progress=step))
        if failed and not outcomes:
            raise failed
        write_rows(context, _outcome_rows(outcomes), form, output, links.workspace.base)
        if not dry_run:
            links.save()
        _say(context, links, outcomes, dry_run)
        if failed:
            raise failed
        say_unanswered(steps, len(outcomes))


def _until_failure(outcomes: Iterable[Outcome]) -> tuple[list[Outcome], StoreError | None]:
    """The outcomes found before a service failed, which are kept, and the failure."""
    found = []
    try:
        for one in outcomes:
            found.append(one)  # noqa: PERF402 - outcomes before an error are kept
    except StoreError as error:
        return found, error
    return found, None


def say_unanswered(asked: int, answered: int) -> None:
    """Raise `StoreError` if some questions got no answer, so that the exit code differs from that for "nothing
    found"."""
    if answered < asked:
        raise StoreError(
            f"no answer came for {asked - answered} of {asked}, so nothing was judged about them; run it again"
        )


def _outcome_rows(outcomes: Sequence[Outcome]) -> Rows:
    return as_rows(
        ("entity", "kind", "decision", "confidence", "entry", "label", "why", "by"),
        [
            (
                one.wanted.names[0],
                one.wanted.kind,
                judgement.verdict if judgement else "nothing",
                f"{judgement.confidence:.2f}" if judgement and judgement.confidence is not None else "",
                judgement.target if judgement else None,
                judgement.target_label if judgement else "",
                judgement.comment if judgement else "",
                judgement.author if judgement else "",
            )
            for one in outcomes
            for judgement in [one.judgement]
        ],
    )


def _say(context: typer.Context, links: Links, outcomes: Sequence[Outcome], dry_run: bool) -> None:
    matched, unsure, nothing, changed = counts(outcomes)
    kept = "nothing is written" if dry_run else f"{changed} new or changed" if changed else "nothing has changed"
    remark(context, f"{matched} matched, {unsure} to be judged, {nothing} not found; {kept}")
    say_conflicts(context, links)
    if unsure and not dry_run:
        remark(context, "next: kgraph link review")
    elif changed and not dry_run:
        remark(context, "next: kgraph build")


def say_conflicts(context: typer.Context, links: Links) -> None:
    """Say which judgements cannot all be right."""
    conflicts = links.conflicts
    for conflict in conflicts[:_MOST_CONFLICTS]:
        remark(context, f"conflict: {conflict.what}; {conflict.fix}")
    if len(conflicts) > _MOST_CONFLICTS:
        remark(context, f"and {len(conflicts) - _MOST_CONFLICTS} conflicts more; 'kgraph validate' lists all")


@app.command(
    "judge",
    epilog=examples(
        "kgraph link judge Pokrovsk gn:704422/ match",
        "kgraph link judge 'Vladimir Putin' wd:Q7747 match --comment 'head of state since 2012'",
        "kgraph link judge 'Pokrovsk agglomeration' geonames no",
    ),
)
def judge(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(help="An entity: a label, another name or an IRI.")],
    entry: Annotated[
        str,
        typer.Argument(
            help="The entry: its IRI, whole or as prefix:name; with 'no' also a data set, if it has no such entry."
        ),
    ],
    verdict: Annotated[str, typer.Argument(help="match (the same), close (nearly the same), no (another) or unsure.")],
    comment: Annotated[str, typer.Option(help="The reason for the judgement.")] = "",
    author: Author = "",
) -> None:
    """Judge one pair: is this entry of a data set the same thing as this entity?"""
    links, wanted = _links(own_workspace(context))
    one = links.entity(wanted, entity)
    judgement = hand_judgement(
        one, entry, verdict, base=links.workspace.base, author=author_of(author), today=date.today(), comment=comment
    )
    judgement = replace(judgement, target_label=_label_in_gazetteer(context, links.workspace, judgement.target))
    changed = links.judge(judgement)
    remark(context, f"{one.names[0]}: {judgement.verdict} {judgement.target or 'nothing in ' + judgement.source}")
    remark(context, "next: kgraph build" if changed else "the same judgement was there before")
    say_conflicts(context, links)


def _label_in_gazetteer(context: typer.Context, workspace: Workspace, entry: IRI | None) -> str:
    """The label of a GeoNames entry, "" for another data set's; makes a remark if the gazetteer lacks the entry."""
    if entry is None or not entry.startswith(GEONAMES):
        return ""
    with open_data_sets(context, workspace, None, offline=True) as finders:
        known = finders.places.resolve(entry)
    if known is None:
        remark(context, f"the gazetteer has no {entry}: check the number")
    return known.names[0] if known else ""


@app.command("forget", epilog=examples("kgraph link forget Pokrovsk", "kgraph link forget Pokrovsk gn:704422/"))
def forget(
    context: typer.Context,
    entity: Annotated[str, typer.Argument(help="An entity: a label, another name or an IRI.")],
    entry: Annotated[str, typer.Argument(help="Take back only judgements about this entry.")] = "",
    by: Annotated[str, typer.Option("--by", help="Take back only this author's judgements.")] = "",
) -> None:
    """Take back the judgements about an entity."""
    links, wanted = _links(own_workspace(context))
    gone = links.judgements.forget(links.entity(wanted, entity).iri, entry_iri(entry) if entry else None, author=by)
    if not gone:
        raise UsageError(
            f"there is no judgement about '{entity}'{' and ' + entry if entry else ''}{' by ' + by if by else ''}"
        )
    links.save()
    for one in gone:
        remark(context, f"forgot: {one.subject_label or one.subject} {one.verdict} {one.target or one.source}")


@app.command("show", epilog=examples("kgraph link show", "kgraph link show Pokrovsk"))
def show(
    context: typer.Context,
    entity: Annotated[
        str, typer.Argument(help="Show the candidates for this entity [default: show all judgements]")
    ] = "",
    datasets: Datasets = None,
    offline: Offline = False,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Show all judgements, or the candidates for one entity with the reasons for each."""
    if not entity:
        links = Links(workspace_of(context))
        write_rows(context, _judgement_rows(list(links.judgements)), form, output, links.workspace.base)
        say_conflicts(context, links)
        return
    with searching(context, workspace_of(context), datasets, offline) as (links, wanted, finders):
        one = links.entity(wanted, entity)
        found = [
            (finder.name, scored)
            for finder in finders.chosen
            if finder.seeks(one)
            for _, several in finder.find([one])
            for scored in several
        ]
        said = links.judgements.of(one.iri)
        write_rows(context, _candidate_rows(found, said), form, output, links.workspace.base)


def _judgement_rows(judgements: Sequence[Judgement]) -> Rows:
    return as_rows(
        ("entity", "verdict", "entry", "label", "confidence", "by", "on", "why"),
        [
            (
                one.subject_label,
                one.verdict,
                one.target or one.source,
                one.target_label,
                "" if one.confidence is None else f"{one.confidence:.2f}",
                one.author,
                one.date,
                one.comment,
            )
            for one in judgements
        ],
    )


def _candidate_rows(found: Sequence[tuple[str, Scored]], said: Sequence[Judgement]) -> Rows:
    return as_rows(
        ("dataset", "confidence", "entry", "label", "description", "why", "judged"),
        [
            (
                name,
                f"{one.confidence:.3f}",
                one.candidate.iri,
                one.candidate.names[0],
                one.candidate.description,
                "; ".join(one.reasons),
                "; ".join(f"{told.verdict} by {told.author}" for told in said if told.target == one.candidate.iri),
            )
            for name, one in found
        ],
    )


@contextmanager
def searching(
    context: typer.Context, workspace: Workspace, datasets: Sequence[str] | None, offline: bool
) -> Iterator[tuple[Links, list[Wanted], Finders]]:
    """The workspace's links, the entities that can be linked, and the data sets to search."""
    if "graph" in (datasets or ()):
        raise UsageError("a graph is not linked with itself; 'kgraph link table FILE --dataset graph' is for tables")
    with open_data_sets(context, workspace, datasets, offline) as finders:
        yield *_links(workspace, finders.places.country_code), finders


def _links(
    workspace: Workspace, code_of: Callable[[str], str | None] = lambda name: None
) -> tuple[Links, list[Wanted]]:
    """The workspace's links and the entities that can be linked; countries get codes by `code_of`."""
    wanted = wanted_of(workspace, code_of)
    return Links(workspace, {one.iri: one.names[0] for one in wanted}), wanted


@contextmanager
def open_data_sets(
    context: typer.Context, workspace: Workspace, datasets: Sequence[str] | None, offline: bool
) -> Iterator[Finders]:
    """The data sets to search; shows a progress bar while the gazetteer's index is made."""
    with ExitStack() as opened:
        with progress(context, _INDEX_STEPS) as step:
            opening = open_finders(
                workspace,
                datasets or (),
                offline=offline,
                step=lambda places: step("making the gazetteer's index (only the first time)"),
                complain=lambda said: remark(context, said),
            )
            finders = opened.enter_context(opening)
        yield finders


def author_of(given: str) -> str:
    """Who judges: the given name, else the login name; raises `UsageError`."""
    if "|" in given:
        raise UsageError("an author's name cannot have '|', which separates authors in SSSOM")
    try:
        return given or getpass.getuser()
    except (KeyError, OSError) as error:  # a container's user may have no name
        raise UsageError("say who judges, with --author or KGRAPH_AUTHOR") from error


def as_rows(columns: tuple[str, ...], lines: Sequence[tuple[object, ...]]) -> Rows:
    """Rows of texts and IRIs; an empty text becomes an unbound cell."""
    return Rows(
        columns,
        tuple(
            tuple(
                value if isinstance(value, IRI) else None if value in (None, "") else Literal(str(value))
                for value in line
            )
            for line in lines
        ),
    )
