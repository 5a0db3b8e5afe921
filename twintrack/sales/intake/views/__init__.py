"""Pages of what comes from files and other systems."""

from twintrack.sales.intake.views.held import (
    held_again,
    held_dismissal,
    held_list,
    held_release,
)
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
from twintrack.sales.intake.views.inbound import (
    inbound_again,
    inbound_delivery,
    inbound_detail,
    inbound_list,
    inbound_new,
)
from twintrack.sales.intake.views.securing import (
    inbound_key,
    inbound_name,
    inbound_revoke,
    inbound_signature,
)
from twintrack.sales.intake.views.template import inbound_sample, inbound_template, inbound_trial

__all__ = [
    "held_again",
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
    "inbound_again",
    "inbound_delivery",
    "inbound_detail",
    "inbound_key",
    "inbound_list",
    "inbound_name",
    "inbound_new",
    "inbound_revoke",
    "inbound_sample",
    "inbound_signature",
    "inbound_template",
    "inbound_trial",
]
