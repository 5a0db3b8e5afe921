"""The tables as this version needs them, for all commands that make them."""

import gc

from django.core.management import call_command

# So many new objects before Python looks for rubbish: some ten looks in all.
SELDOM = 200_000


def make_tables() -> None:
    """
    Apply what is pending of the migrations.

    Migrating builds all models anew again and again: to look for rubbish among them took a fifth
    of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        gc.set_threshold(*before)
