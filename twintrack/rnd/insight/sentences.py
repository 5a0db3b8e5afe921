"""What a finding says, in one sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from twintrack.analytics.metrics import MEASURES
from twintrack.foundation.measuring.saying import figure, name_of
from twintrack.rnd.insight.models import Finding, Shape
from twintrack.ui.charts.scales import number
from twintrack.ui.templatetags.ui import short_day


def said(finding: Finding) -> str:
    """
    Say what was found, as "Wait for review of H3 has risen since 3 Nov: 52 hours against 23".

    Never who: a measure of a process is no measure of a person.
    """
    measure = MEASURES[finding.measure]
    place = str(finding.product)
    if finding.module:
        place = _("%(product)s, %(module)s") % {"product": place, "module": finding.module}
    facts = {
        "measure": name_of(measure),
        "place": place,
        "since": short_day(finding.since),
        "after": figure(measure, finding.after),
        "before": number(finding.before, measure.decimals, "%" if measure.is_percent else ""),
    }
    if finding.shape == Shape.SPIKE:
        told = _(
            "%(measure)s of %(place)s stood out in the week of %(since)s: "
            "%(after)s, usually %(before)s"
        )
    elif finding.side > 0:
        told = _("%(measure)s of %(place)s has risen since %(since)s: %(after)s against %(before)s")
    else:
        told = _(
            "%(measure)s of %(place)s has fallen since %(since)s: %(after)s against %(before)s"
        )
    return told % facts


def named(code: str) -> str:
    """Name a measure by its code; one that is not kept any more keeps its code."""
    measure = MEASURES.get(code)
    return name_of(measure) if measure else code
