"""Who works at the made-up company."""

from __future__ import annotations

from dataclasses import dataclass

from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import Track


@dataclass(frozen=True, kw_only=True)
class Person:
    """Texts are Chinese first, English second."""

    key: str
    role: Role
    name: tuple[str, str]
    title: tuple[str, str]
    # What they would open first.
    looks_at: tuple[str, str]


def address_of(person: Person) -> str:
    """Give the address a person signs in with."""
    return f"{person.key}@example.com"


@dataclass(frozen=True, kw_only=True)
class Group:
    """A team, with the keys of who belongs to it; names are Chinese first, English second."""

    key: str
    name: tuple[str, str]
    track: Track
    members: tuple[str, ...]


GROUPS = (
    Group(
        key="control",
        name=("控制与测试组", "Control and testing"),
        track=Track.RND,
        members=("chen", "zhou", "zheng", "tang", "fang"),
    ),
    Group(
        key="product",
        name=("产品组", "Product"),
        track=Track.BOTH,
        members=("lin", "chen", "luo"),
    ),
    Group(
        key="sales",
        name=("销售与客户成功", "Sales and customer success"),
        track=Track.SALES,
        members=("sun", "zhao", "wu", "luo", "he", "wang"),
    ),
)
PEOPLE = (
    Person(
        key="lin",
        role=Role.PRODUCT_MANAGER,
        name=("林晓彤", "Lin Xiaotong"),
        title=("产品经理", "Product manager"),
        looks_at=("待分拣的反馈，和等结论的需求", "Feedback to triage, requirements to decide"),
    ),
    Person(
        key="zhao",
        role=Role.SALESPERSON,
        name=("赵一帆", "Zhao Yifan"),
        title=("大客户销售", "Key account manager"),
        looks_at=("研发给我的客户什么答复，今天该联系谁", "What R&D answered, whom to call today"),
    ),
    Person(
        key="chen",
        role=Role.RND_LEAD,
        name=("陈思远", "Chen Siyuan"),
        title=("研发负责人", "Head of R&D"),
        looks_at=("哪个里程碑晚了，谁在等", "Which milestone is late, and who waits"),
    ),
    Person(
        key="he",
        role=Role.CSM,
        name=("何佳", "He Jia"),
        title=("客户成功经理", "Customer success manager"),
        looks_at=("没解决的投诉，要回访的客户", "Open complaints, customers to visit again"),
    ),
    Person(
        key="sun",
        role=Role.SALES_MANAGER,
        name=("孙玥", "Sun Yue"),
        title=("销售总监", "Head of sales"),
        looks_at=("商机、团队逾期的沟通步骤", "Opportunities, steps the team is late with"),
    ),
    Person(
        key="xu",
        role=Role.EXECUTIVE,
        name=("徐衡", "Xu Heng"),
        title=("总经理", "Managing director"),
        looks_at=("两条轨在一页上：哪里有风险", "Both tracks on one page: where it is at risk"),
    ),
    Person(
        key="wu",
        role=Role.SALESPERSON,
        name=("吴桐", "Wu Tong"),
        title=("区域销售", "Area salesperson"),
        looks_at=("华南、西南客户说了什么", "What customers in the south said"),
    ),
    Person(
        key="luo",
        role=Role.PRESALES,
        name=("罗敏", "Luo Min"),
        title=("售前顾问", "Presales consultant"),
        looks_at=("要准备的功能演示", "Feature demos to prepare"),
    ),
    Person(
        key="wang",
        role=Role.IMPLEMENTER,
        name=("王浩", "Wang Hao"),
        title=("实施工程师", "Implementation engineer"),
        looks_at=("交付项目和现场反馈", "Deliveries, and what is said on site"),
    ),
    Person(
        key="zhou",
        role=Role.ENGINEER,
        name=("周骁", "Zhou Xiao"),
        title=("控制算法工程师", "Control engineer"),
        looks_at=("开发中的需求，背后是哪家客户", "Requirements in work, the customer behind them"),
    ),
    Person(
        key="zheng",
        role=Role.ENGINEER,
        name=("郑岚", "Zheng Lan"),
        title=("测试工程师", "Test engineer"),
        looks_at=("测试中的需求和客户原话", "Requirements in testing, in customers' words"),
    ),
    Person(
        key="tang",
        role=Role.ENGINEER,
        name=("唐睿", "Tang Rui"),
        title=("嵌入式工程师", "Embedded engineer"),
        looks_at=("这个迭代里我的工作项", "My work items of this iteration"),
    ),
    Person(
        key="fang",
        role=Role.ENGINEER,
        name=("方可", "Fang Ke"),
        title=("平台工程师", "Platform engineer"),
        looks_at=("云看板和工具链上的缺陷", "Defects of the cloud board and the tool chain"),
    ),
    Person(
        key="admin",
        role=Role.ADMIN,
        name=("管理员", "Administrator"),
        title=("系统管理员", "System administrator"),
        looks_at=("系统是否健康，谁能做什么", "Whether all runs, and who may do what"),
    ),
)
