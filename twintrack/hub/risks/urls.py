"""Addresses of risks and early warning."""

from django.urls import path

from twintrack.hub.risks.views import risks, rules

urlpatterns = [
    path("risks/", risks.risk_list, name="risk-list"),
    path("risks/new/", risks.risk_new, name="risk-new"),
    path("risks/rules/", rules.warning_rules, name="warning-rules"),
    path("risks/rules/<slug:code>/", rules.warning_rule_edit, name="warning-rule-edit"),
    path("risks/rules/<slug:code>/mute/", rules.warning_rule_mute, name="warning-rule-mute"),
    path("risks/mutes/<int:pk>/lifted/", rules.warning_mute_lift, name="warning-mute-lift"),
    path("risks/<str:number>/", risks.risk_detail, name="risk-detail"),
    path("risks/<str:number>/edit/", risks.risk_edit, name="risk-edit"),
    path("risks/<str:number>/state/", risks.risk_state, name="risk-state"),
    path("risks/<str:number>/mute/", risks.risk_mute, name="risk-mute"),
]
