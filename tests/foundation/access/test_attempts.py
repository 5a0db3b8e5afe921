"""What is refused is said beside the field that it is about, and nothing else is swallowed."""

import pytest
from django import forms
from django.http import QueryDict

from twintrack.foundation.access.attempts import attempt
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


def test_what_is_done_leaves_the_form_as_it_is() -> None:
    form, done = filled(), []

    with attempt(form):
        done.append("done")

    assert done
    assert not form.errors


def test_a_refusal_stands_beside_the_field_or_the_first_one_that_knows_its_kind() -> None:
    for beside in ("name", {NameTaken: "name", Refusal: None}):
        form = filled()
        with attempt(form, beside):
            raise NameTaken
        assert form.errors["name"] == ["taken"]


def test_a_refusal_about_no_field_stands_above_the_form() -> None:
    form = filled()

    with attempt(form):
        raise NameTaken

    assert form.non_field_errors() == ["taken"]


def test_an_edit_that_somebody_came_before_shows_both_versions() -> None:
    form = filled()

    with attempt(form, "name"):
        raise StaleEdit(field="name", current="theirs", attempted="mine")

    assert form["name"].value() == "mine"
    assert "theirs" in str(form.errors["name"])


@pytest.mark.parametrize("refusal", [NotThere(), NotAllowed(Act.USE)])
def test_what_no_kind_is_named_of_goes_on_to_the_page_that_says_it(refusal: Refusal) -> None:
    with pytest.raises(type(refusal)), attempt(filled(), {NameTaken: "name"}):
        raise refusal


def test_what_is_not_allowed_goes_on_whatever_is_named() -> None:
    with pytest.raises(NotAllowed), attempt(filled()):
        raise NotAllowed
