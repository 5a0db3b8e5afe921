"""How refusals are told to callers of the API."""

from collections.abc import Collection

from django.db.models import Model

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.api.problems import Problem, register_problem


def register() -> None:
    """Make refusals known to the API."""
    register_problem(Refusal, _refusal)
    register_problem(StaleEdit, _stale_edit)


def _refusal(refusal: Refusal) -> Problem:
    return Problem(status=refusal.status, code=refusal.code, detail=refusal.message)


def _stale_edit(refusal: StaleEdit) -> Problem:
    return Problem(
        status=refusal.status,
        code=refusal.code,
        detail=refusal.message,
        more={
            "field": refusal.field,
            "current": _shown(refusal.current),
            "attempted": _shown(refusal.attempted),
        },
    )


def _shown(value: object) -> object:
    if isinstance(value, Collection) and not isinstance(value, str | bytes):
        return sorted(str(each) for each in value)
    return str(value) if isinstance(value, Model) else value
