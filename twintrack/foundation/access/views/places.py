"""The tabs over people, teams and invitations."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import list_invitations
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.ui.filters import Tab


def place_tabs(user: User, here: str) -> list[Tab]:
    """List the tabs that a person may open, with the one they are on."""
    tabs = [
        Tab(label=_("Colleagues"), url=reverse("people"), is_on=here == "people"),
        Tab(label=_("Teams"), url=reverse("team-list"), is_on=here == "teams"),
    ]
    if may(user, Act.MANAGE_PEOPLE):
        tabs.append(
            Tab(
                label=_("Invitations"),
                url=reverse("invitation-list"),
                is_on=here == "invitations",
                count=list_invitations(for_user=user).count(),
            )
        )
    return tabs
