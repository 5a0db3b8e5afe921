"""Where the rows of the measures come from: each source reads operational tables and the ledger."""

from twintrack.foundation.measuring.sources import Changed, News, Source
from twintrack.rnd.insight.sources.commits import COMMITS
from twintrack.rnd.insight.sources.delivery import BUILDS, DEPLOYMENTS, PULLS
from twintrack.rnd.insight.sources.installed import INSTALLED
from twintrack.rnd.insight.sources.quality import QUALITY
from twintrack.rnd.insight.sources.requirements import REQUIREMENTS
from twintrack.rnd.insight.sources.work import ITERATIONS, WORK

SOURCES: tuple[Source, ...] = (
    COMMITS,
    REQUIREMENTS,
    WORK,
    ITERATIONS,
    PULLS,
    BUILDS,
    DEPLOYMENTS,
    QUALITY,
    INSTALLED,
)

__all__ = ["SOURCES", "Changed", "News", "Source"]
