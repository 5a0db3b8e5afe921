"""What lists say of when deliveries will be finished."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.answers import text_of
from tests.factories.deliveries import make_delivery
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.sales.deliveries import queries
from twintrack.sales.deliveries.models import Delivery
from twintrack.ui.templatetags.ui import day

pytestmark = pytest.mark.django_db


def test_a_list_says_the_same_forecast_as_the_page(client: Client) -> None:
    now, person = timezone.now(), make_user(Role.IMPLEMENTER)
    client.force_login(person)
    delivery = make_delivery(by=person, at=now, start_on=timezone.localdate(now))
    stale = timezone.localdate(now) - timedelta(days=40)
    # As it was kept by a morning long ago.
    Delivery.objects.filter(pk=delivery.pk).update(forecast_on=stale)
    expected = queries.forecast_of(delivery, today=timezone.localdate(now)).finish_on
    api = call_as(user=person)
    told = {
        api.get(f"/deliveries/{delivery.number}").json()["forecast_on"],
        api.get("/deliveries").json()["items"][0]["forecast_on"],
    }
    assert told == {str(expected)}
    customer = text_of(client.get(f"/customers/{delivery.customer.number}/deliveries/"))
    for shown in (text_of(client.get("/deliveries/")), customer):
        assert (day(expected) in shown, day(stale) in shown) == (True, False)
