"""What is typed into the box for comments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.comments.models import TEXT_LENGTH


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Your comment"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write something first.")},
    )
    # What stood there when one began to correct it. Not `before`: in a form, a field of that name
    # takes the place of the method by which htmx puts the answer there.
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean_seen(self) -> str:
        seen: str = self.cleaned_data["seen"]
        return seen.replace("\r\n", "\n")
