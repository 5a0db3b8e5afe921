"""`twintrack parked`: entries that a subscriber could not handle."""

from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.cli.acting import acting
from twintrack.cli.screen import fail, say
from twintrack.foundation.access.queries import first_administrator
from twintrack.foundation.jobs import operations, queries
from twintrack.foundation.people.models import User


def register(line: typer.Typer) -> None:
    parked = typer.Typer(no_args_is_help=True)
    parked.command("list", help=_("List the entries that wait."))(list_parked)
    parked.command("replay", help=_("Handle parked entries again."))(replay)
    line.add_typer(parked, name="parked", help=_("Entries that a subscriber could not handle."))


def list_parked() -> None:
    found = list(queries.list_parked(for_user=first_administrator()).order_by("entry_id", "pk"))
    if not found:
        say(_("Nothing is parked."))
        return
    titles = (_("Id"), _("Entry"), _("Event"), _("Subscriber"), _("Parked at"), _("Error"))
    say("\t".join(titles))
    for each in found:
        at = timezone.localtime(each.parked_at).strftime("%Y-%m-%d %H:%M")
        row = (each.pk, each.entry_id, each.entry.kind, each.subscriber, at, each.error)
        say("\t".join(str(value) for value in row))


def replay(
    ids: Annotated[list[int] | None, typer.Argument(help=_("Ids from the list."))] = None,
    everything: Annotated[bool, typer.Option("--all", help=_("All that wait."))] = False,
    by: Annotated[
        str, typer.Option(help=_("Who replays, by e-mail; the first administrator otherwise."))
    ] = "",
) -> None:
    if not ids and not everything:
        raise typer.BadParameter(_("Name entries, or say --all."))
    who = acting(by)
    if everything:
        done, failed = operations.replay_all(by=who, at=timezone.now())
    else:
        outcomes = [_replay_one(each, who) for each in ids or ()]
        done, failed = sum(outcomes), len(outcomes) - sum(outcomes)
    if done:
        text = ngettext("%(n)d entry took effect.", "%(n)d entries took effect.", done)
        say(text % {"n": done})
    if failed:
        text = ngettext("%(n)d entry failed again.", "%(n)d entries failed again.", failed)
        fail(text % {"n": failed})
    raise typer.Exit(1 if failed else 0)


def _replay_one(parked_id: int, who: User) -> bool:
    parked = operations.replay(parked_id=parked_id, by=who, at=timezone.now())
    if not parked.replayed_at:
        fail(f"{parked_id}: {parked.error}")
    return parked.replayed_at is not None
