"""Production with a stopwatch: each answer says how long it took and how many queries it asked."""

from twintrack.config.settings.production import *  # noqa: F403

MIDDLEWARE = ["benchmarks.stopwatch.Stopwatch", *MIDDLEWARE]  # noqa: F405
# Enough requests for a measurement; what the limit is for is tested elsewhere.
ACCOUNT_RATE_LIMITS = False
