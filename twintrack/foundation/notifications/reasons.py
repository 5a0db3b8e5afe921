"""Why somebody is told: apps register their reasons when they start."""

from django.utils.functional import Promise

_REASONS: dict[str, str | Promise] = {}


def register_reason(code: str, words: str | Promise) -> None:
    """Give a reason its words, such as “you own the customer”."""
    _REASONS[code] = words


def reason_of(code: str) -> str:
    """Say a reason in the reader's language; nothing for one that no app knows."""
    return str(_REASONS.get(code, ""))
