"""What stands from the start."""

from importlib import import_module

import pytest
from django.apps import apps


@pytest.fixture(autouse=True)
def general_template(db: None) -> None:
    """Put back what a test elsewhere that really commits has emptied."""
    import_module("twintrack.helix.communication.migrations.0003_general_template").add(apps, None)
