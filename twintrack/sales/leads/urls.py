"""Addresses of leads."""

from django.urls import path

from twintrack.sales.leads import views

AT = "leads/<str:number>/"

urlpatterns = [
    path("leave-word/<str:key>/", views.leave_word, name="leave-word"),
    path("leads/", views.lead_list, name="lead-list"),
    path("leads/board/", views.lead_board, name="lead-board"),
    path("leads/move/", views.lead_move, name="lead-move"),
    path("leads/bulk/", views.lead_bulk, name="lead-bulk"),
    path("leads/new/", views.lead_new, name="lead-new"),
    path("leads/import/", views.lead_import_new, name="lead-import-new"),
    path("leads/import/<int:pk>/", views.lead_import, name="lead-import"),
    path("leads/known/", views.lead_known, name="lead-known"),
    path("leads/rules/", views.rules, name="lead-rules"),
    path("leads/rules/points/new/", views.score_rule_new, name="lead-score-rule-new"),
    path("leads/rules/points/<int:pk>/", views.score_rule, name="lead-score-rule"),
    path("leads/rules/assignment/new/", views.assignment_rule_new, name="lead-assignment-rule-new"),
    path("leads/rules/assignment/<int:pk>/", views.assignment_rule, name="lead-assignment-rule"),
    path("leads/rules/response/", views.response_time, name="lead-response"),
    path("leads/rules/learning/", views.learn, name="lead-learn"),
    path("leads/forms/", views.web_forms, name="lead-web-forms"),
    path("leads/forms/new/", views.web_form_new, name="lead-web-form-new"),
    path("leads/forms/<int:pk>/", views.web_form, name="lead-web-form"),
    path(AT, views.lead_detail, name="lead-detail"),
    path(f"{AT}edit/", views.lead_edit, name="lead-edit"),
    path(f"{AT}notes/", views.lead_note, name="lead-note"),
    path(f"{AT}state/", views.lead_state, name="lead-state"),
    path(f"{AT}giving-up/", views.lead_give_up, name="lead-give-up"),
    path(f"{AT}taking-up/", views.lead_take_up, name="lead-take-up"),
    path(f"{AT}owner/", views.lead_owner, name="lead-owner"),
    path(f"{AT}person/", views.lead_person, name="lead-person"),
    path(f"{AT}person/export/", views.lead_person_export, name="lead-person-export"),
    path(f"{AT}conversion/", views.lead_convert, name="lead-convert"),
]
