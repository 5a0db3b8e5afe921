"""Tells the ledger's entries in the reader's language."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from twintrack.foundation.ledger.models import Entry


def told(entry: Entry) -> SafeString:
    """Tell an entry in the reader's language, by the template of its kind."""
    app = type(entry.event).__module__.split(".")[-2]
    template = f"{app}/events/{entry.kind.replace('.', '_')}.html"
    html = render_to_string(template, {"entry": entry, "event": entry.event})
    # A rendered template: what people typed was escaped there.
    return mark_safe(html)
