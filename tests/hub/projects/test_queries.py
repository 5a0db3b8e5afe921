"""Who sees which projects."""

import pytest

from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone, make_project
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.hub.projects import queries

pytestmark = pytest.mark.django_db


def test_projects_of_a_teams_product_are_there_for_the_team_alone() -> None:
    inside, outside = make_user(Role.ENGINEER), make_user(Role.ENGINEER)
    product = make_product(reach="teams")
    product.teams.add(make_team(inside))
    project = make_project(product=product)
    milestone = make_milestone(project=project)

    assert queries.get_project(project.number, for_user=inside) == project
    assert queries.get_milestone(milestone.number, for_user=inside) == milestone
    with pytest.raises(NotThere):
        queries.get_project(project.number, for_user=outside)
    with pytest.raises(NotThere):
        queries.get_milestone(milestone.number, for_user=outside)


def test_milestones_are_narrowed_to_a_project_a_product_or_those_ahead() -> None:
    user = make_user(Role.ENGINEER)
    ahead = make_milestone()
    reached = make_milestone(reached_on="2026-11-20")

    assert list(queries.list_milestones(for_user=user, is_open=True)) == [ahead]
    assert list(queries.list_milestones(for_user=user, project=reached.project)) == [reached]
    product = ahead.project.product
    assert list(queries.list_milestones(for_user=user, product=product)) == [ahead]
