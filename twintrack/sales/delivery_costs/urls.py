"""Addresses of hours, expenses, budgets, change requests and costs of deliveries."""

from django.urls import path

from twintrack.sales.delivery_costs.views import changes, costs, hours, settings, spending

DELIVERY = "deliveries/<str:number>/"
EXPENSE = "expenses/<str:number>/"
CHANGE = "change-requests/<str:number>/"

urlpatterns = [
    path("deliveries/hours/", hours.hours_week, name="hours-week"),
    path("deliveries/hours/new/", hours.hours_new, name="hours-new"),
    path("deliveries/hours/cell/", hours.hours_cell, name="hours-cell"),
    path("deliveries/hours/remaining/", hours.hours_remaining, name="hours-remaining"),
    path("deliveries/hours/<int:pk>/correction/", hours.hours_correct, name="hours-correct"),
    path("deliveries/rates/", settings.cost_settings, name="cost-settings"),
    path("deliveries/rates/new/", settings.rate_new, name="cost-rate-new"),
    path("deliveries/rates/limit/", settings.limit_new, name="expense-limit-new"),
    path(f"{DELIVERY}costs/", costs.costs_page, name="delivery-costs-page"),
    path(f"{DELIVERY}warnings/", costs.delivery_warnings, name="delivery-warnings"),
    path(f"{DELIVERY}costs/panel/", costs.delivery_costs, name="delivery-costs"),
    path(f"{DELIVERY}costs/export/", costs.costs_export, name="delivery-costs-export"),
    path(f"{DELIVERY}hours/", hours.delivery_hours, name="delivery-hours"),
    path(f"{DELIVERY}hours/confirmation/", hours.week_confirm, name="hours-confirm"),
    path(f"{DELIVERY}budget/", spending.budget_set, name="delivery-budget"),
    path(f"{DELIVERY}expenses/new/", spending.expense_new, name="expense-new"),
    path(f"{DELIVERY}change-requests/new/", changes.change_new, name="change-request-new"),
    path(EXPENSE, spending.expense_detail, name="expense-detail"),
    path(f"{EXPENSE}approval/", spending.expense_approve, name="expense-approve"),
    path(f"{EXPENSE}refusal/", spending.expense_refuse, name="expense-refuse"),
    path(f"{EXPENSE}withdrawal/", spending.expense_withdraw, name="expense-withdraw"),
    path(f"{EXPENSE}bill/", spending.expense_bill, name="expense-bill"),
    path(f"{EXPENSE}receipt/", spending.expense_receipt, name="expense-receipt"),
    path(CHANGE, changes.change_detail, name="change-request-detail"),
    path(f"{CHANGE}edit/", changes.change_edit, name="change-request-edit"),
    path(f"{CHANGE}offer/", changes.change_offer, name="change-request-offer"),
    path(f"{CHANGE}draft/", changes.change_redraft, name="change-request-redraft"),
    path(f"{CHANGE}refusal/", changes.change_refuse, name="change-request-refuse"),
    path(f"{CHANGE}withdrawal/", changes.change_withdraw, name="change-request-withdraw"),
    path(f"{CHANGE}acceptance/", changes.change_accept, name="change-request-accept"),
    path(f"{CHANGE}amendment/", changes.change_amend, name="change-request-amend"),
]
