"""Your own account in the REST API."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access import operations
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, OneOf, Out
from twintrack.foundation.people.models import Density, Language, MailWhen, Theme, User

router = make_router(tag="me", label=_("Your account"))


class MeOut(Out):
    id: int
    name: str
    email: str
    title: str
    language: str
    theme: str
    density: str
    time_zone: str
    mail_when: str
    roles: list[str]

    @staticmethod
    def resolve_roles(user: User) -> list[str]:
        return sorted(user.roles)


class PreferencesBody(Body):
    language: Annotated[str, OneOf(Language)] | None = None
    theme: Annotated[str, OneOf(Theme)] | None = None
    density: Annotated[str, OneOf(Density)] | None = None
    time_zone: str | None = Field(default=None, max_length=50)
    mail_when: Annotated[str, OneOf(MailWhen)] | None = None


class ProfileBody(Body):
    name: str = Field(min_length=1, max_length=80)
    title: str = Field(default="", max_length=80)


@router.get("/me", response=MeOut, summary=_("Read who you are and what you prefer"))
def get_me(request: ApiRequest) -> User:
    return request.user


@router.patch("/me", response=MeOut, summary=_("Change what you prefer"))
def change_preferences(request: ApiRequest, body: PreferencesBody) -> User:
    """Change the preferences that are sent; others stay as they are."""
    values = body.model_dump(exclude_none=True)
    if not values:
        return request.user
    return operations.prefer(user=request.user, values=values, by=request.user, at=timezone.now())


@router.patch("/me/profile", response=MeOut, summary=_("Change your name or job title"))
def change_profile(request: ApiRequest, body: ProfileBody) -> User:
    user = request.user
    return operations.change_profile(user=user, **body.model_dump(), by=user, at=timezone.now())
