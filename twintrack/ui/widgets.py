"""Fields that a plain form does not have."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from twintrack.ui.fields import keys_of

# Without JavaScript a list longer than this is of no use either.
SHOWN_AT_ONCE = 50


class Finder(forms.Select):
    """
    A choice among very many: finds on the server by what is typed, shows a few at first.

    With `creates`, what is typed may be a new one: the field is sent the text instead of a key.
    A form may narrow what is found by a `query` of its own.
    """

    def __init__(
        self, *, url_name: str, creates: bool = False, attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.url_name, self.creates = url_name, creates
        self.query: dict[str, Any] = {}

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        field = self.choices.field  # type: ignore[attr-defined]
        rows = list(field.queryset[:SHOWN_AT_ONCE])
        wanted = [each for each in value if each]
        keys = [str(each) for each in keys_of(wanted)]
        if keys and not {str(row.pk) for row in rows} & set(keys):
            rows += list(field.queryset.filter(pk__in=keys))
        label: Callable[[Any], str] = field.label_from_instance
        options = [("", "")] + [(str(row.pk), label(row)) for row in rows]
        options += [(text, text) for text in wanted if self.creates and not text.isdecimal()]
        group = [
            self.create_option(name, pk, text, pk in wanted, index)
            for index, (pk, text) in enumerate(options)
        ]
        return [(None, group, 0)]

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        return format_html(
            '<tw-combobox data-url="{}" data-hint="{}" data-empty="{}" data-failed="{}"{}>{}'
            "</tw-combobox>",
            reverse(self.url_name, query=self.query or None),
            _("Type to search"),
            _("Nothing found"),
            _("It could not be searched. You may have to sign in again in another tab."),
            self._creating(),
            super().render(name, value, attrs, renderer),
        )

    def _creating(self) -> SafeString:
        if not self.creates:
            return SafeString("")
        said = ' data-create data-create-label="{}" data-new-label="{}"'
        return format_html(said, _("New: “…”"), _("not known yet"))


class Chooser(forms.SelectMultiple):
    """Several out of a list: found by typing, shown as chips; a plain list without JavaScript."""

    def __init__(
        self, *, hint: Callable[[Any], object] | None = None, attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.hint = hint

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if self.hint and hasattr(value, "instance"):
            option["attrs"]["data-hint"] = str(self.hint(value.instance))
        return option

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        return format_html(
            '<tw-combobox data-empty="{}" data-remove="{}">{}</tw-combobox>',
            _("Nothing found"),
            _("Take out"),
            super().render(name, value, attrs, renderer),
        )


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FileChooser(forms.FileInput):
    """One file, chosen by a button in the page's language; browsers write theirs in their own."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        worn = {**(attrs or {}), "class": "sr"}
        none = _("No file chosen")
        return format_html(
            '<span class="file-choice">{}<label class="btn" for="{}">{}</label>'
            '<span class="dim t13" data-chosen="{}">{}</span></span>',
            super().render(name, value, worn, renderer),
            worn.get("id", ""),
            _("Choose a file"),
            none,
            none,
        )


class FilesField(forms.FileField):
    """Any number of files, also taken by a phone's camera."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Give the files as a list, empty ones refused."""
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in sent if each]
