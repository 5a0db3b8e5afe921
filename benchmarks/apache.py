"""
Years of real bug reports, read as feedback: `python -m benchmarks.apache --data DIR`.

`DIR` holds `bug_reports_*.csv.gz` (key, proj, created, priority, reporter, summary) and a
`tags_PROJECT.txt` (unix time, tag) of each project to be read. Each reporter becomes one of forty
made-up customers, each release tag a version; a report is about the last version released before
it. What is measured is the way through the product's own import and worker; what it proposed is
printed, to be read by a person.
"""

import argparse
import csv
import gzip
import io
import re
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.company import in_this_process
from benchmarks.intake import checked, handed_over, recorded, settle
from benchmarks.report import Bar, finish

if TYPE_CHECKING:
    from twintrack.foundation.people.models import User

# Candidates and imports are no releases.
RELEASE = re.compile(r"(?:release-|v)(\d+\.\d+\.\d+)$")
CUSTOMERS = 40
READ = 10


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--database", default="", help="postgresql://…; a SQLite file without")
    parser.add_argument("--data", type=Path, required=True)
    return parser.parse_args()


def releases(data: Path) -> dict[str, list[tuple[date, str]]]:
    """Read the releases of each project from its tags, the oldest first."""
    found: dict[str, list[tuple[date, str]]] = {}
    for path in sorted(data.glob("tags_*.txt")):
        released = found.setdefault(path.stem.removeprefix("tags_").upper(), [])
        for line in path.read_text().splitlines():
            moment, tag = line.split(maxsplit=1)
            if named := RELEASE.match(tag):
                released.append((datetime.fromtimestamp(int(moment), UTC).date(), named[1]))
        released.sort()
    return found


def reports_of(data: Path) -> bytes:
    """Write the reports of these projects as a file that a company might have."""
    released = releases(data)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["number", "product", "version", "customer", "severity", "happened_on", "verbatim"]
    )
    [path] = data.glob("bug_reports_*.csv.gz")
    with gzip.open(path, "rt") as lines:
        for row in csv.DictReader(lines):
            if row["proj"] not in released:
                continue
            on = date.fromisoformat(row["created"][:10])
            before = [name for day, name in released[row["proj"]] if day <= on]
            writer.writerow(
                [
                    row["key"],
                    row["proj"],
                    before[-1] if before else "",
                    f"Customer {int(row['reporter'] or 0) % CUSTOMERS + 1}",
                    row["priority"],
                    on,
                    row["summary"],
                ]
            )
    return text.getvalue().encode()


def found_company(data: Path) -> "User":
    """Make the company that the reports came to: one person, two products with their versions."""
    from django.utils import timezone

    from twintrack.foundation.access import operations as access
    from twintrack.hub.products import operations as products

    now = timezone.now()
    newcomer = access.Newcomer(email="admin@example.com", name="Reader", language="en")
    by = access.found(newcomer=newcomer, at=now)
    for project, released in releases(data).items():
        product = products.add_product(code=project.lower(), name=project, by=by, at=now)
        for day, version in released:
            products.add_version(product=product, name=version, released_on=day, by=by, at=now)
    return by


def measured(data: Path) -> list[Bar]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    by = found_company(data)
    settle()
    began = time.monotonic()
    run = checked(reports_of(data), "reports.csv", by)
    print(f"mapping: {run.mapping}")
    run = recorded(run, by)
    imported = run.total / (time.monotonic() - began)
    count, seconds = handed_over()
    told(by)
    connections.close_all()
    print(f"{run.total} rows: {run.recorded} recorded, {run.held} held, {run.refused} refused")
    return [
        Bar(bar="rows checked and imported per second", figure=imported, limit=500, more=True),
        Bar(bar="handoffs per second", figure=count / seconds, limit=100, more=True),
    ]


def told(by: "User") -> None:
    """Print what became of the reports, and ten proposals spread over all of them, to be read."""
    from twintrack.helix.handoffs.models import Handoff, Way
    from twintrack.helix.handoffs.queries import list_proposals

    for way in Way:
        print(f"handed over, {way.value}: {Handoff.objects.filter(way=way).count()}")
    proposals = list(list_proposals(for_user=by))
    print(f"proposed: {len(proposals)}")
    for each in proposals[:: max(1, len(proposals) // READ)][:READ]:
        print(f"\n{each.similarity:.2f} {', '.join(each.words[:8])}")
        print(f"  {each.feedback.external_id}: {each.feedback.title}")
        print(f"  {each.requirement.number}: {each.requirement.title}")
    for each in Handoff.objects.filter(way=Way.MATCHED).order_by("pk")[:READ]:
        print(f"\nattached by itself at {each.similarity:.2f}")
        print(f"  {each.feedback.external_id}: {each.feedback.title}")
        print(f"  {each.requirement.number}: {each.requirement.title}")


def main() -> None:
    chosen = options()
    with in_this_process(chosen.database):
        bars = measured(chosen.data)
    finish("apache", bars, chosen)


if __name__ == "__main__":
    main()
