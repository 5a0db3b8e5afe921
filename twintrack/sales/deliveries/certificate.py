"""The certificate of an acceptance, in one of two languages, to be signed and kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from django.utils import translation
from django.utils.translation import gettext as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.bilingual import in_language
from twintrack.foundation.documents.papers import set_paper
from twintrack.foundation.documents.queries import letterhead_now
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Acceptance
from twintrack.ui.templatetags.ui import day

TEMPLATE = Path(__file__).parent / "papers" / "acceptance.typ"


def draw(
    acceptance: Acceptance, *, language: str, for_user: User, form: Literal["pdf", "png"] = "pdf"
) -> list[bytes]:
    """Set the certificate in a language; gives one PDF, or a picture of each page."""
    return set_paper(TEMPLATE, said_by(acceptance, language, for_user), form=form)


def file_name(acceptance: Acceptance) -> str:
    """Name the file."""
    return f"{acceptance.delivery.number}-acceptance-{acceptance.ordinal}.pdf"


def said_by(acceptance: Acceptance, language: str, user: User) -> dict[str, Any]:
    """Give all that the certificate says; criteria and remarks stand as people wrote them."""
    delivery = acceptance.delivery
    with translation.override(language):
        known = letterhead_now()
        us = in_language(known.get("name_zh", ""), known.get("name_en", ""))
        whole = _("All deliverables are accepted.")
        part = _("The deliverables named above are accepted as far as their criteria are met.")
        return {
            "lang": "en" if language == "en" else "zh",
            "title": _("Certificate of acceptance"),
            "name": delivery.name,
            "number": f"{delivery.number} / {acceptance.ordinal}",
            "us": us,
            "mark": "" if acceptance.holds else _("VOID"),
            "page": _("Page {n} of {m}"),
            "facts": _facts(acceptance, user),
            "columns": [_("Criterion"), _("Result"), _("Remark")],
            "groups": _groups(acceptance),
            "note": acceptance.note,
            "verdict": whole if acceptance.is_full else part,
            "signatures": [us, delivery.customer.name],
            "words": {"note": _("Remark"), "sign": _("Signature, company stamp, date")},
        }


def _facts(acceptance: Acceptance, user: User) -> list[tuple[str, str]]:
    delivery = acceptance.delivery
    sees = delivery.contract is not None and may(user, Act.SEE_CONTRACTS)
    contract = [(_("Contract"), str(delivery.contract))] if sees else []
    return [
        (_("Customer"), delivery.customer.name),
        (_("Delivery"), f"{delivery.number} {delivery.name}"),
        *contract,
        (_("Day of acceptance"), day(acceptance.accepted_on)),
        (_("Signed for the customer by"), acceptance.signed_by),
        (_("How"), acceptance.get_signed_how_display()),
    ]


def _groups(acceptance: Acceptance) -> list[dict[str, Any]]:
    groups: dict[int, dict[str, Any]] = {}
    rows = acceptance.results.select_related("criterion__deliverable")
    for result in rows.order_by("criterion__deliverable__position", "criterion__position", "pk"):
        deliverable = result.criterion.deliverable
        group = groups.setdefault(deliverable.pk, {"name": deliverable.name, "rows": []})
        group["rows"].append((result.text, result.get_outcome_display(), result.remark))
    return list(groups.values())
