"""Addresses of quotes."""

from django.urls import path

from twintrack.sales.quotes.views import acts, lines, quotes, rules

urlpatterns = [
    path("quotes/", quotes.quote_list, name="quote-list"),
    path("quotes/new/", quotes.quote_begin, name="quote-begin"),
    path("quotes/approval-rules/", rules.approval_rules, name="approval-rules"),
    path("quotes/approval-rules/new/", rules.approval_rule_new, name="approval-rule-new"),
    path(
        "quotes/approval-rules/<int:pk>/edit/", rules.approval_rule_edit, name="approval-rule-edit"
    ),
    path("quotes/<str:number>/", quotes.quote_detail, name="quote-detail"),
    path("quotes/<str:number>/edit/", quotes.quote_edit, name="quote-edit"),
    path("quotes/<str:number>/comparison/", quotes.quote_comparison, name="quote-comparison"),
    path("quotes/<str:number>/versions/<int:pk>/", quotes.quote_version, name="quote-version"),
    path("quotes/<str:number>/versions/<int:pk>/paper/", quotes.quote_paper, name="quote-paper"),
    path("quotes/<str:number>/lines/", lines.line_new, name="quote-line-new"),
    path("quotes/<str:number>/lines/free/", lines.line_free, name="quote-line-free"),
    path("quotes/<str:number>/lines/<int:pk>/", lines.line_cell, name="quote-line-cell"),
    path("quotes/<str:number>/lines/<int:pk>/edit/", lines.line_edit, name="quote-line-edit"),
    path(
        "quotes/<str:number>/lines/<int:pk>/removed/", lines.line_remove, name="quote-line-remove"
    ),
    path("quotes/<str:number>/lines/<int:pk>/place/", lines.line_move, name="quote-line-move"),
    path("quotes/<str:number>/discount/", lines.quote_discount, name="quote-discount"),
    path("quotes/<str:number>/promises/", lines.promise_new, name="quote-promise-new"),
    path(
        "quotes/<str:number>/promises/<int:pk>/removed/",
        lines.promise_remove,
        name="quote-promise-remove",
    ),
    path(
        "quotes/<str:number>/promises/<int:pk>/commitment/",
        lines.promise_link,
        name="quote-promise-link",
    ),
    path("quotes/<str:number>/submission/", acts.quote_submit, name="quote-submit"),
    path("quotes/<str:number>/withdrawal/", acts.quote_withdraw, name="quote-withdraw"),
    path("quotes/<str:number>/approval/", acts.quote_approve, name="quote-approve"),
    path("quotes/<str:number>/sent-back/", acts.quote_send_back, name="quote-send-back"),
    path("quotes/<str:number>/sending/", acts.quote_send, name="quote-send"),
    path("quotes/<str:number>/acceptance/", acts.quote_accept, name="quote-accept"),
    path("quotes/<str:number>/refusal/", acts.quote_decline, name="quote-decline"),
    path("quotes/<str:number>/next-version/", acts.quote_revise, name="quote-revise"),
    path(
        "opportunities/<str:number>/quotes/", quotes.opportunity_quotes, name="opportunity-quotes"
    ),
    path("opportunities/<str:number>/quotes/new/", quotes.quote_new, name="quote-new"),
    path("customers/<str:number>/quotes/", quotes.customer_quotes, name="customer-quotes"),
]
