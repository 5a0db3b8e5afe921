"""Words that stand in a template are looked up once, and still follow the reader's language."""

import pytest
from django.template import Context, Template
from django.utils import translation

LOADED = "{% load i18n ui %}"


def drawn(template: Template, language: str, **values: object) -> str:
    with translation.override(language):
        return template.render(Context(values))


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Create" %}',
        '{% translate "Create" as label %}<b title="{{ label }}">',
        '{% translate "Create" noop %}',
        '{% translate "Create"|lower %}',
        "{% translate word %}",
        "{% translate '100%% & <b>' %}",
    ],
)
def test_words_are_the_same_as_djangos_in_every_language(source: str) -> None:
    ours, djangos = Template(LOADED + source), Template("{% load i18n %}" + source)

    for language in ("zh-hans", "en", "zh-hans"):
        assert drawn(ours, language, word="Create") == drawn(djangos, language, word="Create")


def test_one_template_speaks_to_two_readers() -> None:
    template = Template(LOADED + '{% translate "Create" %}')

    assert drawn(template, "en") == "Create"
    assert drawn(template, "zh-hans") == "新建"
