"""Charts: what they draw, what they say, and what they leave unsaid."""

import re
from datetime import date, timedelta

from django.template.loader import render_to_string

from twintrack.ui import charts
from twintrack.ui.charts import scales
from twintrack.ui.charts.control import Alarm
from twintrack.ui.charts.scales import number, scale

MONDAY = date(2026, 6, 1)


def week(turn: int) -> date:
    return MONDAY + timedelta(weeks=turn)


def of(values: list[float | None], **more: object) -> charts.Chart:
    points = [
        charts.Point(
            week(turn), value, 1.0, 3.0, 5.0, f"{value}/10", bool(value and value > 5), "/rows/"
        )
        for turn, value in enumerate(values)
    ]
    return charts.control(title="Complaints <b>", points=points, **more)  # type: ignore[arg-type]


def page(chart: charts.Chart) -> str:
    return render_to_string("ui/_chart.html", {"chart": chart})


def test_a_control_chart_shows_limits_flags_what_lies_beyond_and_says_so_in_a_table() -> None:
    chart = of(
        [3, None, 2, 4, 3, 6],
        unit="%",
        flags=[charts.Flag(week(2), "3.2"), charts.Flag(week(40), "later")],
        alarm=Alarm(week(5), "since 6 Jul"),
        csv_url="/all.csv",
    )
    shown = page(chart)

    assert shown.count("c-pt out") == 1
    assert shown.count('class="c-lim"') == 2
    assert "3.2</text>" in shown
    assert "later" not in shown
    assert "since 6 Jul" in shown
    assert chart.body.count('class="c-line"') == 1
    # A week without a value parts the line in two.
    assert re.search(r'class="c-line" d="M[^M]*M', chart.body)
    assert len(chart.rows) == 6
    assert chart.rows[1].cells[1] == "—"
    assert chart.rows[-1].url == "/rows/"
    assert "/all.csv" in shown
    assert "Complaints &lt;b&gt;" in shown
    assert "<b>" not in shown.replace("<b>Complaints", "")
    # The read-out begins with the newest value, and names what would be a bare number.
    assert re.search(r"6\.0%.* · lower limit [\d.]+ · centre", chart.reading, re.I)
    assert "value 6.0%" not in chart.reading.lower()
    # What everybody wishes for is no alarm.
    wished = of([3, None, 2, 4, 3, 6], alarm=Alarm(week(5), "since 6 Jul", is_good=True))
    assert {"c-alarm good", "c-pt out good"} <= set(re.findall(r'class="([^"]+)"', wished.body))


def test_steps_of_a_scale_are_written_as_they_are() -> None:
    told = [
        scales.scale(each, height=100, from_zero=False) for each in ((88, 100), (0, 0.9), (3, 9))
    ]
    assert [(each.step, each.decimals) for each in told] == [(2.5, 1), (0.2, 1), (2, 0)]


def test_fewer_than_five_values_get_no_limits_and_none_get_words() -> None:
    few, none = of([3, 9, 2]), charts.control(title="T", points=[])

    assert few.is_few
    assert "c-lim" not in few.body
    assert few.rows[0].cells[3:] == ("", "", "")
    assert "few" in page(few)
    assert none.is_empty
    assert '<svg class="plot"' not in page(none)
    without = page(of([None, None, None]))
    assert '<svg class="plot"' not in without
    assert "Too few each time to say" in without


def test_every_kind_draws_its_rows_and_survives_having_none() -> None:
    days = [week(0), week(1), week(2)]
    drawn = [
        charts.burn_up(
            title="T",
            done=[(days[0], 0.0), (days[1], 4.5)],
            scope=[(days[0], 10.0), (days[2], 12.0)],
            forecast=[charts.Forecast(days[2], 6, 8, 11)],
            target=days[2],
        ),
        charts.cumulative_flow(title="T", days=days, layers=[charts.Layer("Done", [1, 2, 3])]),
        charts.scatter(
            title="T",
            dots=[charts.Dot(turn, f"W-{turn}", day, "/w/") for turn, day in enumerate(days * 2)],
            lines=[charts.Line("P85", 4)],
        ),
        charts.ageing(title="T", columns=[("Doing", [charts.Dot(3, "W-1"), charts.Dot(3, "W-2")])]),
        charts.bars(
            title="T", bars=[charts.Bar("W1", 3, upon=1), charts.Bar("W2", None)], target=2
        ),
        charts.ranks(title="T", ranks=[charts.Rank("hmi", 3, "3/9", tick=2)], lines=[("P50", 2)]),
        charts.lines(title="T", days=days, courses=[charts.Course("H3", [1, None, 2])]),
        charts.heat(title="T", columns=["W1"], rows=[("hmi", [charts.Cell(2)])]),
    ]
    for chart in drawn:
        assert not chart.is_empty, chart.kind
        assert 'aria-label="' in chart.body
        assert "NaN" not in chart.body
        # Every place lies on the drawing.
        places = [float(x) for x in re.findall(r'\bc?x[12]?="([-\d.]+)%"', chart.body)]
        assert all(0 <= x <= 100 for x in places), chart.kind
    assert drawn[0].rows[1].cells == ("8 Jun", "4.5", "", "")
    assert drawn[0].rows[2].cells[3] == "6–11"

    empty = [
        charts.burn_up(title="T", done=[], scope=[]),
        charts.cumulative_flow(title="T", days=[], layers=[]),
        charts.scatter(title="T", dots=[]),
        charts.ageing(title="T", columns=[("Doing", [])]),
        charts.bars(title="T", bars=[]),
        charts.ranks(title="T", ranks=[]),
        charts.lines(title="T", days=[], courses=[]),
        charts.heat(title="T", columns=[], rows=[]),
    ]
    assert all(chart.is_empty for chart in empty)


def test_scales_end_at_round_steps_and_numbers_carry_their_unit() -> None:
    assert scale([0.0, 8.8], height=100).ticks == [0, 2, 4, 6, 8, 10]
    assert scale([93.1, 97.4], height=100, from_zero=False).ticks == [93, 94, 95, 96, 97, 98]
    assert scale([], height=100).y(0) == 100
    assert number(-1234.5, 1, "h") == "−1,234.5 h"
    assert number(93.14, 1, "%") == "93.1%"
    assert number(None) == "—"


def test_a_band_is_shaded_and_told_in_the_table_and_several_courses_are_named() -> None:
    chart = charts.lines(
        title="Forecast",
        days=[week(1), week(2)],
        courses=[charts.Course("Expected", [4, 5]), charts.Course("Won", [1, 2])],
        unit="M",
        band=charts.Band(charts.Course("At least", [3, 4]), charts.Course("At most", [8, 9])),
    )

    assert chart.body.count('class="c-band"') == 1
    assert chart.columns == ("Day", "Expected", "Won", "At least", "At most")
    assert [cell.split()[0] for cell in chart.rows[-1].cells[1:]] == ["5.0", "2.0", "4.0", "9.0"]
    assert "data-many" in page(chart)
    assert "Expected 5.0 M · Won 2.0 M · At least 4.0 M" in chart.reading
