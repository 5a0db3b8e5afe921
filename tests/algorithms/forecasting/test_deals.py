from datetime import date

from twintrack.algorithms.forecasting.deals import (
    LOST,
    WON,
    Deal,
    Stay,
    known_on,
    month_in_quarter,
    quarter_of,
)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def test_nothing_of_later_days_is_known() -> None:
    deal = Deal(
        stays=(Stay(stage=0, since=10, until=20, to=1), Stay(stage=1, since=20, until=30, to=WON)),
        worth=5.0,
        brought=4.0,
    )
    later = Deal(stays=(Stay(stage=0, since=25),), worth=1.0)

    assert known_on([deal, later], 10) == []
    (open_one,) = known_on([deal, later], 20)
    assert (open_one.stays, open_one.brought) == ((Stay(stage=0, since=10),), 0.0)
    (moved, _other) = known_on([deal, later], 30)
    assert (moved.stays[-1], moved.closed, moved.is_won) == (Stay(stage=1, since=20), None, False)
    assert known_on([deal, later], 31)[0] == deal


def test_a_lost_deal_is_closed_and_not_won() -> None:
    lost = Deal(stays=(Stay(stage=0, since=1, until=3, to=LOST),), worth=1.0)

    assert (lost.closed, lost.is_won) == (3, False)


def test_quarters_are_those_of_the_calendar() -> None:
    assert quarter_of(day("2026-12-31")) == (day("2026-10-01"), day("2026-12-31"))
    assert quarter_of(day("2024-02-29")) == (day("2024-01-01"), day("2024-03-31"))
    assert [month_in_quarter(day(f"2026-{month:02}-15")) for month in (4, 5, 6)] == [0, 1, 2]
