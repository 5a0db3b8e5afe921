"""Hold gates against how products and modules stand after a build."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.quality.blockers import count_blockers
from twintrack.rnd.quality.events import QualityGatesJudged
from twintrack.rnd.quality.lifecycle import Verdict
from twintrack.rnd.quality.models import Build, GateVerdict, QualityGate
from twintrack.rnd.quality.standings import Standing, stand_of

Reason = dict[str, Any]


def judge(build: Build, at: datetime) -> list[int]:
    """Judge the gates of a build's product; gives the ids of those that it broke."""
    gates = list(
        QualityGate.objects.filter(product=build.product_id).select_related("module", "product")
    )
    return judge_gates(gates, build, at) if gates else []


def judge_gates(gates: Sequence[QualityGate], build: Build, at: datetime) -> list[int]:
    """Judge some gates by how things stood after a build; gives those that it broke."""
    stand = stand_of(build.product_id, until=build.started_at)
    before = _verdicts_before(gates, build)
    told, changed = [], []
    for gate in gates:
        verdict, reasons = weigh(gate, stand.modules[gate.module_id or 0])
        told.append(
            GateVerdict(gate=gate, build=build, verdict=verdict, reasons=reasons, judged_at=at)
        )
        if gate.judged_until is None or gate.judged_until <= build.started_at:
            gate.verdict, gate.reasons = verdict, reasons
            gate.judged_until = build.started_at
            changed.append(gate)
    GateVerdict.objects.bulk_create(
        told,
        update_conflicts=True,
        unique_fields=["gate", "build"],
        update_fields=["verdict", "reasons", "judged_at"],
    )
    QualityGate.objects.bulk_update(changed, ["verdict", "reasons", "judged_until"])
    return [
        each.gate_id
        for each in told
        if each.verdict == Verdict.BROKEN and before.get(each.gate_id) != Verdict.BROKEN
    ]


def _verdicts_before(gates: Sequence[QualityGate], build: Build) -> dict[int, str]:
    newest = (
        GateVerdict.objects.filter(gate=OuterRef("pk"), build__started_at__lt=build.started_at)
        .order_by("-build__started_at", "-build_id")
        .values("verdict")[:1]
    )
    rows = QualityGate.objects.filter(pk__in=[each.pk for each in gates])
    return dict(rows.annotate(before=Subquery(newest)).values_list("pk", "before"))


@transaction.atomic
def judge_blockers(
    *, product: Product, by: User, at: datetime, caused_by: Entry | None = None
) -> list[QualityGate]:
    """
    Judge the gates of a product that count blockers anew: a defect came, went or moved.

    Gives the gates whose verdict is another now.
    """
    changed = weigh_blockers(product, at)
    if changed:
        broken = [each for each in changed if each.verdict == Verdict.BROKEN]
        record(
            QualityGatesJudged(
                product_id=product.pk,
                name=product.name,
                broken_gate_ids=[each.pk for each in broken],
                broken=[str(each) for each in broken],
                kept=[str(each) for each in changed if each not in broken],
            ),
            about=changed[0],
            also=[*changed[1:], product],
            by=by,
            at=at,
            caused_by=caused_by,
        )
    return changed


def weigh_blockers(product: Product, at: datetime) -> list[QualityGate]:
    """Hold the gates of a product that count blockers against what is open now."""
    gates = list(
        QualityGate.objects.select_for_update(no_key=True, of=("self",))
        .filter(product=product, max_blockers__isnull=False)
        .select_related("module", "product")
        .order_by("pk")
    )
    before = {gate.pk: gate.verdict for gate in gates}
    newest = stand_of(product.pk, until=at).builds if gates else []
    if newest:
        judge_gates(gates, newest[0], at)
    else:
        for gate in gates:
            gate.verdict, gate.reasons = weigh(gate, Standing())
        QualityGate.objects.bulk_update(gates, ["verdict", "reasons"])
    return [gate for gate in gates if gate.verdict != before[gate.pk]]


def weigh(gate: QualityGate, standing: Standing) -> tuple[Verdict, list[Reason]]:
    """
    Hold a gate against counts: broken if any limit is, kept if all that is known is.

    A share of fewer than five is not known; a gate of which nothing is known is neither.
    """
    reasons = [
        _least("min_pass_rate", gate.min_pass_rate, standing.pass_rate, standing.judged),
        _least(
            "min_changed_coverage",
            gate.min_changed_coverage,
            standing.changed_coverage,
            standing.changed_total,
        ),
        _most(
            "max_flaky_share",
            gate.max_flaky_share,
            standing.flaky_share,
            standing.judged + standing.flaky,
        ),
        _blockers(gate),
    ]
    told = [each for each in reasons if each is not None]
    verdicts = {each["verdict"] for each in told} - {Verdict.UNKNOWN}
    if Verdict.BROKEN in verdicts:
        return Verdict.BROKEN, told
    return (Verdict.KEPT if verdicts else Verdict.UNKNOWN), told


def _least(limit: str, wanted: Decimal | None, value: float | None, n: int) -> Reason | None:
    if wanted is None:
        return None
    # What is shown decides: 97.96 is shown as 98.0 and keeps a limit of 98.
    return _reason(limit, wanted, value, n, is_kept=value is not None and _shown(value) >= wanted)


def _most(limit: str, wanted: Decimal | None, value: float | None, n: int) -> Reason | None:
    if wanted is None:
        return None
    return _reason(limit, wanted, value, n, is_kept=value is not None and _shown(value) <= wanted)


def _shown(value: float) -> Decimal:
    return Decimal(f"{value:.1f}")


def _reason(limit: str, wanted: Decimal, value: float | None, n: int, *, is_kept: bool) -> Reason:
    verdict = Verdict.KEPT if is_kept else Verdict.BROKEN
    return {
        "limit": limit,
        "wanted": str(wanted),
        "value": None if value is None else str(_shown(value)),
        "n": n,
        "verdict": (Verdict.UNKNOWN if value is None else verdict).value,
    }


def _blockers(gate: QualityGate) -> Reason | None:
    if gate.max_blockers is None:
        return None
    count = count_blockers(gate.product, gate.module)
    is_kept = count <= gate.max_blockers
    return {
        "limit": "max_blockers",
        "wanted": str(gate.max_blockers),
        "value": str(count),
        "n": count,
        "verdict": (Verdict.KEPT if is_kept else Verdict.BROKEN).value,
    }
