"""Review meetings of the made-up company: called, held, and their minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from twintrack.demo.cast import Cast
from twintrack.demo.diary import Act
from twintrack.demo.wishes import decision_of
from twintrack.hub.scheduling.working_days import is_working_day
from twintrack.rnd.backlog.operations import View
from twintrack.rnd.reviewing import operations as reviewing
from twintrack.rnd.reviewing.models import AgendaItem, Meeting

BEGINS = time(14)
MINUTE = timedelta(minutes=1)
NOTICE = timedelta(hours=2)


@dataclass(frozen=True)
class Sitting:
    """One meeting of the story while it is held."""

    cast: Cast
    told: dict[str, Any]
    held: dict[int, Meeting]
    place: int

    @property
    def meeting(self) -> Meeting:
        return self.held[self.place]


def follow(cast: Cast) -> None:
    """Write into the diary who calls which meeting, and what happens there."""
    held: dict[int, Meeting] = {}
    for place, told in enumerate(cast.teller.read("meetings")["meetings"]):
        act = partial(_call, cast, told, held, place)
        cast.diary.on(told["called"], 9.6, act, key=f"meeting{place}")


def _moment(cast: Cast, told: dict[str, Any]) -> datetime:
    day = cast.diary.day(-told["held"])
    # On a free day nobody meets: what was lies before it, what comes after it.
    step = timedelta(days=1 if told["held"] < 0 else -1)
    while not is_working_day(day):
        day += step
    return timezone.make_aware(datetime.combine(day, BEGINS))


def _call(
    cast: Cast, told: dict[str, Any], held: dict[int, Meeting], place: int, at: datetime
) -> None:
    lin = cast.staff["lin"]
    # Holidays may lie between the call and the meeting.
    starts_at = max(_moment(cast, told), at + NOTICE)
    details = reviewing.Details(
        title=cast.teller.of(told["title"]),
        starts_at=starts_at,
        chair=lin,
        place=cast.teller.of(told["place"]),
        link=told.get("link", ""),
    )
    wanted = [cast.requirements[each["wish"]] for each in told["items"]]
    for requirement in wanted:
        requirement.refresh_from_db()
    held[place] = meeting = reviewing.call(
        details=details,
        people=[cast.staff[key] for key in told["people"].split()],
        requirements=wanted,
        by=lin,
        at=at,
    )
    for each in told["items"]:
        reviewing.change_item(
            item=_item(cast, meeting, each),
            minutes=each["minutes"],
            presenter=cast.staff[each["who"]],
            by=lin,
            at=at,
        )
    before = held.get(place - 1)
    if before is not None and not before.is_prepared:
        reviewing.carry_over(meeting=before, to=meeting, by=lin, at=at)
    if told["held"] > 0 and starts_at < cast.diary.now:
        cast.diary.at(starts_at, partial(_hold, Sitting(cast, told, held, place)))


def _item(cast: Cast, meeting: Meeting, told: dict[str, Any]) -> AgendaItem:
    found: AgendaItem = meeting.items.select_related("requirement", "meeting").get(
        requirement=cast.requirements[told["wish"]]
    )
    return found


def _hold(sitting: Sitting, at: datetime) -> None:
    reviewing.start(meeting=sitting.meeting, by=sitting.cast.staff["lin"], at=at)
    items = [each for each in sitting.told["items"] if each.get("talked", True)]
    sitting.cast.diary.at(at + 2 * MINUTE, partial(_go_on, sitting, items))


def _go_on(sitting: Sitting, items: list[dict[str, Any]], at: datetime) -> None:
    """Talk about the next item once the one before is settled; close behind the last."""
    if items:
        _talk(sitting, items[0], partial(_go_on, sitting, items[1:]), at)
    else:
        _close(sitting, at)


def _talk(sitting: Sitting, told: dict[str, Any], after: Act, at: datetime) -> None:
    cast, meeting = sitting.cast, sitting.meeting
    lin = cast.staff["lin"]
    item = _item(cast, meeting, told)
    reviewing.turn_to(item=item, by=lin, at=at)
    for key, (verdict, *words) in told.get("votes", {}).items():
        view = View(verdict=verdict, comment=cast.teller.of(words))
        reviewing.vote(item=item, view=view, by=cast.staff[key], at=at)
    if "notes" in told:
        text = cast.teller.of(told["notes"])
        reviewing.write_minutes(meeting=meeting, item=item, before="", text=text, by=lin, at=at)
    if "follow" in told:
        follow_up = reviewing.add_follow_up(
            meeting=meeting,
            item=item,
            text=cast.teller.of(told["follow"]),
            owner=cast.staff[told["doer"]],
            due_on=cast.diary.day(told["until"]),
            by=lin,
            at=at,
        )
        if "done" in told:
            done = partial(
                reviewing.tick_follow_up,
                follow_up=follow_up,
                is_done=True,
                by=cast.staff[told["doer"]],
            )
            cast.diary.on(told["done"], 15, lambda moment: _do(done, moment))
    end = at + (told["minutes"] - 3) * MINUTE
    cast.diary.at(end, partial(_settle, sitting, told, after))


def _do(act: Any, at: datetime) -> None:
    act(at=at)


def _settle(sitting: Sitting, told: dict[str, Any], after: Act, at: datetime) -> None:
    cast = sitting.cast
    lin, item = cast.staff["lin"], _item(cast, sitting.meeting, told)
    if told.get("decided"):
        [wish] = [each for each in cast.teller.wishes() if each.key == told["wish"]]
        decision = decision_of(cast, wish)
        reviewing.decide_on(item=item, decision=decision, by=lin, at=at)
    else:
        reviewing.leave_undecided(item=item, by=lin, at=at)
    cast.diary.at(at + MINUTE, after)


def _close(sitting: Sitting, at: datetime) -> None:
    lin, meeting = sitting.cast.staff["lin"], sitting.meeting
    text = sitting.cast.teller.of(sitting.told["summary"])
    reviewing.write_minutes(meeting=meeting, before="", text=text, by=lin, at=at)
    sitting.held[sitting.place] = reviewing.close(meeting=meeting, by=lin, at=at)
