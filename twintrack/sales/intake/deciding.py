"""What may become of a name that nothing here has, field by field."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act
from twintrack.sales.intake.fields import BY_CODE, CHOSEN, REQUIRED
from twintrack.sales.intake.resolving import CREATE, EMPTY, HOLD, Decisions, Reader

# What can be made of a name, and the act that lets a person do so.
MAKES = {
    "customer": Act.MANAGE_CUSTOMERS,
    "contact": Act.MANAGE_CUSTOMERS,
    "product": Act.MANAGE_PRODUCTS,
    "module": Act.MANAGE_PRODUCTS,
    "version": Act.MANAGE_PRODUCTS,
}


class DecisionWrong(Refusal):
    """A name cannot become what was decided."""

    message = _("%(field)s “%(name)s” cannot become “%(decision)s”.")
    status = 422

    def __init__(self, code: str, name: str, decision: str) -> None:
        label = BY_CODE[code].label if code in BY_CODE else code
        told = {"field": label, "name": name[:80], "decision": decision[:80]}
        super().__init__(str(self.message) % told)


def acts_on(code: str) -> tuple[str, ...]:
    """Give what can be done with a name of a field, besides taking another one for it."""
    if code not in MAKES and code not in CHOSEN:
        return ()
    made = (CREATE,) if code in MAKES else ()
    return (HOLD, *made) if code in REQUIRED else (HOLD, *made, EMPTY)


def check_decisions(decisions: Decisions, reader: Reader) -> None:
    """
    Refuse what cannot become of a name.

    :raises DecisionWrong: for the first of them.
    """
    for code, names in decisions.items():
        acts = acts_on(code)
        if not acts:
            raise DecisionWrong(code, ", ".join(names), ", ".join(names.values()))
        for name, decision in names.items():
            is_other = decision.startswith("=") and reader.knows(code, name, decision)
            if decision not in acts and not is_other:
                raise DecisionWrong(code, name, decision)
