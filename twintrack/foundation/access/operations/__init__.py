"""What is done with accounts, roles, teams, invitations and tokens."""

from twintrack.foundation.access.operations.accounts import (
    AddressTaken,
    CompanyFounded,
    Newcomer,
    PreferenceUnknown,
    add_user,
    change_profile,
    found,
    prefer,
)
from twintrack.foundation.access.operations.invitations import (
    InvitationOver,
    Invited,
    InvitedAlready,
    accept_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from twintrack.foundation.access.operations.roles import (
    LastAdministrator,
    NotYourself,
    RoleMissing,
    SuccessorMissing,
    deactivate,
    reactivate,
    set_roles,
)
from twintrack.foundation.access.operations.teams import (
    TeamNameTaken,
    add_team,
    change_team,
    join_team,
    leave_team,
)
from twintrack.foundation.access.operations.tokens import (
    ExpiryPassed,
    make_token,
    revoke_token,
)

__all__ = [
    "AddressTaken",
    "CompanyFounded",
    "ExpiryPassed",
    "InvitationOver",
    "Invited",
    "InvitedAlready",
    "LastAdministrator",
    "Newcomer",
    "NotYourself",
    "PreferenceUnknown",
    "RoleMissing",
    "SuccessorMissing",
    "TeamNameTaken",
    "accept_invitation",
    "add_team",
    "add_user",
    "change_profile",
    "change_team",
    "deactivate",
    "found",
    "invite",
    "join_team",
    "leave_team",
    "make_token",
    "prefer",
    "reactivate",
    "resend_invitation",
    "revoke_invitation",
    "revoke_token",
    "set_roles",
]
