"""A review shows what may be the same, and leads to making it one."""

import pytest
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.helix.matching.operations import index
from twintrack.rnd.backlog.alike import list_alike

pytestmark = pytest.mark.django_db
OTHERS = ["触摸屏在低温下没有反应", "希望导出报表支持 Excel 格式", "报警信息看不懂"]


def test_a_requirement_that_says_the_same_is_offered_for_merging(client: Client) -> None:
    lin = make_user(Role.PRODUCT_MANAGER, language="en")
    product = make_product()
    known = make_requirement(product=product, title="换卷时张力波动导致断带", state="planned")
    again = make_requirement(product=product, title="换卷张力波动断带")
    released = make_requirement(product=product, title="换卷时张力波动断带", state="released")
    others = [make_requirement(product=product, title=title) for title in OTHERS]
    for each in (known, again, released, *others):
        index(requirement=each)
    client.force_login(lin)

    [found] = list_alike(again, for_user=lin)
    review = client.get(f"/reviews/?chosen={again.number}").content.decode()
    dialog = client.get(
        f"/requirements/merge/?pk={again.pk}",
        headers={"HX-Request": "true", "HX-Target": "div#modal-body"},
    ).content.decode()

    assert found.requirement == known
    merge = f"/requirements/merge/?pk={again.pk}&amp;pk={known.pk}"
    for page in (review, dialog):
        assert f"{found.percent} % alike" in page
        assert merge in page
    assert list_alike(again, for_user=make_user(Role.SALESPERSON)) == []
    assert list_alike(released, for_user=lin) == []
