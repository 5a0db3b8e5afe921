"""`twintrack ingest junit|cobertura|lcov|jacoco FILE… --repository NAME --commit SHA`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.cli.acting import acting
from twintrack.cli.screen import say
from twintrack.rnd.quality import operations
from twintrack.rnd.quality.lifecycle import BuildState, Format
from twintrack.rnd.quality.operations import BuildFacts, Given
from twintrack.rnd.quality.queries.builds import find_report_repository


class Ended(StrEnum):
    """How CI says a build ended."""

    RUNNING = BuildState.RUNNING.value
    PASSED = BuildState.PASSED.value
    FAILED = BuildState.FAILED.value
    CANCELLED = BuildState.CANCELLED.value


HELP = {
    Format.JUNIT: gettext_lazy("Take in test results in JUnit's XML."),
    Format.COBERTURA: gettext_lazy("Take in coverage in Cobertura's XML."),
    Format.LCOV: gettext_lazy("Take in coverage as LCOV writes it."),
    Format.JACOCO: gettext_lazy("Take in coverage in JaCoCo's XML."),
}


def register_reports(group: typer.Typer) -> None:
    """Add a command a kind of report."""
    for form, words in HELP.items():
        group.command(form.value, help=str(words))(_command(form))


def _command(form: Format) -> Callable[..., None]:
    def command(
        files: Annotated[
            list[Path],
            typer.Argument(exists=True, dir_okay=False, help=_("The files of one build.")),
        ],
        *,
        commit: Annotated[str, typer.Option(help=_("The whole sha of the commit."))],
        repository: Annotated[
            str, typer.Option(help=_("Name or number of the repository, such as REPO-3."))
        ],
        branch: Annotated[
            str, typer.Option(help=_("The branch; without one it is the main branch."))
        ] = "",
        job: Annotated[str, typer.Option(help=_("The job of CI, such as unit-tests."))] = "",
        url: Annotated[
            str, typer.Option(help=_("Where CI shows the build; tells its runs apart."))
        ] = "",
        at: Annotated[
            datetime | None,
            typer.Option(help=_("When it began; otherwise as the report says, or now.")),
        ] = None,
        state: Annotated[
            Ended | None,
            typer.Option(help=_("How CI says it ended; otherwise the tests say it.")),
        ] = None,
        person: Annotated[
            str,
            typer.Option("--as", help=_("E-mail of whoever reports; otherwise an administrator.")),
        ] = "",
    ) -> None:
        by = acting(person)
        found = find_report_repository(repository, for_user=by)
        facts = BuildFacts(
            sha=commit,
            branch=branch,
            job=job,
            url=url,
            started_at=timezone.make_aware(at) if at and timezone.is_naive(at) else at,
            state=BuildState(state.value) if state else None,
        )
        with ExitStack() as stack:
            given = [
                Given(name=path.name, format=form, file=stack.enter_context(path.open("rb")))
                for path in files
            ]
            _tell(
                operations.report(
                    repository=found, facts=facts, files=given, by=by, at=timezone.now()
                )
            )

    return command


def _tell(reported: operations.Reported) -> None:
    build = reported.build
    said = {
        "number": build.number,
        "added": reported.added,
        "known": reported.known,
        "passed": build.passed,
        "failed": build.failed,
        "flaky": build.flaky,
    }
    say(_("%(number)s: %(added)d new files, %(known)d known already.") % said)
    if build.judged or build.flaky:
        say(_("Tests: %(passed)d passed, %(failed)d failed, %(flaky)d flaky.") % said)
    if build.changed_total:
        part = {"covered": build.changed_covered, "total": build.changed_total}
        say(_("Changed lines: %(covered)d of %(total)d were run.") % part)
    elif build.unmeasured:
        why = {"why": build.get_unmeasured_display()}
        say(_("Changed lines are not measured: %(why)s.") % why)
