"""The tables of the store, and the types of their columns."""

# Times are those of the installation's time zone, so that days and weeks are its own. `modules`
# lists all modules of a row: a commit may change several. A row stays in the part of the month in
# which its object began.
_OF = {"product": "BIGINT", "modules": "BIGINT[]", "team": "BIGINT", "person": "BIGINT"}

TABLES: dict[str, dict[str, str]] = {
    "commits": {"id": "BIGINT", "moment": "TIMESTAMP", **_OF, "files": "BIGINT", "lines": "BIGINT"},
    "requirements": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_OF,
        "released_at": "TIMESTAMP",
        "state": "VARCHAR",
    },
    # Decisions of reviews, and what was changed of a requirement after its scope was frozen.
    "decisions": {"id": "BIGINT", "moment": "TIMESTAMP", **_OF, "decision": "VARCHAR"},
    "changes": {"id": "BIGINT", "moment": "TIMESTAMP", **_OF, "change": "VARCHAR"},
    "items": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_OF,
        "kind": "VARCHAR",
        "state": "VARCHAR",
        "started_at": "TIMESTAMP",
        "done_at": "TIMESTAMP",
        # Days in which somebody worked on it, of those from the first start to the last end.
        "active_days": "DOUBLE",
        "total_days": "DOUBLE",
        "points": "DOUBLE",
        "severity": "VARCHAR",
        "is_escaped": "BOOLEAN",
    },
    # Each time an item was in a state; open at the end while it still is.
    "stays": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_OF,
        "state": "VARCHAR",
        "until": "TIMESTAMP",
        "started_at": "TIMESTAMP",
    },
    "reopenings": {"id": "BIGINT", "moment": "TIMESTAMP", **_OF},
    # An iteration that ended: what it began with, how much of that was done, what went on.
    "iterations": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_OF,
        "committed": "DOUBLE",
        "done": "DOUBLE",
        "carried": "DOUBLE",
        "held": "DOUBLE",
    },
    # How many of a product were in use in a week, at its beginning.
    "installed": {"id": "BIGINT", "moment": "TIMESTAMP", **_OF, "active": "DOUBLE"},
    "runs": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_OF,
        "passed": "BIGINT",
        "failed": "BIGINT",
        "flaky": "BIGINT",
        "changed_lines": "BIGINT",
        "covered_lines": "BIGINT",
    },
    "pulls": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_OF,
        "first_review_at": "TIMESTAMP",
        "merged_at": "TIMESTAMP",
        "closed_at": "TIMESTAMP",
    },
    "builds": {"id": "BIGINT", "moment": "TIMESTAMP", **_OF, "has_passed": "BOOLEAN"},
    "deployments": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_OF,
        "is_failure": "BOOLEAN",
        "failed_at": "TIMESTAMP",
        "restored_at": "TIMESTAMP",
        # The age, in days, of each commit it brought.
        "ages": "DOUBLE[]",
    },
}

# Amounts are in the base currency, at the rates of the day on which they were decided.
_WHOSE = {"products": "BIGINT[]", "person": "BIGINT", "customer": "BIGINT"}
SALES: dict[str, dict[str, str]] = {
    "deals": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_WHOSE,
        "closed_at": "TIMESTAMP",
        "is_won": "BOOLEAN",
        "worth": "DOUBLE",
    },
    # Each time a deal was at a stage; open at the end while it still is.
    "stage_stays": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_WHOSE,
        "stage": "VARCHAR",
        # When the deal came to this stage for the first time, and how it left this time.
        "first_at": "TIMESTAMP",
        "until": "TIMESTAMP",
        "outcome": "VARCHAR",
        "is_last": "BOOLEAN",
        "target_days": "BIGINT",
        "worth": "DOUBLE",
    },
    "offers": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_WHOSE,
        "first_sent_at": "TIMESTAMP",
        "accepted_at": "TIMESTAMP",
        # Signed, or as long as no contract came of it, accepted.
        "ended_at": "TIMESTAMP",
        "at_list": "DOUBLE",
        "discounted": "DOUBLE",
        "net": "DOUBLE",
        "cost": "DOUBLE",
    },
    # What was held counts in its week, by its Monday.
    "visits": {"id": "BIGINT", "moment": "TIMESTAMP", **_WHOSE},
    "person_weeks": {"id": "BIGINT", "moment": "TIMESTAMP", **_WHOSE, "target": "BIGINT"},
    "new_leads": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_WHOSE,
        "due_at": "TIMESTAMP",
        "contacted_at": "TIMESTAMP",
        "minutes": "BIGINT",
        "is_open": "BOOLEAN",
        "is_converted": "BOOLEAN",
    },
    # What makes an invoice owed, and less of it: `delta` moves what is open.
    "dues": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_WHOSE,
        "kind": "VARCHAR",
        "delta": "DOUBLE",
        "due_on": "TIMESTAMP",
        # Of cash: how long after the invoice it came.
        "days": "BIGINT",
    },
    "due_deliveries": {"id": "BIGINT", "moment": "TIMESTAMP", **_WHOSE, "is_on_time": "BOOLEAN"},
    # Deliverables as the customer found them the first time; answers of surveys, from 1 to 5.
    "looked_at": {"id": "BIGINT", "moment": "TIMESTAMP", **_WHOSE, "passed": "BOOLEAN"},
    "answers": {"id": "BIGINT", "moment": "TIMESTAMP", **_WHOSE, "score": "BIGINT"},
    "finished": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_WHOSE,
        "cost": "DOUBLE",
        "budget": "DOUBLE",
        "revenue": "DOUBLE",
        "margin": "DOUBLE",
    },
    # Promises of a complaint's SLA: the moment they were kept, or fell due.
    "sla_clocks": {
        "id": "BIGINT",
        "moment": "TIMESTAMP",
        **_WHOSE,
        "kind": "VARCHAR",
        "ended_at": "TIMESTAMP",
        "is_kept": "BOOLEAN",
    },
}
