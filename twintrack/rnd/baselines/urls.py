"""Addresses of baselines."""

from django.urls import path

from twintrack.rnd.baselines.views import comparison, lists, panels

ONE = "baselines/<str:number>/"

urlpatterns = [
    path("baselines/", lists.baseline_list, name="baseline-list"),
    path("baselines/new/", lists.baseline_new, name="baseline-new"),
    path(ONE, comparison.baseline_detail, name="baseline-detail"),
    path(f"{ONE}export/", comparison.baseline_export, name="baseline-export"),
    path(f"{ONE}retirement/", lists.baseline_retire, name="baseline-retire"),
    path(f"{ONE}resumption/", lists.baseline_resume, name="baseline-resume"),
    path(
        "requirements/<str:number>/baselines/",
        panels.requirement_baselines,
        name="requirement-baselines",
    ),
]
