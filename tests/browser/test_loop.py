"""Two people, two browsers: what a customer said, and the decision that comes back."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("emptied_ledger")]
PASSWORD = "a long sentence"
WORDS = {
    "en": {"told": "R&D accepted REQ-1", "state": "Proposed"},
    "zh-hans": {"told": "研发已采纳您客户提出的 REQ-1", "state": "待评审"},
}


def person(role: Role, language: str) -> User:
    user = make_user(role, language=language, email=f"{role}@example.com")
    user.set_password(PASSWORD)
    user.save()
    return user


class Desk:
    """One person's browser window; remembers every error of the console."""

    def __init__(self, browser: Browser, server: LiveServer, user: User) -> None:
        self.url = server.url
        self.page: Page = browser.new_context().new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{self.url}/account/login/")
        self.page.fill("input[name=login]", user.email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("button.primary")
        expect(self.page).to_have_url(re.compile(":\\d+/$"))

    def close(self) -> None:
        self.page.context.close()

    def go(self, address: str) -> Page:
        self.page.goto(self.url + address)
        return self.page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_a_customer_said_reaches_r_and_d_and_the_decision_comes_back(
    live_server: LiveServer, browser: Browser, language: str
) -> None:
    words = WORDS[language]
    zhao = person(Role.SALESPERSON, language)
    lin = person(Role.PRODUCT_MANAGER, language)
    make_customer(name="宁海汽车电子", owner=zhao)
    make_product(name="H3", code="h3")
    sales, rnd = Desk(browser, live_server, zhao), Desk(browser, live_server, lin)

    form = sales.go("/feedback/new/")
    form.fill("textarea[name=verbatim]", "换卷时张力跳动，薄膜断了。")
    form.select_option("select[name=customer]", label="宁海汽车电子")
    form.select_option("select[name=product]", label="H3")
    form.locator("main form button[type=submit]").last.click()
    expect(form).to_have_url(re.compile("/feedback/FB-1/$"))
    drain()

    pool = rnd.go("/requirements/")
    expect(pool.get_by_role("row", name="REQ-1")).to_contain_text(words["state"])
    pool.get_by_role("link", name="换卷时张力跳动，薄膜断了").click()
    expect(pool.locator("main")).to_contain_text("宁海汽车电子")
    pool.keyboard.press("1")
    pool.fill("textarea[name=reason]", "four lines stop")
    pool.fill("textarea[name=customer_wording]", "We work on it.")
    pool.locator("form[action$='/decision/'] button").click()
    expect(pool.locator(".ruling")).to_contain_text("four lines stop")
    drain()

    inbox = sales.go("/inbox/")
    expect(inbox.locator("main")).to_contain_text(words["told"])
    expect(inbox.locator("main")).to_contain_text("We work on it.")
    assert sales.errors == rnd.errors == []
    sales.close()
    rnd.close()
