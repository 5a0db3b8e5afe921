"""What a row may say of feedback, and how people name it in their files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Target:
    """
    A field of feedback that a column may fill.

    `called` holds the names people give it, the most usual first; `_` stands for a blank.
    """

    code: str
    label: str | Promise
    called: str
    is_required: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(word.replace("_", " ") for word in self.called.split())


TARGETS = (
    Target(
        "verbatim",
        _("In the customer's words"),
        "客户原话 原话 反馈内容 内容 描述 问题描述 详细描述 详情 反馈 意见 问题 "
        "verbatim description feedback text body message comment details content",
        True,
    ),
    Target("title", _("Title"), "标题 主题 摘要 概要 title subject summary"),
    Target(
        "customer",
        _("Customer"),
        "客户 客户名称 客户名 公司 公司名称 企业 企业名称 单位 customer customer_name company "
        "account account_name client organization organisation",
        True,
    ),
    Target(
        "contact",
        _("Contact"),
        "联系人 客户联系人 反馈人 提出人 contact contact_name requester",
    ),
    Target("product", _("Product"), "产品 产品名称 产品线 product product_name", True),
    Target("module", _("Module"), "模块 功能模块 组件 module component area"),
    Target(
        "version",
        _("Version"),
        "版本 版本号 软件版本 固件版本 产品版本 发现版本 version release affects_version "
        "found_in product_version",
    ),
    Target(
        "kind",
        _("Kind"),
        "类型 反馈类型 类别 分类 性质 kind type category issue_type feedback_type",
    ),
    Target(
        "severity",
        _("Severity"),
        "严重程度 严重性 严重度 优先级 紧急程度 级别 severity priority urgency impact",
    ),
    Target("channel", _("Channel"), "渠道 反馈渠道 来源渠道 反馈方式 channel via source_channel"),
    Target(
        "occurred_at",
        _("Happened"),
        "日期 时间 反馈日期 反馈时间 发生时间 发生日期 提出时间 创建时间 创建日期 date time "
        "created created_at reported_at occurred_at happened reported occurred_on created_on",
    ),
    Target(
        "external_id",
        _("Number there"),
        "编号 单号 工单号 工单编号 反馈编号 identifier id key ticket ticket_id number "
        "external_id issue_key issue_id reference ref",
    ),
    Target("source_url", _("Link to the source"), "链接 网址 地址 url link permalink"),
)
# Not a field that people see, but what tells which of two states is the newer one.
CHANGED_AT = Target(
    "updated_at",
    _("Changed there"),
    "更新时间 修改时间 最后更新时间 最后修改时间 变更时间 updated_at modified_at changed_at "
    "last_modified last_updated updated modified changed timestamp",
)
# What a delivery may say.
DELIVERED = (*TARGETS, CHANGED_AT)
BY_CODE = {target.code: target for target in TARGETS}
# Names of things that must exist, or be made, before feedback can speak of them.
NAMED = ("customer", "product", "module", "version")
CHOSEN = ("kind", "severity", "channel")
REQUIRED = tuple(target.code for target in TARGETS if target.is_required)
