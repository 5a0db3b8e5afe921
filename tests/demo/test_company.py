"""The demo tells the story through the product's own operations."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.communication import make_template
from twintrack.demo.company import PASSWORD, build
from twintrack.demo.story import SAID
from twintrack.foundation.ledger.models import ParkedEntry
from twintrack.foundation.notifications.models import Notification
from twintrack.helix.handoffs.models import Handoff
from twintrack.sales.feedback.models import Feedback

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "赵一帆"), ("en", "Zhao Yifan")])
def test_the_company_works_in_both_languages(language: str, name: str, client: Client) -> None:
    # Tests that really commit empty every table, the templates of the first migration too.
    make_template()
    build(language=language, at=AT)

    assert Feedback.objects.count() == len(SAID)
    asked = [words for words in SAID if words.kind in {"complaint", "request"}]
    assert Handoff.objects.count() == len(asked)
    told = Notification.objects.filter(recipient__name=name).order_by("pk")
    assert list(told.values_list("told_by", flat=True)) == [
        "handoffs/decision",
        "handoffs/date",
        "communication/started",
        "communication/started",
    ]
    assert not ParkedEntry.objects.exists()
    client.post("/account/login/", {"login": "zhao@example.com", "password": PASSWORD})
    assert name in client.get("/inbox/").content.decode()
