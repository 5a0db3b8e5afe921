"""Hold gates against how products and modules stand after a build."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from twintrack.rnd.quality.blockers import count_blockers
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
    broken = []
    for gate in gates:
        verdict, reasons = weigh(gate, stand.modules[gate.module_id or 0])
        before = (
            gate.verdicts.filter(build__started_at__lt=build.started_at)
            .order_by("-build__started_at", "-build_id")
            .values_list("verdict", flat=True)
            .first()
        )
        GateVerdict.objects.update_or_create(
            gate=gate,
            build=build,
            defaults={"verdict": verdict, "reasons": reasons, "judged_at": at},
        )
        if gate.judged_until is None or gate.judged_until <= build.started_at:
            gate.verdict, gate.reasons = verdict, reasons
            gate.judged_until = build.started_at
            gate.save(update_fields=["verdict", "reasons", "judged_until"])
        if verdict == Verdict.BROKEN and before != Verdict.BROKEN:
            broken.append(gate.pk)
    return broken


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
