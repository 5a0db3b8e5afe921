"""Fields that a plain form does not have."""

from datetime import date
from operator import attrgetter

import pytest
from django import forms
from django.apps import apps
from django.utils import translation

from tests.factories.people import make_user
from twintrack.foundation.people.models import User
from twintrack.ui.widgets import Chooser


class AskForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), widget=Chooser(hint=attrgetter("title"))
    )


@pytest.mark.django_db
def test_several_people_are_found_by_typing_and_told_apart_by_what_they_do() -> None:
    zhao = make_user(name="Zhao", title="Key accounts")
    form = AskForm(initial={"people": [zhao.pk]})
    form.fields["people"].queryset = User.objects.filter(pk=zhao.pk)  # type: ignore[attr-defined]

    with translation.override("zh-hans"):
        field = str(form["people"])

    assert '<tw-combobox data-empty="没有找到" data-remove="移除">' in field
    assert f'<option value="{zhao.pk}" selected data-hint="Key accounts">Zhao</option>' in field


def forms_of_the_product() -> list[type[forms.BaseForm]]:
    apps.check_apps_ready()
    found, waiting = [], [forms.BaseForm]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if each.__module__.startswith("twintrack."):
                found.append(each)
    return found


def test_a_stored_day_shows_in_every_field_for_days() -> None:
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    fields = {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in forms_of_the_product()
        for name, field in form.base_fields.items()  # type: ignore[attr-defined]
        if isinstance(field, forms.DateField) and not field.widget.is_hidden
    }

    assert len(fields) >= 8
    # Browsers read a day in this form alone, whatever the reader's language.
    with translation.override("zh-hans"):
        for name, field in fields.items():
            shown = field.widget.format_value(date(2026, 11, 5))
            assert shown == "2026-11-05", name
            assert field.widget.attrs.get("type", field.widget.input_type) == "date", name
