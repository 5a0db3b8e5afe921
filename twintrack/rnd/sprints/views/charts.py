"""The burn-up of an iteration as a chart, and in one sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.sprints.burning import Burn
from twintrack.ui import charts
from twintrack.ui.charts import Chart, Forecast
from twintrack.ui.templatetags.ui import short_day


def whole(value: float) -> str:
    """Write an amount without idle zeros."""
    return f"{value:.1f}".removesuffix(".0")


def sentence(burn: Burn) -> str:
    """Say where an iteration ends: with 21 to 26 of 30 points, most likely 24."""
    end = burn.end
    values = {"done": whole(burn.done_now), "scope": whole(burn.scope_now)}
    if end is None:
        if burn.is_in_points:
            return _("%(done)s of %(scope)s points are done.") % values
        return _("%(done)s of %(scope)s items are done.") % values
    low, middle, high = round(end.low), round(end.middle), round(end.high)
    values |= {"low": str(low), "high": str(high), "middle": str(middle)}
    if low == high:
        if burn.is_in_points:
            return _("It ends with about %(middle)s of %(scope)s points.") % values
        return _("It ends with about %(middle)s of %(scope)s items.") % values
    if burn.is_in_points:
        said = _("It ends with %(low)s–%(high)s of %(scope)s points, likely %(middle)s.")
    else:
        said = _("It ends with %(low)s–%(high)s of %(scope)s items, likely %(middle)s.")
    return said % values


def burn_chart(iteration: Iteration, burn: Burn) -> Chart:
    """Draw the burn-up with its scope line, and the band for the days left."""
    forecast = [
        Forecast(day, band.low, band.middle, band.high)
        for day, band in zip(burn.left, burn.bands, strict=True)
    ]
    if forecast and burn.days:
        now = burn.done_now
        forecast.insert(0, Forecast(burn.days[-1], now, now, now))
    how = _(
        "The band holds 80 of 100 runs; each run draws every day that is left from %(n)d working"
        " days of this team."
    )
    return charts.burn_up(
        title=sentence(burn),
        done=list(zip(burn.days, burn.done, strict=True)),
        scope=list(zip(burn.days, burn.scope, strict=True)),
        hint=_("points at the end of each working day")
        if burn.is_in_points
        else _("work items at the end of each working day"),
        formula=how % {"n": burn.known_days} if forecast else "",
        forecast=forecast,
        target=iteration.end_on,
        empty_text=_("The picture begins with the first working day, %(day)s.")
        % {"day": short_day(iteration.start_on)},
    )
