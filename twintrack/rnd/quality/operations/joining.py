"""Join builds to commits that are read later, and place tests anew when paths move."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.history.globs import Chooser
from twintrack.rnd.engineering.models import Commit, Repository
from twintrack.rnd.engineering.operations.reading import mirror_of
from twintrack.rnd.quality.events import BuildsJoined
from twintrack.rnd.quality.lifecycle import Unmeasured
from twintrack.rnd.quality.models import Build, FileCoverage, TestCase
from twintrack.rnd.quality.operations.covering import find_places, measure_changes
from twintrack.rnd.quality.operations.judging import judge
from twintrack.rnd.quality.operations.reading import Ground
from twintrack.rnd.quality.operations.tallying import tally_commit

AT_ONCE = 500
# So many builds are counted anew when modules get other paths; older ones stay as they were.
COUNTED_ANEW = 200


@transaction.atomic
def join_commits(
    *, repository: Repository, by: User, at: datetime, caused_by: Entry | None = None
) -> int:
    """
    Join the builds whose commits are known by now, and measure what could not be before.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.REPORT_BUILDS)
    repository = Repository.objects.select_for_update(no_key=True).get(pk=repository.pk)
    waiting = Build.objects.filter(repository=repository, commit=None).order_by("started_at", "pk")
    shas = set(waiting.values_list("sha", flat=True))
    known = dict(
        Commit.objects.filter(repository=repository, sha__in=shas).values_list("sha", "pk")
    )
    joined = [build for build in waiting if build.sha in known]
    if not joined:
        return 0
    for build in joined:
        build.commit_id = known[build.sha]
        build.is_main |= build.branch == repository.default_branch
        if build.unmeasured == Unmeasured.COMMIT:
            find_places(build, Ground(repository, mirror_of(repository), build.sha))
            measure_changes(build, repository)
        tally_commit(build)
        build.save()
        if build.is_main:
            judge(build, at)
    record(
        BuildsJoined(repository_id=repository.pk, name=repository.name, builds=len(joined)),
        about=repository,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return len(joined)


def place_anew(repository: Repository) -> None:
    """Give tests and files the modules that the path rules say now, and count builds by them."""
    rules = repository.rules.order_by("position").values_list("pattern", "module_id")
    newest = Build.objects.filter(repository=repository).order_by("-started_at", "-pk")
    builds = list(newest[:COUNTED_ANEW])
    sha = builds[0].sha if builds else ""
    ground = Ground(repository, mirror_of(repository), sha)
    turned = []
    for test in TestCase.objects.filter(repository=repository).iterator(chunk_size=2000):
        _path, module = ground.place_test(test.classname, test.path)
        if module != test.module_id:
            test.module_id = module
            turned.append(test)
    TestCase.objects.bulk_update(turned, ["module"], batch_size=AT_ONCE)
    chooser = Chooser(list(rules))
    files = FileCoverage.objects.filter(build__in=builds)
    for path, module in files.values_list("path", "module_id").distinct():
        chosen = chooser.choose(path)
        if chosen != module:
            files.filter(path=path).update(module_id=chosen)
    for build in builds:
        tally_commit(build)
        build.save()
