"""`twintrack import feedback FILE`: the same import as on the page, with its trial and its undo."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from twintrack.cli.acting import acting
from twintrack.cli.screen import err, fail, out, say
from twintrack.foundation.people.models import User
from twintrack.sales.intake import operations, queries
from twintrack.sales.intake.fields import BY_CODE
from twintrack.sales.intake.models import ImportRun
from twintrack.sales.intake.operations import Upload
from twintrack.sales.intake.problems import tell_all

SHOWN = 20


class Make(StrEnum):
    """What an import may make when it is not known yet."""

    CUSTOMER = "customer"
    CONTACT = "contact"
    PRODUCT = "product"
    MODULE = "module"
    VERSION = "version"


def register(line: typer.Typer) -> None:
    group = typer.Typer(help=_("Import from files."), no_args_is_help=True)
    group.command("feedback", help=_("Import feedback from CSV, XLSX or JSON lines."))(feedback)
    group.command("undo", help=_("Take back what an import recorded."))(undo)
    line.add_typer(group, name="import")


def feedback(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=_("The file."))],
    *,
    source: Annotated[
        str, typer.Option(help=_("Where the rows come from; otherwise the file's name."))
    ] = "",
    person: Annotated[
        str, typer.Option("--as", help=_("E-mail of whoever imports; otherwise an administrator."))
    ] = "",
    column: Annotated[
        list[str] | None,
        typer.Option("--map", help=_("Field and column, such as customer=Account; repeatable.")),
    ] = None,
    default: Annotated[
        list[str] | None,
        typer.Option(help=_("Field and value where a row says nothing, such as product=H3.")),
    ] = None,
    create: Annotated[
        list[Make] | None, typer.Option(help=_("Make these where they are not known; repeatable."))
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would happen, and record nothing."))
    ] = False,
) -> None:
    by = acting(person)
    upload = Upload(data=file.read_bytes(), name=file.name, source=source)
    run = operations.upload(upload=upload, by=by, at=timezone.now())
    mapping = run.mapping | _pairs(column)
    _show_columns(run, mapping)
    run = operations.confirm(
        run=run, mapping=mapping, defaults=_pairs(default), by=by, at=timezone.now()
    )
    run = _work_off(run, by, _("Checking"))
    _show_trial(run)
    if dry_run:
        return
    decisions = {
        each.value: dict.fromkeys(run.unknown.get(each.value, {}), "create")
        for each in create or ()
    }
    run = operations.start(run=run, decisions=decisions, by=by, at=timezone.now())
    run = _work_off(run, by, _("Importing"))
    _show_result(run)


def undo(
    number: Annotated[str, typer.Argument(help=_("The import's number, such as IMP-3."))],
    person: Annotated[str, typer.Option("--as", help=_("E-mail of whoever takes it back."))] = "",
) -> None:
    by = acting(person)
    run = queries.get_run(number, for_user=by)
    run = operations.undo(run=run, by=by, at=timezone.now())
    run = _work_off(run, by, _("Taking back"))
    counts = {"n": run.withdrawn, "kept": run.kept}
    say(_("%(n)d withdrawn, %(kept)d kept because somebody has worked on them.") % counts)


def _pairs(texts: list[str] | None) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts or ()]
    for code, equals, _value in pairs:
        if not equals or code not in BY_CODE:
            fail(
                _("“%(text)s” names no field. The fields are: %(fields)s")
                % {"text": code, "fields": ", ".join(BY_CODE)}
            )
            raise typer.Exit(2)
    return {code: value for code, _equals, value in pairs}


def _work_off(run: ImportRun, by: User, label: str) -> ImportRun:
    # A worker may handle the same chunks: whoever comes first does, the other finds them done.
    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err) as progress:
        task = progress.add_task(label, total=run.total)
        while run.is_moving:
            run = operations.advance(run=run, position=run.position, by=by, at=timezone.now())
            progress.update(task, completed=run.done)
    return run


def _show_columns(run: ImportRun, mapping: dict[str, str]) -> None:
    said = {"name": run.name, "rows": run.total, "form": run.form, "encoding": run.encoding}
    say(_("%(name)s: %(rows)d rows, %(form)s %(encoding)s") % said)
    if run.unreadable:
        text = ngettext(
            "%(n)d character could not be read and stands as �.",
            "%(n)d characters could not be read and stand as �.",
            run.unreadable,
        )
        say(text % {"n": run.unreadable})
    for code, column in mapping.items():
        say(f"  {BY_CODE[code].label} ← {column}")


def _show_trial(run: ImportRun) -> None:
    say(
        _("%(ready)d will be recorded, %(known)d are known, %(held)d held, %(refused)d refused.")
        % {"ready": run.ready, "known": run.known, "held": run.held, "refused": run.refused}
    )
    if run.differing:
        text = ngettext(
            "%(n)d is known with other words; see below.",
            "%(n)d are known with other words; see below.",
            run.differing,
        )
        say(text % {"n": run.differing})
    for code, names in run.unknown.items():
        some = ", ".join(list(names)[:SHOWN])
        say(
            _("Not known, %(field)s: %(names)s") % {"field": BY_CODE[code].label, "names": some}
            + (" …" if len(names) > SHOWN else "")
        )
    _show_problems(run)


def _show_problems(run: ImportRun) -> None:
    rows = list(queries.list_problem_rows(run)[: SHOWN + 1])
    for row in rows[:SHOWN]:
        said = {"line": row.line, "reason": " ".join(tell_all(row.problems))}
        out.print(_("Line %(line)d: %(reason)s") % said, markup=False)
    if len(rows) > SHOWN:
        say("…")


def _show_result(run: ImportRun) -> None:
    counts = {
        "number": run.number,
        "recorded": run.recorded,
        "known": run.known,
        "held": run.held,
        "refused": run.refused,
    }
    say(
        _(
            "%(number)s: %(recorded)d recorded, %(known)d known already, %(held)d held, "
            "%(refused)d refused. Take it back: twintrack import undo %(number)s"
        )
        % counts
    )
