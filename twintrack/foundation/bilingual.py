"""What a company writes in both languages, shown in the reader's."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def reads_chinese(language: str | None = None) -> bool:
    """Say whether a language is Chinese, the reader's if none is named."""
    return (language or get_language() or "").startswith("zh")


def in_language(chinese: str, english: str, language: str | None = None) -> str:
    """Give the words in a language, the reader's if none is named."""
    return chinese if reads_chinese(language) else english


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
        return in_language(self.name_zh, self.name_en)
