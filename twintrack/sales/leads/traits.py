"""What of a lead rules and the learned score look at. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from twintrack.sales.customers.reaching import mail_domain
from twintrack.sales.leads.lifecycle import Field, Mail

YES, NO = "yes", "no"
# A rule of these fields holds where its value stands anywhere in what was typed.
HELD = frozenset({Field.REGION, Field.INDUSTRY, Field.TITLE, Field.INTEREST})


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What is known of a lead, by the fields that rules name."""

    plain: Mapping[str, str]
    products: frozenset[str] = field(default_factory=frozenset)

    def fits(self, name: str, value: str) -> bool:
        """Say whether a field is as a rule asks; a rule without a field fits all."""
        if not name:
            return True
        asked = [each.strip().casefold() for each in value.split("|") if each.strip()]
        if name == Field.PRODUCT:
            return any(each in self.products for each in asked)
        known = self.plain.get(name, "").casefold()
        if name in HELD:
            return any(each in known for each in asked)
        return known in asked

    def for_score(self) -> dict[str, str]:
        """Give what the learned score knows of it: never names, phones or words."""
        learned = (Field.SOURCE, Field.REGION, Field.INDUSTRY, Field.SIZE, Field.PHONE, Field.MAIL)
        known = {each.value: self.plain.get(each, "") for each in learned}
        known[Field.PRODUCT.value] = min(self.products, default="")
        return {name: value for name, value in known.items() if value}


def traits_of(said: Mapping[str, str], products: Iterable[str]) -> Traits:
    """Gather what is known of a lead from its fields, and the codes of its products."""
    email = said.get("email", "")
    mail = Mail.NONE if not email else Mail.WORK if mail_domain(email) else Mail.PRIVATE
    names = (Field.SOURCE, Field.REGION, Field.INDUSTRY, Field.SIZE, Field.INTEREST)
    return Traits(
        plain={
            **{each.value: said.get(each.value, "") for each in names},
            Field.TITLE.value: said.get("contact_title", ""),
            Field.PHONE.value: YES if said.get("phone") else NO,
            Field.MAIL.value: mail.value,
        },
        products=frozenset(code.casefold() for code in products),
    )
