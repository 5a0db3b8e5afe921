"""Fills the drafts of a template with what a plan is about."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLACE = re.compile(r"\{(\w+)\}")
# What a template may name, with what it stands for; shown where a template is edited.
PLACES: dict[str, str | Promise] = {
    "customer": _("the customer's name"),
    "what_was_built": _("the titles of what this customer asked for"),
    "requirement": _("their numbers"),
    "value": _("the acceptance criteria that are met: what may be shown with figures"),
    "milestone": _("the milestone's name"),
    "product": _("the product's name"),
}
# The same in a word or two, for lists of steps.
NAMES: dict[str, str | Promise] = {
    "customer": _("customer"),
    "what_was_built": _("what was built"),
    "requirement": _("requirement"),
    "value": _("figures"),
    "milestone": _("milestone"),
    "product": _("product"),
}


def fill(text: str, values: Mapping[str, str]) -> str:
    """
    Put values in the places of a draft.

    A place that is not known, or of which nothing is known yet, stays as it was typed: whoever
    sends the text sees what is missing.
    """
    return PLACE.sub(lambda found: values.get(found[1]) or found[0], text)
