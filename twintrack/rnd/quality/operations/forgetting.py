"""Let go of what is kept line by line and test by test, once nobody compares with it any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from twintrack.rnd.quality.models import FileCoverage, ModuleTally, TestResult, TestRun, TestWeek

LINES_KEPT = timedelta(days=60)
RUNS_KEPT = timedelta(days=180)
MESSAGES_KEPT = timedelta(days=365)
WEEKS_KEPT = timedelta(weeks=104)
KEPT_ONLY_MAIN = timedelta(days=365)


def forget_old(at: datetime) -> None:
    """
    Forget lines after 60 days, which tests passed in a run after 180, other details after years.

    Counts of builds and of the main branch by module stay for good.
    """
    FileCoverage.objects.filter(build__started_at__lt=at - LINES_KEPT).delete()
    old = TestRun.objects.filter(build__started_at__lt=at - RUNS_KEPT)
    old.exclude(passed_tests=b"").update(passed_tests=b"", skipped_tests=b"")
    TestResult.objects.filter(at__lt=at - MESSAGES_KEPT).exclude(message="").update(message="")
    TestWeek.objects.filter(week__lt=(at - WEEKS_KEPT).date()).delete()
    tallies = ModuleTally.objects.filter(day__lt=(at - KEPT_ONLY_MAIN).date())
    tallies.filter(is_main=False).delete()
