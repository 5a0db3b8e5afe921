"""Where the rows of the measures of sales come from."""

from twintrack.foundation.measuring.sources import Source
from twintrack.sales.kpis.sources.activity import LEADS, VISITS
from twintrack.sales.kpis.sources.deals import DEALS
from twintrack.sales.kpis.sources.deliveries import DELIVERIES
from twintrack.sales.kpis.sources.dues import DUES
from twintrack.sales.kpis.sources.offers import OFFERS
from twintrack.sales.kpis.sources.service import SLA

SOURCES: tuple[Source, ...] = (DEALS, OFFERS, VISITS, LEADS, DUES, SLA, DELIVERIES)
