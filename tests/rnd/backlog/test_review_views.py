"""Reviews on pages: asking, answering, deciding, taking back, one after the other."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.models import Opinion, Requirement
from twintrack.rnd.backlog.operations import Question

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def region(name: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": f"div#{name}"}


def ask(requirement: Requirement, *reviewers: User, by: User) -> None:
    operations.ask_for_review(
        requirement=requirement, question=Question(reviewers=reviewers), by=by, at=AT
    )


def test_reviewers_are_asked_in_a_dialog_and_see_what_waits_for_them(
    manager: Client, lin: User
) -> None:
    zhao = make_user(Role.SALESPERSON, name="Zhao")
    requirement = make_requirement(title="Reel change")
    url = f"/requirements/{requirement.number}/review/"

    dialog = manager.get(url, headers=region("modal-body")).content.decode()
    nobody = manager.post(url, {"due_on": "2027-01-01"}, headers=region("modal-body"))
    past = manager.post(url, {"reviewers": [zhao.pk], "due_on": "2020-01-01"})
    asked = manager.post(
        url, {"reviewers": [zhao.pk], "due_on": "2099-01-01"}, headers=region("modal-body")
    )

    assert "Zhao" in dialog
    assert "<html" not in dialog
    assert [nobody.status_code, past.status_code] == [422, 422]
    assert asked.headers["HX-Redirect"] == f"/requirements/{requirement.number}/"
    assert f'value="{zhao.pk}" selected' in manager.get(url).content.decode()
    sales = Client()
    sales.force_login(zhao)
    assert "Reel change" in sales.get("/reviews/?for=me").content.decode()
    assert sales.get("/places/review-list/count/").content.decode().strip().startswith("<span")


def test_who_only_gives_opinions_comes_to_those_asked_of_them(lin: User) -> None:
    zhao = make_user(Role.SALESPERSON)
    ask(make_requirement(title="Asked of Zhao"), zhao, by=lin)
    make_requirement(title="Asked of nobody")
    sales = Client()
    sales.force_login(zhao)

    assert "Asked of nobody" not in sales.get("/reviews/").content.decode()
    assert "Asked of nobody" in sales.get("/reviews/?order=value").content.decode()


def test_the_number_beside_the_title_follows_the_queue(manager: Client) -> None:
    make_requirement()
    again = manager.get("/reviews/", headers=region("queue")).content.decode()

    assert '<hx-partial hx-target="#list-count" hx-swap="innerHTML">1</hx-partial>' in again


def test_a_reviewer_gives_an_opinion_on_the_page(client: Client, lin: User) -> None:
    zhao = make_user(Role.SALESPERSON)
    client.force_login(zhao)
    requirement = make_requirement()
    ask(requirement, zhao, by=lin)
    url = f"/requirements/{requirement.number}/"
    numbers = {"reach": "4", "impact": "2", "confidence": "80", "effort": "1"}

    empty = client.post(url + "opinion/", {"comment": "hm"}, headers=region("review"))
    half = client.post(url + "opinion/", {"verdict": "for", "reach": "4"})
    given = client.post(
        url + "opinion/",
        {"verdict": "for", "comment": "weekly"} | numbers,
        headers=region("review"),
    )
    again = client.get(f"{url}?opinion=mine", headers=region("review")).content.decode()

    assert [empty.status_code, half.status_code, given.status_code] == [422, 422, 200]
    assert "weekly" in given.content.decode()
    assert 'value="for"' in again
    assert Opinion.objects.get().effort == 1


def test_who_was_not_asked_is_told_so(client: Client, lin: User) -> None:
    client.force_login(make_user(Role.SALESPERSON))
    requirement = make_requirement()
    ask(requirement, make_user(Role.ENGINEER), by=lin)

    answer = client.post(f"/requirements/{requirement.number}/opinion/", {"verdict": "for"})

    assert answer.status_code == 422
    assert "not asked for" in answer.content.decode()


def test_a_decision_on_the_page_can_be_taken_back(manager: Client) -> None:
    requirement = make_requirement()
    url = f"/requirements/{requirement.number}/"

    form = manager.get(f"{url}?decide=deferred", headers=region("review")).content.decode()
    decided = manager.post(
        url + "decision/",
        {"decision": "deferred", "reason": "after the fair", "revisit_on": "2099-01-15"},
        headers=region("review"),
    )
    undone = manager.post(url + "decision/undo/", headers=region("review"))
    nothing = manager.post(url + "decision/undo/", follow=True)

    assert 'name="revisit_on"' in form
    assert url + "decision/undo/" in decided.headers["HX-Trigger"]
    assert "after the fair" in decided.content.decode()
    assert "taken back by Lin" in undone.content.decode()
    assert 'class="toast bad"' in nothing.content.decode()
    requirement.refresh_from_db()
    assert (requirement.state, requirement.revisit_on) == ("proposed", None)


def test_a_review_is_withdrawn_on_the_page(manager: Client, lin: User) -> None:
    requirement = make_requirement()
    ask(requirement, make_user(Role.ENGINEER), by=lin)
    url = f"/requirements/{requirement.number}/review/withdrawal/"

    manager.post(url, headers=region("review"))
    twice = manager.post(url, follow=True)

    requirement.refresh_from_db()
    assert requirement.state == "proposed"
    assert 'class="toast bad"' in twice.content.decode()


def test_four_numbers_say_what_they_come_to_while_they_are_typed(manager: Client) -> None:
    numbers = {"reach": "4", "impact": "3", "confidence": "80", "effort": "0.5"}

    whole = manager.get("/requirements/score/", numbers).content.decode()
    half = manager.get("/requirements/score/", {"reach": "4"}).content.decode()

    assert "RICE 19.2" in whole
    assert "RICE" not in half


def test_the_queue_begins_with_a_sentence_and_the_most_valuable(manager: Client) -> None:
    make_requirement(value_score=10, revenue=2_000_000, title="Low")
    make_requirement(
        value_score=90, revenue=10_000_000, title="High", created_at=AT - timedelta(days=900)
    )
    make_requirement(state="accepted", title="Decided")
    make_requirement(product=make_product(reach="teams"), title="Hidden")

    page = manager.get("/reviews/").content.decode()
    oldest_last = manager.get("/reviews/?order=waiting").content.decode()

    assert "<b>2</b> requirements wait for a decision; the oldest for" in page
    assert page.index("High") < page.index("Low")
    assert "Decided" not in page
    assert "Hidden" not in page
    assert oldest_last.index("High") < oldest_last.index("Low")


def test_an_empty_queue_says_so(manager: Client) -> None:
    assert "Nothing waits for a decision" in manager.get("/reviews/").content.decode()


def test_a_row_is_shown_beside_the_queue(manager: Client) -> None:
    requirement = make_requirement(title="Reel change")
    url = f"/reviews/{requirement.number}/"

    pane = manager.get(url, headers=region("judged")).content.decode()
    form = manager.get(f"{url}?decide=accepted", headers=region("judged")).content.decode()
    plain = manager.get(url)

    assert "Reel change" in pane
    assert "<html" not in pane
    assert 'name="reason"' in form
    assert plain.headers["Location"] == f"/reviews/?chosen={requirement.number}"
    assert "Reel change" in manager.get(plain.headers["Location"]).content.decode()
    assert manager.get("/reviews/REQ-none/").status_code == 404


def test_links_lead_to_the_shown_one_even_before_the_page_listens(manager: Client) -> None:
    make_requirement(value_score=90)
    low = make_requirement(value_score=10)
    shown = manager.get(f"/reviews/?chosen={low.number}").content.decode()

    for asked in ("decide=accepted", "score=1"):
        link = f"/reviews/{low.number}/?{asked}"
        assert f'href="{link}"' in shown
        form = manager.get(link, follow=True).content.decode()
        assert (
            f'action="/reviews/{low.number}/{"score" if "score" in asked else "decision"}/"' in form
        )


def test_after_a_decision_the_next_one_is_shown(manager: Client) -> None:
    first, second = make_requirement(value_score=90), make_requirement(value_score=10)
    url = f"/reviews/{first.number}/decision/"

    refused = manager.post(url, {"decision": "accepted", "reason": " "}, headers=region("desk"))
    plain_refused = manager.post(url, {"decision": "accepted"})
    went_on = manager.post(url, {"decision": "accepted", "reason": "yes"}, headers=region("desk"))
    plain = manager.post(
        f"/reviews/{second.number}/decision/", {"decision": "rejected", "reason": "no"}
    )

    assert [refused.status_code, plain_refused.status_code] == [422, 422]
    desk = went_on.content.decode()
    assert f'data-number="{first.number}"' not in desk
    assert f"/reviews/{second.number}/decision/" not in desk.split("data-number")[0]
    assert "data-goes-on" in desk
    assert f"/requirements/{first.number}/decision/undo/" in went_on.headers["HX-Trigger"]
    assert plain.headers["Location"] == "/reviews/"


def test_a_score_in_the_queue_ranks_at_once(manager: Client) -> None:
    requirement = make_requirement()
    url = f"/reviews/{requirement.number}/score/"
    numbers = {"reach": "4", "impact": "3", "confidence": "80", "effort": "0.5"}

    wrong = manager.post(url, {"reach": "x"}, headers=region("desk"))
    kept = manager.post(url, numbers, headers=region("desk"))
    plain = manager.post(url, numbers)

    assert [wrong.status_code, kept.status_code, plain.status_code] == [422, 200, 302]
    requirement.refresh_from_db()
    assert requirement.value_score == 44


def test_the_queue_costs_the_same_for_three_and_for_thirty(manager: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            manager.get("/reviews/")
        return len(queries)

    manager.get("/reviews/")  # the first page after the start asks whether anybody is in
    for _ in range(3):
        make_requirement()
    few = cost()
    for _ in range(27):
        make_requirement()

    assert cost() == few


def test_two_are_merged_in_a_dialog_and_taken_apart_again(manager: Client) -> None:
    product = make_product()
    target, source = make_requirement(product=product), make_requirement(product=product)
    other = make_requirement()
    url = f"/requirements/merge/?pk={source.pk}"

    dialog = manager.get(url, headers=region("modal-body")).content.decode()
    refused = manager.post(
        "/requirements/merge/",
        {"pk": source.pk, "target": other.pk},
        headers=region("modal-body"),
    )
    merged = manager.post(
        "/requirements/merge/", {"pk": [source.pk, target.pk], "target": target.pk}, follow=True
    )

    assert source.number in dialog
    assert refused.status_code == 422
    assert "different products" in refused.content.decode()
    undo_url = f"/requirements/unmerge/?pk={source.pk}"
    assert undo_url in merged.content.decode()
    assert manager.post(undo_url, headers={"HX-Request": "true"}).status_code == 204
    source.refresh_from_db()
    assert source.state == "proposed"
    again = manager.post(undo_url)
    assert again.status_code == 302
    assert manager.get("/requirements/merge/?pk=999999").status_code == 404
    assert manager.post("/requirements/unmerge/?pk=x").status_code == 404


def test_targets_are_found_by_number_and_title(manager: Client) -> None:
    tension = make_requirement(title="Tension jumps")
    make_requirement(title="Reports")
    make_requirement(title="Tension merged", state="merged")

    found = manager.get("/requirements/targets/?q=tension").json()["items"]

    assert [item["value"] for item in found] == [str(tension.pk)]
    by_number = manager.get(f"/requirements/targets/?q={tension.number}").json()["items"]
    assert len(by_number) == 1


def test_a_requirement_is_split_in_a_dialog(manager: Client) -> None:
    requirement = make_requirement()
    url = f"/requirements/{requirement.number}/parts/"

    none = manager.post(url, {"titles": "  \n "}, headers=region("modal-body"))
    long = manager.post(url, {"titles": "x" * 201})
    page = manager.post(url, {"titles": "Sensor\n\nScreen\n"}, follow=True).content.decode()

    assert [none.status_code, long.status_code] == [422, 422]
    assert list(requirement.parts.order_by("pk").values_list("title", flat=True)) == [
        "Sensor",
        "Screen",
    ]
    assert "Sensor" in page
    part = requirement.parts.first()
    assert part is not None
    assert requirement.number in manager.get(f"/requirements/{part.number}/").content.decode()


def test_who_may_not_merge_or_split_is_told_so(client: Client) -> None:
    client.force_login(make_user(Role.SALESPERSON))
    one, two = make_requirement(), make_requirement()

    merged = client.post("/requirements/merge/", {"pk": one.pk, "target": two.pk})
    split = client.post(f"/requirements/{one.number}/parts/", {"titles": "A"})
    asked = client.post(
        f"/requirements/{one.number}/review/", {"reviewers": [make_user(Role.ENGINEER).pk]}
    )

    assert [merged.status_code, split.status_code, asked.status_code] == [403, 403, 403]
