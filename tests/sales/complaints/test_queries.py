"""Figures of promises kept, beside what a plain count of the same clocks gives."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from tests.factories.complaints import NINE, make_complaint
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.sales.complaints.figures import keeping
from twintrack.sales.complaints.models import Complaint, SlaClock

pytestmark = pytest.mark.django_db
SINCE, UNTIL = datetime(2026, 8, 1, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC)


def test_shares_and_middles_are_those_of_a_plain_count() -> None:
    draw, csm = Random(7), make_user(Role.CSM)
    products = [make_product(name="One"), make_product(name="Two")]
    plain: dict[str, dict[object, list[tuple[bool, int | None]]]] = {
        by: defaultdict(list) for by in ("", "month", "product")
    }
    for _each in range(24):
        product = draw.choice(products)
        complaint = make_complaint(severity="minor", product=product)
        took = draw.randrange(1, 6) * 60
        moment = NINE - timedelta(days=draw.randrange(150))
        state = draw.choice(["met", "missed", "running"])
        is_stopped = state != "running"
        SlaClock.objects.filter(complaint=complaint, kind="resolution").update(
            state=state,
            due_at=moment,
            stopped_at=moment if is_stopped else None,
            took_minutes=took if is_stopped else None,
        )
        if SINCE <= moment < UNTIL:
            line = (state == "met", took if is_stopped else None)
            month = moment.astimezone(ZoneInfo("Asia/Shanghai")).date().replace(day=1)
            for by, key in (("", ""), ("month", month), ("product", product.name)):
                plain[by][key].append(line)
    set_aside = make_complaint(severity="minor")
    Complaint.objects.filter(pk=set_aside.pk).update(ended_by="duplicate")
    SlaClock.objects.filter(complaint=set_aside).update(state="met", stopped_at=NINE)

    for by, groups in plain.items():
        found = keeping(for_user=csm, kind="resolution", since=SINCE, until=UNTIL, by=by)
        assert set(found) == set(groups)
        for key, lines in groups.items():
            took_all = [minutes for _kept, minutes in lines if minutes is not None]
            kept = sum(is_kept for is_kept, _minutes in lines)
            assert (found[key].count, found[key].kept) == (len(lines), kept)
            assert found[key].median_minutes == (median(took_all) if took_all else None)
            share = round(100 * kept / len(lines)) if len(lines) >= 5 else None
            assert found[key].share == share
