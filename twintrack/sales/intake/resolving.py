"""Turn what a row says into feedback that can be recorded, or say why it cannot be."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products import operations as products
from twintrack.hub.products.models import Module, Product, Version
from twintrack.sales.customers import operations as customers
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.feedback.models import WORDS_LENGTH, Channel, Kind, Severity
from twintrack.sales.feedback.operations import Said
from twintrack.sales.intake.fields import CHOSEN, REQUIRED
from twintrack.sales.intake.problems import problem
from twintrack.sales.intake.values import EARLIEST_YEAR, choice, moment, normal

Decisions = Mapping[str, Mapping[str, str]]
HOLD, CREATE, EMPTY = "hold", "create", "empty"
CHOICES: Mapping[str, Any] = {"kind": Kind, "severity": Severity, "channel": Channel}
FALLBACK = {"kind": Kind.COMPLAINT, "severity": Severity.MAJOR, "channel": Channel.IMPORT}
MOST_ADDRESS = 500
is_address = URLValidator(schemes=["http", "https"])


@dataclass(kw_only=True)
class Read:
    """What a row says: feedback to record, or problems that refuse or hold it."""

    said: Said | None = None
    # The feedback that it is already.
    known_pk: int | None = None
    refused: list[dict[str, str]] = field(default_factory=list)
    held: list[dict[str, str]] = field(default_factory=list)


def mapped(
    values: Mapping[str, str], mapping: Mapping[str, str], defaults: Mapping[str, str]
) -> dict[str, str]:
    """Give what a row says by field, and what holds where it says nothing."""
    said = {code: values.get(column, "").strip() for code, column in mapping.items()}
    return {**defaults, **{code: value for code, value in said.items() if value}}


def wrong_moment(code: str, text: str, found: datetime | None) -> dict[str, str] | None:
    """Say what is wrong with a date as it was found in a text; nothing if it can be."""
    if found is None:
        return problem("no_moment", code, text)
    return problem("too_old", code, text) if found.year < EARLIEST_YEAR else None


def fingerprint(values: Mapping[str, str]) -> str:
    """Give a row without a number one that it has again when the file comes again."""
    written = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return "#" + hashlib.sha256(written.encode()).hexdigest()[:24]


class Reader:
    """
    Reads rows for one person: sees what they see, makes only what they may make.

    With `month_first` 11/5 is a day of November. With `is_trial` nothing is made: what would be
    made counts as found.
    """

    def __init__(
        self,
        *,
        by: User,
        at: datetime,
        decisions: Decisions,
        source: str,
        month_first: bool = False,
        is_trial: bool = False,
    ) -> None:
        self.by, self.at, self.source, self.is_trial = by, at, source, is_trial
        self.decisions, self.month_first = decisions, month_first
        self.zone = ZoneInfo(by.time_zone)
        rows: Any = Product.objects.visible_to(by)
        self.products: dict[str, Product] = {}
        for product in rows.select_related("owner"):
            self.products[normal(product.name)] = self.products[normal(product.code)] = product
        self.customers: dict[str, int] = {}
        found: Any = Customer.objects.visible_to(by)
        for pk, name, number in found.values_list("pk", "name", "number"):
            self.customers[normal(name)] = self.customers[normal(number)] = pk
        self._parts: dict[str, dict[str, Any]] = {}
        self._customers: dict[int, Customer] = {}

    def read(self, values: Mapping[str, str], external_id: str) -> Read:
        """Read a row: fields of feedback with what is written there."""
        read = Read()
        for code in REQUIRED:
            if not values.get(code):
                read.refused.append(problem("missing", code))
        if read.refused:
            return read
        plain = self._plain(values, read)
        named = self._named(values, read)
        if not read.refused and not read.held:
            read.said = Said(**plain, **named, source=self.source, external_id=external_id[:120])
        return read

    def _plain(self, values: Mapping[str, str], read: Read) -> dict[str, Any]:
        plain: dict[str, Any] = {
            "verbatim": values["verbatim"],
            "title": " ".join(values.get("title", "").split())[:200],
            "source_url": values.get("source_url", ""),
            "occurred_at": self._moment(values.get("occurred_at", ""), read),
        }
        self._check_address(plain["source_url"], read)
        if len(plain["verbatim"]) > WORDS_LENGTH:
            read.refused.append(problem("too_long", "verbatim"))
        for code in CHOSEN:
            plain[code] = self._choice(code, values.get(code, ""), read)
        return plain

    def _check_address(self, text: str, read: Read) -> None:
        if len(text) > MOST_ADDRESS:
            read.refused.append(problem("too_long", "source_url"))
        elif text:
            try:
                is_address(text)
            except ValidationError:
                read.refused.append(problem("no_address", "source_url", text))

    def _moment(self, text: str, read: Read) -> datetime | None:
        if not text:
            return None
        found = moment(text, zone=self.zone, at=self.at, month_first=self.month_first)
        wrong = wrong_moment("occurred_at", text, found)
        if found and found > self.at:
            wrong = problem("future", "occurred_at", text)
        if wrong:
            read.refused.append(wrong)
        return found

    def _choice(self, code: str, text: str, read: Read) -> str:
        if not text:
            return FALLBACK[code]
        decision = self._decision(code, text)
        found = choice(code, text)
        if decision.startswith("=") and decision[1:] in CHOICES[code].values:
            found = decision[1:]
        if found or decision == EMPTY:
            return found or FALLBACK[code]
        read.held.append(problem("unknown", code, text))
        return ""

    def _decision(self, code: str, text: str) -> str:
        return self.decisions.get(code, {}).get(text, "")

    def _named(self, values: Mapping[str, str], read: Read) -> dict[str, Any]:
        product = self._product(values["product"], read)
        customer = self._customer(values["customer"], read)
        found: dict[str, Any] = {"product": product, "customer": customer}
        for code in ("module", "version"):
            found[code] = self._part(code, product, values.get(code, ""), read)
        found["contact"] = self._part("contact", customer, values.get("contact", ""), read)
        return found

    def _product(self, text: str, read: Read) -> Product | None:
        found = self.products.get(normal(text))
        decision = self._decision("product", text)
        if found is None and decision.startswith("="):
            found = next(
                (each for each in self.products.values() if str(each.pk) == decision[1:]), None
            )
        if found is None and decision == CREATE and may(self.by, Act.MANAGE_PRODUCTS):
            found = self._new_product(text)
            self.products[normal(text)] = found
        if found is None:
            read.held.append(problem("unknown", "product", text))
        return found

    def _new_product(self, text: str) -> Product:
        if self.is_trial:
            return Product(code=text, name=text, owner=self.by, created_at=self.at)
        code = free_code(text)
        return products.add_product(code=code, name=text[:80], by=self.by, at=self.at)

    def _customer(self, text: str, read: Read) -> Customer | None:
        pk = self.customers.get(normal(text))
        decision = self._decision("customer", text)
        found = self._loaded(pk or _pk(decision))
        if found is None and decision == CREATE and may(self.by, Act.MANAGE_CUSTOMERS):
            found = self._new_customer(text)
        if found is None:
            read.held.append(problem("unknown", "customer", text))
        return found

    def _new_customer(self, text: str) -> Customer:
        if self.is_trial:
            return Customer(name=text, owner=self.by, created_at=self.at)
        details = customers.CustomerDetails(name=text[:120])
        made = customers.add_customer(details=details, by=self.by, at=self.at)
        self.customers[normal(text)], self._customers[made.pk] = made.pk, made
        return made

    def load_customers(self, texts: Iterable[str]) -> None:
        """Fetch the customers of a chunk of rows in one go."""
        wanted = {self.customers.get(normal(text)) for text in texts}
        decided = {_pk(each) for each in self.decisions.get("customer", {}).values()}
        found = {pk for pk in wanted | decided if pk is not None}
        rows: Any = Customer.objects.visible_to(self.by)
        self._customers |= rows.select_related("owner").in_bulk(list(found - set(self._customers)))

    def _loaded(self, pk: int | None) -> Customer | None:
        if pk is None:
            return None
        if pk not in self._customers:
            rows: Any = Customer.objects.visible_to(self.by)
            self._customers |= rows.select_related("owner").in_bulk([pk])
        return self._customers.get(pk)

    def known(self, code: str, most: int = 300) -> list[str]:
        """Give names to choose from instead of one that is not known."""
        if code == "product":
            return sorted({each.name for each in self.products.values()})[:most]
        if code == "customer":
            rows: Any = Customer.objects.visible_to(self.by)
            return list(rows.order_by("name").values_list("name", flat=True)[:most])
        return []

    def find(self, code: str, key: str, text: str) -> str:
        """Find what a person names instead, as a decision; empty if that is not known either."""
        if code == "product":
            product = self.products.get(normal(text))
            return f"={product.pk}" if product else ""
        if code == "customer":
            pk = self.customers.get(normal(text))
            return f"={pk}" if pk else ""
        found = self._known_parts(code, key).get(part_name(code, text))
        return f"={found.pk}" if found else ""

    def knows(self, code: str, key: str, decision: str) -> bool:
        """Say whether a decision such as `=7` or `=minor` names something that is there."""
        named = decision[1:]
        if code in CHOSEN:
            return named in CHOICES[code].values
        if code == "product":
            return any(str(each.pk) == named for each in self.products.values())
        if code == "customer":
            return self._loaded(_pk(decision)) is not None
        return any(str(each.pk) == named for each in self._known_parts(code, key).values())

    def _known_parts(self, code: str, key: str) -> dict[str, Any]:
        # Names may hold what parts them in the key.
        for bar in re.finditer(" / ", key):
            whole = self._whole(code, key[: bar.start()])
            if whole is not None:
                return self._parts_of(code, whole)
        return {}

    def _whole(self, code: str, name: str) -> Any:
        if code != "contact":
            return self.products.get(normal(name))
        return self._loaded(self.customers.get(normal(name)))

    def _part(self, code: str, whole: Any, text: str, read: Read) -> Any:
        if not text or whole is None:
            return None
        known = self._parts_of(code, whole)
        found = known.get(part_name(code, text))
        key = part_key(whole, text)
        decision = self._decision(code, key) or (CREATE if code == "contact" else "")
        if found is None and decision.startswith("="):
            found = next((each for each in known.values() if str(each.pk) == decision[1:]), None)
        if found is None and decision == CREATE:
            found = self._new_part(code, whole, text)
            if found is not None:
                known[part_name(code, text)] = found
        if found is None and decision != EMPTY:
            read.held.append(problem("unknown", code, key))
        return found

    def _parts_of(self, code: str, whole: Any) -> dict[str, Any]:
        key = f"{code}:{whole.pk}"
        if key not in self._parts:
            rows = PARTS[code](whole) if whole.pk else ()
            self._parts[key] = {part_name(code, each.name): each for each in rows}
        return self._parts[key]

    def _new_part(self, code: str, whole: Any, text: str) -> Any:
        act = Act.MANAGE_CUSTOMERS if code == "contact" else Act.MANAGE_PRODUCTS
        if not may(self.by, act):
            return None
        if self.is_trial:
            return _trial_part(code, whole, text)
        by, at = self.by, self.at
        if code == "contact":
            details = customers.ContactDetails(name=text[:80])
            return customers.add_contact(customer=whole, details=details, by=by, at=at)
        if code == "module":
            return products.add_module(product=whole, name=text[:80], by=by, at=at)
        return products.add_version(product=whole, name=text[:40], by=by, at=at)


PARTS: dict[str, Any] = {
    "module": lambda product: Module.objects.filter(product=product),
    "version": lambda product: Version.objects.filter(product=product),
    "contact": lambda customer: Contact.objects.filter(customer=customer),
}


# What a 64-bit key can be.
MOST_DIGITS = 18


def _pk(decision: str) -> int | None:
    is_pk = decision.startswith("=") and decision[1:].isascii() and decision[1:].isdecimal()
    return int(decision[1:]) if is_pk and len(decision) <= MOST_DIGITS + 1 else None


def _trial_part(code: str, whole: Any, text: str) -> Any:
    if code == "contact":
        return Contact(customer=whole, name=text)
    return (Module if code == "module" else Version)(product=whole, name=text)


def part_name(code: str, text: str) -> str:
    """Bring a part's name into the form in which two are compared: v3.2 is 3.2."""
    plain = normal(text)
    is_numbered = code == "version" and plain[:1] == "v" and plain[1:2].isdecimal()
    return plain[1:] if is_numbered else plain


def part_key(whole: Any, text: str) -> str:
    """Name a module, version or contact together with whose it is."""
    return f"{whole} / {text}"


def free_code(name: str) -> str:
    """Make a product's code of its name that no product has."""
    plain = "".join(each if each.isascii() and each.isalnum() else "-" for each in name.lower())
    base = plain.strip("-")[:14] or "product"
    taken = set(Product.objects.filter(code__startswith=base).values_list("code", flat=True))
    codes = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(code for code in codes if code not in taken)
