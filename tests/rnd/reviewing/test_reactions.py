"""What a leaver was to do around meetings goes to the successor."""

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.reviewing import AT, make_meeting
from tests.worker import drain
from twintrack.foundation.access import operations as access
from twintrack.foundation.access.handover import list_belongings
from twintrack.foundation.access.roles import Role
from twintrack.rnd.reviewing import operations

pytestmark = pytest.mark.django_db


def test_meetings_to_chair_and_follow_ups_are_handed_over() -> None:
    admin, leaver, successor = (
        make_user(role) for role in (Role.ADMIN, Role.PRODUCT_MANAGER, Role.RND_LEAD)
    )
    meeting = make_meeting(make_requirement(), chair=leaver)
    follow_up = operations.add_follow_up(
        meeting=meeting, text="Ask", owner=leaver, by=leaver, at=AT
    )
    piles = {str(pile.label): pile.count for pile in list_belongings(leaver)}
    assert piles == {"Review meetings to chair": 1, "Follow-ups of meetings": 1}

    access.deactivate(user=leaver, successor=successor, by=admin, at=AT)
    drain()

    meeting.refresh_from_db()
    follow_up.refresh_from_db()
    assert (meeting.chair, follow_up.owner) == (successor, successor)
    # Who takes the chair comes too.
    assert meeting.participants.filter(person=successor).exists()
