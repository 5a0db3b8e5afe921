"""Lets the made-up company work for a while: everything goes through the same operations."""

from datetime import datetime, timedelta
from decimal import Decimal

from twintrack.demo.deals import sell
from twintrack.demo.people import PEOPLE, address_of
from twintrack.demo.story import CUSTOMERS, MILESTONES, PRODUCTS, SAID
from twintrack.foundation.access import operations as access
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.worker import run_once
from twintrack.foundation.people.models import User
from twintrack.hub.products import operations as products
from twintrack.hub.products.models import Product
from twintrack.hub.projects import operations as projects
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.scoring import Rice
from twintrack.sales.customers import operations as customers
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback import operations as feedback

# How many customers a quarter each requirement reaches, in the order it was asked for.
REACH = (Decimal(140), Decimal(90), Decimal(60), Decimal(25))
PASSWORD = "a demo of twintrack"


def build(*, language: str, at: datetime) -> None:
    """Build the company in one language; its history ends at the given moment."""
    is_chinese = language.startswith("zh")
    staff = _hire(language, at - timedelta(days=60))
    made = _make_products(staff["lin"], is_chinese, at - timedelta(days=50))
    known = _meet_customers(staff["zhao"], is_chinese, at - timedelta(days=40))
    sell(staff=staff, products=made, customers=known, is_chinese=is_chinese, at=at)
    for days, words in enumerate(SAID):
        feedback.record(
            said=feedback.Said(
                customer=known[words.customer],
                product=made[words.product],
                verbatim=words.chinese if is_chinese else words.english,
                kind=words.kind,
                severity=words.severity,
            ),
            by=staff["zhao"],
            at=at - timedelta(days=12 - days),
        )
    run_once(at=at)
    _review(staff, is_chinese, at - timedelta(days=5))
    run_once(at=at)
    _run_project(staff, made["h3"], is_chinese, at)
    run_once(at=at)


def _hire(language: str, at: datetime) -> dict[str, User]:
    is_chinese = language.startswith("zh")
    staff: dict[str, User] = {}
    for person in sorted(PEOPLE, key=lambda each: each.role != Role.ADMIN):
        newcomer = access.Newcomer(
            email=address_of(person),
            name=person.name[not is_chinese],
            title=person.title[not is_chinese],
            password=PASSWORD,
            language=language,
        )
        if person.role == Role.ADMIN:
            staff[person.key] = access.found(newcomer=newcomer, at=at)
        else:
            staff[person.key] = access.add_user(
                newcomer=newcomer, roles=[person.role], by=staff["admin"], at=at
            )
    return staff


def _make_products(by: User, is_chinese: bool, at: datetime) -> dict[str, Product]:
    made = {}
    for code, (chinese, english, module) in PRODUCTS.items():
        name = chinese if is_chinese else english
        made[code] = products.add_product(code=code, name=name, by=by, at=at)
        products.add_module(product=made[code], name=module[not is_chinese], by=by, at=at)
    return made


def _meet_customers(by: User, is_chinese: bool, at: datetime) -> dict[str, Customer]:
    return {
        key: customers.add_customer(
            details=customers.CustomerDetails(
                name=chinese if is_chinese else english, segment=segment
            ),
            by=by,
            at=at,
        )
        for key, (chinese, english, segment) in CUSTOMERS.items()
    }


def _review(staff: dict[str, User], is_chinese: bool, at: datetime) -> None:
    asked = list(Requirement.objects.order_by("pk"))
    for requirement, reach in zip(asked, REACH, strict=True):
        rice = Rice(reach=reach, impact=Decimal(2), confidence=Decimal(80), effort=Decimal("0.5"))
        backlog.score(requirement=requirement, rice=rice, by=staff["lin"], at=at)
    first = asked[0]
    decision = backlog.Decision(
        decision=State.ACCEPTED,
        reason="停线损失大，多家客户受影响" if is_chinese else "Lines stand still",
        customer_wording=(
            "我们已经采纳，正在安排研发。" if is_chinese else "We accepted it and plan the work."
        ),
    )
    backlog.decide(requirement=first, decision=decision, by=staff["lin"], at=at)
    backlog.move_date(
        requirement=first,
        before=None,
        to=(at + timedelta(days=29)).date(),
        by=staff["chen"],
        at=at,
    )
    backlog.advance(requirement=first, to=State.IN_DEVELOPMENT, by=staff["chen"], at=at)


def _run_project(staff: dict[str, User], product: Product, is_chinese: bool, at: datetime) -> None:
    """Plan what was asked for, and reach the first milestone a day ago."""
    lead, today = staff["chen"], at.date()
    project = projects.open_project(
        details=projects.ProjectDetails(
            name="H3 张力控制升级" if is_chinese else "H3 tension control upgrade",
            product=product,
            start_on=today - timedelta(days=40),
            due_on=today + timedelta(days=60),
        ),
        by=lead,
        at=at - timedelta(days=40),
    )
    core, *_later = [
        projects.add_milestone(
            project=project,
            details=projects.MilestoneDetails(
                name=chinese if is_chinese else english,
                kind=kind,
                due_on=today + timedelta(days=days),
            ),
            by=lead,
            at=at - timedelta(days=39),
        )
        for kind, chinese, english, days in MILESTONES
    ]
    for requirement in Requirement.objects.filter(product=product).order_by("pk"):
        backlog.plan_for(
            requirement=requirement, milestone=core, by=lead, at=at - timedelta(days=3)
        )
    projects.reach(milestone=core, by=lead, at=at - timedelta(days=1))
