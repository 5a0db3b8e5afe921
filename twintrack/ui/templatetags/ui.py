"""
Tags of the look; load with `{% load ui %}`.

{% icon "bulb" %} {% icon "bulb" "s" label="Idea" %}   an icon of the sprite; sizes s, l
{% avatar user "s" %}                                 initials on the person's colour
{% status obj.state obj.get_state_display %}          ring and words
{% status_pill state label %}                         the same as a coloured pill
{% pill "4 customers" "sales" icon="building" %}      a chip; tones rd sales helix ok warn bad line
{% priority 2 %}                                      bars, 1 is urgent
{% severity "blocker" label %}                        pill in the tone of the severity
{% number_chip "REQ-318" url %}                       a number people use, as a link
{% kind_icon "requirement" %}                         icon of an object kind, in its track's colour
{% ago moment %}                                      "6 minutes ago", exact time on hover
{{ date|day }} {{ date|short_day }} {{ moment|moment }}   dates of the reader's language
{{ names|listed }}                                    names one after the other, in its way
{{ titles|quoted:2 }}                                 the same in quotation marks, the first two
{% sparkline values hot=2 %}                          course of a number
{% course points %}                                  days with values as a chart with its scale
{% meter 86 "ok" %}                                   bar of a percentage
{% slot "banner" %}                                   what apps above put in a place of the shell
{% toasts messages %}                                 kept messages of the page
{% page_icon %}                                       the tab's icon
{% translate "Open" %}                                Django's own tag, quicker
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from twintrack.ui import figures, marks, slots, words

register = template.Library()
register.tag("translate", words.translate)
MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 7 * 86400
SPRITE = "ui/dist/icons.svg"
# Pages show the same few things again and again: so many drawings are kept.
KEPT = 2000
PRIORITIES = {
    1: gettext_lazy("Urgent"),
    2: gettext_lazy("High"),
    3: gettext_lazy("Medium"),
    4: gettext_lazy("Low"),
}
HUES = (262, 18, 200, 152, 338, 44, 226, 90, 300, 174)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw an icon; without a label it is decoration."""
    return _drawn(name, size, str(label))


# A page has fifty of them, and few are unlike.
@lru_cache(maxsize=1000)
def _drawn(name: str, size: str, label: str) -> SafeString:
    spoken = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<svg class="i {}" {}><use href="{}#{}"/></svg>',
        size,
        spoken,
        static(SPRITE),
        name,
    )


@register.filter
def listed(names: Iterable[object], most: int | None = None) -> str:
    """Name several one after the other; of more than `most` the others are counted."""
    return words.listed(names, most)


@register.filter
def quoted(names: Iterable[object], most: int | None = None) -> str:
    """Name several titles one after the other, each in quotation marks."""
    return words.quoted(names, most)


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """Draw a person's initials on a colour that stays theirs."""
    if person is None or not getattr(person, "pk", None):
        empty = _("No one")
        return format_html(
            '<span class="av none {}" role="img" aria-label="{}" data-tip="{}">{}</span>',
            size,
            empty,
            empty,
            icon("user"),
        )
    # Lists read no more of people than their names: what is not read is not asked for.
    if getattr(person, "__dict__", {}).get("is_service"):
        itself = str(person)
        return format_html(
            '<span class="av none {}" role="img" aria-label="{}" data-tip="{}">{}</span>',
            size,
            itself,
            itself,
            icon("robot"),
        )
    name = str(getattr(person, "name", "") or person)
    hue = HUES[int(person.pk) % len(HUES)]
    return format_html(
        '<span class="av {}" style="--h:{}" role="img" aria-label="{}" data-tip="{}">{}</span>',
        size,
        hue,
        name,
        name,
        initials(name),
    )


def initials(name: str) -> str:
    """Shorten a name: the last character of a Chinese one, the first letters of another."""
    name = name.strip()
    if not name:
        return "?"
    if not name.isascii():
        return name[-1]
    return "".join(word[0] for word in name.split()[:2]).upper()


@register.simple_tag
def status(state: str, label: str) -> SafeString:
    """Show a state as a ring that fills on the way, and its words."""
    return _status(str(state), str(label))


@lru_cache(maxsize=KEPT)
def _status(state: str, label: str) -> SafeString:
    ring, _tone = marks.MARKS.get(state, ("", ""))
    return format_html(
        '<span class="status"><span class="st {}" aria-hidden="true"></span>{}</span>',
        ring,
        label,
    )


@register.simple_tag
def status_pill(state: str, label: str) -> SafeString:
    """Show a state as a pill in its tone."""
    _ring, tone = marks.MARKS.get(str(state), ("", ""))
    return pill(label, tone)


@register.simple_tag
def pill(label: object, tone: str = "", icon: str = "", size: str = "s") -> SafeString:
    """Show a short fact as a chip."""
    # What is safe already must not be escaped again: it is not the same as its letters.
    return _pill(label if isinstance(label, SafeString) else str(label), tone, icon, size)


@lru_cache(maxsize=KEPT, typed=True)
def _pill(label: str, tone: str, icon: str, size: str) -> SafeString:
    drawn = _icon(icon, "s") if icon else ""
    return format_html('<span class="pill {} {}">{}{}</span>', size, tone, drawn, label)


_icon = icon


@register.simple_tag
def severity(code: str, label: str) -> SafeString:
    """Show how bad it is, in words and tone."""
    return pill(label, marks.SEVERITY_TONES.get(str(code), ""))


