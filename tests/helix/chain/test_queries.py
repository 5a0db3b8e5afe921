"""Walking the chain from any object, both ways, with who, when and why."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.communication import make_template
from tests.factories.customers import make_customer
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone, make_project
from tests.worker import drain
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.objects.links import Ref
from twintrack.foundation.people.models import User
from twintrack.helix.chain.queries import Chain, get_chain, get_nearby
from twintrack.helix.communication.models import CommunicationPlan
from twintrack.hub.products.models import Product
from twintrack.hub.projects import operations as projects
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback import operations as feedback
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.pipeline import operations as pipeline

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def lead() -> User:
    return make_user(Role.RND_LEAD, name="Chen")


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


def say(customer: Customer, product: Product, words: str, by: User, days: int = 0) -> Feedback:
    said = feedback.Said(customer=customer, product=product, verbatim=words)
    recorded = feedback.record(said=said, by=by, at=AT + timedelta(days=days))
    drain()
    return recorded


def reach(product: Product, by: User) -> Milestone:
    """Plan all that was asked for a milestone, and reach it."""
    milestone = make_milestone(project=make_project(product=product))
    for requirement in Requirement.objects.filter(product=product):
        backlog.plan_for(
            requirement=requirement, milestone=milestone, by=by, at=AT + timedelta(days=10)
        )
    drain()
    make_template()
    projects.reach(milestone=milestone, by=by, at=AT + timedelta(days=20))
    drain()
    return milestone


def kinds(chain: Chain) -> dict[str, list[int]]:
    steps: dict[str, list[int]] = {}
    for ref, node in chain.nodes.items():
        steps.setdefault(ref.kind, []).append(node.step)
    return {kind: sorted(found) for kind, found in sorted(steps.items())}


def test_from_feedback_one_walks_to_the_customer_the_money_and_the_talk(
    lead: User, seller: User
) -> None:
    product, customer, other = make_product(), make_customer(), make_customer()
    pipeline.open_opportunity(
        details=pipeline.OpportunityDetails(
            customer=customer,
            name="Six lines",
            amount=Decimal(1),
            currency="CNY",
            expected_close_on=date(2026, 12, 18),
        ),
        by=seller,
        at=AT,
    )
    said = say(customer, product, "The film breaks at reel change.", seller)
    say(other, product, "Reports take an hour to open every morning.", seller)
    reach(product, lead)

    chain = get_chain(kind="feedback", pk=said.pk, for_user=seller)

    assert kinds(chain) == {
        "communication_plan": [3],
        "customer": [-1],
        "feedback": [0],
        "milestone": [2],
        "opportunity": [-2],
        "requirement": [1],
    }
    # Only the talk with this customer, not with the others who wait for the milestone.
    plan = next(ref.pk for ref in chain.nodes if ref.kind == "communication_plan")
    assert CommunicationPlan.objects.get(pk=plan).customer == customer


def test_each_link_says_who_made_it_when_and_why(lead: User, seller: User) -> None:
    product, customer = make_product(), make_customer()
    said = say(customer, product, "The film breaks.", seller)
    milestone = reach(product, lead)

    chain = get_chain(kind="feedback", pk=said.pk, for_user=seller)

    moments = [each for each in chain.moments if each.entry]
    assert [each.entry.happened_at for each in moments] == sorted(
        each.entry.happened_at for each in moments
    )
    made = {(hop.source.kind, hop.target.kind): moment for moment in moments for hop in moment.hops}
    assert made["customer", "feedback"].entry.actor == seller
    assert made["feedback", "requirement"].cause.kind == "feedback.recorded"
    assert made["requirement", "milestone"].entry.kind == "requirement.planned"
    assert made["milestone", "communication_plan"].cause.kind == "milestone.reached"
    reached = [each for each in moments if each.entry.kind == "milestone.reached"]
    assert [(each.node.ref, each.entry.actor) for each in reached] == [
        (Ref("milestone", milestone.pk), lead)
    ]


def test_the_same_chain_is_walked_from_any_of_its_objects(lead: User, seller: User) -> None:
    product, customer = make_product(), make_customer()
    said = say(customer, product, "The film breaks.", seller)
    milestone = reach(product, lead)
    requirement, plan = Requirement.objects.get(), CommunicationPlan.objects.get()
    chain = {
        Ref("customer", customer.pk),
        Ref("feedback", said.pk),
        Ref("requirement", requirement.pk),
        Ref("milestone", milestone.pk),
        Ref("communication_plan", plan.pk),
    }
    above = {Ref("product", product.pk), Ref("project", milestone.project_id)}

    for ref in chain:
        found = get_chain(kind=ref.kind, pk=ref.pk, for_user=lead)
        assert chain <= found.nodes.keys() <= chain | above, ref
        assert found.start.ref == ref
    for ref in above:
        found = get_chain(kind=ref.kind, pk=ref.pk, for_user=lead)
        assert Ref("communication_plan", plan.pk) in found.nodes, ref


def test_requirements_made_one_or_taken_apart_are_part_of_the_chain(lead: User) -> None:
    manager, product = make_user(Role.PRODUCT_MANAGER), make_product()
    first, second = (
        backlog.propose(product=product, proposal=backlog.Proposal(title=title), by=lead, at=AT)
        for title in ("Stop the film", "Stop the film at once")
    )
    backlog.merge(sources=[second], target=first, by=manager, at=AT)

    chain = get_chain(kind="requirement", pk=first.pk, for_user=lead)

    assert chain.nodes[Ref("requirement", second.pk)].step == -1


def test_what_a_person_may_not_see_is_left_out_with_all_behind_it(lead: User, seller: User) -> None:
    team = make_team(lead, seller)
    secret = make_product(reach="teams")
    secret.teams.add(team)
    customer = make_customer()
    pipeline.open_opportunity(
        details=pipeline.OpportunityDetails(
            customer=customer,
            name="x",
            amount=Decimal(1),
            currency="CNY",
            expected_close_on=date(2026, 12, 18),
        ),
        by=seller,
        at=AT,
    )
    said = say(customer, secret, "Secret film breaks.", seller)
    reach(secret, lead)

    for_seller = kinds(get_chain(kind="customer", pk=customer.pk, for_user=seller))
    outside = make_user(Role.SALESPERSON)
    for_outsider = kinds(get_chain(kind="customer", pk=customer.pk, for_user=outside))
    for_lead = kinds(get_chain(kind="customer", pk=customer.pk, for_user=lead))

    assert "communication_plan" in for_seller
    assert for_outsider == {"customer": [0], "opportunity": [-1]}
    assert "opportunity" not in for_lead
    with pytest.raises(NotThere):
        get_chain(kind="feedback", pk=said.pk, for_user=outside)
    with pytest.raises(NotThere):
        get_chain(kind="nothing", pk=1, for_user=seller)


def test_a_long_chain_is_cut_at_the_nearest_objects(seller: User) -> None:
    product, customer = make_product(), make_customer()
    for number in range(6):
        say(customer, product, f"Number {number} breaks in its own way.", seller, days=number)

    cut = get_chain(kind="customer", pk=customer.pk, for_user=seller, limit=5)

    assert cut.is_cut
    assert len(cut.nodes) == 5
    assert not get_chain(kind="customer", pk=customer.pk, for_user=seller).is_cut


def test_beside_an_object_only_the_nearest_of_its_chain_are_looked_for(
    seller: User, lead: User
) -> None:
    product, customer = make_product(), make_customer()
    for number in range(3):
        say(customer, product, f"Number {number} breaks in its own way.", seller, days=number)
    reach(product, lead)
    whole = get_chain(kind="customer", pk=customer.pk, for_user=lead)

    near = get_nearby(kind="customer", pk=customer.pk, for_user=lead, few=2)

    assert near.is_cut
    assert near.behind == []
    assert [node.step for node in near.ahead] == [1, 1]
    assert 3 <= near.count < len(whole.nodes) - 1
    wide = get_nearby(kind="customer", pk=customer.pk, for_user=lead, few=20)
    assert (wide.count, wide.is_cut) == (len(whole.nodes) - 1, False)


def test_a_step_costs_the_same_for_few_and_for_many(seller: User, lead: User) -> None:
    product, customer = make_product(), make_customer()

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            get_chain(kind="customer", pk=customer.pk, for_user=lead)
        return len(asked)

    say(customer, product, "The film breaks.", seller)
    reach(product, lead)
    get_chain(kind="customer", pk=customer.pk, for_user=lead)
    few = cost()
    for number in range(8):
        say(make_customer(), product, f"Another {number} wish altogether.", seller)
        say(customer, product, f"Wish {number} of quite another kind.", seller)
    reach(product, lead)

    assert cost() <= few + 2
