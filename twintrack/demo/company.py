"""Lets the made-up company work for months: everything goes through the same operations."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from twintrack.demo import (
    baselines,
    builds,
    care,
    code,
    comments,
    complaints,
    costs,
    deals,
    deliveries,
    forecasts,
    founding,
    inbound,
    iterations,
    labels,
    leads,
    lists,
    meetings,
    money,
    past,
    performance,
    quotes,
    releases,
    risks,
    sprints,
    tasks,
    usage,
    visits,
    voices,
    wishes,
    work,
)
from twintrack.demo.cast import Cast
from twintrack.demo.diary import Diary
from twintrack.demo.founding import PASSWORD
from twintrack.demo.story import Teller

__all__ = ["PASSWORD", "build"]


@transaction.atomic
def build(*, language: str, at: datetime) -> None:
    """Build the company in one language, whole or not at all; its history ends at the moment."""
    diary = Diary(at)
    cast = Cast(teller=Teller(language), diary=diary)
    founding.found(cast, language=language)
    for chapter in (
        past.follow,
        founding.equip,
        work.plan,
        voices.speak,
        voices.read_inboxes,
        wishes.follow,
        releases.follow,
        meetings.follow,
        baselines.follow,
        tasks.follow,
        comments.follow,
        complaints.follow,
        labels.follow,
        deals.follow,
        visits.follow,
        quotes.follow,
        money.follow,
        deliveries.follow,
        costs.follow,
        leads.follow,
        care.follow,
        forecasts.follow,
        performance.follow,
        usage.follow,
        inbound.connect,
        risks.follow,
        lists.keep_views,
        iterations.plan,
        sprints.follow,
        code.write,
        builds.write,
    ):
        chapter(cast)
    diary.live()
