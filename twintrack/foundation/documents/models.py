"""The head that the company writes on its papers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Letterhead(models.Model):
    """Who writes: one row, from the first time that somebody fills it in."""

    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    address_zh = models.CharField(_("Address in Chinese"), max_length=200, blank=True)
    address_en = models.CharField(_("Address in English"), max_length=200, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    website = models.CharField(_("Website"), max_length=100, blank=True)
    tax_number = models.CharField(_("Tax number"), max_length=40, blank=True)
    bank_zh = models.CharField(_("Bank in Chinese"), max_length=120, blank=True)
    bank_en = models.CharField(_("Bank in English"), max_length=120, blank=True)
    bank_account = models.CharField(_("Bank account"), max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name_zh
