"""Addresses of files of customers."""

from django.urls import path

from twintrack.sales.rosters import views

AT = "customer-imports/<str:number>/"

urlpatterns = [
    path("customer-imports/", views.customer_imports, name="customer-import-list"),
    path("customer-imports/new/", views.customer_import_new, name="customer-import-new"),
    path(AT, views.customer_import, name="customer-import"),
    path(f"{AT}columns/", views.customer_import_columns, name="customer-import-columns"),
    path(f"{AT}decisions/", views.customer_import_decision, name="customer-import-decision"),
    path(f"{AT}start/", views.customer_import_start, name="customer-import-start"),
    path(f"{AT}undo/", views.customer_import_undo, name="customer-import-undo"),
]
