"""Who is known already is found with a reason; history tells when it can and when it cannot."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.customers import make_customer
from tests.factories.leads import make_lead
from tests.factories.people import make_user
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact
from twintrack.sales.customers.names import core_of
from twintrack.sales.customers.reaching import mail_domain, phone_core
from twintrack.sales.leads import operations, queries
from twintrack.sales.leads.queries import Newcomer
from twintrack.sales.leads.traits import traits_of

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def test_names_phones_and_addresses_are_compared_by_what_tells_them_apart() -> None:
    for name in ("宁海新材股份有限公司", "宁海新材（集团）有限公司", "宁海新材"):
        assert core_of(name) == "宁海新材"
    for name in ("ＢＯＬＴ Co., Ltd.", "Bolt GmbH & Co. KG", "BOLT S.A.", "bolt G.m.b.H."):
        assert core_of(name) == "bolt"
    for phone in ("138-0013-8000", "+86 13800138000", "008613800138000", "１３８００１３８０００"):
        assert phone_core(phone) == "13800138000"
    assert phone_core("0574-8765 4321") == phone_core("+86 574 87654321") == "57487654321"
    assert phone_core("8001") == ""
    assert (mail_domain("a@Bolt.de"), mail_domain("a@qq.com")) == ("bolt.de", "")


@pytest.mark.django_db
def test_who_is_known_is_found_with_the_reason_the_surest_first() -> None:
    zhao = make_user(Role.SALESPERSON)
    customer = make_customer(name="宁海新材料股份有限公司")
    Contact.objects.create(
        customer=customer, name="王敏", phone="13800138000", email="wang@ninghai.cn"
    )
    lead = make_lead(company="苏州博特精密", email="li@bote.cn")

    def reasons(**typed: str) -> list[tuple[str, ...]]:
        return [each.reasons for each in queries.find_known(Newcomer(**typed), for_user=zhao)]

    assert reasons(company="宁海新材料有限公司") == [("name",)]
    assert reasons(company="宁海新材") == [("name_alike",)]
    assert reasons(company="nhxcl") == [("initials",)]
    assert reasons(phone="+86 138 0013 8000") == [("phone",)]
    assert reasons(email="WANG@ninghai.cn", phone="13800138000") == [("email",)]
    assert reasons(email="zhang@ninghai.cn") == [("domain",)]
    assert reasons(company="博特精密", email="li@bote.cn") == [("email", "name_alike")]
    assert reasons(company="完全不同") == reasons() == []
    [known] = queries.find_known(Newcomer(phone="13800138000"), for_user=zhao)
    assert (known.customer, known.is_sure) == (customer, True)
    assert known.contact is not None
    assert queries.find_known(Newcomer(company="博特精密"), for_user=zhao, but=lead) == []

    def ask() -> object:
        return queries.find_known(Newcomer(company="宁海", phone="13800138000"), for_user=zhao)

    ask()
    few = queries_of(ask)
    for n in range(10):
        make_customer(name=f"宁海{n}厂")
        make_lead(company=f"宁海{n}部")
    assert queries_of(ask) == few


def ended(share: dict[str, float], count: int, by: User) -> None:
    chance = random.Random(7)
    for n in range(count):
        source = chance.choice(sorted(share))
        won = chance.random() < share[source]
        make_lead(
            source=source,
            created_by=by,
            created_at=AT - timedelta(days=count - n),
            state="converted" if won else "disqualified",
            reason="" if won else "no_need",
        )


@pytest.mark.django_db
def test_a_learned_score_is_shown_only_where_history_tells_leads_apart() -> None:
    sun = make_user(Role.SALES_MANAGER)
    traits = traits_of({"source": "referral"}, [])
    make_lead(state="disqualified", reason="spam", created_by=sun)
    model = operations.fit_score_now(by=sun, at=AT)
    assert (model.cases, model.judged, model.tells_apart) == (0, 0, False)
    assert queries.chance_of(traits, model) is None

    ended({"referral": 0.8, "outbound": 0.1}, 240, sun)
    model = operations.fit_score_now(by=sun, at=AT)
    assert model.tells_apart
    found = queries.chance_of(traits, queries.newest_model())
    assert found is not None
    assert found.share > 0.6
    assert found.drivers[0].value == "referral"


@pytest.mark.django_db
def test_a_history_of_mere_luck_teaches_nothing() -> None:
    sun = make_user(Role.SALES_MANAGER)
    ended({"referral": 0.4, "outbound": 0.4, "partner": 0.4}, 240, sun)
    model = operations.fit_score_now(by=sun, at=AT)
    assert (model.cases, model.tells_apart) == (240, False)
    assert model.judged > 0
