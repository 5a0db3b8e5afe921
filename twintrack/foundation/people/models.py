"""Users and teams."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.memory.standing import standing

# What separates this hash from others made with the same key.
SESSIONS = "twintrack.people.sessions"
# The user that the ledger names for what happened by itself.
ITSELF = "automation@twintrack.invalid"


class Language(models.TextChoices):
    CHINESE = "zh-hans", "中文"
    ENGLISH = "en", "English"


class Theme(models.TextChoices):
    AUTO = "auto", _("Same as the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(models.TextChoices):
    COSY = "cosy", _("Cosy")
    COMPACT = "compact", _("Compact")


class MailWhen(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, together")
    NEVER = "never", _("Never")


class Track(models.TextChoices):
    RND = "rd", _("R&D")
    SALES = "sales", _("Sales")
    BOTH = "helix", _("Both tracks")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=80)
    title = models.CharField(_("Job title"), max_length=80, blank=True)
    language = models.CharField(
        _("Language"), max_length=10, choices=Language.choices, default=Language.CHINESE
    )
    theme = models.CharField(_("Theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    density = models.CharField(
        _("Density"), max_length=7, choices=Density.choices, default=Density.COSY
    )
    time_zone = models.CharField(_("Time zone"), max_length=50, default="Asia/Shanghai")
    mail_when = models.CharField(
        _("E-mail notifications"),
        max_length=7,
        choices=MailWhen.choices,
        default=MailWhen.AT_ONCE,
    )
    is_active = models.BooleanField(default=True)
    # A connection or an automation acts through a user of its own, who never signs in.
    is_service = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    # Sessions that began before hold no longer, whatever happens to the account afterwards.
    sessions_ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        # What happened by itself has a name in the reader's language. Lists read no more of people
        # than their names: what is not read is not asked for.
        return str(_("Automation")) if self.__dict__.get("email") == ITSELF else self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Bind sessions to the password and to the moment when all were last ended."""
        ended = self.sessions_ended_at.isoformat() if self.sessions_ended_at else ""
        return salted_hmac(SESSIONS, f"{self.password}{ended}", algorithm="sha256").hexdigest()

    @cached_property
    def roles(self) -> frozenset[str]:
        """The codes of the roles granted, read once per request."""

        def ask() -> frozenset[str]:
            return frozenset(self.role_grants.values_list("role", flat=True))

        return standing(f"roles.{self.pk}", ask, about=("user",))

    @cached_property
    def team_ids(self) -> frozenset[int]:
        """The teams joined, read once per request."""

        def ask() -> frozenset[int]:
            return frozenset(self.memberships.values_list("team_id", flat=True))

        return standing(f"teams.{self.pk}", ask, about=("user", "team"))


class Session(AbstractBaseSession):
    """A browser that is signed in, or that somebody has begun to sign in with."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store


class Team(models.Model):
    name = models.CharField(_("Name"), max_length=80, unique=True)
    track = models.CharField(_("Track"), max_length=5, choices=Track.choices, default=Track.BOTH)
    members: models.ManyToManyField[User, TeamMembership] = models.ManyToManyField(
        User, through="TeamMembership", related_name="teams"
    )

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(_("Leads the team"), default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "user"], name="one_membership_per_team")
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> InvitationQuerySet:
        """Keep those that may still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


class Invitation(models.Model):
    email = models.EmailField(_("E-mail"))
    name = models.CharField(_("Name"), max_length=80)
    roles = models.JSONField(default=list)
    teams = models.ManyToManyField(Team, blank=True, related_name="+", verbose_name=_("Teams"))
    language = models.CharField(
        _("Language"), max_length=10, choices=Language.choices, default=Language.CHINESE
    )
    # Only the hash is kept: whoever reads the database cannot accept an invitation.
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.email

    def is_open(self, at: datetime) -> bool:
        """Say whether it may still be accepted."""
        return not self.accepted_at and not self.revoked_at and self.expires_at > at
