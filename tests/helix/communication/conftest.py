"""What stands from the start."""

from importlib import import_module

import pytest
from django.apps import apps


@pytest.fixture(autouse=True)
def general_template(db: None) -> None:
    """Put back what a test elsewhere that really commits has emptied."""
    tables = import_module("twintrack.helix.communication.migrations.0001_tables")
    tables.add_templates(apps, None)
