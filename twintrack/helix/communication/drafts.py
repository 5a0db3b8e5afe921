"""Fills the drafts of a template with what a plan is about."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{(\w+)\}")
# What a template may name; shown beside the fields where it is edited.
PLACES = ("customer", "what_was_built", "requirement", "milestone", "product")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in the places of a draft; a place that is not known stays as it was typed."""
    return PLACE.sub(lambda found: values.get(found[1], found[0]), text)
