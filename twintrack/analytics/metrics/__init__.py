"""Every measure, one definition each: what pages, the API and exports show."""

from twintrack.analytics.measures import Measure
from twintrack.analytics.metrics.delivery import DELIVERY
from twintrack.analytics.metrics.demand import DEMAND
from twintrack.analytics.metrics.flow import FLOW, FLOW_PARTS
from twintrack.analytics.metrics.quality import QUALITY

MEASURES: dict[str, Measure] = {
    each.code: each for each in (*FLOW, *QUALITY, *DELIVERY, *DEMAND, *FLOW_PARTS)
}
SHOWN = tuple(each for each in MEASURES.values() if not each.is_part)
DORA = ("deployment_frequency", "change_lead_time", "change_failure_rate", "recovery_time")
