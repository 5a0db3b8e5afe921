"""What a row may say of a customer and of a person there, and how files call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import BuyingRole, Segment
from twintrack.sales.intake.fields import Target
from twintrack.sales.intake.values import normal

CUSTOMER_TARGETS = (
    Target(
        "company",
        _("Company"),
        "客户 客户名称 公司 公司名称 企业 企业名称 单位 单位名称 customer customer_name company "
        "company_name account account_name organization organisation",
        True,
    ),
    Target("segment", _("Segment"), "分级 客户分级 级别 等级 重要程度 segment tier class grade"),
    Target("industry", _("Industry"), "行业 所属行业 industry sector branch"),
    Target("region", _("Region"), "地区 区域 省份 城市 region area state province city country"),
    Target("owner", _("Owner"), "负责人 销售 跟进人 客户经理 归属 owner salesperson sales rep"),
    Target(
        "name",
        _("Contact"),
        "联系人 姓名 联系人姓名 contact contact_name name full_name person",
    ),
    Target("job_title", _("Job title"), "职位 职务 头衔 title job_title position role"),
    Target(
        "buying_role",
        _("Buying role"),
        "决策角色 采购角色 决策链角色 buying_role decision_role buyer_role",
    ),
    Target(
        "phone",
        _("Phone"),
        "电话 手机 手机号 联系电话 联系方式 电话号码 phone mobile telephone tel phone_number",
    ),
    Target("email", _("E-mail"), "邮箱 电子邮箱 邮件 电子邮件 email e-mail mail email_address"),
)
CODES = frozenset(each.code for each in CUSTOMER_TARGETS)
REQUIRED = frozenset({"company"})
# From the field of a contact to that of a row.
PERSON = {
    "name": "name",
    "title": "job_title",
    "role": "buying_role",
    "phone": "phone",
    "email": "email",
}
LONGEST = {"company": 120, "industry": 80, "region": 80, "name": 80, "job_title": 80, "phone": 40}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a row says, in the form in which it is kept; and why it is not usable, if so."""

    company: str
    facts: dict[str, str]
    person: dict[str, str]
    owner: User | None
    wrong: str | Promise = ""


def owners_by_name(people: Iterable[User]) -> dict[str, User]:
    """Give the people who may look after customers, by what files call them."""
    return {normal(name): each for each in people for name in (each.name, each.email)}


def read_row(
    values: Mapping[str, str], mapping: Mapping[str, str], owners: Mapping[str, User]
) -> Said:
    """Read a row by the columns that were chosen."""
    told = {code: values.get(column, "").strip() for code, column in mapping.items()}
    segment = _segment(told.get("segment", ""))
    facts = {name: told.get(name, "") for name in ("industry", "region")} | {"segment": segment}
    person = {name: told.get(PERSON[name], "") for name in PERSON}
    role = _role(told.get("buying_role", ""))
    if role:
        person["role"] = role
    owner = owners.get(normal(told.get("owner", "")))
    return Said(
        company=told.get("company", ""),
        facts={name: value for name, value in facts.items() if value},
        person={name: value for name, value in person.items() if value},
        owner=owner,
        wrong=_wrong(told, segment, owner),
    )


def untold(words: str | Promise) -> str:
    """Give words as they are kept: in no language yet, because each reader has their own."""
    with override(None):
        return str(words)[:300]


def _segment(text: str) -> str:
    letter = normal(text)[:1].upper()
    return letter if letter in Segment.values else ""


def _role(text: str) -> str:
    """Read a role by its code, or by its name in any language of the product."""
    said = normal(text)
    if not said:
        return ""
    for language, _name in settings.LANGUAGES:
        with override(language):
            named = {normal(str(each.label)): each.value for each in BuyingRole}
        if said in named:
            return named[said]
    return said if said in BuyingRole.values else ""


def _wrong(told: Mapping[str, str], segment: str, owner: User | None) -> str | Promise:
    is_long = any(len(told.get(code, "")) > most for code, most in LONGEST.items())
    is_reached = any(told.get(each) for each in ("phone", "email", "job_title", "buying_role"))
    found: tuple[tuple[bool, str | Promise], ...] = (
        (not told.get("company"), _("No company is named.")),
        (is_long, _("A text is too long.")),
        (not _is_email(told.get("email", "")), _("This is no e-mail address.")),
        (bool(told.get("segment")) and not segment, _("There is no such segment.")),
        (
            bool(told.get("buying_role")) and not _role(told["buying_role"]),
            _("There is no such buying role."),
        ),
        (
            bool(told.get("owner")) and owner is None,
            _("Nobody of this name looks after customers."),
        ),
        (is_reached and not told.get("name"), _("A person needs a name.")),
    )
    return next((words for is_so, words in found if is_so), "")


def _is_email(text: str) -> bool:
    if not text:
        return True
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
