"""Who waits for a release, on the page of the release."""

from typing import Any

from twintrack.foundation.access.panels import panel
from twintrack.foundation.people.http import Request
from twintrack.helix.communication.releases import list_awaiting
from twintrack.rnd.releases.queries import get_release


@panel("communication/release_customers.html")
def release_customers(request: Request, number: str) -> dict[str, Any]:
    """Show the customers who wait for what is in a release, the reader's own first."""
    release = get_release(number, for_user=request.user)
    awaiting = list_awaiting(release, for_user=request.user)
    return {
        "release": release,
        "awaiting": awaiting,
        "mine": sum(each.is_mine for each in awaiting),
    }
