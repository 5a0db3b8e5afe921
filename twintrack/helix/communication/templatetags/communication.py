"""
How templates of plans are shown; load with `{% load communication %}`.

{{ step.title|with_places }}   words of a template, its places named in the reader's language
{{ plans|customers }}          whom the plans of a notice are with, the first three by name
"""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from twintrack.helix.communication.drafts import NAMES, PLACE
from twintrack.ui.words import listed

register = template.Library()
# So many customers are named in a line.
MOST = 3


@register.filter
def with_places(text: str) -> SafeString:
    """Show each place of a draft as a chip with its name; what is no place stays as typed."""
    parts = PLACE.split(text)
    return format_html_join(
        "",
        "{}",
        ((_place(part) if index % 2 else part,) for index, part in enumerate(parts)),
    )


def _place(name: str) -> SafeString | str:
    if name not in NAMES:
        return f"{{{name}}}"
    return format_html('<span class="place">{}</span>', NAMES[name])


@register.filter
def customers(plans: Iterable[Mapping[str, str]] | None) -> str:
    """Name the customers of plans, as a notice keeps them."""
    named = [plan["customer"] for plan in plans or ()]
    left = len(named) - MOST
    if left <= 0:
        return listed(named)
    # Customers are counted with a word of their own.
    told = pgettext("so many more customers", "%(names)s and %(n)d more")
    return told % {"names": listed(named[:MOST]), "n": left}
