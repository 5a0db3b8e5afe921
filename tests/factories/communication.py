"""Plan templates and plans."""

from twintrack.helix.communication.models import PlanTemplate, TemplateStep

STEPS = (
    {"kind": "call", "role": "salesperson", "offset_days": 1},
    {"kind": "demo", "role": "presales", "offset_days": 3},
)


def make_template(kind: str = "core_module_tested", segment: str = "") -> PlanTemplate:
    template: PlanTemplate
    template, _made = PlanTemplate.objects.get_or_create(milestone_kind=kind, segment=segment)
    template.steps.all().delete()
    for position, step in enumerate(STEPS, start=1):
        TemplateStep.objects.create(
            template=template,
            position=position,
            title_zh=f"联系 {{customer}} {segment}",
            title_en=f"Talk with {{customer}} {segment}",
            body_zh="{what_was_built} {nothing}",
            body_en="{what_was_built} ({requirement}) {nothing}",
            **step,
        )
    return template
