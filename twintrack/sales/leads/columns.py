"""What a row of a file may say of a lead, how people name it, and what they write there."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from twintrack.sales.intake.fields import Target
from twintrack.sales.intake.values import normal
from twintrack.sales.leads.lifecycle import Size, Source

LEAD_TARGETS = (
    Target(
        "company",
        _("Company"),
        "公司 公司名称 企业 企业名称 客户 客户名称 单位 单位名称 company company_name account "
        "organization organisation customer",
        True,
    ),
    Target(
        "contact_name",
        _("Contact"),
        "联系人 姓名 联系人姓名 客户姓名 contact contact_name name full_name person",
    ),
    Target("contact_title", _("Job title"), "职位 职务 头衔 title job_title position role"),
    Target(
        "phone",
        _("Phone"),
        "电话 手机 手机号 联系电话 联系方式 电话号码 phone mobile telephone tel phone_number",
    ),
    Target("email", _("E-mail"), "邮箱 电子邮箱 邮件 电子邮件 email e-mail mail email_address"),
    Target("source", _("Source"), "来源 线索来源 渠道 source lead_source channel"),
    Target(
        "interest",
        _("Interest"),
        "意向 需求 兴趣 备注 咨询内容 留言 说明 interest notes note message comment remarks",
    ),
    Target("products", _("Products"), "产品 意向产品 产品名称 product products"),
    Target("region", _("Region"), "地区 区域 省份 城市 region area state province city country"),
    Target("industry", _("Industry"), "行业 所属行业 industry sector branch"),
    Target("size", _("Size"), "规模 人数 员工人数 公司规模 size employees company_size headcount"),
    Target("external_id", _("Number there"), "编号 线索编号 id lead_id external_id identifier"),
)
REQUIRED = frozenset({"company"})
SOURCES = {
    Source.WEBSITE: "网站 官网 官方网站 网页 线上 web online homepage",
    Source.EXHIBITION: "展会 展览 博览会 fair trade_fair trade_show expo event",
    Source.REFERRAL: "转介绍 介绍 推荐 老客户介绍 recommendation word_of_mouth",
    Source.INBOUND_CALL: "来电 电话咨询 客户来电 400 inbound call hotline",
    Source.OUTBOUND: "陌拜 电话拓展 主动开发 电销 cold_call outbound_call",
    Source.PARTNER: "渠道 代理商 经销商 合作伙伴 reseller distributor channel_partner",
    Source.CAMPAIGN: "市场活动 活动 广告 推广 marketing ad ads webinar newsletter",
    Source.OTHER: "其他 其它",
}
_SOURCES = {
    normal(word.replace("_", " ")): source
    for source, words in SOURCES.items()
    for word in [source.value, *words.split()]
}
BOUNDS = ((50, Size.SMALL), (200, Size.MEDIUM), (1000, Size.LARGE))


def source_of(text: str) -> str:
    """Find the source that somebody names in their words; other, if it is none of ours."""
    return _SOURCES.get(normal(text.replace("_", " ")), Source.OTHER).value


def size_of(text: str) -> str:
    """Find the size that a number of people means, or a range by its end; nothing if unknown."""
    plain = normal(text)
    if plain in Size.values:
        return plain
    numbers = [int(each) for each in re.findall(r"\d{1,9}", plain.replace(",", ""))]
    if not numbers:
        return ""
    for bound, size in BOUNDS:
        if numbers[-1] < bound:
            return size.value
    return Size.VERY_LARGE.value
