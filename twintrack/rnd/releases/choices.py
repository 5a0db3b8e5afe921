"""Fields in which one chooses a release."""

from django import forms
from django.utils.translation import gettext_lazy

from twintrack.rnd.releases.models import Release
from twintrack.ui.templatetags.ui import day


class ReleaseField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of several releases, each with its state and the day it is expected."""

    def label_from_instance(self, release: Release) -> str:
        parts = [f"{release.product.name} {release.name}", release.get_state_display()]
        if release.expected_on:
            parts.append(day(release.expected_on))
        return " · ".join(str(each) for each in parts)


def why_late() -> forms.CharField:
    """Make the field that asks why a frozen release changes."""
    return forms.CharField(
        label=gettext_lazy("Why so late"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "Needed where the release is frozen; it stands in its late changes."
        ),
    )
