"""Reminders on the page of an invoice."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories.collections import AT, TODAY, make_invoice, pay
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.sales.collections import operations
from twintrack.sales.collections.operations import StepDetails

pytestmark = pytest.mark.django_db


def test_only_the_furthest_step_is_to_be_done_and_none_once_it_is_paid(client: Client) -> None:
    manager = make_user(Role.SALES_MANAGER)
    client.force_login(manager)
    invoice = make_invoice(
        "1000", issued_on=TODAY - timedelta(days=30), due_on=TODAY - timedelta(days=9)
    )
    tasks = []
    for days, name in ((1, "Call them"), (7, "Write a letter")):
        said = f"{name} of {{amount}}"
        details = StepDetails(
            days_after=days, name_zh=name, name_en=name, text_zh=said, text_en=said
        )
        step = operations.set_step(step=None, details=details, by=manager, at=AT)
        tasks.append(operations.make_task(invoice=invoice, step=step, by=manager, at=AT))
    first, second = (f"/collections/tasks/{each.pk}/" for each in tasks if each)

    def page() -> str:
        return client.get(f"/invoices/{invoice.number}/").content.decode()

    assert (f'action="{first}"' in page(), f'action="{second}"' in page()) == (False, True)
    assert page().count("Not needed any more") == 1
    pay(invoice, "1000", by=manager)
    assert f'action="{second}"' not in page()
    assert "Write a letter of" not in page()
    assert page().count("Not needed any more") == 2
