"""Leads of the past: where they came from, how soon they were answered, what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from twintrack.demo.past.deals import Past
from twintrack.demo.past.memory import Memory
from twintrack.foundation.people.models import User
from twintrack.sales.customers.names import core_of, name_initials
from twintrack.sales.leads.events import LeadCaptured, LeadConverted, LeadDisqualified, LeadNoted
from twintrack.sales.leads.lifecycle import Capture, Size, State, Way
from twintrack.sales.leads.models import Lead, LeadNote

# Leads are remembered for so many days, until so many days ago; days between two of them.
SINCE, UNTIL, GAPS = 410, 12, (2, 5)
# A deal of those days came of a lead, of so many.
FROM_A_LEAD = 0.8
WITHIN_MINUTES = 240
# Answered in time, of all.
IN_TIME = 0.88


@dataclass(kw_only=True)
class Enquiry:
    """A lead with the deal it became, if it became one."""

    lead: Lead
    note: LeadNote
    about: str
    past: Past | None


def remember(memory: Memory, sold: list[Past]) -> None:
    """Write the leads of the last year, those of its deals and those that led nowhere."""
    found = sorted(
        [*_of_deals(memory, sold), *_in_vain(memory, sold)], key=lambda each: each.lead.created_at
    )
    numbers = memory.numbers("L", [each.lead.created_at for each in found])
    for each, number in zip(found, numbers, strict=True):
        each.lead.number = number
    Lead.objects.bulk_create([each.lead for each in found], batch_size=500)
    LeadNote.objects.bulk_create([each.note for each in found], batch_size=500)
    through = Lead.products.through
    through.objects.bulk_create(
        through(lead_id=each.lead.pk, product_id=memory.cast.products[each.about].pk)
        for each in found
    )
    for each in found:
        _tell(memory, each)


def _of_deals(memory: Memory, sold: list[Past]) -> Iterator[Enquiry]:
    first = memory.moment(SINCE)
    for past in sold:
        if past.row.opened_at < first or memory.luck.random() > FROM_A_LEAD:
            continue
        row = past.row
        came = memory.after(row.opened_at, -memory.luck.randint(2, 9), memory.luck.uniform(9.5, 13))
        lead = _lead(memory, came, past.owner, past.customer.name, memory.told["good"])
        lead.interest, lead.region = row.name, past.customer.region
        lead.industry, lead.customer = past.customer.industry, past.customer
        lead.opportunity, lead.state = row, State.CONVERTED
        lead.state_since = lead.closed_at = row.opened_at
        lead.closed_by = past.owner
        yield Enquiry(lead=lead, note=_note(memory, lead), about=past.about, past=past)


def _in_vain(memory: Memory, sold: list[Past]) -> Iterator[Enquiry]:
    luck, told, cast = memory.luck, memory.told, memory.cast
    # They come from the same industries as customers do, or that alone would tell them apart.
    industries = sorted({each.customer.industry for each in sold})
    names = [(*place, kind) for kind in told["branches"] for place in told["places"]]
    luck.shuffle(names)
    ago = SINCE
    while ago > UNTIL and names:
        zh, en, kind = names.pop()
        came = memory.moment(ago, luck.uniform(9.5, 13))
        owner = cast.staff[luck.choice(["zhao", "wu"])]
        company = memory.of((zh + kind[0], f"{en} {kind[1]}"))
        lead = _lead(memory, came, owner, company, told["sources"])
        about = luck.choice(["h3", "cloudview", "bms"])
        lead.interest = memory.of(luck.choice(told["deals"][about]))
        lead.region = memory.of(luck.choice(told["regions"]))
        lead.industry = industries[ago % len(industries)]
        reason, words = luck.choice(told["nowhere"])
        lead.state, lead.reason, lead.reason_words = State.DISQUALIFIED, reason, memory.of(words)
        lead.state_since = lead.closed_at = memory.after(came, luck.randint(2, 9))
        lead.closed_by = owner
        yield Enquiry(lead=lead, note=_note(memory, lead), about=about, past=None)
        ago -= luck.randint(*GAPS)


def _lead(memory: Memory, came: datetime, owner: User, company: str, sources: list[str]) -> Lead:
    luck = memory.luck
    is_in_time = luck.random() < IN_TIME
    minutes = luck.randint(8, 190) if is_in_time else luck.randint(250, 700)
    # A late answer comes in the morning after.
    reached = memory.by_evening(came + timedelta(minutes=minutes))
    if not is_in_time:
        reached = memory.after(came, 1, luck.uniform(9.2, 11))
    return Lead(
        company=company,
        company_core=core_of(company),
        company_initials=name_initials(company),
        contact_name=memory.of(luck.choice(memory.told["people"])),
        source=luck.choice(sources),
        size=luck.choice(Size.values),
        owner=owner,
        points=luck.randrange(5, 60, 5),
        created_at=came,
        created_by=memory.cast.staff["sun"],
        captured_by=Capture.FORM,
        due_at=came + timedelta(minutes=WITHIN_MINUTES),
        contacted_at=reached,
        response_minutes=(reached - came).seconds // 60 if is_in_time else minutes,
    )


def _note(memory: Memory, lead: Lead) -> LeadNote:
    assert lead.contacted_at
    return LeadNote(
        lead=lead,
        way=Way.CALL,
        text=memory.of(memory.luck.choice(memory.told["calls"])),
        reached=True,
        by=lead.owner,
        at=lead.contacted_at,
    )


def _tell(memory: Memory, enquiry: Enquiry) -> None:
    lead, past = enquiry.lead, enquiry.past
    by = lead.owner
    assert by
    whose: dict[str, Any] = {"lead_id": lead.pk, "number": lead.number, "company": lead.company}
    captured = LeadCaptured(
        **whose,
        captured_by=lead.captured_by,
        source=lead.source,
        owner_id=by.pk,
        owner_name=by.name,
    )
    memory.tell(captured, lead, by=lead.created_by, at=lead.created_at)
    noted = LeadNoted(
        **whose,
        note_id=enquiry.note.pk,
        way=enquiry.note.way,
        reached=True,
        is_first=True,
        response_minutes=lead.response_minutes,
    )
    memory.tell(noted, lead, by=by, at=enquiry.note.at)
    assert lead.closed_at
    if past is None:
        gone = LeadDisqualified(
            **whose,
            came_from=State.CONTACTED,
            reason=lead.reason,
            words=lead.reason_words,
        )
        memory.tell(gone, lead, by=by, at=lead.closed_at)
        return
    became = LeadConverted(
        **whose,
        customer_id=past.customer.pk,
        customer_number=past.customer.number,
        contact_id=None,
        opportunity_id=past.row.pk,
        opportunity_number=past.row.number,
    )
    memory.tell(became, lead, past.customer, past.row, by=by, at=lead.closed_at)
