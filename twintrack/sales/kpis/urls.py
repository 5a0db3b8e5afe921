"""Addresses of the measures of sales."""

from django.urls import path

from twintrack.sales.kpis.views import pages, performance

MEASURE = "sales/measures/<slug:code>/"

urlpatterns = [
    path("sales/performance/", performance.performance, name="sales-performance"),
    path(
        "sales/performance/export/",
        performance.performance_export,
        name="sales-performance-export",
    ),
    path("sales/strip/", pages.measures_strip, name="sales-strip"),
    path("sales/measures/", pages.measures, name="sales-measures"),
    path(MEASURE, pages.measure_detail, name="sales-measure"),
    path(f"{MEASURE}export/", pages.measure_export, name="sales-measure-export"),
    path(f"{MEASURE}target/", pages.target_edit, name="sales-measure-target"),
]
