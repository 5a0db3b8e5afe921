"""Pages of repositories and commits, and the panel on a requirement's page."""

import html
import re

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.histories import BOB, History, make_repository, read
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.hub.products.models import Module
from twintrack.rnd.engineering.models import Commit, PathRule, Repository

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "div#rows"}


@pytest.fixture
def lead(client: Client) -> Client:
    client.force_login(make_user(Role.RND_LEAD))
    return client


def text(page: HttpResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_an_empty_list_says_the_command(lead: Client) -> None:
    shown = text(lead.get("/repositories/"))

    assert "No repositories yet" in shown
    assert "twintrack ingest git ./tool --product CODE" in shown


def test_a_repository_is_added_and_waits_to_be_read(lead: Client) -> None:
    make_product(code="h3")
    given = {
        "product": "h3",
        "source": "https://example.com/team/tool.git",
        "reference_pattern": "REQ-#",
        "release_pattern": "*",
    }

    answer = lead.post("/repositories/new/", given)

    repository = Repository.objects.get()
    assert answer.headers["Location"] == f"/repositories/{repository.number}/"
    assert repository.name == "tool"
    shown = text(lead.get(f"/repositories/{repository.number}/"))
    assert "Waits to be read" in shown
    assert "twintrack ingest git https://example.com/team/tool.git --product h3" in shown
    assert "tool" in text(lead.get("/repositories/"))
    again = lead.post("/repositories/new/", given)
    assert again.status_code == 422
    assert "already has a repository" in text(again)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("source", "/etc"),
        ("source", "--upload-pack=x"),
        ("source", "https://me:secret@example.com/a"),
        ("reference_pattern", "REQ"),
        ("product", "nothing"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_added(lead: Client, field: str, value: str) -> None:
    make_product(code="h3")
    given = {
        "product": "h3",
        "source": "https://example.com/a",
        "reference_pattern": "REQ-#",
        "release_pattern": "*",
    }

    assert lead.post("/repositories/new/", given | {field: value}).status_code == 422
    assert not Repository.objects.exists()


def test_commits_are_listed_newest_first_and_narrowed_by_the_address(
    lead: Client, history: History
) -> None:
    repository = with_two_modules(history)

    page = lead.get(at(repository))
    shown = text(page)
    assert shown.index("Gamma") < shown.index("Beta") < shown.index("Alpha")
    assert "v1" in shown
    assert subjects(lead, repository, "module=Core") == {"Alpha", "Gamma"}
    assert subjects(lead, repository, "author=bob") == {"Beta"}
    assert subjects(lead, repository, "release=v1") == {"Alpha"}
    assert subjects(lead, repository, "release=none") == {"Beta", "Gamma"}
    assert subjects(lead, repository, "module=Nothing&release=x") == {"Alpha", "Beta", "Gamma"}
    assert "No commit matches" in text(lead.get(at(repository) + "?author=nobody"))
    assert "<html" not in lead.get(at(repository), headers=HTMX).content.decode()


def with_two_modules(history: History) -> Repository:
    product = make_product()
    core = Module.objects.create(product=product, name="Core")
    history.commit("Alpha", {"core/a": "1"})
    history.tag("v1")
    history.commit("Beta", {"b": "1"}, who=BOB)
    history.commit("Gamma", {"core/a": "2"})
    repository = make_repository(history, product=product)
    PathRule.objects.create(repository=repository, position=0, pattern="core/", module=core)
    read(repository)
    return repository


def at(repository: Repository) -> str:
    return f"/repositories/{repository.number}/"


def subjects(client: Client, repository: Repository, query: str) -> set[str]:
    shown = text(client.get(f"{at(repository)}?{query}", headers=HTMX))
    return {word for word in ("Alpha", "Beta", "Gamma") if word in shown.split()}


def test_a_commit_shows_its_files_its_requirements_and_its_release(
    lead: Client, history: History
) -> None:
    make_requirement(number="REQ-3", title="Damp it")
    history.commit("Begin", {"old.c": "1\n2\n3\n"})
    history.git("mv", "old.c", "new <b>.c")
    sha = history.commit("REQ-3 move\n\nBecause <i>of</i> it.")
    history.tag("v2")
    repository = make_repository(history)
    read(repository)

    shown = text(lead.get(f"{at(repository)}commits/{sha}/"))

    assert "old.c → new <b>.c" in shown
    assert "Because <i>of</i> it." in shown
    assert "REQ-3 Damp it" in shown
    assert "v2" in shown
    assert lead.get(f"{at(repository)}commits/{sha[:8]}/").status_code == 200
    assert lead.get(f"{at(repository)}commits/abc/").status_code == 404
    assert lead.get(f"{at(repository)}commits/{'0' * 40}/").status_code == 404


def test_releases_say_what_they_shipped(lead: Client, history: History) -> None:
    make_requirement(number="REQ-3")
    history.commit("REQ-3 one", {"a": "1\n2\n"})
    history.commit("REQ-3 two", {"a": "1\n"})
    history.tag("v1")
    repository = make_repository(history)
    read(repository)

    shown = text(lead.get(f"{at(repository)}releases/", headers=HTMX))

    assert "v1" in shown
    assert "2 +2 −1 1" in shown
    history.git("tag", "-d", "v1")
    read(repository)
    assert "Tag deleted" in text(lead.get(f"{at(repository)}releases/"))


def test_rules_are_edited_and_hold_for_the_history(lead: Client, history: History) -> None:
    repository = with_two_modules(history)
    url = f"{at(repository)}rules/"
    assert "core/ = Core" in text(lead.get(url))

    wrong = lead.post(url, {"rules": "core/ = Nothing\njust this", "seen": "core/ = Core"})
    assert wrong.status_code == 422
    assert "Line 1: the product has no module “Nothing”." in text(wrong)
    assert "Line 2: write pattern = module." in text(wrong)
    stale = lead.post(url, {"rules": "b = Core", "seen": "x = Core"})
    assert stale.status_code == 422
    done = lead.post(url, {"rules": "b = Core\n", "seen": "core/ = Core"})
    assert done.status_code == 302
    assert subjects(lead, repository, "module=Core") == {"Beta"}


def test_a_repository_is_edited_and_read_again(lead: Client, history: History) -> None:
    repository = make_repository(history)
    form = {
        "name": "Firmware",
        "initial-name": "Tool",
        "default_branch": "",
        "initial-default_branch": "",
        "reference_pattern": "JOB-#",
        "initial-reference_pattern": "REQ-#",
        "release_pattern": "v*",
        "initial-release_pattern": "*",
    }

    assert lead.post(f"{at(repository)}edit/", form).status_code == 302
    repository.refresh_from_db()
    assert (repository.name, repository.reference_pattern) == ("Firmware", "JOB-#")
    stale = lead.post(f"{at(repository)}edit/", form | {"name": "Other"})
    assert stale.status_code == 422
    assert "Firmware" in text(stale)
    wrong = {
        "default_branch": "a b",
        "initial-name": "Firmware",
        "initial-reference_pattern": "JOB-#",
        "initial-release_pattern": "v*",
    }
    assert lead.post(f"{at(repository)}edit/", form | wrong).status_code == 422
    assert lead.post(f"{at(repository)}reading/").status_code == 302


def test_what_went_wrong_stands_on_the_page(lead: Client) -> None:
    repository = make_repository("/nowhere", trouble="source-missing", trouble_detail="Gone away")

    assert "Gone away" in text(lead.get(at(repository)))
    assert "Not readable" in text(lead.get("/repositories/"))


def test_sales_and_strangers_to_the_product_see_no_code(client: Client, history: History) -> None:
    requirement = make_requirement(number="REQ-3")
    sha = history.commit("REQ-3 secret work", {"a": "1"})
    team = make_team()
    product = make_product(reach="teams")
    product.teams.add(team)
    repository = make_repository(history, product=product)
    read(repository)
    urls = [
        at(repository),
        f"{at(repository)}commits/{sha}/",
        f"{at(repository)}rules/",
        f"{at(repository)}releases/",
        "/requirements/REQ-3/commits/",
    ]

    for role in (Role.SALESPERSON, Role.ENGINEER):
        client.force_login(make_user(role))
        assert {client.get(url).status_code for url in urls} == {404}
        assert "secret work" not in text(client.get(f"/requirements/{requirement.number}/"))
    client.force_login(make_user(Role.SALESPERSON))
    assert client.get("/repositories/").status_code == 403
    assert client.get("/requirements/REQ-3/commits/all/").status_code == 403
    assert "Repositories" not in text(client.get("/requirements/"))
    client.force_login(make_user(Role.ENGINEER))
    assert client.get("/repositories/new/").status_code == 403
    assert client.post(f"{at(repository)}edit/").status_code == 403
    insider = make_user(Role.ENGINEER)
    make_team(insider)
    product.teams.add(*insider.memberships.values_list("team", flat=True))
    client.force_login(insider)
    assert {client.get(url).status_code for url in urls} == {200}


def test_requirements_one_may_not_see_are_not_named(lead: Client, history: History) -> None:
    hidden = make_product(reach="teams")
    make_requirement(number="REQ-4", title="Hidden need", product=hidden)
    sha = history.commit("REQ-4 work", {"a": "1"})
    repository = make_repository(history)
    read(repository)

    assert "Hidden need" not in text(lead.get(f"{at(repository)}commits/{sha}/"))


def test_the_page_of_a_requirement_shows_its_commits(lead: Client, history: History) -> None:
    requirement = make_requirement(number="REQ-3")
    url = f"/requirements/{requirement.number}/"
    without = queries_of(lambda: lead.get(url))
    for n in range(10):
        history.commit(f"REQ-3 step{n}", {"a": str(n)})
    read(make_repository(history))

    shown = text(lead.get(url))

    assert "step9" in shown
    assert "step1 " not in shown
    assert queries_of(lambda: lead.get(url)) <= without + 1
    everything = text(lead.get(f"{url}commits/all/"))
    assert all(f"step{n}" in everything for n in range(10))
    merged = make_requirement(number="REQ-5")
    requirement.merged_into = merged
    requirement.save()
    assert "step9" in text(lead.get("/requirements/REQ-5/"))


def test_pages_ask_the_same_however_much_there_is(lead: Client, history: History) -> None:
    product = make_product()
    core = Module.objects.create(product=product, name="Core")
    for n in range(1, 4):
        make_requirement(number=f"REQ-{n}", product=product)
    history.commit("REQ-1 a", {"core/a": "0", "b": "0"})
    history.tag("v0")
    repository = make_repository(history, product=product)
    PathRule.objects.create(repository=repository, position=0, pattern="core/", module=core)
    read(repository)
    sha = Commit.objects.get().sha
    urls = [
        "/repositories/",
        at(repository),
        f"{at(repository)}releases/",
        f"{at(repository)}rules/",
        "/requirements/REQ-1/commits/all/",
    ]
    lead.get(urls[0])
    few = [queries_of(lambda url=url: lead.get(url)) for url in urls]
    one = queries_of(lambda: lead.get(f"{at(repository)}commits/{sha}/"))

    for n in range(1, 13):
        many = {f"core/{each}": str(n) for each in range(n)}
        sha = history.commit(f"REQ-1 and REQ-2 and REQ-3 {n}", many)
        history.tag(f"v{n}")
    read(repository)
    make_repository("/other", product=product)

    assert [queries_of(lambda url=url: lead.get(url)) for url in urls] == few
    assert queries_of(lambda: lead.get(f"{at(repository)}commits/{sha}/")) == one
