"""What a customer says is written down from any page, by keyboard or thumb."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import PATIENCE, Desk

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_two_keys_open_the_dialog_and_the_page_behind_stays(
    browser: Browser, company: str, tmp_path: Path
) -> None:
    desk = Desk(browser, company, "zhao", "en")
    page = desk.open("/customers/")
    photo = tmp_path / "film.png"
    photo.write_bytes(b"picture")

    page.keyboard.press("c")
    page.keyboard.press("f")
    dialog = page.locator("#modal")
    expect(dialog.locator("textarea[name=verbatim]")).to_be_focused()
    page.keyboard.type("The film tears at 80 m/min")
    dialog.locator(".ts-control input").first.fill("宁海")
    dialog.locator(".ts-dropdown .option", has_text="宁海").first.click()
    dialog.locator("select[name=product]").select_option(index=1)
    expect(dialog.locator("select[name=module] option")).not_to_have_count(1)
    dialog.locator("input[type=file]").first.set_input_files(photo)
    expect(dialog.locator("[data-attached]")).to_have_text("film.png")
    dialog.locator("button[type=submit]").click()

    expect(page.locator(".toast").first).to_contain_text("is recorded")
    expect(dialog).not_to_be_visible()
    expect(page).to_have_url(company + "/customers/")
    found = desk.open("/feedback/").get_by_role("link", name="The film tears at 80 m/min")
    found.click()
    expect(page.locator(".file")).to_contain_text("film.png", timeout=PATIENCE)
    assert desk.errors == []


def test_what_is_written_down_on_the_page_of_a_customer_is_about_them(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "zhao", "en")
    page = desk.open("/customers/CUST-2/#outcomes")

    page.keyboard.press("c")
    page.keyboard.press("f")

    dialog = page.locator("#modal")
    expect(dialog.locator(".ts-control .item")).to_have_text("BoltWerk GmbH")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Record feedback").click()
    expect(dialog.locator(".ts-control .item")).to_have_text("BoltWerk GmbH")
    assert desk.errors == []


def test_a_click_beside_a_form_closes_it_only_while_nothing_is_typed(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "zhao", "en", viewport={"width": 1440, "height": 900})
    page = desk.open("/customers/")
    dialog, opener = page.locator("#modal"), page.get_by_role("link", name="New customer")
    opener.first.click()
    expect(dialog).to_be_visible()
    page.mouse.click(20, 20)
    expect(dialog).not_to_be_visible()

    opener.first.click()
    name = dialog.locator("input[name=name]")
    # Marking words up to the beginning ends outside.
    place = name.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 20, place["y"] + 8)
    page.mouse.down()
    page.mouse.move(20, 20)
    page.mouse.up()
    expect(dialog).to_be_visible()
    name.fill("Bolt")
    page.mouse.click(20, 20)
    expect(name).to_have_value("Bolt")
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    assert desk.errors == []


def test_a_refused_form_stays_open_with_what_was_typed(browser: Browser, company: str) -> None:
    desk = Desk(browser, company, "zhao", "zh-hans", **PHONE)
    page = desk.open("/feedback/")

    page.locator(".tabbar .add").click()
    page.locator("#create-menu a").first.click()
    dialog = page.locator("#modal")
    dialog.locator("textarea[name=verbatim]").fill("张力跳动")
    # The browser would stop an empty required field before the server can.
    dialog.locator("form").evaluate("form => { form.noValidate = true }")
    dialog.locator("button[type=submit]").click()

    expect(dialog.locator(".errorlist").first).to_be_visible()
    expect(dialog.locator("textarea[name=verbatim]")).to_have_value("张力跳动")


def test_a_thumb_writes_down_a_new_customer_and_nothing_is_lost(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "zhao", "zh-hans", **PHONE)
    page = desk.open("/feedback/")
    dialog = page.locator("#modal")

    def begin() -> None:
        page.locator(".tabbar .add").tap()
        page.locator("#create-menu a").first.tap()
        expect(dialog.locator("textarea[name=verbatim]")).to_be_visible()

    begin()
    dialog.locator("textarea[name=verbatim]").fill("停机后参数丢了")
    dialog.locator(".tap", has_text="产线停机").tap()
    expect(dialog.locator("tw-draft[data-saved]")).to_be_attached()
    desk.open("/feedback/")
    begin()
    expect(dialog.locator("textarea[name=verbatim]")).to_have_value("停机后参数丢了")
    expect(dialog.locator("input[name=severity][value=blocker]")).to_be_checked()

    dialog.locator(".ts-control input").first.fill("海潮机电")
    dialog.locator(".ts-dropdown .create").tap()
    dialog.locator("select[name=product]").select_option(index=1)
    page.context.set_offline(True)
    dialog.locator("button[type=submit]").tap()
    expect(page.locator(".toast.bad").first).to_be_visible(timeout=PATIENCE)
    expect(dialog.locator("textarea[name=verbatim]")).to_have_value("停机后参数丢了")
    page.context.set_offline(False)
    dialog.locator("button[type=submit]").tap()

    expect(dialog).not_to_be_visible(timeout=PATIENCE)
    expect(page.locator("tr[data-preview]").first).to_contain_text("海潮机电", timeout=PATIENCE)
    assert page.evaluate("localStorage.getItem('draft:feedback')") is None


def test_a_customer_is_found_by_pinyin_and_only_who_goes_there_makes_a_new_one(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "zhao", "zh-hans")
    page = desk.open("/feedback/new/")
    # The index follows what was written; the company has only just been.
    found = "fetch('/customers/choices/?q=nhqc').then(r => r.json()).then(d => d.items.length)"
    page.wait_for_function(found)
    field = page.locator("tw-combobox").first
    typed = field.locator(".ts-control input")
    chosen = field.locator(".ts-control .item")

    # Faster than the server: the first of what is found is taken, never a new one.
    typed.fill("nhqc")
    typed.press("Enter")
    expect(chosen).to_contain_text("宁海")
    typed.press("Backspace")
    typed.fill("ninghai")
    expect(field.locator(".option")).to_have_count(1)
    typed.press("Enter")
    expect(chosen).to_contain_text("宁海")

    typed.press("Backspace")
    typed.fill("zzqqxx")
    expect(field.locator(".create")).to_be_visible()
    typed.press("Enter")
    expect(chosen).to_have_count(0)
    expect(page).to_have_url(f"{company}/feedback/new/")
    typed.press("ArrowDown")
    typed.press("Enter")
    expect(chosen).to_contain_text("zzqqxx")
    expect(chosen.locator(".hint")).to_have_text("尚未录入")
    assert desk.errors == []


def test_who_is_signed_out_is_not_told_that_a_customer_is_unknown(
    browser: Browser, company: str
) -> None:
    desk = Desk(browser, company, "zhao", "en")
    page = desk.open("/feedback/new/")
    page.context.clear_cookies(name="sessionid")

    field = page.locator("tw-combobox").first
    field.locator(".ts-control input").fill("Bolt")

    expect(field.locator(".no-results")).to_contain_text("sign in again")
    expect(field.locator(".create")).to_have_count(0)
