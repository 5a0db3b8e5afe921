"""An empty database is ready in seconds, since each app makes its tables in one step."""

from django.db.migrations import Migration, RunPython
from django.db.migrations.loader import MigrationLoader

from twintrack.foundation.tables import CreateTables


def first_steps() -> list[Migration]:
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return [
        step
        for (app, _name), step in sorted(loader.disk_migrations.items())
        if type(step).__module__.startswith("twintrack.")
        and app not in {parent for parent, _name in step.dependencies}
    ]


def test_the_first_step_of_an_app_makes_all_of_its_tables_at_once() -> None:
    for step in first_steps():
        slow = [each for each in step.operations if not isinstance(each, CreateTables | RunPython)]

        assert not slow, f"{step}: hold fields, indexes, constraints in one CreateTables"
