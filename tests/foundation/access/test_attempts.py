"""What is refused is said beside the field that it is about, and nothing else is swallowed."""

import pytest
from django import forms
from django.http import QueryDict

from twintrack.foundation.access.attempts import accepted
from twintrack.foundation.access.refusals import NotAllowed, NotThere, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act
from twintrack.ui.edits import EditForm


class NameTaken(Refusal):
    message = "taken"


class NameForm(EditForm):
    name = forms.CharField()


def filled() -> NameForm:
    form = NameForm(QueryDict("name=mine&initial-name=old"))
    assert form.is_valid()
    return form


def refuse(refusal: Exception) -> None:
    raise refusal


def test_what_is_done_leaves_the_form_as_it_is() -> None:
    form = filled()

    assert accepted(form, lambda: None)
    assert not form.errors


def test_a_refusal_stands_beside_the_first_field_that_knows_its_kind() -> None:
    form = filled()

    assert not accepted(form, lambda: refuse(NameTaken()), beside={NameTaken: "name"})
    assert form.errors["name"] == ["taken"]


def test_an_edit_that_somebody_came_before_shows_both_versions() -> None:
    form = filled()
    stale = StaleEdit(field="name", current="theirs", attempted="mine")

    assert not accepted(form, lambda: refuse(stale), beside={Refusal: "name"})
    assert form["name"].value() == "mine"
    assert "theirs" in str(form.errors["name"])


@pytest.mark.parametrize("refusal", [NotThere(), NotAllowed(Act.USE)])
def test_what_is_about_no_field_goes_on_to_the_page_that_says_it(refusal: Refusal) -> None:
    with pytest.raises(type(refusal)):
        accepted(filled(), lambda: refuse(refusal), beside={NameTaken: "name"})
