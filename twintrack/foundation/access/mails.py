"""The mail that brings an invitation; in the language chosen for whoever gets it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from twintrack.foundation.people.models import Invitation

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Link:
    """The address that lets somebody in, and whether a mail took it to them."""

    url: str
    is_mailed: bool


def send_invitation(invitation: Invitation, secret: str) -> Link:
    """
    Mail an invitation's link; where no mail can be sent, the link is handed over by hand.

    Sent at once and not by the worker: the secret is kept nowhere that it could read it from.
    """
    url = settings.BASE_URL.rstrip("/") + reverse("invitation-accept", args=[secret])
    with translation.override(invitation.language):
        shown = {
            "invitation": invitation,
            "url": url,
            "organisation": settings.TWINTRACK["organisation"],
        }
        subject = _("%(who)s invites you to Twintrack") % {"who": invitation.invited_by}
        text = render_to_string("access/mails/invitation.txt", shown)
    return Link(url=url, is_mailed=_mail(" ".join(subject.split()), text, invitation.email))


def _mail(subject: str, text: str, address: str) -> bool:
    if not settings.EMAIL_HOST and settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return False
    try:
        return send_mail(subject, text, None, [address]) == 1
    except OSError:
        logger.exception("An invitation could not be mailed.")
        return False
