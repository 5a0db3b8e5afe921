"""Why a row is refused or held, told in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from twintrack.sales.intake.fields import DELIVERED

LABELS = {target.code: target.label for target in DELIVERED}

MESSAGES = {
    "too_many_cells": _("This line has more cells than the first one names columns."),
    "cell_too_long": _("A cell is longer than 50,000 characters."),
    "not_an_object": _("This line is not a JSON object."),
    "missing": _("“%(field)s” is missing."),
    "future": _("%(field)s: %(value)s lies in the future."),
    "no_moment": _("%(field)s: “%(value)s” is no date."),
    "too_old": _("%(field)s: %(value)s lies before 1990."),
    "no_address": _("%(field)s: “%(value)s” is no web address."),
    "too_long": _("%(field)s is too long."),
    "unknown": _("%(field)s “%(value)s” is not known here."),
    "repeated": _("Number %(value)s occurs twice in this file; the first one counts."),
    "other_words": _("%(value)s has this number there, but other words; it stays as it is."),
    "unknown_field": _("There is no field “%(value)s”."),
    "not_json": _("The body is not JSON."),
    "not_one_object": _("The body must be one JSON object, not a list or a single value."),
    "too_large": _("The body is larger than 256 KB."),
    "ours_kept": _("%(field)s was changed here; ours is kept."),
    "unforeseen": _("This row failed for a reason of ours, which is in the log; the rest went on."),
    "moved_on": _("%(value)s was changed here since; it is left as it is."),
}


def problem(code: str, field: str = "", value: str = "") -> dict[str, str]:
    """Note a problem as it is kept."""
    return {"code": code, "field": field, "value": value[:200]}


def tell(found: Mapping[str, Any]) -> str:
    """Say one problem."""
    code = found.get("field", "")
    label = str(LABELS.get(code, code))
    return str(MESSAGES[found["code"]]) % {"field": label, "value": found.get("value", "")}


def tell_all(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say every problem."""
    return [tell(each) for each in found]
