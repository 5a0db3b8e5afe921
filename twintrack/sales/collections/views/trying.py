"""Do what a button asks for."""

from collections.abc import Callable
from typing import Any

from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.people.http import Request
from twintrack.ui.toasts import keep_toast


def try_it(request: Request, operation: Callable[[], Any]) -> bool:
    """Run an operation; a refusal is told on the page that follows. Gives whether it was done."""
    try:
        operation()
    except NotAllowed:
        raise
    except Refusal as refusal:
        keep_toast(request, refusal.message, tone="bad")
        return False
    return True
