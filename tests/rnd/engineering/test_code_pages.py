"""Pages of pull requests, deployments and web hooks: what they show, and to whom."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.connectors.payloads import github
from tests.factories.backlog import make_requirement
from tests.factories.histories import History, make_repository, read
from tests.factories.hooks import AT, Sender, make_deployment, make_pipeline, make_pull
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.queries import queries_of
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.models import (
    Deployment,
    Hook,
    HookDelivery,
    HostLogin,
    PullRequestLink,
    ReviewFact,
    ReviewRequested,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "div#rows"}
DIALOG = {"HX-Request": "true", "HX-Target": "div#modal-body"}


@pytest.fixture
def me() -> User:
    return make_user(Role.RND_LEAD, name="Lea")


@pytest.fixture
def lead(client: Client, me: User) -> Client:
    client.force_login(me)
    return client


def text(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_the_list_begins_with_ones_own_and_then_what_waits_longest(lead: Client, me: User) -> None:
    repository = make_repository("/x", name="core")
    old = make_pull(repository, title="Oldest", opened_at=AT - timedelta(days=9))
    make_pull(repository, title="Younger", opened_at=AT - timedelta(days=2))
    asked = make_pull(repository, title="For me", opened_at=AT)
    ReviewRequested.objects.create(pull_request=asked, person=me, asked_at=AT)
    make_pull(repository, title="Own words", opened_at=AT, author=me)
    make_pull(repository, title="Reviewed", waits_since=None, last_review_at=AT)
    make_pull(repository, title="Gone", state="merged", merged_at=AT)
    requirement = make_requirement(number="REQ-3")
    PullRequestLink.objects.create(pull_request=old, requirement=requirement, named_in="title")

    shown = text(lead.get("/pull-requests/"))

    places = [shown.index(each) for each in ("For me", "Own words", "Oldest", "Younger")]
    assert places == sorted(places)
    assert "4 pull requests wait for a review" in shown
    assert "1 of them waits for you" in shown
    assert "REQ-3" in shown
    assert "Reviewed" not in shown
    assert "Gone" in text(lead.get("/pull-requests/?view=merged"))
    assert "Reviewed" in text(lead.get("/pull-requests/?view=open", headers=HTMX))
    assert "For me" not in text(lead.get("/pull-requests/?q=young", headers=HTMX))
    assert lead.get("/pull-requests/?waiting=5", headers=HTMX).status_code == 200
    assert "1 pull request waits for your review" in text(lead.get("/"))
    mine = text(lead.get(f"/pull-requests/?person={me.pk}", headers=HTMX))
    assert "Own words" in mine
    assert "Oldest" not in mine
    assert "No pull request matches" in text(lead.get("/pull-requests/?q=%23999"))
    assert "Younger" in text(lead.get(f"/repositories/{repository.number}/pull-requests/"))


def test_a_pull_request_shows_its_course_links_commits_and_runs(
    lead: Client, history: History
) -> None:
    product = make_product()
    requirement = make_requirement(number="REQ-3", title="Damp it", product=product)
    history.commit("Begin", {"a": "1"})
    history.branch("damp")
    sha = history.commit("REQ-3 filter", {"a": "2"})
    repository = make_repository(history, product=product)
    pull = make_pull(repository, title="Damp <b>", head_sha=sha, target_branch="main", body="Why")
    PullRequestLink.objects.create(pull_request=pull, requirement=requirement, named_in="title")
    ReviewFact.objects.create(
        pull_request=pull,
        key="1",
        reviewer_login="bob",
        verdict="changes_requested",
        at=AT + timedelta(hours=5),
    )
    make_pipeline(repository, sha=sha, name="nightly", state="failed")
    read(repository)

    shown = text(lead.get(f"/pull-requests/{pull.pk}/"))

    assert "Damp <b>" in shown
    assert "bob Changes requested" in shown
    assert "+5 h" in shown
    assert "REQ-3 Damp it" in shown
    assert "REQ-3 filter" in shown
    assert "nightly Failed" in shown
    of_commit = text(lead.get(f"/repositories/{repository.number}/commits/{sha}/"))
    assert "Damp <b>" in of_commit
    assert "nightly Failed" in of_commit
    assert "Damp <b>" in text(lead.get("/requirements/REQ-3/"))
    assert "nightly" in text(lead.get(f"/repositories/{repository.number}/pipelines/"))
    assert "No run matches" in text(
        lead.get(f"/repositories/{repository.number}/pipelines/?state=passed")
    )
    assert lead.get("/pull-requests/99999/").status_code == 404


def test_deployments_stand_by_environment_and_what_they_broke_is_noted(lead: Client) -> None:
    repository = make_repository("/x", name="core")
    begun = timezone.now() - timedelta(days=2)
    deployment = make_deployment(repository, ref="v1.2", started_at=begun)
    make_deployment(
        repository,
        ref="v1.3",
        environment="staging",
        is_production=False,
        state="failed",
        started_at=begun,
    )
    at = f"/deployments/{deployment.pk}/"

    shown = text(lead.get("/deployments/"))
    assert "core production" in shown
    assert "Broken, not restored yet" in shown
    assert "v1.2" not in text(lead.get("/deployments/?view=failures", headers=HTMX))
    assert "v1.3" in text(lead.get(f"/repositories/{repository.number}/deployments/"))
    assert "It broke something" in text(lead.get(at))
    early = {"since": "2020-01-01T08:00", "note": "Reel jumps"}
    assert lead.post(f"{at}breakage/", early).status_code == 422
    since = timezone.localtime(begun + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    done = lead.post(f"{at}breakage/", {"since": since, "note": "Reel jumps"}, headers=DIALOG)
    assert done.headers["HX-Redirect"] == at
    shown = text(lead.get(at))
    assert "Reel jumps" in shown
    assert "It works again" in shown
    assert lead.post(f"{at}restoration/", {"since": "2020-01-01T08:00"}).status_code == 422
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    assert lead.post(f"{at}restoration/", {"since": now}).status_code == 302
    assert Deployment.objects.get(pk=deployment.pk).restored_at is not None
    assert lead.post(f"{at}restoration/", {"since": now}).status_code == 422


def test_what_somebody_noted_of_a_deployment_is_not_overwritten_unseen(lead: Client) -> None:
    begun = timezone.now() - timedelta(days=2)
    deployment = make_deployment(make_repository("/x"), started_at=begun)
    url = f"/deployments/{deployment.pk}/breakage/"
    since = timezone.localtime(begun + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    lead.post(url, {"since": since, "note": "Reel jumps"})

    stale = lead.post(url, {"since": since, "note": "Stands still"})
    assert stale.status_code == 422
    assert "changed this to “Reel jumps”" in text(stale)
    kept = dict(re.findall(r'name="(seen_\w+)" value="([^"]*)"', stale.content.decode()))
    assert kept["seen_note"] == "Reel jumps"
    both = {"since": since, "note": "Reel jumps, stands still"} | kept
    assert lead.post(url, both).status_code == 302
    assert Deployment.objects.get().broke_note == "Reel jumps, stands still"


def test_a_web_hook_is_opened_and_its_secret_shown_once(lead: Client) -> None:
    repository = make_repository("/x", name="core")
    at = f"/repositories/{repository.number}/hooks/"
    assert "At GitLab" in text(lead.get(at))
    form = lead.get("/settings/hooks/new/?host=gitlab").content.decode()
    assert 'value="gitlab" selected' in form
    assert lead.post("/settings/hooks/new/", {"host": "svn"}).status_code == 422
    given = {"host": "github", "repository": repository.number}

    opened = lead.post("/settings/hooks/new/", given, headers=DIALOG)

    hook = Hook.objects.get()
    page = f"/settings/hooks/{hook.pk}/"
    assert (opened.status_code, opened.headers["Cache-Control"]) == (200, "no-store")
    first = re.findall(r"whsec_[\w+/=]+", text(opened))[0]
    assert "whsec_" not in text(lead.get(page))
    assert "Waiting for the first delivery" in text(lead.get(page))
    assert "GitHub · core" in text(lead.get(at))
    second = re.findall(r"whsec_[\w+/=]+", text(lead.post(f"{page}secret/")))[0]
    assert first != second
    assert lead.post(f"{page}revocation/").status_code == 302
    assert "Revoked on" in text(lead.get(page))
    assert lead.post(f"{page}secret/").status_code == 422
    assert "Revoked" in text(lead.get("/settings/hooks/"))


def test_the_log_of_a_web_hook_shows_what_came_and_lets_it_in_again(lead: Client) -> None:
    sender = Sender(make_repository("/x", name="core"))
    page = f"/settings/hooks/{sender.hook.pk}/"
    sender.github("pull_request", github.pull_event("opened"))
    sender.github("pull_request", {"action": "opened"})

    shown = text(lead.get(page))

    assert "core#12" in shown
    assert "It does not say what such an event must" in shown
    assert "core#12" not in text(lead.get(f"{page}?outcome=refused", headers=HTMX))
    assert "None with this outcome" in text(lead.get(f"{page}?outcome=unknown"))
    delivery = HookDelivery.objects.get(outcome="refused")
    kept = f"/settings/hooks/deliveries/{delivery.pk}/"
    assert '"action": "opened"' in text(lead.get(kept))
    again = lead.post(f"{kept}again/")
    drain()
    assert "The same came before" in text(lead.get(again.headers["Location"]))
    lead.post(f"{page}revocation/")
    assert "This address is revoked." in text(lead.post(f"{kept}again/", follow=True))


def test_people_say_what_they_are_called_at_hosts(client: Client) -> None:
    alice, bob = make_user(Role.ENGINEER, name="Alice"), make_user(Role.ENGINEER, name="Bob")
    pull = make_pull(author_login="alice-hub")
    client.force_login(alice)
    at = f"/people/{alice.pk}/accounts/"

    assert "Accounts at code hosts" in text(client.get("/settings/"))
    assert client.post(f"{at}new/", {"host": "github", "login": "a b"}).status_code == 422
    assert client.post(f"{at}new/", {"host": "github", "login": "@Alice-Hub"}).status_code == 302
    assert "Alice-Hub" in text(client.get(at))
    pull.refresh_from_db()
    assert pull.author == alice
    assert client.get(f"/people/{bob.pk}/accounts/").status_code == 404
    login = HostLogin.objects.get()
    client.force_login(bob)
    taken = client.post(f"/people/{bob.pk}/accounts/new/", {"host": "github", "login": "alice-hub"})
    assert taken.status_code == 422
    assert client.post(f"/people/accounts/{login.pk}/removal/").status_code == 404
    client.force_login(make_user(Role.ADMIN))
    assert "Alice-Hub" in text(client.get(f"/people/{alice.pk}/"))
    assert client.post(f"/people/accounts/{login.pk}/removal/").status_code == 302
    assert not HostLogin.objects.exists()


def test_sales_and_strangers_to_the_product_see_nothing_of_it(client: Client) -> None:
    product = make_product(reach="teams")
    repository = make_repository("/x", product=product)
    pull, deployment = make_pull(repository, title="Secret"), make_deployment(repository)
    requirement = make_requirement(number="REQ-3")
    PullRequestLink.objects.create(pull_request=pull, requirement=requirement, named_in="title")
    sender = Sender(repository)
    sender.github("pull_request", github.pull_event("opened"))
    hook, delivery = sender.hook, HookDelivery.objects.get()
    own = [f"/pull-requests/{pull.pk}/", f"/deployments/{deployment.pk}/"]
    own += [
        f"/repositories/{repository.number}/{each}/"
        for each in ("pull-requests", "pipelines", "deployments")
    ]
    managed = [
        f"/settings/hooks/{hook.pk}/",
        f"/settings/hooks/deliveries/{delivery.pk}/",
        f"/repositories/{repository.number}/hooks/",
    ]
    lists = ["/pull-requests/?view=all", "/deployments/"]

    client.force_login(make_user(Role.SALESPERSON))
    assert {client.get(url).status_code for url in own} == {404}
    assert {client.get(url).status_code for url in lists} == {403}
    assert {client.get(url).status_code for url in managed} <= {403, 404}
    assert "Secret" not in text(client.get("/requirements/REQ-3/"))
    assert "Pull requests" not in text(client.get("/requirements/REQ-3/"))
    client.force_login(make_user(Role.ENGINEER))
    assert {client.get(url).status_code for url in [*own, *managed[:2]]} == {404}
    assert client.get(managed[2]).status_code == 403
    assert "Secret" not in text(client.get(lists[0]))
    assert "Secret" not in text(client.get("/requirements/REQ-3/"))
    client.force_login(make_user(Role.RND_LEAD))
    assert {client.get(url).status_code for url in managed} == {404}


def test_pages_ask_the_same_however_much_there_is(lead: Client, me: User) -> None:
    repository = make_repository("/x")
    sender = Sender(repository)
    requirement = make_requirement(number="REQ-3")

    def grow(times: int) -> None:
        for n in range(times):
            pull = make_pull(repository, author=make_user(), head_sha=f"{n:040x}")
            PullRequestLink.objects.create(
                pull_request=pull, requirement=requirement, named_in="title"
            )
            ReviewRequested.objects.create(pull_request=pull, person=make_user(), asked_at=AT)
            ReviewFact.objects.create(
                pull_request=first,
                key=f"{n}{times}",
                reviewer=make_user(),
                verdict="commented",
                at=AT,
            )
            make_deployment(repository, deployed_by=make_user(), started_at=timezone.now())
            make_pipeline(repository, sha=first.head_sha)
            sender.github("star", {"n": n, "times": times})

    first = make_pull(repository, head_sha="f" * 40)
    grow(1)
    urls = [
        "/pull-requests/",
        f"/pull-requests/{first.pk}/",
        f"/repositories/{repository.number}/pull-requests/",
        f"/repositories/{repository.number}/pipelines/",
        f"/repositories/{repository.number}/deployments/",
        f"/repositories/{repository.number}/hooks/",
        "/deployments/",
        f"/settings/hooks/{sender.hook.pk}/",
        "/settings/hooks/",
        "/requirements/REQ-3/",
    ]
    lead.get(urls[0])
    few = [queries_of(lambda url=url: lead.get(url)) for url in urls]
    grow(6)
    assert [queries_of(lambda url=url: lead.get(url)) for url in urls] == few
