"""Who may do what: the one table that pages, API, search and live stream ask."""

from enum import StrEnum

from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import INTERNAL, RND, SALES, SEE_ALL, Role
from twintrack.foundation.people.models import User


class Act(StrEnum):
    """What a role may allow; the value is the name in the API and in documents."""

    USE = "use"
    RECORD_FEEDBACK = "feedback.record"
    TRIAGE_FEEDBACK = "feedback.triage"
    IMPORT_FEEDBACK = "feedback.import"
    MANAGE_INBOUND = "inbound.manage"
    PROPOSE_REQUIREMENT = "requirement.propose"
    EDIT_REQUIREMENT = "requirement.edit"
    REVIEW_REQUIREMENT = "requirement.review"
    ADVANCE_REQUIREMENT = "requirement.advance"
    MERGE_REQUIREMENT = "requirement.merge"
    HOLD_REVIEW_MEETINGS = "review_meeting.hold"
    SET_BASELINES = "baseline.set"
    WORK_ON_ITEMS = "work_item.work"
    PLAN_ITERATIONS = "iteration.plan"
    KEEP_CALENDARS = "calendar.keep"
    PLAN_RELEASES = "release.plan"
    SHIP_RELEASES = "release.ship"
    WAIVE_GATES = "release.waive"
    SEE_TEST_LOGS = "test_log.see"
    REPORT_BUILDS = "build.report"
    SET_QUALITY_GATES = "quality_gate.set"
    SEE_INSIGHT = "insight.see"
    SET_MEASURES = "measure.set"
    SEE_SALES_MEASURES = "sales_measure.see"
    SEE_COMPANY_SALES = "company_sales.see"
    SET_SALES_TARGETS = "sales_target.set"
    HAND_OVER = "handoff.decide"
    SET_THRESHOLDS = "matching.set"
    MANAGE_PRODUCTS = "product.manage"
    SEE_REPOSITORIES = "repository.see"
    MANAGE_REPOSITORIES = "repository.manage"
    MANAGE_CUSTOMERS = "customer.manage"
    MERGE_CUSTOMERS = "customer.merge"
    IMPORT_CUSTOMERS = "customer.import"
    SET_SEGMENTS = "segment.set"
    PROTECT_PERSONS = "person.protect"
    MANAGE_OPPORTUNITIES = "opportunity.manage"
    SEE_OPPORTUNITIES = "opportunity.see"
    SET_PIPELINE = "pipeline.set"
    SEE_AMOUNTS = "amount.see"
    SEE_VISITS = "visit.see"
    MANAGE_VISITS = "visit.manage"
    SET_VISITS = "visit.set"
    SEE_LEADS = "lead.see"
    MANAGE_LEADS = "lead.manage"
    SET_LEAD_RULES = "lead_rule.set"
    MANAGE_SLA = "sla_plan.manage"
    ANSWER_COMPLAINTS = "complaint.answer"
    SEE_COSTS = "cost.see"
    SEE_PRICES = "price.see"
    MANAGE_PRICES = "price.manage"
    WRITE_QUOTES = "quote.write"
    SET_APPROVAL_RULES = "approval_rule.set"
    SEE_CONTRACTS = "contract.see"
    WRITE_CONTRACTS = "contract.write"
    SIGN_CONTRACTS = "contract.sign"
    SEE_COLLECTIONS = "collection.see"
    RECORD_RECEIPTS = "receipt.record"
    SEE_DELIVERIES = "delivery.see"
    WORK_ON_DELIVERIES = "delivery.work"
    MANAGE_DELIVERIES = "delivery.manage"
    SET_COST_RATES = "cost_rate.set"
    SET_LETTERHEAD = "letterhead.set"
    MANAGE_RATES = "exchange_rate.manage"
    MANAGE_PROJECTS = "project.manage"
    REACH_MILESTONE = "milestone.reach"
    MANAGE_RISKS = "risk.manage"
    WORK_PLAN_STEP = "plan.work"
    MANAGE_PLAN_TEMPLATES = "plan_template.manage"
    MANAGE_LABELS = "label.manage"
    MANAGE_PEOPLE = "people.manage"
    OPERATE = "operate"


