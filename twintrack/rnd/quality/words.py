"""Limits of gates, and what they were held against, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LIMITS = {
    "min_pass_rate": (gettext_lazy("Pass rate"), gettext_lazy("at least %(wanted)s%%")),
    "min_changed_coverage": (
        gettext_lazy("Changed lines covered"),
        gettext_lazy("at least %(wanted)s%%"),
    ),
    "max_flaky_share": (gettext_lazy("Flaky"), gettext_lazy("at most %(wanted)s%%")),
    "max_blockers": (gettext_lazy("Open blockers"), gettext_lazy("at most %(wanted)s")),
}


def reason(told: dict[str, Any]) -> str:
    """Say what a limit asks for, and what there is."""
    name, wanted = LIMITS[told["limit"]]
    said = {"name": name, "wanted": wanted % {"wanted": told["wanted"]}, "n": told["n"]}
    if told["value"] is None:
        return _("%(name)s: too few to say (n = %(n)s), %(wanted)s") % said
    if told["limit"] == "max_blockers":
        return _("%(name)s %(value)s, %(wanted)s") % (said | {"value": told["value"]})
    return _("%(name)s %(value)s%% of %(n)s, %(wanted)s") % (said | {"value": told["value"]})
