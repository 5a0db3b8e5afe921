"""The way of expenses and change requests, and what expenses are for."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExpenseKind(models.TextChoices):
    TRAVEL = "travel", _("Travel")
    LODGING = "lodging", _("Lodging")
    MEALS = "meals", _("Meals")
    MATERIAL = "material", _("Material")
    # What somebody else does for us.
    SERVICE = "service", _("Purchased service")
    OTHER = "other", pgettext_lazy("expense", "Other")


class ExpenseState(models.TextChoices):
    # Ordered from somebody, the bill is still to come.
    ORDERED = "ordered", pgettext_lazy("expense", "Ordered")
    WAITING = "waiting", _("Waits for approval")
    APPROVED = "approved", pgettext_lazy("expense", "Approved")
    REFUSED = "refused", pgettext_lazy("expense", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("expense", "Withdrawn")


# Money that will be spent unless somebody says no.
COMMITTED = (ExpenseState.ORDERED, ExpenseState.WAITING)
NEXT_EXPENSE: dict[str, tuple[str, ...]] = {
    ExpenseState.ORDERED: (ExpenseState.WAITING, ExpenseState.APPROVED, ExpenseState.WITHDRAWN),
    ExpenseState.WAITING: (ExpenseState.APPROVED, ExpenseState.REFUSED, ExpenseState.WITHDRAWN),
    ExpenseState.APPROVED: (),
    ExpenseState.REFUSED: (),
    ExpenseState.WITHDRAWN: (),
}


class AskedBy(models.TextChoices):
    CUSTOMER = "customer", _("The customer")
    US = "us", _("Us")


class ChangeState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OFFERED = "offered", pgettext_lazy("change request", "Offered")
    ACCEPTED = "accepted", pgettext_lazy("change request", "Accepted")
    REFUSED = "refused", pgettext_lazy("change request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("change request", "Withdrawn")


NEXT_CHANGE: dict[str, tuple[str, ...]] = {
    ChangeState.DRAFT: (ChangeState.OFFERED, ChangeState.WITHDRAWN),
    ChangeState.OFFERED: (
        ChangeState.ACCEPTED,
        ChangeState.REFUSED,
        ChangeState.DRAFT,
        ChangeState.WITHDRAWN,
    ),
    # What was refused may be offered otherwise.
    ChangeState.REFUSED: (ChangeState.DRAFT, ChangeState.WITHDRAWN),
    ChangeState.ACCEPTED: (),
    ChangeState.WITHDRAWN: (),
}
UNDECIDED = (ChangeState.DRAFT, ChangeState.OFFERED)


class AcceptedHow(models.TextChoices):
    PAPER = "paper", _("On paper, signed")
    SEAL = "e_seal", _("By electronic seal")
    MAIL = "mail", _("By e-mail")
