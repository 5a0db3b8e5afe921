"""What every company begins with: two templates of notes."""

from django.db import migrations

# Chinese, English, and the sections: Chinese, English, whether it must be written.
TEMPLATES = (
    (
        "客户拜访",
        "Customer visit",
        (
            ("客户说了什么", "What they said", True),
            ("需求与痛点", "Needs and pains", False),
            ("竞争对手", "Competitors", False),
        ),
    ),
    ("简短沟通", "Short talk", (("谈了什么", "What was talked about", True),)),
)


def begin(apps, _editor):
    template = apps.get_model("visits", "NoteTemplate")
    section = apps.get_model("visits", "NoteSection")
    for place, (zh, en, sections) in enumerate(TEMPLATES, start=1):
        made = template.objects.create(name_zh=zh, name_en=en, position=place)
        for position, (name_zh, name_en, must) in enumerate(sections, start=1):
            section.objects.create(
                template=made,
                name_zh=name_zh,
                name_en=name_en,
                position=position,
                is_required=must,
            )


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
