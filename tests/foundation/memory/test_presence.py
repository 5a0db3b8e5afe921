"""What few objects have is asked for together, whichever part of a page asks first."""

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.factories.backlog import make_requirement
from twintrack.foundation.memory.once import AskOnce
from twintrack.foundation.memory.presence import has
from twintrack.rnd.backlog.models import Criterion

pytestmark = pytest.mark.django_db


def test_all_that_a_page_may_show_is_asked_in_one_statement() -> None:
    requirement = make_requirement()
    Criterion.objects.create(requirement=requirement, text="Tension within 2 %", position=1)
    told = {}

    def view(_request: HttpRequest) -> HttpResponse:
        names = ("criteria", "requests", "reviews", "related", "proposals", "commits")
        told.update({name: has("requirement", requirement.pk, name) for name in names})
        return HttpResponse("")

    with CaptureQueriesContext(connection) as asked:
        AskOnce(view)(HttpRequest())

    assert [name for name, is_there in told.items() if is_there] == ["criteria"]
    assert len(asked) == 1