@register.simple_tag
def feedback_kind(code: str, label: str) -> SafeString:
    """Show whether it is a complaint, a wish, praise or a question."""
    shape, tone = marks.FEEDBACK_KINDS.get(str(code), ("message-2", ""))
    return pill(label, tone, icon=shape)


@register.simple_tag
def priority(level: int | None) -> SafeString:
    """Show a priority from 1 (urgent) to 4 (low)."""
    if level not in PRIORITIES:
        return SafeString('<span class="dim">—</span>')
    return _priority(level, str(PRIORITIES[level]))


@lru_cache(maxsize=KEPT)
def _priority(level: int, words: str) -> SafeString:
    return format_html(
        '<span class="prio" data-p="{}" role="img" aria-label="{}" data-tip="{}">'
        "<i></i><i></i><i></i></span>",
        level,
        words,
        words,
    )


@register.filter
def grouped(count: int) -> str:
    """Write a large count with its thousands apart, as both languages do."""
    return f"{count:,}"


@register.simple_tag
def number_chip(number: str, url: str = "") -> SafeString:
    """Show a number people use, as a link where it leads somewhere."""
    if not url:
        return format_html('<span class="key">{}</span>', number)
    return format_html('<a class="key" href="{}">{}</a>', url, number)


@register.simple_tag
def kind_icon(kind: str, size: str = "") -> SafeString:
    """Draw the icon of an object kind in the colour of its track."""
    name, track = marks.OBJECT_ICONS.get(str(kind), ("point", "hub"))
    return format_html('<span class="kind" data-track="{}">{}</span>', track, icon(name, size))


@register.filter
def kind_track(kind: str) -> str:
    """Name the track an object kind belongs to."""
    return marks.OBJECT_ICONS.get(str(kind), ("", "hub"))[1]


@register.simple_tag
def ago(moment: datetime | None) -> SafeString:
    """Say how long ago something was, with the exact time on hover."""
    if moment is None:
        return SafeString("")
    exact = moment_text(moment)
    return format_html(
        '<time datetime="{}" data-tip="{}">{}</time>',
        moment.isoformat(),
        exact,
        _since(moment),
    )


def _since(moment: datetime) -> str:
    seconds = (timezone.now() - moment).total_seconds()
    if -MINUTE < seconds < MINUTE:
        return _("just now")
    if seconds < 0 or seconds > WEEK:
        return short_day(timezone.localtime(moment).date())
    if seconds < HOUR:
        minutes = int(seconds // MINUTE)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if seconds < DAY:
        hours = int(seconds // HOUR)
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    days = int(seconds // DAY)
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date: 2026-11-24, or 24 Nov 2026."""
    return _write(value, "{0:%Y-%m-%d}", "{0.day} {0:%b %Y}")


@register.filter
def short_day(value: date | datetime | None) -> str:
    """Write a date without its year when that is the present one."""
    if value is None:
        return ""
    if _as_date(value).year != timezone.localdate().year:
        return day(value)
    return _write(value, "{0:%m-%d}", "{0.day} {0:%b}")


@register.filter
def month(value: date | None) -> str:
    """Write a month: 2026 年 11 月, or Nov 2026."""
    return _write(value, "{0:%Y} 年 {0.month} 月", "{0:%b %Y}")


@register.filter(name="moment")
def moment_text(value: datetime | None) -> str:
    """Write a point in time: 2026-11-24 09:14, or 24 Nov 2026, 09:14."""
    return _write(value, "{0:%Y-%m-%d %H:%M}", "{0.day} {0:%b %Y, %H:%M}")


def _as_date(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _write(value: date | datetime | None, chinese: str, english: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    is_english = (get_language() or "").startswith("en")
    return (english if is_english else chinese).format(value)


@register.filter
def days_from_today(value: date | None) -> str:
    """Say how far a day is: in 3 days, today, 2 days late."""
    if value is None:
        return ""
    days = (_as_date(value) - timezone.localdate()).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}


@register.simple_tag
def sparkline(values: list[float], **look: Any) -> SafeString:
    """Draw the course of a number."""
    return figures.sparkline(values, **look)


@register.simple_tag
def course(points: list[tuple[date, float]]) -> SafeString:
    """Draw a number over time with its scale; the page shows the same as a table."""
    return figures.course([(short_day(each), value) for each, value in points])


@register.simple_tag
def meter(percent: float, tone: str = "", unit: str = "") -> SafeString:
    """Draw a percentage as a bar, with the number beside it."""
    share = max(0, min(100, round(percent or 0)))
    return format_html(
        '<span class="row"><span class="meter {}"><i style="width:{}%"></i></span>'
        '<span class="num t12 ink2">{}{}</span></span>',
        tone,
        share,
        share,
        unit,
    )


@register.simple_tag(takes_context=True)
def slot(context: Any, name: str) -> SafeString:
    """Show what apps above put in a place of the shell."""
    request = context.get("request")
    return slots.fill_slot(name, request) if request else SafeString("")


@register.inclusion_tag("ui/_toasts.html")
def toasts(messages: Any) -> dict[str, Any]:
    """Show the messages kept for this page."""
    return {"kept": list(messages or ())}


@register.simple_tag
def page_icon() -> SafeString:
    """Give the browser tab the two strands."""
    drawing = (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
        "%3Cpath d='M8 4c0 12 16 12 16 24' fill='none' stroke='%234755e0' stroke-width='4'/%3E"
        "%3Cpath d='M24 4C24 16 8 16 8 28' fill='none' stroke='%230a8f8b' stroke-width='4'/%3E"
        "%3C/svg%3E"
    )
    # A constant of this file: nothing in it comes from a reader.
    return mark_safe(f'<link rel="icon" href="{drawing}">')
