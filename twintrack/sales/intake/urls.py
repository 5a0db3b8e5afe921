"""Addresses of imports and of what waits for a decision."""

from django.urls import path

from twintrack.sales.intake import views

RUN = "feedback/import/<str:number>/"
SOURCE = "settings/inbound/<int:pk>/"
DELIVERY = "settings/inbound/deliveries/<int:pk>/"

urlpatterns = [
    path("feedback/import/", views.import_list, name="import-list"),
    path("feedback/import/new/", views.import_new, name="import-new"),
    path(RUN, views.import_detail, name="import-detail"),
    path(f"{RUN}columns/", views.import_columns, name="import-columns"),
    path(f"{RUN}start/", views.import_start, name="import-start"),
    path(f"{RUN}stop/", views.import_stop, name="import-stop"),
    path(f"{RUN}undo/", views.import_undo, name="import-undo"),
    path(f"{RUN}problems/", views.import_problems, name="import-problems"),
    path("feedback/held/", views.held_list, name="held-list"),
    path("feedback/held/<int:pk>/", views.held_release, name="held-release"),
    path("feedback/held/<int:pk>/dismissal/", views.held_dismissal, name="held-dismissal"),
    path("feedback/held/<int:pk>/dismissal/undo/", views.held_again, name="held-again"),
    path("settings/inbound/", views.inbound_list, name="inbound-list"),
    path("settings/inbound/new/", views.inbound_new, name="inbound-new"),
    path(SOURCE, views.inbound_detail, name="inbound-detail"),
    path(f"{SOURCE}template/", views.inbound_template, name="inbound-template"),
    path(f"{SOURCE}template/sample/", views.inbound_sample, name="inbound-sample"),
    path(f"{SOURCE}template/trial/", views.inbound_trial, name="inbound-trial"),
    path(f"{SOURCE}name/", views.inbound_name, name="inbound-name"),
    path(f"{SOURCE}key/", views.inbound_key, name="inbound-key"),
    path(f"{SOURCE}signature/", views.inbound_signature, name="inbound-signature"),
    path(f"{SOURCE}revocation/", views.inbound_revoke, name="inbound-revoke"),
    path(DELIVERY, views.inbound_delivery, name="inbound-delivery"),
    path(f"{DELIVERY}again/", views.inbound_again, name="inbound-again"),
]
