"""What becomes of complaints: first responses, pauses, what is late, what customers confirm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from twintrack.demo.cast import Cast
from twintrack.demo.founding import BEGINNING
from twintrack.demo.steps import chance
from twintrack.demo.story import Words
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.mailing.models import SendingState
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.sales.complaints import operations as complaints
from twintrack.sales.complaints.causes import Cause
from twintrack.sales.complaints.events import ReplySent
from twintrack.sales.complaints.lifecycle import Purpose
from twintrack.sales.complaints.mails import first_subject
from twintrack.sales.complaints.models import Complaint, SlaClock
from twintrack.sales.complaints.queries import list_offered
from twintrack.sales.complaints.replies import reply_of
from twintrack.sales.complaints.watch import watch
from twintrack.sales.feedback.models import Kind
from twintrack.sales.sla import operations as plans
from twintrack.sales.sla.lifecycle import ClockKind
from twintrack.sales.sla.terms import PlanTerms, Reason, Step, Targets

WAITS_FOR_CUSTOMER, WAITS_FOR_RELEASE = 1, 4
# Of the last days the clocks are looked at more often; long ago once a week will do.
LATELY, LONG_AGO = 3, 20
GOLD = PlanTerms(
    name_zh="金牌服务 7×24",
    name_en="Gold service, day and night",
    country="",
    around_the_clock=True,
    weekdays="0123456",
    opens=0,
    closes=24 * 60,
    targets={
        "blocker": Targets(response=15, resolution=4 * 60),
        "major": Targets(response=60, resolution=24 * 60),
        "minor": Targets(response=4 * 60, resolution=96 * 60),
    },
    escalations=(
        Step(clock="response", trigger="percent", value=100, whom="manager"),
        Step(clock="resolution", trigger="percent", value=75, whom="manager"),
        Step(clock="resolution", trigger="after_breach", value=120, whom="role", role="executive"),
    ),
    pause_reasons=(
        Reason(name_zh="等待客户", name_en="Waiting for the customer"),
        Reason(name_zh="约定的维护窗口", name_en="Agreed maintenance window"),
        Reason(name_zh="等待备件到货", name_en="Waiting for spare parts"),
        Reason(name_zh="等待约定的版本", name_en="Waiting for the agreed release"),
    ),
)
# Of some replies that went by mail: what went wrong, if anything did.
MAILED = {
    "saiwei-cloudview-11": "",
    "tengyue-h3-13": "",
    "haicheng-h3-1": "SMTPRecipientsRefused: {'cai.zhiqiang': (550, b'5.1.1 mailbox full')}",
}
LATE = (
    ("现场网络中断，客户电话打不通。", "The site was offline and nobody there could be reached."),
    ("值班工程师在另一家客户现场。", "The engineer on duty was at another customer's site."),
)


def follow(cast: Cast) -> None:
    """Write into the diary how complaints are answered, and when their clocks are looked at."""
    cast.diary.on(BEGINNING - 1, 12, partial(_agree, cast))
    told = cast.teller.read("complaints")
    for words in _complaints(cast):
        _answer(cast, words, told.get(words.key, {}))
    for ago in range(BEGINNING - 5, -1, -1):
        if ago > LONG_AGO and ago % 7:
            continue
        for hour in (10.5, 12.5, 14.5, 16.5, 18.3) if ago <= LATELY else (18.3,):
            cast.diary.on(ago, hour, watch)


def _agree(cast: Cast, at: datetime) -> None:
    plans.add_plan(terms=GOLD, by=cast.staff["sun"], at=at)


def _complaints(cast: Cast) -> Iterator[Words]:
    said = [words for wish in cast.teller.wishes() for words in wish.said]
    return (each for each in said if each.kind == Kind.COMPLAINT and not each.withdrawn)


def _answer(cast: Cast, words: Words, told: dict[str, Any]) -> None:
    """Answer at once, or late; then wait for the release in which R&D mends it, unless told."""
    is_late = told.get("answers") == "late" or chance(words.key, "late", of=8) == 0
    after = 26 if is_late else 0.35 if words.severity == "blocker" else 1.5
    if told.get("answers") != "never":
        _on(cast, words, after, partial(_respond, cast, words))
    for step in told.get("then", ["release"]):
        act, hours, text = _STEPS[step], _HOURS[step], told.get(step, ("", ""))
        _on(cast, words, hours, partial(act, cast, words, cast.teller.of(text)))


def _on(cast: Cast, words: Words, hours: float, act: Any) -> None:
    """Let something happen so many hours after it was said, a working day having nine."""
    days, rest = divmod(hours, 9)
    if words.ago < days:
        return
    cast.diary.on(
        words.ago - int(days), min(9.2 + chance(words.key, of=5) + rest, 18.2), act, key=words.key
    )


def _now(cast: Cast, words: Words) -> Complaint | None:
    found = Complaint.objects.filter(feedback=cast.said[words.key])
    return found.select_related("feedback__owner", "version").first()


def _who(cast: Cast, complaint: Complaint) -> User:
    owner = complaint.feedback.owner
    return owner if may(owner, Act.ANSWER_COMPLAINTS) else cast.staff["he"]


def _late(cast: Cast, words: Words) -> str:
    return cast.teller.of(LATE[chance(words.key, "why", of=len(LATE))])


def _respond(cast: Cast, words: Words, at: datetime) -> None:
    complaint = _now(cast, words)
    if complaint is None or complaint.responded_at or complaint.is_ended:
        return
    language = "zh" if cast.teller.is_chinese else "en"
    template = list_offered(Purpose.RESPONSE)[chance(words.key, "reply", of=2)]
    complaint = complaints.respond(
        complaint=complaint,
        reply=reply_of(template, complaint, language=language),
        why=_late(cast, words),
        by=_who(cast, complaint),
        at=at,
    )
    error = MAILED.get(words.key)
    if error is not None:
        _mail(cast, words, complaint, error, at)


def _mail(cast: Cast, words: Words, complaint: Complaint, error: str, at: datetime) -> None:
    """Tell that a reply went out by mail, and none does: there may be no mail server here."""
    feedback, by = cast.said[words.key], _who(cast, complaint)
    first, *others = cast.contacts[words.by]
    language = "zh-hans" if cast.teller.is_chinese else "en"
    sending = complaint.sendings.create(
        purpose=Purpose.RESPONSE,
        to=first.email,
        cc=", ".join(each.email for each in others[:1] if each.email),
        language=language,
        subject=first_subject(feedback, Purpose.RESPONSE, language),
        message=complaint.reply,
        state=SendingState.SENDING,
        tries=1,
        sent_by=by,
        sent_at=at,
    )
    event = ReplySent(
        feedback_id=feedback.pk,
        number=feedback.number,
        sending_id=sending.pk,
        purpose=sending.purpose,
        to=sending.to,
        cc=sending.cc,
        language=language,
        ground="",
    )
    record(event, about=feedback, by=by, at=at)
    if error:
        complaints.note_reply_mail_failed(sending=sending, error=error, by=automation(), at=at)
    else:
        complaints.note_reply_mailed(sending=sending, by=automation(), at=at)


def _pause(cast: Cast, words: Words, note: str, at: datetime, *, reason: int) -> None:
    complaint = _now(cast, words)
    if complaint is None or not complaint.is_alive:
        return
    # A plan that a contract names may allow no pause for this reason.
    agreed = complaint.version.pause_reasons.filter(position=reason).first()
    if agreed is None or not any(each.is_alive for each in complaint.clocks.all()):
        return
    complaints.pause(
        complaint=complaint,
        reason=agreed,
        note=note,
        by=_who(cast, complaint),
        at=at,
    )


def _resolutions(complaint: Complaint) -> Iterator[SlaClock]:
    return (each for each in complaint.clocks.all() if each.kind == ClockKind.RESOLUTION)


def _explain(cast: Cast, words: Words, why: str, at: datetime) -> None:
    complaint = _now(cast, words)
    # How much working time a week has depends on when the story is told.
    if complaint is not None and any(each.is_late(at) for each in _resolutions(complaint)):
        complaints.explain_breach(
            complaint=complaint, clock="resolution", why=why, by=_who(cast, complaint), at=at
        )


def _resolve(cast: Cast, words: Words, cause: str, at: datetime) -> None:
    complaint = _now(cast, words)
    if complaint is not None and complaint.is_alive:
        by, why = _who(cast, complaint), _late(cast, words)
        complaints.resolve(complaint=complaint, cause=Cause(words=cause), why=why, by=by, at=at)


def _ask(cast: Cast, words: Words, _text: str, at: datetime) -> None:
    complaint = _now(cast, words)
    if complaint is None or not complaint.is_resolved:
        return
    language = "zh" if cast.teller.is_chinese else "en"
    text = reply_of(list_offered(Purpose.CONFIRMATION)[0], complaint, language=language)
    complaints.ask_to_confirm(complaint=complaint, text=text, by=_who(cast, complaint), at=at)


def _confirm(cast: Cast, words: Words, _text: str, at: datetime) -> None:
    complaint = _now(cast, words)
    if complaint is None or not complaint.is_resolved:
        return
    who, said_at = cast.contacts[words.by][0].name, at - timedelta(minutes=20)
    complaints.confirm(
        complaint=complaint, who=who, said_at=said_at, by=_who(cast, complaint), at=at
    )


def _reopen(cast: Cast, words: Words, why: str, at: datetime) -> None:
    complaint = _now(cast, words)
    if complaint is not None and complaint.is_resolved and not complaint.is_ended:
        complaints.reopen(complaint=complaint, why=why, by=_who(cast, complaint), at=at)


_STEPS: dict[str, Any] = {
    "release": partial(_pause, reason=WAITS_FOR_RELEASE),
    "customer": partial(_pause, reason=WAITS_FOR_CUSTOMER),
    "explain": _explain,
    "resolve": _resolve,
    "ask": _ask,
    "confirm": _confirm,
    "reopen": _reopen,
}
# So many working hours after it was said.
_HOURS = {
    "release": 3.5,
    "customer": 4,
    "resolve": 20,
    "ask": 22,
    "confirm": 38,
    "reopen": 45,
    "explain": 54,
}
