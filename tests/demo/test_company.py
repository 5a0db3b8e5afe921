"""The demo tells the story through the product's own operations."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.ground import copied
from twintrack.algorithms.matching.corpus import Corpus
from twintrack.algorithms.matching.documents import read
from twintrack.config.settings.database import database_from
from twintrack.demo.company import PASSWORD
from twintrack.demo.story import Teller
from twintrack.demo.voices import NOTICED_AFTER
from twintrack.foundation.ledger.models import Entry, ParkedEntry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import Team, User
from twintrack.helix.communication.models import CommunicationPlan
from twintrack.helix.handoffs.models import Handoff, Proposal
from twintrack.hub.projects.models import Milestone, Project
from twintrack.hub.risks.models import Risk
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.customers.duplicates import list_pairs
from twintrack.sales.customers.models import Customer
from twintrack.sales.delivery_costs.models import ChangeRequest, Expense
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.operations.recording import title_of
from twintrack.sales.pipeline.models import Opportunity


@pytest.fixture
def in_company(
    tmp_path: Path, company_folder: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Let the test look at the demo company, as its command built it a moment ago."""
    with copied(tmp_path, company_folder) as address, django_db_blocker.unblock():
        own = connections["default"]
        other = own.copy()
        other.settings_dict["NAME"] = database_from(address, tmp_path)["NAME"]
        connections["default"] = other
        try:
            yield
        finally:
            other.close()
            connections["default"] = own


@pytest.mark.usefixtures("in_company")
def test_the_company_has_worked_for_months(client: Client) -> None:
    _its_size_is_believable()
    _its_ledger_is_as_if_people_had_worked()
    _its_main_plot_is_halfway()
    _its_deliveries_cost_more_and_change()
    _what_waits_for_a_decision_speaks_of_the_same()
    client.post("/account/login/", {"login": "zhao@example.com", "password": PASSWORD})
    assert "宁海汽车电子" in client.get("/").content.decode()


def _its_deliveries_cost_more_and_change() -> None:
    over = Risk.objects.get(rule="delivery-cost", cleared_at=None)
    assert over.owner.name == "王浩"
    assert ChangeRequest.objects.get(state="accepted").amendment
    assert Expense.objects.filter(state="waiting").exists()


def _its_size_is_believable() -> None:
    assert User.objects.filter(is_service=False).count() == 14
    assert Customer.objects.count() == 42
    [pair] = list_pairs(for_user=User.objects.get(email="sun@example.com"))
    assert pair.first.name == "辰光显示"
    assert Feedback.objects.count() > 150
    assert set(Requirement.objects.values_list("state", flat=True)) == set(State)
    assert Opportunity.objects.count() > 20
    plans = Counter(CommunicationPlan.objects.values_list("state", flat=True))
    assert plans["running"] > 5
    assert plans["completed"] > 5
    assert all(team.members.exists() for team in Team.objects.all())
    assert Team.objects.count() == 3
    assert Project.objects.filter(kind="rnd", state="completed").count() == 3


def _its_ledger_is_as_if_people_had_worked() -> None:
    moments = list(Entry.objects.order_by("pk").values_list("happened_at", flat=True))

    assert all(first <= second for first, second in pairwise(moments))
    assert moments[-1] <= timezone.now()
    assert timezone.now() - moments[0] > timedelta(days=150)
    # What happened today lies in the hours before the present, whatever the hour is.
    earlier = [each for each in moments if each < moments[-1] - timedelta(hours=4)]
    hours = {timezone.localtime(moment).hour for moment in earlier}
    assert min(hours) >= 9
    assert max(hours) < 19
    assert not ParkedEntry.objects.exists()


def _its_main_plot_is_halfway() -> None:
    splice = Requirement.objects.get(title="换卷扰动抑制")
    release = Milestone.objects.get(name="H3 3.3 发布")
    assert splice.customers_count == 4
    assert splice.milestone == release
    assert splice.planned_on
    assert (release.forecast_on - splice.planned_on).days == 5
    core = Milestone.objects.get(name="核心模块测试完成")
    assert core.is_reached
    started = CommunicationPlan.objects.filter(milestone=core)
    assert started.filter(customer__name="宁海汽车电子", state="running").exists()
    told = Notification.objects.filter(recipient__name="赵一帆", told_by__startswith="handoffs/")
    assert told.count() > 20


def _what_waits_for_a_decision_speaks_of_the_same() -> None:
    proposals = Proposal.objects.filter(state="open")
    assert min(each.similarity for each in proposals) >= 0.3
    assert {"换卷扰动抑制", "操作审计日志", "报表导出 PDF"} <= {
        each.requirement.title for each in proposals
    }
    assert Handoff.objects.get(way="matched").requirement.title == "参数备份到 U 盘"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_customers_say_again_is_like_what_was_asked_for(language: str) -> None:
    wishes = Teller(language).wishes()
    known: Corpus[str] = Corpus()
    for wish in wishes:
        known.add(wish.key, read(wish.title, wish.said[0].verbatim))
    again = [
        (wish.key, words.verbatim)
        for wish in wishes
        for words in wish.said
        if words.is_apart and words.ago < NOTICED_AFTER
    ]

    assert len(again) == 5
    for key, verbatim in again:
        [found] = known.find(read(title_of(verbatim), verbatim), limit=1)
        assert found.key == key
        assert found.similarity >= 0.3


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_story_is_told_whole_in_both_languages(language: str) -> None:
    teller = Teller(language)
    wishes, talk = teller.wishes(), teller.talk()

    assert len(wishes) == 45
    verbatim = [words.verbatim for wish in wishes for words in wish.said]
    verbatim += [words.verbatim for words in talk]
    assert len(set(verbatim)) == len(verbatim) > 150
    for wish in wishes:
        assert 0 < len(wish.title) <= 120
        assert bool(wish.decided) == bool(wish.reason) == bool(wish.told)
    is_chinese = [any(sign > "\u2e7f" for sign in each) for each in verbatim]
    assert all(is_chinese) if language == "zh-hans" else not any(is_chinese)
