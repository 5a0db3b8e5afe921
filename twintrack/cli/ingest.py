"""`twintrack ingest git PATH|URL --product CODE`: read the history of a repository."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from twintrack.cli.acting import acting
from twintrack.cli.reports import register_reports
from twintrack.cli.screen import err, say
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import get_product
from twintrack.rnd.engineering import operations, queries
from twintrack.rnd.engineering.history.sources import any_source, name_of
from twintrack.rnd.engineering.models import Repository
from twintrack.rnd.engineering.operations import RepositoryFacts


def register(line: typer.Typer) -> None:
    group = typer.Typer(help=_("Read what other tools know."), no_args_is_help=True)
    group.command("git", help=_("Read the history of a repository, as far as it is new."))(git)
    register_reports(group)
    line.add_typer(group, name="ingest")


def git(
    source: Annotated[
        str, typer.Argument(help=_("A folder, a *.bundle, or an address: https, ssh, git."))
    ],
    *,
    product: Annotated[str, typer.Option(help=_("Code of the product it belongs to."))],
    name: Annotated[
        str, typer.Option(help=_("What to call it; otherwise as in its address."))
    ] = "",
    person: Annotated[
        str, typer.Option("--as", help=_("E-mail of whoever reads it; otherwise an administrator."))
    ] = "",
) -> None:
    by = acting(person)
    repository = _known_or_added(source, product, name, by)
    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err) as progress:
        task = progress.add_task(_("Fetching"), total=None)

        def show(done: int, total: int) -> None:
            progress.update(task, description=_("Reading"), completed=done, total=total)

        try:
            brought = operations.ingest(
                repository=repository, by=by, at=timezone.now(), progress=show
            )
        except Refusal as refusal:
            operations.note_trouble(
                repository=repository, refusal=refusal, by=by, at=timezone.now()
            )
            raise
    said = {
        "number": repository.number,
        "commits": brought.commits,
        "tags": brought.tags,
        "links": brought.links,
    }
    say(
        _(
            "%(number)s: %(commits)d new commits, %(tags)d new releases, "
            "%(links)d new links to requirements."
        )
        % said
    )
    if brought.lost_commits or brought.lost_tags:
        lost = {"commits": brought.lost_commits, "tags": brought.lost_tags}
        say(_("No longer in history: %(commits)d commits, %(tags)d releases.") % lost)


def _known_or_added(source: str, code: str, name: str, by: User) -> Repository:
    checked = any_source(source)
    product = get_product(code, for_user=by)
    known = queries.find_repository(product, checked)
    if known is not None:
        return known
    facts = RepositoryFacts(name=name or name_of(checked), source=checked)
    return operations.add_repository(product=product, facts=facts, by=by, at=timezone.now())
