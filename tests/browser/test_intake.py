"""Feedback from a file and from another system, by hand in a browser, in both languages."""

import json
import re
from typing import Any, NamedTuple
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


class File(NamedTuple):
    """A file as people export it, with what its page says in their language."""

    language: str
    columns: str
    ready: str
    wrong: str
    import_: str
    recorded: str
    undo: str
    taken_back: str


FILE = File(
    "zh-hans",
    "工单编号,客户名称,产品,问题描述,备注,提交日期",
    "3 行中有 2 行将登记为反馈",
    "还没到",
    "导入",
    "已登记 2 条反馈",
    "撤销导入",
    "撤回 2 条",
)


def test_a_file_with_a_wrong_row_is_corrected_tried_imported_and_taken_back(
    company: str, browser: Browser
) -> None:
    file = FILE
    desk = Desk(browser, company, "he", file.language)
    page = desk.open("/feedback/import/")
    remark = f"批次{file.language}"
    rows = [
        f"{file.language}-{number},宁海汽车电子,H3,换卷后张力不稳 {number},{remark} {number},{day}"
        for number, day in enumerate(("2026-01-05", "2026-01-06", "2099-01-01"), 1)
    ]
    data = "\n".join([file.columns, *rows]).encode()

    page.locator("input[type=file]").set_input_files(
        {"name": f"calls-{file.language}.csv", "mimeType": "text/csv", "buffer": data}
    )
    page.locator(".im-drop button[type=submit]").click()

    # Guessed by name; the remark is put to the title by hand.
    description = file.columns.split(",")[3]
    expect(page.locator("select[name=verbatim]")).to_have_value(description)
    expect(page.locator("select[name=title]")).to_have_value("")
    page.locator("select[name=title]").select_option(file.columns.split(",")[4])
    page.locator(".im-box button[type=submit]").click()

    expect(page.locator(".im-say")).to_contain_text(file.ready)
    problem = page.locator(".im-problems tbody tr")
    expect(problem).to_have_count(1)
    expect(problem).to_contain_text(file.wrong)
    expect(problem.locator("td").first).to_have_text("4")

    page.get_by_role("button", name=file.import_, exact=True).click()
    expect(page.locator("#run")).to_contain_text(file.recorded)
    run = page.url
    page.goto(f"{company}/feedback/?q={quote(remark)}")
    expect(page.locator("#rows tbody tr[data-pk]")).to_have_count(2)
    page.goto(run)

    page.get_by_role("button", name=file.undo).click()
    expect(page.locator("#run")).to_contain_text(file.taken_back)
    assert not desk.errors


REMARK = "每次换卷后要等四十秒张力才稳定"
SAMPLE: dict[str, Any] = {
    "event": "task.created",
    "payload": {
        "identifier": "SH-9001",
        "title": "换卷后张力恢复太慢",
        "remark": REMARK,
        "project": {"name": "宁海汽车电子"},
        "priority": {"name": "特别急"},
    },
}


class Words(NamedTuple):
    """What the page of the template says in a language."""

    language: str
    waits: str
    becomes: str
    taken: str


WORDS = Words("en", "would wait for a decision", "would become new feedback", "Recorded")


def open_address(desk: Desk, name: str) -> str:
    """Open an address and go on to its template; gives the address with its key."""
    page = desk.open("/settings/inbound/")
    page.locator("header.top a[href$='/inbound/new/']").click()
    page.locator(".modal input[name=name]").fill(name)
    page.locator(".modal button[type=submit]").click()
    address = page.locator("#secret").inner_text()
    page.locator(".modal a.primary").click()
    expect(page).to_have_url(re.compile("/template/$"))
    return address


def paste(page: Page, sample: object) -> None:
    """Let the page read a sample, and look at what it guesses."""
    page.locator("#sample").fill(json.dumps(sample, ensure_ascii=False))
    page.locator(".inb-left button[type=submit]").click()
    for field, path in (
        ("verbatim", "payload.title"),
        ("customer", "payload.project.name"),
        ("severity", "payload.priority.name"),
    ):
        expect(page.locator(f"select[name=path-{field}]")).to_have_value(path)
    expect(page.locator("input[name=there-severity-0]")).to_have_value("特别急")


def test_a_pasted_sample_is_corrected_tried_kept_and_then_feedback_arrives(
    company: str, browser: Browser
) -> None:
    words = WORDS
    desk = Desk(browser, company, "admin", words.language)
    page = desk.page
    address = open_address(desk, f"Worktile {words.language}")
    sample = {**SAMPLE, "payload": {**SAMPLE["payload"], "identifier": f"SH-{words.language}"}}
    paste(page, sample)

    page.locator("select[name=path-verbatim]").select_option("payload.remark")
    page.locator("select[name=always-product]").select_option("h3")
    page.locator(".inb-foot button").first.click()
    expect(page.locator("#trial")).to_contain_text(words.waits)
    page.locator("select[name=here-severity-0]").select_option("blocker")
    page.locator(".inb-foot button").first.click()
    expect(page.locator("#trial")).to_contain_text(words.becomes)
    expect(page.locator("#trial")).to_contain_text(REMARK)
    page.locator(".inb-foot button.primary").click()
    expect(page).to_have_url(re.compile(r"/settings/inbound/\d+/$"))
    expect(page.locator("html[data-awake]")).to_be_attached()

    answer = httpx.post(address, json=sample)

    assert answer.status_code == 201, answer.text
    row = page.locator("#rows tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(words.taken)
    row.get_by_text(answer.json()["feedback"]).click()
    expect(page.locator("#main")).to_contain_text(REMARK)
    assert httpx.post(address, json=sample).json()["outcome"] == "known"
    assert not desk.errors
