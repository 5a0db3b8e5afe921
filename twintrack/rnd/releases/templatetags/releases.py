"""
How releases are shown; load with `{% load releases %}`.

{{ event.code|gate_label }}   the name of a gate in the reader's language
{{ notes.body|notes }}        release notes as HTML
{% scope_bar scope %}         the share of a scope that is done, as a bar without its number
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from twintrack.rnd.releases.gates import find_gate
from twintrack.rnd.releases.markup import draw_notes
from twintrack.rnd.releases.scope import Scope

register = template.Library()


@register.filter
def gate_label(code: str) -> str:
    """Name a gate; one that is there no longer by its code."""
    gate = find_gate(code)
    return str(gate.label) if gate else code


@register.filter
def notes(text: str) -> SafeString:
    """Draw release notes."""
    return draw_notes(text)


@register.simple_tag
def scope_bar(scope: Scope) -> SafeString:
    """Draw the share that is done; the counts beside it say the same."""
    return format_html(
        '<span class="meter ok" aria-hidden="true"><i style="width:{}%"></i></span>', scope.percent
    )
