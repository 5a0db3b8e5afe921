"""What is done every night."""

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.work import make_work_item
from twintrack.foundation.schedules.registry import all_jobs

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself")
def test_sqlite_is_told_every_night_how_much_is_open_beside_all_that_was_done() -> None:
    for number in range(3):
        make_work_item(title=f"Open {number}")
    [job] = [each for each in all_jobs() if each.name == "statistics"]
    job.run(timezone.now())

    with connection.cursor() as cursor:
        cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'work_workitem'")
        counted = dict(cursor.fetchall())
    assert counted["work_open_by_rank"].split()[0] == "3"
