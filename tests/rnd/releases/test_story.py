"""What a person would say of a release."""

from datetime import date

import pytest

from tests.factories.releases import DUE, make_release
from twintrack.rnd.releases.lifecycle import State
from twintrack.rnd.releases.scope import Scope
from twintrack.rnd.releases.story import tell

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("over", "scope", "unmet", "said"),
    [
        (
            {"state": State.CODE_FREEZE},
            Scope(total=14, done=12),
            1,
            "3.3 is in code freeze; 2 of 14 requirements are not built; 1 gate is not met; "
            "ships on 18 Dec 2026 as planned.",
        ),
        (
            {"forecast_on": date(2026, 12, 23)},
            Scope(),
            0,
            "3.3 is planned; nothing is planned for it yet; "
            "expected on 23 Dec 2026, 5 days later than planned.",
        ),
        (
            {"state": State.TESTING, "forecast_on": date(2026, 12, 17)},
            Scope(total=1, done=1),
            0,
            "3.3 is being tested; its one requirement is built; "
            "expected on 17 Dec 2026, 1 day earlier than planned.",
        ),
        (
            {"state": State.IN_DEVELOPMENT, "planned_on": date(2026, 11, 20)},
            Scope(total=3, done=3),
            2,
            "3.3 is in development; all 3 requirements are built; "
            "its day, 20 Nov 2026, has passed.",
        ),
        (
            {"state": State.IN_DEVELOPMENT, "planned_on": None},
            Scope(total=3, done=2),
            0,
            "3.3 is in development; 1 of 3 requirements is not built; no day is set.",
        ),
        (
            {"state": State.RELEASED, "released_on": DUE, "shipped_reason": "a customer waits"},
            Scope(),
            0,
            "3.3 has been out since 18 Dec 2026.",
        ),
        (
            {"state": State.WITHDRAWN, "withdrawn_on": DUE, "withdrawn_reason": "It trips."},
            Scope(),
            0,
            "3.3 was withdrawn on 18 Dec 2026: It trips.",
        ),
    ],
)
def test_a_release_is_told_in_one_sentence(
    over: dict[str, object], scope: Scope, unmet: int, said: str
) -> None:
    release = make_release(name="3.3", **over)

    assert tell(release, scope, today=TODAY, unmet=unmet) == said
