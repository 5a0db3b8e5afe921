"""Names that a company writes in both languages."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """Something with a name in Chinese and in English; shown in the reader's language."""

    name_zh = models.CharField(_("Name (Chinese)"), max_length=60)
    name_en = models.CharField(_("Name (English)"), max_length=60)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en
