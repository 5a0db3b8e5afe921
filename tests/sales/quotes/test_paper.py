"""The paper of a quote, as a PDF that the customer reads."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pypdf import PdfReader

from tests.factories.people import make_user
from tests.factories.quotes import make_quote, make_rule, make_sent
from twintrack.foundation.access.roles import Role
from twintrack.foundation.documents.models import Letterhead
from twintrack.foundation.people.models import User
from twintrack.sales.quotes import operations
from twintrack.sales.quotes.models import QuoteVersion
from twintrack.sales.quotes.operations import LineDetails
from twintrack.sales.quotes.paper import draw

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
SHARP = '#let x = 1; *bold* $math$ \\ @ref <tag> "quoted" 【全角】'


@pytest.fixture
def seller() -> User:
    Letterhead.objects.create(
        pk=1,
        name_zh="双轨科技有限公司",
        name_en="Twintrack Ltd",
        bank_zh="招商银行",
        tax_number="91X",
    )
    return make_user(Role.SALESPERSON, name="赵敏")


def read(version: QuoteVersion) -> tuple[list[str], str]:
    """Give the words of each page and of all, without the spaces between them."""
    [pdf] = draw(version)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return pages, "".join("".join(pages).split())


def test_a_chinese_paper_says_what_is_offered_with_the_amount_in_capitals(seller: User) -> None:
    version = make_sent(
        by=seller, lines=2, discount="5", payment_terms="签约后 30 天", delivery_terms="宁波交货"
    )
    pages, text = read(version)

    assert len(pages) == 1
    for words in (
        *(
            "报价单",
            version.quote.number,
            "双轨科技有限公司",
            version.quote.customer.name.replace(" ", ""),
        ),
        *("1,000.00", "13%", "1,900.00", "¥2,147.00", "人民币贰仟壹佰肆拾柒元整"),
        *("签约后30天", "宁波交货", "2026-12-24", "第1页，共1页", "招商银行", "赵敏"),
    ):
        assert words in text, words
    assert "草稿" not in text


def test_an_english_paper_has_no_capitals_and_a_draft_says_so(seller: User) -> None:
    make_rule()
    version = make_quote(by=seller, language="en", discount="12")
    operations.add_promise(
        version=version, text="Line 2 runs", due_on=date(2026, 12, 18), by=seller, at=AT
    )
    _pages, text = read(version)

    for words in ("Quotation", "DRAFT", "Page1of1", "18Dec2026", "Line2runs", "TwintrackLtd"):
        assert words in text, words
    assert "人民币" not in text
    operations.submit(version=version, by=seller, at=AT)
    assert "DRAFT" in read(version)[1]


def test_forty_lines_repeat_the_head_of_the_table_and_nobody_can_inject_markup(
    seller: User,
) -> None:
    version = make_quote(by=seller, lines=1)
    for number in range(39):
        details = LineDetails(
            name=f"{SHARP} {number}",
            description="现场安装与调试，含两名工程师五个工作日的差旅" * 2,
            quantity=Decimal("1.5"),
            list_price=Decimal("99999.99"),
            tax_rate=Decimal(6),
        )
        operations.add_line(version=version, details=details, by=seller, at=AT)
    pages, text = read(version)

    assert len(pages) >= 3
    assert all("单价" in page for page in pages[:-1])
    assert f"第1页，共{len(pages)}页" in text
    assert text.count("".join(SHARP.split())) == 39


def test_no_line_is_torn_and_the_sums_never_stand_alone(seller: User) -> None:
    version = make_quote(by=seller, lines=1, language="en")
    for number in range(2, 26):
        details = LineDetails(
            name=f"Line number {number} begins",
            description=f"Commissioning on site, with travel. {number} ends" * (1 + number % 3),
            quantity=Decimal(1),
            list_price=Decimal(10),
            tax_rate=Decimal(6),
        )
        operations.add_line(version=version, details=details, by=seller, at=AT)
        if number < 14:
            continue
        pages = [" ".join(page.split()) for page in read(version)[0]]
        [summed] = [page for page in pages if "Total, tax included" in page]
        assert f"Line number {number} begins" in summed
        for each in range(2, number + 1):
            [whole] = [page for page in pages if f"Line number {each} begins" in page]
            assert whole.count(f"{each} ends") >= 1 + each % 3


def test_a_draft_without_lines_and_one_with_a_page_of_words_are_drawn(seller: User) -> None:
    version = make_quote(by=seller, lines=0)
    assert "¥0.00" in read(version)[1]
    details = LineDetails(
        name="长",
        description="轴" * 1000,
        quantity=Decimal(1),
        list_price=Decimal(1),
        tax_rate=Decimal(6),
    )
    operations.add_line(version=version, details=details, by=seller, at=AT)
    assert read(version)[1].count("轴") == 1000
