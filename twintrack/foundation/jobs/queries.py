"""How the installation is doing."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def count_pending_migrations() -> int:
    """Count the steps that the database lacks for this version."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
