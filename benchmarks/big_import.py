"""Starts an import of made-up feedback and prints its number: `… -m benchmarks.big_import 5000`."""

import csv
import io
import sys
import time
from random import Random

import django

django.setup()

from django.utils import timezone  # noqa: E402

from benchmarks.words import sentence  # noqa: E402
from twintrack.foundation.people.models import User  # noqa: E402
from twintrack.hub.products.models import Product  # noqa: E402
from twintrack.sales.customers.models import Customer  # noqa: E402
from twintrack.sales.intake import operations  # noqa: E402
from twintrack.sales.intake.lifecycle import State  # noqa: E402
from twintrack.sales.intake.models import ImportRun  # noqa: E402

SOURCE = "faults"


def file_of(rows: int) -> bytes:
    """Write feedback of the company's customers on its products, each with a number of its own."""
    random = Random(11)
    customers = list(Customer.objects.values_list("name", flat=True))
    products = list(Product.objects.values_list("name", flat=True))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["number", "customer", "product", "kind", "severity", "verbatim"])
    for index in range(rows):
        said = [random.choice(customers), random.choice(products), "complaint", "major"]
        writer.writerow([f"F-{index}", *said, sentence(random, index)])
    return text.getvalue().encode()


def begin(rows: int) -> ImportRun:
    """Upload the file, let the worker check it, and start the import."""
    by = User.objects.get(email="zhao@example.com")
    upload = operations.Upload(data=file_of(rows), name="feedback.csv", source=SOURCE)
    run = operations.upload(upload=upload, by=by, at=timezone.now())
    names = ("customer", "product", "kind", "severity", "verbatim")
    mapping = {"external_id": "number", **{name: name for name in names}}
    run = operations.confirm(run=run, mapping=mapping, defaults={}, by=by, at=timezone.now())
    while run.state == State.CHECKING:
        time.sleep(0.05)
        run.refresh_from_db()
    return operations.start(run=run, decisions={}, by=by, at=timezone.now())


if __name__ == "__main__":
    print(begin(int(sys.argv[1])).number)
