"""What is wrong with a field, in words a person understands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.api.problems import FieldError, Problem
from twintrack.ui.fields import FAR_AWAY

WORDS: dict[str, str | Promise] = {
    "missing": _("This field is required."),
    "extra_forbidden": _("There is no field “%(name)s” here."),
    "literal_error": _("This is none of the values allowed: %(expected)s."),
    "string_too_short": _("Write at least %(min_length)s characters."),
    "string_too_long": _("Write at most %(max_length)s characters."),
    "string_type": _("This must be text."),
    "string_pattern_mismatch": _("This does not have the form that is asked for."),
    "day_far_away": FAR_AWAY,
    "no_zero_bytes": _("Text must not hold zero bytes."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "int_from_float": _("This must be a whole number."),
    "int_parsing_size": _("This number is too large."),
    "bool_type": _("This must be true or false."),
    "bool_parsing": _("This must be true or false."),
    "decimal_type": _("This must be a number."),
    "decimal_parsing": _("This must be a number."),
    "finite_number": _("This must be a number."),
    "decimal_max_digits": _("This number has too many digits."),
    "decimal_max_places": _("This number has too many decimal places."),
    "greater_than": _("This must be more than %(gt)s."),
    "greater_than_equal": _("This must be %(ge)s or more."),
    "less_than": _("This must be less than %(lt)s."),
    "less_than_equal": _("This must be %(le)s or less."),
    "list_type": _("This must be a list."),
    "too_long": _("This list has more than %(max_length)s entries."),
    "too_short": _("This list needs at least %(min_length)s entries."),
    "model_type": _("This must be an object."),
    "model_attributes_type": _("This must be an object."),
    "dict_type": _("This must be an object."),
}
DATE = _("Write the day as 2026-11-24.")
TIME = _("Write the time as 2026-11-24T09:30:00+08:00.")
OTHER = _("This value is not valid.")


def not_valid(errors: Sequence[dict[str, Any]]) -> Problem:
    """Tell what the types of a request refused, each with the place where it stands."""
    return Problem(
        status=422,
        detail=_("Look at “errors”: each entry names a field."),
        errors=[_field_error(error) for error in errors],
    )


def _field_error(error: dict[str, Any]) -> FieldError:
    source, *path = (str(each) for each in error["loc"])
    name = path[-1] if path else ""
    words = {"name": name} | {key: str(value) for key, value in error.get("ctx", {}).items()}
    detail = str(_word_for(error["type"]))
    told = detail % words if "%(" in detail else detail
    code = error["type"].replace("_", "-")
    if source in {"body", "form", "file"}:
        # The first step is the name of our own argument.
        steps = path[1:] if source == "body" else path[-1:]
        return FieldError(detail=told, code=code, pointer="#" + "".join(f"/{x}" for x in steps))
    return FieldError(detail=told, code=code, parameter=name)


def _word_for(kind: str) -> str | Promise:
    if kind.startswith("date_"):
        return DATE
    if kind.startswith(("datetime_", "timezone_")):
        return TIME
    return WORDS.get(kind, OTHER)
