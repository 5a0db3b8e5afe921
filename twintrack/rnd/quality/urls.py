"""Addresses of builds, tests and gates."""

from django.urls import path

from twintrack.rnd.quality.views import builds, gates, overview, tests

PRODUCT, TEST = "quality/products/<slug:code>/", "quality/tests/<int:pk>/"

urlpatterns = [
    path("quality/", overview.quality, name="quality"),
    path(PRODUCT, overview.quality_product, name="quality-product"),
    path(f"{PRODUCT}gates/", gates.gate_list, name="quality-gates"),
    path(f"{PRODUCT}gates/<int:pk>/", gates.gate_edit, name="quality-gate-edit"),
    path("quality/builds/", builds.build_list, name="build-list"),
    path("quality/builds/<str:number>/", builds.build_detail, name="build-detail"),
    path("quality/tests/", tests.test_list, name="test-list"),
    path(TEST, tests.test_detail, name="test-detail"),
    path(f"{TEST}mute/", tests.test_mute, name="test-mute"),
    path(f"{TEST}unmute/", tests.test_unmute, name="test-unmute"),
    path(f"{TEST}owner/", tests.test_owner, name="test-owner"),
    path(
        "repositories/<str:number>/commits/<slug:code>/builds/",
        builds.commit_builds,
        name="commit-builds",
    ),
    path("requirements/<str:number>/builds/", builds.requirement_builds, name="requirement-builds"),
]
