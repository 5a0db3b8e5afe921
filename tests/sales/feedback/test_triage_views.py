"""What the keys of the inbox do, told with an undo, with JavaScript and without."""

import json

import pytest
from django.test import Client

from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.models import Feedback

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
DIALOG = {"HX-Request": "true", "HX-Target": "div#modal-body"}


@pytest.fixture
def lin() -> User:
    return make_user(Role.PRODUCT_MANAGER)


@pytest.fixture
def desk(client: Client, lin: User) -> Client:
    client.force_login(lin)
    return client


def told(answer: object) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(answer.headers["HX-Trigger"])  # type: ignore[attr-defined]
    return found


def fresh(feedback: Feedback) -> Feedback:
    return Feedback.objects.get(pk=feedback.pk)


def test_one_key_sends_to_r_and_d_and_the_toast_takes_it_back(desk: Client) -> None:
    feedback = make_feedback()
    url = f"/feedback/{feedback.number}/triage/"

    done = told(desk.post(url, headers=HTMX))
    assert fresh(feedback).state == "triaged"
    assert done["inbox-done"]["pk"] == str(feedback.pk)

    desk.post(done["toast"]["undo"], headers=HTMX)
    assert fresh(feedback).state == "new"


def test_without_javascript_one_lands_on_the_page_of_the_feedback(desk: Client) -> None:
    feedback = make_feedback()

    page = desk.post(f"/feedback/{feedback.number}/withdrawal/", follow=True)

    assert page.redirect_chain[-1][0] == f"/feedback/{feedback.number}/"
    assert "is withdrawn" in page.content.decode()


def test_withdrawing_twice_says_why_not(desk: Client) -> None:
    feedback = make_feedback(state="withdrawn")

    answer = desk.post(f"/feedback/{feedback.number}/withdrawal/", headers=HTMX)

    assert answer.status_code == 409
    assert told(answer)["toast"]["tone"] == "bad"


def test_an_answer_is_written_in_a_dialog_and_not_left_empty(desk: Client) -> None:
    feedback = make_feedback()
    url = f"/feedback/{feedback.number}/answer/"

    assert "<textarea" in desk.get(url, headers=DIALOG).content.decode()
    empty = desk.post(url, {"note": ""}, headers=DIALOG)
    done = desk.post(url, {"note": "See page 12"}, headers=DIALOG)

    assert empty.status_code == 422
    assert "modal-close" in told(done)
    assert fresh(feedback).note == "See page 12"


def test_a_duplicate_is_chosen_among_what_the_same_customer_said(desk: Client) -> None:
    feedback = make_feedback()
    original = make_feedback(customer=feedback.customer, product=feedback.product)
    url = f"/feedback/{feedback.number}/duplicate/"

    form = desk.get(url, headers=DIALOG).content.decode()
    none = desk.post(url, {"original": ""}, headers=DIALOG)
    done = told(desk.post(url, {"original": original.pk}, headers=DIALOG))

    assert original.number in form
    assert none.status_code == 422
    assert fresh(feedback).duplicate_of == original
    desk.post(done["toast"]["undo"], headers=HTMX)
    assert fresh(feedback).duplicate_of is None


def test_severity_kind_and_owner_are_changed_where_one_reads(desk: Client, lin: User) -> None:
    feedback = make_feedback()
    url = f"/feedback/{feedback.number}/"

    changed = told(desk.post(f"{url}class/", {"severity": "blocker"}, headers=HTMX))
    desk.post(f"{url}class/", {"kind": "praise"}, headers=HTMX)
    desk.post(f"{url}owner/", {"owner": lin.pk}, headers=HTMX)

    now = fresh(feedback)
    assert (now.severity, now.kind, now.owner) == ("blocker", "praise", lin)
    assert "inbox-changed" in changed


def test_several_are_done_at_once_and_taken_back_at_once(desk: Client, lin: User) -> None:
    both = [make_feedback(), make_feedback()]
    pks = [each.pk for each in both]

    done = told(desk.post("/feedback/bulk/", {"act": "rnd", "pk": pks}, headers=HTMX))
    assert {fresh(each).state for each in both} == {"triaged"}
    desk.post(done["toast"]["undo"], headers=HTMX)
    assert {fresh(each).state for each in both} == {"new"}

    gone = told(desk.post("/feedback/bulk/", {"act": "withdraw", "pk": pks}, headers=HTMX))
    desk.post(gone["toast"]["undo"], headers=HTMX)
    desk.post("/feedback/bulk/", {"act": "classify", "severity": "minor", "pk": pks}, headers=HTMX)
    desk.post("/feedback/bulk/", {"act": "assign", "owner": lin.pk, "pk": pks}, headers=HTMX)
    assert {(fresh(each).severity, fresh(each).owner) for each in both} == {("minor", lin)}


def test_nothing_chosen_is_said(desk: Client) -> None:
    answer = desk.post("/feedback/bulk/", {"act": "rnd"}, headers=HTMX)

    assert answer.status_code == 422


def test_engineers_triage_nothing(client: Client) -> None:
    client.force_login(make_user(Role.ENGINEER))
    feedback = make_feedback()
    url = f"/feedback/{feedback.number}"

    for part in ("triage", "answer", "duplicate", "withdrawal", "class", "owner"):
        data = {"note": "x", "severity": "minor", "owner": feedback.owner_id}
        answer = client.post(f"{url}/{part}/", data, headers=HTMX)
        assert answer.status_code == 403, part
    chosen = {"act": "rnd", "pk": [feedback.pk]}
    assert client.post("/feedback/bulk/", chosen, headers=HTMX).status_code == 403
    assert fresh(feedback).state == "new"


def test_what_is_with_r_and_d_is_confirmed_and_not_sent_there_again(desk: Client) -> None:
    feedback = make_feedback(state="linked")
    url = f"/feedback/{feedback.number}/"

    page, preview = desk.get(url).content.decode(), desk.get(f"{url}preview/").content.decode()
    done = told(desk.post(f"{url}triage/", headers=HTMX))

    for shown in (page, preview):
        assert "Confirm triage" in shown
        assert "To R&amp;D" not in shown.replace("&amp;amp;", "&amp;").split("bulk")[0]
    assert "To confirm" in page
    assert done["toast"]["text"] == f"{feedback.number} is confirmed."
    assert "To confirm" not in desk.get(url).content.decode()


def test_the_whole_page_offers_what_the_preview_does(desk: Client) -> None:
    feedback = make_feedback()
    url = f"/feedback/{feedback.number}/"

    page = desk.get(url).content.decode()
    desk.post(f"{url}triage/")
    triaged = desk.get(url).content.decode()

    for act in ("triage", "duplicate", "answer", "withdrawal"):
        assert f'"{url}{act}/"' in page
    assert "Mark as resolved" in page
    assert f'"{url}triage/undo/"' in triaged
    assert f'action="{url}triage/"' not in triaged


def test_who_may_not_triage_is_offered_nothing(client: Client) -> None:
    client.force_login(make_user(Role.ENGINEER))
    feedback = make_feedback()

    page = client.get(f"/feedback/{feedback.number}/").content.decode()

    assert "triage-menu" not in page
