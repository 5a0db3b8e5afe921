"""A pasted sample is read or refused with the reason, and its values find their fields."""

import json

import pytest

from tests.factories.inbound import CREATED
from twintrack.sales.intake.paths import list_leaves
from twintrack.sales.intake.sampling import (
    SampleEmpty,
    SampleNotJson,
    SampleNotOneObject,
    SampleSaysNothing,
    SampleTooLarge,
    SampleWrong,
    guess_paths,
    read_sample,
)

KNOWN = {
    "customer": frozenset({"ninghai"}),
    "product": frozenset({"h3"}),
    "module": frozenset[str](),
    "version": frozenset[str](),
}


def guess(body: object) -> dict[str, str]:
    return guess_paths(list_leaves(body), KNOWN)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", SampleEmpty),
        ("   ", SampleEmpty),
        ("{broken", SampleNotJson),
        ('{"a": NaN}', SampleNotJson),
        ("[" * 100_000, SampleNotJson),
        ("[]", SampleNotOneObject),
        ('[{"a": 1}]', SampleNotOneObject),
        ('"text"', SampleNotOneObject),
        ("{}", SampleSaysNothing),
        ('{"a": {"b": []}}', SampleSaysNothing),
        (json.dumps({"a": "x" * 300_000}), SampleTooLarge),
    ],
)
def test_what_is_no_delivery_is_refused_with_its_own_reason(
    text: str, refusal: type[SampleWrong]
) -> None:
    with pytest.raises(refusal):
        read_sample(text)


def test_a_mistake_in_the_json_is_shown_by_its_place() -> None:
    with pytest.raises(SampleNotJson, match=r"line 2, column 7|2.*7"):
        read_sample('{"a": 1,\n "b": x}')


def test_what_no_database_keeps_is_left_out_of_a_sample() -> None:
    assert read_sample('{"a\\u0000": ["x\\ud800y"]}') == {"a": ["xy"]}


def test_the_form_of_worktile_is_understood() -> None:
    found = guess(CREATED)

    assert found["verbatim"] == "payload.title"
    assert found["external_id"] == "payload.identifier"
    assert found["kind"] == "payload.type.name"
    # The name of the project there is the name of a customer here.
    assert found["customer"] == "payload.project.name"
    assert "payload.creator.display_name" not in found.values()


def test_names_in_english_and_camel_case_are_understood() -> None:
    body = {
        "ticket": {
            "id": 41,
            "subject": "Film tears",
            "description": "At every reel change the film tears",
            "priority": {"id": 2, "name": "urgent"},
            "customerName": "Ninghai",
            "product": {"name": "H3"},
            "affectedVersion": {"name": "3.2"},
            "requester": {"name": "Han"},
            "updated_at": "2026-11-20T10:00:00Z",
            "url": "https://desk.example.com/41",
        }
    }

    assert guess(body) == {
        "external_id": "ticket.id",
        "title": "ticket.subject",
        "verbatim": "ticket.description",
        "severity": "ticket.priority.name",
        "customer": "ticket.customerName",
        "product": "ticket.product.name",
        "version": "ticket.affectedVersion.name",
        "contact": "ticket.requester.name",
        "updated_at": "ticket.updated_at",
        "source_url": "ticket.url",
    }


def test_names_in_chinese_are_understood() -> None:
    body = {
        "数据": {
            "工单编号": "A-1",
            "客户名称": "Ninghai",
            "产品": "H3",
            "问题描述": "换卷时断膜",
            "严重程度": "严重",
            "联系人": "韩立军",
            "更新时间": "2026-11-20 10:00",
        }
    }

    assert guess(body) == {
        "external_id": "数据.工单编号",
        "customer": "数据.客户名称",
        "product": "数据.产品",
        "verbatim": "数据.问题描述",
        "severity": "数据.严重程度",
        "contact": "数据.联系人",
        "updated_at": "数据.更新时间",
    }
