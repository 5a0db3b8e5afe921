"""Three deliveries: one accepted and praised, one accepted in part, one that waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from twintrack.demo.cast import Cast
from twintrack.demo.founding import BEGINNING
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.mailing.models import SendingState
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.sales.contracts.queries import Wanted, list_contracts
from twintrack.sales.deliveries import operations as deliveries
from twintrack.sales.deliveries import rounds
from twintrack.sales.deliveries.events import SurveySent
from twintrack.sales.deliveries.lifecycle import TaskState
from twintrack.sales.deliveries.mails import first_words
from twintrack.sales.deliveries.models import Delivery, DeliveryTask, DeliveryTemplate, Survey
from twintrack.sales.deliveries.operations import (
    AcceptanceDetails,
    BeginDetails,
    HandoverDetails,
    WaitDetails,
)
from twintrack.sales.deliveries.operations.holding import told_of

DAYS = timedelta(days=1)
MAILBOX = "production@zhuorui.example"
SIGNER = ("设备部 陈主任", "Mr Chen, head of equipment")
BRIEFED = (
    "合同范围、现场条件和客户联系人已逐条说明，承诺的培训名额为 12 人。",
    "Scope, site and contacts were gone through; training was promised for twelve people.",
)
RUNS = (
    "系统已稳定运行，遗留两条优化建议，客户希望每月回访一次。",
    "All runs; two suggestions are left, and they would like a call every month.",
)
KNOWN = ("联系人、文件和遗留问题已当面交接", "Contacts, papers and open points were handed over")
NO_HALL = (
    "客户厂房供电改造未完成，设备无法上电",
    "The hall has no power yet, nothing can be switched on",
)
NO_DATA = ("客户尚未提供历史数据文件", "The customer has not sent the files with the old data")
COURSE = ("操作培训", "Training of the operators")
TRAINED = ("12 名操作员通过上机考核", "Twelve operators passed the practical test")
PRAISE = (
    "实施团队很专业，上线比预期顺利。",
    "A competent team; going live was easier than we feared.",
)
WITH_NOTE = (
    "报表导出偶发超时，两周内修复",
    "Exports time out now and then; to be mended in two weeks",
)


class Job:
    """One delivery of the story; days are counted back from today."""

    def __init__(self, cast: Cast, key: str) -> None:
        self.cast, self.key = cast, key
        self._delivery: Delivery | None = None

    @property
    def now(self) -> Delivery:
        assert self._delivery
        return Delivery.objects.select_related("project").get(pk=self._delivery.pk)

    @property
    def lead(self) -> User:
        return self.cast.staff["wang"]

    def of(self, texts: tuple[str, str]) -> str:
        return self.cast.teller.of(list(texts))

    def on(self, ago: int, hour: float, act: Callable[[datetime], None]) -> None:
        self.cast.diary.on(ago, hour, act, key=f"{self.key}-delivery")

    def day(self, ago: int) -> date:
        return self.cast.diary.day(-ago)

    def begin(self, at: datetime, *, template: int, due: int) -> None:
        customer, staff = self.cast.customers[self.key], self.cast.staff
        wanted = Wanted(customer=customer)
        rows = list_contracts(for_user=self.lead, wanted=wanted).order_by("pk")
        contract = rows.filter(created_at__date__gte=self.cast.diary.day(-BEGINNING)).first()
        assert contract
        product = contract.products.order_by("pk").first() or next(
            iter(self.cast.products.values())
        )
        details = BeginDetails(
            name=contract.title,
            customer=customer,
            product=product,
            contract=contract,
            start_on=timezone.localdate(at),
            due_on=self.day(due),
            template=DeliveryTemplate.objects.order_by("position")[template],
            lead=self.lead,
            members={"presales": staff["luo"], "implementer": self.lead, "csm": staff["he"]},
        )
        self._delivery = deliveries.begin(details=details, by=self.lead, at=at)

    def _task(self, place: int) -> DeliveryTask:
        return list(self.now.tasks.all())[place]

    def do(self, place: int, at: datetime) -> None:
        """Finish a task, and begin the next one."""
        task = self._task(place)
        by = task.assignee or self.lead
        deliveries.move_task(task=task, to=TaskState.DONE, by=by, at=at)
        following = self.now.tasks.filter(after=task, state=TaskState.TODO).first()
        if following is not None:
            deliveries.move_task(task=following, to=TaskState.DOING, by=self.lead, at=at)

    def hand_over(self, at: datetime, *, to: str, note: tuple[str, str]) -> None:
        roles = {"wang": "implementer", "he": "csm"}
        giver = self.cast.staff["luo"] if to == "wang" else self.lead
        details = HandoverDetails(
            to_role=roles[to],
            taker=self.cast.staff[to],
            note=self.of(note),
            checklist=[(self.of(KNOWN), True)],
        )
        handover = deliveries.offer_handover(delivery=self.now, details=details, by=giver, at=at)

        def take(later: datetime) -> None:
            deliveries.take_handover(handover=handover, by=details.taker, at=later)

        self.cast.diary.at(at + timedelta(hours=1), take)

    def wait(self, at: datetime, *, place: int, why: tuple[str, str], until: int | None) -> None:
        """Note that a task waits for the customer; where it is over, from so many days before."""
        today = timezone.localdate(at)
        details = WaitDetails(
            whom="customer",
            reason=self.of(why),
            since=today if until is None else today - until * DAYS,
            until=None if until is None else today,
            task=self._task(place),
        )
        deliveries.begin_wait(delivery=self.now, details=details, by=self.lead, at=at)

    def accept(self, at: datetime, *, most: int, note: tuple[str, str] | None = None) -> None:
        """Let the customer accept so many of the deliverables, the last criterion conditionally."""
        results: dict[int, tuple[str, str]] = {}
        for deliverable in list(self.now.deliverables.all())[:most]:
            results |= {each.pk: ("passed", "") for each in deliverable.criteria.all()}
        if note is not None:
            results[max(results)] = ("conditional", self.of(note))
        details = AcceptanceDetails(
            accepted_on=timezone.localdate(at),
            signed_by=self.of(SIGNER),
            results=results,
            instalment_ids=(),
        )
        deliveries.accept(delivery=self.now, details=details, by=self.lead, at=at)

    def add_training(self, at: datetime) -> None:
        deliveries.add_deliverable(
            delivery=self.now,
            name=self.of(COURSE),
            criteria=[self.of(TRAINED)],
            by=self.lead,
            at=at,
        )

    def ask(self, at: datetime) -> None:
        contacts: list[Any] = self.cast.contacts.get(self.key) or [None]
        survey = deliveries.ask_survey(delivery=self.now, contact=contacts[0], by=self.lead, at=at)
        self._mail(survey, at)

        def answer(later: datetime) -> None:
            said = self.of(PRAISE)
            deliveries.answer_survey(
                survey=survey, score=5, comment=said, by=automation(), at=later
            )

        self.cast.diary.at(at + timedelta(hours=3), answer)

    def _mail(self, survey: Survey, at: datetime) -> None:
        # It is told that the mail went out, and none does: there may be no mail server here.
        language = "zh-hans" if self.cast.teller.is_chinese else "en"
        words = first_words(survey, language)
        sending = survey.sendings.create(
            to=MAILBOX,
            language=language,
            subject=words.subject,
            message=words.message,
            state=SendingState.SENDING,
            sent_by=self.lead,
            sent_at=at,
        )
        event = SurveySent(
            **told_of(survey.delivery),
            survey_id=survey.pk,
            sending_id=sending.pk,
            to=MAILBOX,
            language=language,
            ground="",
        )
        record(event, about=survey.delivery, by=self.lead, at=at)
        deliveries.note_survey_mailed(sending=sending, by=automation(), at=at)

    def complete(self, at: datetime) -> None:
        deliveries.move(delivery=self.now, to=ProjectState.COMPLETED, by=self.lead, at=at)


def follow(cast: Cast) -> None:
    """Write into the diary how what was sold is delivered."""
    done, part, waiting = Job(cast, "zhuorui"), Job(cast, "boya"), Job(cast, "tianhan")
    done.on(68, 10, partial(done.begin, template=0, due=28))
    done.on(66, 14, partial(done.hand_over, to="wang", note=BRIEFED))
    for place, ago in enumerate((66, 62, 58, 50, 44, 41, 38, 31, 30)):
        done.on(ago, 11.5 if ago == 30 else 16, partial(done.do, place))
    done.on(30, 13, partial(done.accept, most=3))
    done.on(29, 10, partial(done.hand_over, to="he", note=RUNS))
    done.on(27, 10, done.ask)
    done.on(20, 16, done.complete)
    part.on(50, 10, partial(part.begin, template=1, due=10))
    part.on(49, 14, partial(part.hand_over, to="wang", note=BRIEFED))
    for place, ago in enumerate((49, 44, 30, 24)):
        part.on(ago, 16, partial(part.do, place))
    part.on(38, 10, partial(part.wait, place=2, why=NO_DATA, until=5))
    part.on(26, 10, part.add_training)
    part.on(20, 13, partial(part.accept, most=1, note=WITH_NOTE))
    waiting.on(18, 10, partial(waiting.begin, template=0, due=-26))
    waiting.on(17, 14, partial(waiting.hand_over, to="wang", note=BRIEFED))
    for place, ago in enumerate((17, 13, 9)):
        waiting.on(ago, 16, partial(waiting.do, place))
    cast.diary.on(1, 9.3, rounds.every_morning)
    waiting.on(6, 10, partial(waiting.wait, place=3, why=NO_HALL, until=None))
