"""Addresses of customer feedback."""

from django.urls import path

from twintrack.sales.feedback import views

ONE = "feedback/<str:number>/"

urlpatterns = [
    path("feedback/", views.feedback_list, name="feedback-list"),
    path("feedback/new/", views.feedback_new, name="feedback-new"),
    path("feedback/new/parts/", views.feedback_parts, name="feedback-parts"),
    path("feedback/new/contacts/", views.feedback_contacts, name="feedback-contacts"),
    path("feedback/waiting/", views.feedback_waiting, name="feedback-waiting"),
    path("feedback/choices/", views.feedback_choices, name="feedback-choices"),
    path("feedback/export/", views.feedback_export, name="feedback-export"),
    path("feedback/bulk/", views.feedback_bulk, name="feedback-bulk"),
    path("feedback/bulk/undo/", views.feedback_bulk_undo, name="feedback-bulk-undo"),
    path(ONE, views.feedback_detail, name="feedback-detail"),
    path(f"{ONE}preview/", views.feedback_preview, name="feedback-preview"),
    path(f"{ONE}state/", views.feedback_state, name="feedback-state"),
    path(f"{ONE}triage/", views.feedback_triage, name="feedback-triage"),
    path(f"{ONE}triage/undo/", views.feedback_triage_undo, name="feedback-triage-undo"),
    path(f"{ONE}answer/", views.feedback_answer, name="feedback-answer"),
    path(f"{ONE}duplicate/", views.feedback_duplicate, name="feedback-duplicate"),
    path(f"{ONE}duplicate/undo/", views.feedback_duplicate_undo, name="feedback-duplicate-undo"),
    path(f"{ONE}withdrawal/", views.feedback_withdrawal, name="feedback-withdrawal"),
    path(f"{ONE}withdrawal/undo/", views.feedback_withdrawal_undo, name="feedback-withdrawal-undo"),
    path(f"{ONE}class/", views.feedback_class, name="feedback-class"),
    path(f"{ONE}owner/", views.feedback_owner, name="feedback-owner"),
]
