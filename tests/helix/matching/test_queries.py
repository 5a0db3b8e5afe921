"""The index in the database finds what the one in memory finds, and follows requirements."""

from datetime import UTC, datetime

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.algorithms.matching.corpus import Corpus
from twintrack.algorithms.matching.documents import read
from twintrack.foundation.access.roles import Role
from twintrack.helix.matching.entering import Parts, enter
from twintrack.helix.matching.models import IndexedRequirement, Posting, WordCount
from twintrack.helix.matching.operations import index, index_everything, index_new
from twintrack.helix.matching.queries import Lookup, find_similar
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.operations import Decision, Proposal

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TITLES = [
    "换卷时张力波动导致断带",
    "触摸屏在低温下没有反应",
    "希望导出报表支持 Excel 格式",
    "Tension jumps when the reel changes and the film breaks",
    "报警信息看不懂",
    "张力传感器标定步骤太多",
]


def test_the_database_finds_the_same_as_the_index_in_memory() -> None:
    product = make_product()
    memory: Corpus[int] = Corpus()
    for title in TITLES:
        requirement = make_requirement(product=product, title=title)
        index(requirement=requirement)
        memory.add(requirement.pk, read(title))

    for said in ("换卷张力跳了一下就断带", "报表导成 excel", "film breaks", "看不懂这个报警"):
        here = find_similar(product=product, title=said)
        there = memory.find(read(said))
        assert [(each.requirement.pk, round(each.similarity, 6)) for each in here] == [
            (each.key, round(each.similarity, 6)) for each in there
        ]


def test_what_is_not_written_down_yet_is_found_as_if_it_were() -> None:
    product = make_product()
    made = [make_requirement(product=product, title=title) for title in TITLES]
    lookup = Lookup()
    for number, requirement in enumerate(made):
        if number % 2:
            lookup.know(enter(requirement, Parts()))
        else:
            index(requirement=requirement)
    said = "换卷张力跳了一下就断带，报警看不懂"

    before = find_similar(product=product, title=said, lookup=lookup)
    index_new(lookup.new)

    after = find_similar(product=product, title=said)
    assert [(each.requirement, round(each.similarity, 9), each.words) for each in before] == [
        (each.requirement, round(each.similarity, 9), each.words) for each in after
    ]
    assert len(after) > 1


def test_requirements_of_another_product_are_no_candidates() -> None:
    requirement = make_requirement(title="换卷时张力波动")
    index(requirement=requirement)

    assert not find_similar(product=make_product(), title="换卷时张力波动")
    assert find_similar(product=requirement.product, title="换卷时张力波动")


def test_indexing_twice_counts_once_and_a_new_title_replaces_the_old_one() -> None:
    requirement = make_requirement(title="张力")
    index(requirement=requirement)
    index(requirement=requirement)
    requirement.title = "触摸屏"
    requirement.save()

    index(requirement=requirement)

    assert set(WordCount.objects.values_list("requirements", flat=True)) == {0, 1}
    assert not find_similar(product=requirement.product, title="张力")
    assert find_similar(product=requirement.product, title="触摸屏")


def test_the_index_follows_the_requirements_by_itself() -> None:
    lead, product = make_user(Role.RND_LEAD), make_product()
    requirement = backlog.propose(
        product=product, proposal=Proposal(title="换卷时张力波动"), by=lead, at=AT
    )
    drain()
    assert find_similar(product=product, title="换卷张力")
    no = Decision(decision="rejected", reason="covered elsewhere")
    backlog.decide(requirement=requirement, decision=no, by=lead, at=AT)

    drain()

    assert not find_similar(product=product, title="换卷张力")
    assert not Posting.objects.exists()
    assert not IndexedRequirement.objects.exists()


def test_built_again_the_index_is_the_same() -> None:
    product = make_product()
    for title in TITLES:
        index(
            requirement=make_requirement(product=product, title=title),
            parts=Parts(modules=[(7, "张力")]),
        )
    before = (set(Posting.objects.values_list("key", "weight")), WordCount.objects.count())

    assert index_everything() == len(TITLES)

    assert before == (
        set(Posting.objects.values_list("key", "weight")),
        WordCount.objects.count(),
    )


def test_the_words_that_match_are_given() -> None:
    requirement = make_requirement(title="换卷时张力波动导致断带")
    index(requirement=requirement)

    [found] = find_similar(product=requirement.product, title="换卷以后张力不稳")

    assert {"换卷", "张力"} <= set(found.words)


def test_finding_takes_the_same_queries_however_many_there_are(
    django_assert_num_queries: object,
) -> None:
    product = make_product()
    for number in range(40):
        index(requirement=make_requirement(product=product, title=f"换卷张力 {number}"))

    with django_assert_num_queries(6):  # type: ignore[operator]
        find_similar(product=product, title="换卷张力")
