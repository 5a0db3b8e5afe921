"""The sentence a release's page opens with: what a person would say of it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.rnd.releases.lifecycle import State
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.scope import Scope
from twintrack.ui.templatetags.ui import day


def tell(release: Release, scope: Scope, *, today: date, unmet: int = 0) -> str:
    """Say where a release stands, what of it is not built, and when it ships."""
    parts = [_where(release)]
    if release.is_open:
        parts += [_what(scope), *_gates(release, unmet), _when(release, today)]
    return _("; ").join(parts) + _(".")


def _where(release: Release) -> str:
    named = {
        "name": release.name,
        "day": day(release.released_on),
        "gone": day(release.withdrawn_on),
        "reason": release.withdrawn_reason.rstrip(".。"),
    }
    said = {
        State.PLANNED: _("%(name)s is planned"),
        State.IN_DEVELOPMENT: _("%(name)s is in development"),
        State.CODE_FREEZE: _("%(name)s is in code freeze"),
        State.TESTING: _("%(name)s is being tested"),
        State.RELEASED: _("%(name)s has been out since %(day)s"),
        State.WITHDRAWN: _("%(name)s was withdrawn on %(gone)s: %(reason)s"),
        State.CANCELLED: _("%(name)s was called off"),
    }
    return said[State(release.state)] % named


def _what(scope: Scope) -> str:
    counted = {"left": scope.left, "total": scope.total}
    if not scope.total:
        return _("nothing is planned for it yet")
    if not scope.left:
        one, many = _("its one requirement is built"), _("all %(total)d requirements are built")
        return one if scope.total == 1 else many % counted
    said = ngettext(
        "%(left)d of %(total)d requirements is not built",
        "%(left)d of %(total)d requirements are not built",
        scope.left,
    )
    return said % counted


def _gates(release: Release, unmet: int) -> list[str]:
    if not release.is_frozen or not unmet:
        return []
    return [ngettext("%(n)d gate is not met", "%(n)d gates are not met", unmet) % {"n": unmet}]


def _when(release: Release, today: date) -> str:
    expected, planned = release.expected_on, release.planned_on
    if expected is None:
        return _("no day is set")
    named = {"day": day(expected), "n": abs(release.days_late)}
    if expected < today:
        return _("its day, %(day)s, has passed") % named
    if planned is None:
        return _("expected on %(day)s") % named
    if release.days_late > 0:
        said = ngettext(
            "expected on %(day)s, %(n)d day later than planned",
            "expected on %(day)s, %(n)d days later than planned",
            release.days_late,
        )
        return said % named
    if release.days_late < 0:
        said = ngettext(
            "expected on %(day)s, %(n)d day earlier than planned",
            "expected on %(day)s, %(n)d days earlier than planned",
            -release.days_late,
        )
        return said % named
    return _("ships on %(day)s as planned") % named
