"""What a card of the board shows; what cards have in common is drawn once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from html import escape

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.chips import chips as draw_labels
from twintrack.foundation.labels.models import Label
from twintrack.foundation.labels.queries import labels_on
from twintrack.foundation.money.templatetags.money import money_for
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.views.rows import state_words
from twintrack.ui.templatetags import ui


class CardDrawer:
    """
    Draws requirements for one person; the same value is drawn only once.

    Cards are put together here and not in a template: three hundred cost a tenth of the time.
    """

    def __init__(self, user: User, *, names_product: bool) -> None:
        self.user = user
        self.names_product = names_product
        self.base = reverse("requirement-list")
        self.may_move = may(user, Act.ADVANCE_REQUIREMENT)
        self._drawn: dict[Hashable, str] = {}
        self._labels: dict[int, list[Label]] = {}
        self._kind = ui.kind_icon("requirement", "s")
        self._customers = ui.icon("building")
        self._calendar = ui.icon("calendar", "s")
        self._dots = ui.icon("dots", "s")
        self._move_to = escape(_("Move to"))

    def look_up(self, requirements: Iterable[Requirement]) -> None:
        """Ask for the labels of all cards of a board at once."""
        self._labels = labels_on("requirement", [each.pk for each in requirements])

    def card(self, requirement: Requirement) -> SafeString:
        """Draw one requirement."""
        pk, number, title = requirement.pk, escape(requirement.number), escape(requirement.title)
        url = f"{self.base}{number}/"
        drawn = self._drawn
        state = drawn.get(requirement.state) or self._state(requirement)
        of = drawn.get(("of", requirement.product_id))
        if of is None:
            of = self._product(requirement)
        worth = (requirement.customers_count, requirement.revenue, requirement.milestone_id)
        chips = drawn.get(worth)
        if chips is None:
            chips = self._chips(requirement, worth)
        worn = draw_labels(self._labels.get(pk, ()))
        day = requirement.planned_on, requirement.expected_on
        who = ("foot", requirement.priority, requirement.owner_id, day)
        foot = drawn.get(who) or self._foot(requirement, who)
        mover = (
            f'<button class="mv" type="button" popovertarget="move-menu"'
            f' aria-label="{self._move_to} {number}">{self._dots}</button>'
            if self.may_move
            else ""
        )
        # Everything that people typed was escaped above.
        return mark_safe(
            f'<article class="card" tabindex="0" id="c-{pk}" data-pk="{pk}" data-href="{url}"'
            f' data-peek="{url}peek/" aria-label="{number} {title}"><div class="row">{self._kind}'
            f'<a class="key" href="{url}" tabindex="-1">{number}</a>{state}{of}</div>{mover}'
            f'<div class="ttl">{title}</div>{worn}{chips}<div class="foot">{foot}</div></article>'
        )

    def _state(self, requirement: Requirement) -> str:
        # Read out, and what tells an open page that the card has moved.
        words = format_html('<span class="sr">{}</span>', state_words(requirement.state))
        self._drawn[requirement.state] = words
        return words

    def _product(self, requirement: Requirement) -> str:
        of = ""
        if self.names_product:
            of = format_html('<span class="of ell">{}</span>', requirement.product.name)
        self._drawn["of", requirement.product_id] = of
        return of

    def _chips(self, requirement: Requirement, worth: Hashable) -> str:
        chips = SafeString("")
        if requirement.customers_count:
            money = money_for(requirement.revenue, self.user) if requirement.revenue else ""
            words = (
                f"{requirement.customers_count} · {money}" if money else requirement.customers_count
            )
            chips += format_html('<span class="pill s sales">{}{}</span>', self._customers, words)
        if requirement.milestone:
            name = requirement.milestone.name
            chips += format_html(
                '<span class="pill s rd" data-tip="{}"><span class="ell">{}</span></span>',
                name,
                name,
            )
        drawn = format_html('<div class="meta">{}</div>', chips) if chips else ""
        self._drawn[worth] = drawn
        return drawn

    def _foot(self, requirement: Requirement, who: Hashable) -> str:
        day = requirement.expected_on
        # Paler where it only comes with the milestone.
        tone = "num" if requirement.planned_on else "num dim"
        planned = (
            format_html('<span class="{}">{}{}</span>', tone, self._calendar, ui.short_day(day))
            if day
            else ""
        )
        drawn = format_html(
            "{}{}{}", ui.priority(requirement.priority), planned, ui.avatar(requirement.owner, "s")
        )
        self._drawn[who] = drawn
        return drawn
