"""
Parts of the shell that are the same on page after page; load with `{% load shell %}`.

{% nav_links strand.links %}   the places of the side bar, with the numbers that wait there
{% menu_links shell.create keys="C" modal=True %}   the same as lines of a menu
{% go_keys shell.top %}   the keys that lead to places, for the help sheet

What was drawn once is kept: a page has forty of them, and few are unlike.
"""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from twintrack.ui.navigation import Link
from twintrack.ui.templatetags.ui import icon

register = template.Library()
KEPT = 4000


@register.simple_tag
def nav_links(links: Iterable[Link]) -> SafeString:
    """Draw the places of one strand of the side bar."""
    return SafeString(
        "".join(
            [
                _nav_link(
                    link.url,
                    label=str(link.place.label),
                    drawn=link.place.icon,
                    key=link.place.key,
                    is_here=link.is_here,
                    count=_count(link.badge, link.place.tone),
                    count_url=link.count_url,
                    live=link.live,
                )
                for link in links
            ]
        )
    )


@lru_cache(maxsize=KEPT)
def _nav_link(
    url: str,
    *,
    label: str,
    drawn: str,
    key: str,
    is_here: bool,
    count: str,
    count_url: str,
    live: str,
) -> SafeString:
    if count_url:
        count = format_html(
            '<span class="count" data-live="{}" hx-get="{}" hx-trigger="tw-live" '
            'hx-swap="innerHTML">{}</span>',
            live,
            count_url,
            count,
        )
    return format_html(
        '<a class="nl" href="{}"{}{}>{}<span class="ell">{}</span>{}</a>\n',
        url,
        SafeString(' aria-current="page"' if is_here else ""),
        format_html(' data-go="{}"', key) if key else "",
        icon(drawn),
        label,
        count,
    )


@lru_cache(maxsize=KEPT)
def _count(count: int, tone: str) -> SafeString:
    if not count:
        return SafeString("")
    return format_html(
        '<span class="badge {}">{}</span>', tone, "999+" if count > 999 else str(count)
    )


@register.simple_tag
def menu_links(links: Iterable[Link], keys: str = "", *, modal: bool = False) -> SafeString:
    """Draw places as lines of a menu; with `keys` the first of the two that lead there."""
    return SafeString(
        "".join(
            [
                _menu_link(
                    link.url,
                    label=str(link.place.label),
                    drawn=link.place.icon,
                    key=link.place.key,
                    keys=keys,
                    modal=modal,
                )
                for link in links
            ]
        )
    )


@lru_cache(maxsize=KEPT)
def _menu_link(url: str, *, label: str, drawn: str, key: str, keys: str, modal: bool) -> SafeString:
    return format_html(
        '<a href="{}"{}>{}{}{}</a>\n',
        url,
        format_html(' data-modal data-key="{}"', key) if modal else "",
        icon(drawn),
        label,
        format_html('<span class="kbd">{} {}</span>', keys, key.upper()) if keys else "",
    )


@register.simple_tag
def go_keys(links: Iterable[Link]) -> SafeString:
    """Draw which keys lead to places, for those that have one."""
    return SafeString(
        "".join(
            [_go_key(link.place.key, str(link.place.label)) for link in links if link.place.key]
        )
    )


@lru_cache(maxsize=KEPT)
def _go_key(key: str, label: str) -> SafeString:
    return format_html(
        "<div><dt>{}</dt><dd>{}</dd></div>\n",
        format_html_join(
            "", '<span class="kbd">{}</span>', ((each,) for each in f"G{key.upper()}")
        ),
        label,
    )
