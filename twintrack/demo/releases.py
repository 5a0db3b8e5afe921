"""The releases of the products: planned, frozen, shipped, and what came late."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from twintrack.demo.cast import Cast
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.releases import operations
from twintrack.rnd.releases.lifecycle import State
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.notes import CHINESE
from twintrack.rnd.releases.operations import ReleaseDetails, Rollout, Shipment

Told = dict[str, Any]


def follow(cast: Cast) -> None:
    """Write into the diary what happens to each release."""
    for told in cast.teller.read("releases")["releases"]:
        cast.diary.on(told["planned"], 10.2, partial(_plan, cast, told))
        for key, ago in told.get("scope", {}).items():
            cast.diary.on(
                ago, 16.4, partial(_scope, cast, told, {"key": key, "to": told["name"]}), key=key
            )
        for late in told.get("late", ()):
            cast.diary.on(late["ago"], 14.3, partial(_scope, cast, told, late))
        _move_on(cast, told)
        if "rollout" in told:
            _roll_out(cast, told)


def _move_on(cast: Cast, told: Told) -> None:
    if "started" in told:
        cast.diary.on(told["started"], 9.4, partial(_move, cast, told, State.IN_DEVELOPMENT))
    if "expected" in told:
        cast.diary.on(told["expected"][0], 16.4, partial(_expect, cast, told))
    if "frozen" in told:
        cast.diary.on(told["frozen"], 17.8, partial(_freeze, cast, told))
    if "tested" in told:
        cast.diary.on(told["tested"], 9.4, partial(_move, cast, told, State.TESTING))
    if "gates" in told:
        cast.diary.on(told["started"], 9.6, partial(_ask, cast, told))
    if "notes" in told:
        cast.diary.on(told["notes"]["ago"], 15.3, partial(_write, cast, told))
    if "shipped" in told:
        # After what was planned with it is released.
        cast.diary.on(told["shipped"], 18.2, partial(_ship, cast, told))


def _roll_out(cast: Cast, told: Told) -> None:
    cast.diary.on(told["rollout"]["ago"], 18.3, partial(_plan_weeks, cast, told))
    ago, why = told["paused"]
    cast.diary.on(ago, 10.4, partial(_pause, cast, told, cast.teller.of(why)))
    cast.diary.on(told["resumed"], 10.4, partial(_resume, cast, told))


def _having(cast: Cast, told: Told, name: str = "") -> Release:
    release = cast.releases[told["product"], name or told["name"]]
    release.refresh_from_db()
    return release


def _plan(cast: Cast, told: Told, at: datetime) -> None:
    details = ReleaseDetails(
        product=cast.products[told["product"]],
        name=told["name"],
        goal=cast.teller.of(told["goal"]) if "goal" in told else "",
        planned_on=cast.diary.day(told["due"]),
    )
    release = operations.plan_release(details=details, by=cast.staff[told["by"]], at=at)
    cast.releases[told["product"], told["name"]] = release


def _scope(cast: Cast, told: Told, what: Told, at: datetime) -> None:
    requirement = cast.requirements[what["key"]]
    why = cast.teller.of(what["why"]) if "why" in what else ""
    requirement.refresh_from_db()
    backlog.plan_into(
        requirement=requirement,
        release=_having(cast, told, what["to"]),
        reason=why,
        by=cast.staff["chen" if why else "lin"],
        at=at,
    )


def _move(cast: Cast, told: Told, to: State, at: datetime) -> None:
    operations.move(release=_having(cast, told), to=to, by=cast.staff[told["by"]], at=at)


def _expect(cast: Cast, told: Told, at: datetime) -> None:
    operations.change_release(
        release=_having(cast, told),
        before={},
        values={"forecast_on": cast.diary.day(told["expected"][1])},
        by=cast.staff[told["by"]],
        at=at,
    )


def _freeze(cast: Cast, told: Told, at: datetime) -> None:
    operations.freeze(release=_having(cast, told), by=cast.staff[told["by"]], at=at)


def _ask(cast: Cast, told: Told, at: datetime) -> None:
    product, by = cast.products[told["product"]], cast.staff[told["by"]]
    for code, target in told["gates"].items():
        operations.set_gate(
            product=product, code=code, target=Decimal(target), is_on=True, by=by, at=at
        )


def _write(cast: Cast, told: Told, at: datetime) -> None:
    release, by = _having(cast, told), cast.staff["lin"]
    for drafted in operations.draft_notes(release=release, by=by, at=at):
        body = told["notes"]["zh" if drafted.language == CHINESE else "en"]
        operations.write_notes(
            release=release,
            language=drafted.language,
            before=drafted.body,
            body=body,
            by=by,
            at=at,
        )


def _ship(cast: Cast, told: Told, at: datetime) -> None:
    shipment = Shipment(reason=cast.teller.of(told["reason"]))
    release = _having(cast, told)
    operations.ship(release=release, shipment=shipment, by=cast.staff[told["by"]], at=at)
    for version in cast.versions[told["product"]]:
        version.refresh_from_db()


def _plan_weeks(cast: Cast, told: Told, at: datetime) -> None:
    plan = told["rollout"]
    rollout = Rollout(start=cast.diary.day(plan["start"]), percents=plan["percents"])
    release, by = _having(cast, told), cast.staff[told["by"]]
    operations.plan_rollout(release=release, rollout=rollout, by=by, at=at)


def _pause(cast: Cast, told: Told, why: str, at: datetime) -> None:
    by = cast.staff[told["by"]]
    operations.pause_rollout(release=_having(cast, told), reason=why, by=by, at=at)


def _resume(cast: Cast, told: Told, at: datetime) -> None:
    operations.resume_rollout(release=_having(cast, told), by=cast.staff[told["by"]], at=at)
