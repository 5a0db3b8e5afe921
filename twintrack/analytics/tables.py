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
