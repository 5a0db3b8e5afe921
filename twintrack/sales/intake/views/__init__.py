"""Pages of what comes from files and other systems."""

from twintrack.sales.intake.views.held import held_dismissal, held_list, held_release
from twintrack.sales.intake.views.imports import (
    import_columns,
    import_detail,
    import_list,
    import_new,
    import_problems,
    import_start,
    import_stop,
    import_undo,
)

__all__ = [
    "held_dismissal",
    "held_list",
    "held_release",
    "import_columns",
    "import_detail",
    "import_list",
    "import_new",
    "import_problems",
    "import_start",
    "import_stop",
    "import_undo",
]
