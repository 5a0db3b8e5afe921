"""Addresses of accounts, people, teams, invitations and tokens."""

from django.urls import include, path

from twintrack.foundation.access.views import accounts, invitations, people, settings, teams

# What the library behind sign-in brings besides, and nobody needs who is invited.
NOT_HERE = {
    "account_signup": "signup/",
    "account_email": "email/",
    "account_reauthenticate": "reauthenticate/",
    "account_email_verification_sent": "confirm-email/",
    "account_set_password": "password/set/",
    "account_confirm_login_code": "login/code/confirm/",
}

urlpatterns = [
    *(path(f"account/{way}", accounts.not_here, name=name) for name, way in NOT_HERE.items()),
    path("first-run/", accounts.founding, name="first-run"),
    path("preferences/", accounts.preferences, name="preferences"),
    path("account/", include("allauth.account.urls")),
    path("settings/", settings.settings, name="settings"),
    path("settings/profile/", settings.profile, name="settings-profile"),
    path("settings/tokens/", settings.token_list, name="token-list"),
    path("settings/tokens/new/", settings.token_new, name="token-new"),
    path("settings/tokens/<int:pk>/revoke/", settings.token_revoke, name="token-revoke"),
    path("people/", people.person_list, name="people"),
    path("people/<int:pk>/", people.person_detail, name="person-detail"),
    path("people/<int:pk>/roles/", people.person_roles, name="person-roles"),
    path("people/<int:pk>/leaving/", people.person_deactivate, name="person-deactivate"),
    path("people/<int:pk>/return/", people.person_reactivate, name="person-reactivate"),
    path("teams/", teams.team_list, name="team-list"),
    path("teams/new/", teams.team_new, name="team-new"),
    path("teams/<int:pk>/", teams.team_detail, name="team-detail"),
    path("teams/<int:pk>/edit/", teams.team_edit, name="team-edit"),
    path("teams/<int:pk>/members/", teams.team_join, name="team-join"),
    path("teams/<int:pk>/members/<int:user_pk>/leaving/", teams.team_leave, name="team-leave"),
    path("invitations/", invitations.invitation_list, name="invitation-list"),
    path("invitations/new/", invitations.invite, name="invite"),
    path("invitations/<int:pk>/again/", invitations.invitation_resend, name="invitation-resend"),
    path(
        "invitations/<int:pk>/withdrawal/",
        invitations.invitation_revoke,
        name="invitation-revoke",
    ),
    path("welcome/<str:secret>/", invitations.invitation_accept, name="invitation-accept"),
]
