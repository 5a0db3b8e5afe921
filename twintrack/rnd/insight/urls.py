"""Addresses of process insight."""

from django.urls import path

from twintrack.rnd.insight.views import exports, findings, flow, pages

FINDING = "findings/<str:number>/"
MEASURE = "insight/measures/<slug:code>/"

urlpatterns = [
    path("insight/", pages.insight, name="insight"),
    path("insight/flow/", flow.flow, name="insight-flow"),
    path("insight/delivery/", pages.delivery, name="insight-delivery"),
    path(MEASURE, pages.measure_detail, name="insight-measure"),
    path(f"{MEASURE}export/", exports.measure_export, name="insight-export"),
    path(
        f"{MEASURE}expectations/<str:number>/",
        findings.expectation_edit,
        name="insight-expectation",
    ),
    path("findings/", findings.finding_list, name="finding-list"),
    path("findings/way/", findings.finding_way, name="finding-way"),
    path(FINDING, findings.finding_detail, name="finding-detail"),
    path(f"{FINDING}state/", findings.finding_move, name="finding-move"),
    path(f"{FINDING}dismissal/", findings.finding_dismiss, name="finding-dismiss"),
    path(f"{FINDING}improvement/", findings.finding_improve, name="finding-improve"),
]
