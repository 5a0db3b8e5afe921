"""Fills the drafts of a template with what a plan is about."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext
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


# A blank that parts two Chinese words, as where a name was filled in.
BLANK = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) +(?=[\u4e00-\u9fff])")


CHINESE = re.compile(r"[\u4e00-\u9fff]")


def fill(text: str, values: Mapping[str, Sequence[str]]) -> str:
    """
    Put values in the places of a draft, parted and spaced as its own language does.

    A place of which nothing is known yet stays: it is shown as a gap until it is filled in.
    """
    parted = "；" if CHINESE.search(text) else "; "
    filled = PLACE.sub(lambda found: parted.join(values.get(found[1], ())) or found[0], text)
    return BLANK.sub("", filled)


def unknown_places(texts: Iterable[str]) -> list[str]:
    """List what stands in braces in texts of a template, and is nothing that can be filled in."""
    named = (place for text in texts for place in PLACE.findall(text))
    return list(dict.fromkeys(place for place in named if place not in PLACES))


def gaps_in(text: str) -> list[str]:
    """Name what is still missing in a draft, each once, in the reader's language."""
    return list(dict.fromkeys(str(NAMES.get(place, place)) for place in PLACE.findall(text)))


def mark_gaps(text: str) -> str:
    """Say in words where something is missing, instead of the place as it was typed."""
    return PLACE.sub(
        lambda found: gettext("[to fill in: %(what)s]") % {"what": NAMES.get(found[1], found[1])},
        text,
    )