_PM, _LEAD, _EXEC = Role.PRODUCT_MANAGER, Role.RND_LEAD, Role.EXECUTIVE
_DECIDERS = frozenset({_PM, _LEAD, _EXEC})

ALLOWED: dict[Act, frozenset[Role]] = {
    Act.USE: INTERNAL,
    Act.RECORD_FEEDBACK: INTERNAL,
    Act.TRIAGE_FEEDBACK: SALES | {_PM, _LEAD, _EXEC},
    Act.IMPORT_FEEDBACK: frozenset({_PM, Role.SALES_MANAGER, Role.CSM, Role.SALESPERSON}),
    Act.MANAGE_INBOUND: frozenset({Role.ADMIN}),
    Act.PROPOSE_REQUIREMENT: INTERNAL,
    Act.EDIT_REQUIREMENT: RND | {_EXEC},
    Act.REVIEW_REQUIREMENT: _DECIDERS,
    Act.ADVANCE_REQUIREMENT: RND | {_EXEC},
    Act.MERGE_REQUIREMENT: _DECIDERS,
    Act.HOLD_REVIEW_MEETINGS: _DECIDERS,
    Act.SET_BASELINES: _DECIDERS,
    Act.WORK_ON_ITEMS: RND | {_EXEC},
    Act.PLAN_ITERATIONS: RND | {_EXEC},
    # Everybody enters their own leave; whose leave it is besides, a lead decides.
    Act.KEEP_CALENDARS: frozenset({_LEAD, _EXEC, Role.SALES_MANAGER}),
    Act.PLAN_RELEASES: _DECIDERS,
    Act.SHIP_RELEASES: _DECIDERS,
    # To ship although something is not as good as it should be.
    Act.WAIVE_GATES: frozenset({_LEAD, _EXEC}),
    # Sales sees how good a release is, not the logs of its tests.
    Act.SEE_TEST_LOGS: RND | {_EXEC},
    Act.REPORT_BUILDS: RND | {_EXEC},
    Act.SET_QUALITY_GATES: _DECIDERS,
    Act.SEE_INSIGHT: RND | {_EXEC},
    Act.SET_MEASURES: frozenset({_LEAD, _EXEC}),
    # Everybody their own, leads those of their people; the whole company who answers for it.
    Act.SEE_SALES_MEASURES: SALES | {_EXEC},
    Act.SEE_COMPANY_SALES: frozenset({Role.SALES_MANAGER, _EXEC}),
    Act.SET_SALES_TARGETS: frozenset({Role.SALES_MANAGER, _EXEC}),
    Act.HAND_OVER: SALES | {_PM, _LEAD, _EXEC},
    Act.SET_THRESHOLDS: frozenset({_PM}),
    Act.MANAGE_PRODUCTS: _DECIDERS,
    # Sales reads what becomes of requirements, not who wrote which line.
    Act.SEE_REPOSITORIES: RND | {_EXEC},
    Act.MANAGE_REPOSITORIES: _DECIDERS,
    Act.MANAGE_CUSTOMERS: SALES | {_EXEC},
    Act.MERGE_CUSTOMERS: frozenset({Role.SALES_MANAGER, _EXEC}),
    Act.IMPORT_CUSTOMERS: frozenset({Role.CSM, Role.SALES_MANAGER, _EXEC}),
    # By which rules customers fall in segments.
    Act.SET_SEGMENTS: frozenset({Role.SALES_MANAGER, _EXEC}),
    # To give out all that is known of a person outside, and to erase it for good.
    Act.PROTECT_PERSONS: frozenset({Role.CSM, Role.SALES_MANAGER}),
    Act.MANAGE_OPPORTUNITIES: SALES | {_EXEC},
    Act.SEE_OPPORTUNITIES: SALES | {_PM, _EXEC},
    # Stages, what they ask for, the playbook, reasons for losing.
    Act.SET_PIPELINE: frozenset({Role.SALES_MANAGER, _EXEC}),
    # R&D sees a band; a product manager weighs the money behind each requirement.
    Act.SEE_AMOUNTS: SALES | {_PM, _EXEC},
    # Others see the visits they went along to.
    Act.SEE_VISITS: SALES | {_PM, _EXEC},
    Act.MANAGE_VISITS: SALES | {_EXEC},
    # Templates of notes, and how many visits a week there are to be.
    Act.SET_VISITS: frozenset({Role.SALES_MANAGER, _EXEC}),
    # Who asked and how to reach them is nobody else's business.
    Act.SEE_LEADS: SALES | {_EXEC},
    Act.MANAGE_LEADS: SALES | {_EXEC},
    Act.SET_LEAD_RULES: frozenset({Role.SALES_MANAGER, _EXEC}),
    # What customers are promised when something is wrong, and who speaks with them then.
    Act.MANAGE_SLA: frozenset({Role.SALES_MANAGER, Role.CSM, _EXEC}),
    Act.ANSWER_COMPLAINTS: SALES | {_EXEC},
    # What things cost the company, and what is left over.
    Act.SEE_COSTS: SALES | {_EXEC},
    Act.SEE_PRICES: SALES | {_PM, _EXEC},
    Act.MANAGE_PRICES: frozenset({Role.SALES_MANAGER, _EXEC}),
    Act.WRITE_QUOTES: SALES | {_EXEC},
    Act.SET_APPROVAL_RULES: frozenset({Role.SALES_MANAGER, _EXEC}),
    Act.SEE_CONTRACTS: SALES | {_PM, _EXEC},
    Act.WRITE_CONTRACTS: SALES | {_EXEC},
    # What binds the company is signed by who answers for it.
    Act.SIGN_CONTRACTS: frozenset({Role.SALES_MANAGER, _EXEC}),
    # Whoever records no receipts sees what concerns their own contracts and customers.
    Act.SEE_COLLECTIONS: SALES | {_EXEC},
    Act.RECORD_RECEIPTS: frozenset({Role.SALES_MANAGER, Role.CSM, _EXEC}),
    # R&D sees what its work becomes at the customer's; amounts stay hidden as everywhere.
    Act.SEE_DELIVERIES: SALES | RND | {_EXEC},
    Act.WORK_ON_DELIVERIES: frozenset(
        {Role.PRESALES, Role.IMPLEMENTER, Role.CSM, Role.SALES_MANAGER, _EXEC}
    ),
    # To begin and end them, who does which role in them, and the templates they follow.
    Act.MANAGE_DELIVERIES: frozenset({Role.IMPLEMENTER, Role.SALES_MANAGER, Role.CSM, _EXEC}),
    # What an hour of a role costs, and from which amount on expenses are approved.
    Act.SET_COST_RATES: frozenset({Role.SALES_MANAGER, _EXEC}),
    Act.SET_LETTERHEAD: frozenset({Role.SALES_MANAGER, _EXEC}),
    Act.MANAGE_RATES: frozenset({Role.SALES_MANAGER, _EXEC}),
    Act.MANAGE_PROJECTS: _DECIDERS | {Role.SALES_MANAGER, Role.IMPLEMENTER, Role.CSM},
    Act.REACH_MILESTONE: RND | {_EXEC, Role.IMPLEMENTER},
    Act.MANAGE_RISKS: RND | {_EXEC, Role.SALES_MANAGER, Role.IMPLEMENTER},
    Act.WORK_PLAN_STEP: SALES | {_PM, _EXEC},
    Act.MANAGE_PLAN_TEMPLATES: frozenset({_PM, Role.SALES_MANAGER, Role.CSM, _EXEC}),
    # Anybody makes one while working; to rename or remove it changes what others see.
    Act.MANAGE_LABELS: _DECIDERS | {Role.SALES_MANAGER},
    Act.MANAGE_PEOPLE: frozenset({Role.ADMIN}),
    Act.OPERATE: frozenset({Role.ADMIN}),
}


def may(user: User, act: Act) -> bool:
    """Say whether the person's roles allow the act; an administrator may do all."""
    if not user.is_active:
        return False
    if user.is_service:
        return act not in {Act.MANAGE_PEOPLE, Act.OPERATE}
    return Role.ADMIN in user.roles or not user.roles.isdisjoint(ALLOWED[act])


def check_may(user: User, act: Act) -> None:
    """
    Refuse what the person's roles do not allow.

    :raises NotAllowed: if no role of the person allows the act.
    """
    if not may(user, act):
        raise NotAllowed


def sees_everything(user: User) -> bool:
    """Say whether team membership does not limit what the person sees."""
    return user.is_service or not user.roles.isdisjoint(SEE_ALL)
