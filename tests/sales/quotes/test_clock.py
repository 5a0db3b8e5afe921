"""From the first sending to the acceptance, and where the time went."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from twintrack.sales.quotes.clock import Phase, Step, read_clock

BEGIN = datetime(2026, 10, 1, 9, tzinfo=UTC)


def days(*steps: tuple[int, Step]) -> list[tuple[datetime, Step]]:
    return [(BEGIN + timedelta(days=day), step) for day, step in steps]


def test_each_day_belongs_to_one_phase() -> None:
    clock = read_clock(
        days(
            (0, Step.BEGUN),
            (2, Step.SUBMITTED),
            (3, Step.RETURNED),
            (4, Step.SENT),
            (10, Step.RETURNED),
            (11, Step.SUBMITTED),
            (13, Step.RETURNED),
            (14, Step.SENT),
            (36, Step.ACCEPTED),
            (40, Step.SIGNED),
        ),
        now=BEGIN + timedelta(days=90),
    )

    taken = {phase: spent.days for phase, spent in clock.phases.items()}
    assert taken == {
        Phase.DRAFTING: 3,
        Phase.APPROVAL: 3,
        Phase.CUSTOMER: 28,
        Phase.BETWEEN: 2,
        Phase.SIGNING: 4,
    }
    assert (clock.took, clock.before) == (timedelta(days=36), timedelta(days=4))
    assert clock.is_late


def test_a_clock_that_was_never_started_took_no_time() -> None:
    clock = read_clock(days((0, Step.BEGUN)), now=BEGIN + timedelta(days=5))

    assert clock.took is None
    assert clock.phases[Phase.DRAFTING] == timedelta(days=5)
    assert read_clock([], now=BEGIN).whole == timedelta(0)


@settings(max_examples=40, deadline=None)
@given(
    gaps=st.lists(st.integers(0, 10**6), min_size=1, max_size=12),
    steps=st.lists(st.sampled_from(list(Step)), min_size=12, max_size=12),
)
def test_phases_add_up_to_the_whole(gaps: list[int], steps: list[Step]) -> None:
    moments = [BEGIN + timedelta(seconds=each) for each in accumulate(gaps)]
    now = moments[-1] + timedelta(hours=1)
    clock = read_clock(zip(moments, steps, strict=False), now=now)

    ended = clock.signed_at or clock.accepted_at
    assert clock.whole == (ended or now) - moments[0]
