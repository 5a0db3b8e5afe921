"""Addresses of invoices and receipts."""

from django.urls import path

from twintrack.sales.collections import views

INVOICE, RECEIPT = "invoices/<str:number>/", "receipts/<str:number>/"
urlpatterns = [
    path("collections/", views.collection_list, name="collection-list"),
    path("collections/ageing/", views.collection_ageing, name="collection-ageing"),
    path("collections/forecast/", views.collection_forecast, name="collection-forecast"),
    path("collections/dunning/", views.dunning_steps, name="dunning-steps"),
    path("collections/dunning/new/", views.dunning_new, name="dunning-new"),
    path("collections/dunning/<int:pk>/", views.dunning_edit, name="dunning-edit"),
    path("collections/tasks/<int:pk>/", views.task_end, name="dunning-task-end"),
    path("collections/tasks/<int:pk>/assignee/", views.task_pass_on, name="dunning-task-pass-on"),
    path("contracts/<str:number>/invoice/", views.invoice_new, name="invoice-new"),
    path(
        "contracts/<str:number>/collections/",
        views.contract_collections,
        name="contract-collections",
    ),
    path(
        "customers/<str:number>/collections/",
        views.customer_collections,
        name="customer-collections",
    ),
    path(INVOICE, views.invoice_detail, name="invoice-detail"),
    path(f"{INVOICE}edit/", views.invoice_edit, name="invoice-edit"),
    path(f"{INVOICE}credit/", views.invoice_credit, name="invoice-credit"),
    path(f"{INVOICE}dispute/", views.invoice_dispute, name="invoice-dispute"),
    path(f"{INVOICE}settled/", views.invoice_settle, name="invoice-settle"),
    path(f"{INVOICE}promise/", views.invoice_promise, name="invoice-promise"),
    path("receipts/", views.receipt_list, name="receipt-list"),
    path("receipts/new/", views.receipt_new, name="receipt-new"),
    path(RECEIPT, views.receipt_detail, name="receipt-detail"),
    path(f"{RECEIPT}allocate/", views.receipt_allocate, name="receipt-allocate"),
    path(f"{RECEIPT}undo/", views.receipt_undo, name="receipt-undo"),
    path(f"{RECEIPT}refund/", views.receipt_refund, name="receipt-refund"),
    path(f"{RECEIPT}void/", views.receipt_void, name="receipt-void"),
    path("statements/", views.statement_list, name="statement-list"),
    path("statements/<int:pk>/", views.statement_detail, name="statement-detail"),
    path("statements/<int:pk>/columns/", views.statement_columns, name="statement-columns"),
    path("statements/lines/<int:pk>/credit/", views.statement_credit, name="statement-credit"),
    path("statements/lines/<int:pk>/match/", views.statement_match, name="statement-match"),
    path("statements/<int:pk>/sure/", views.statement_book_sure, name="statement-book-sure"),
    path("statements/lines/<int:pk>/book/", views.statement_book, name="statement-book"),
    path("statements/lines/<int:pk>/unbook/", views.statement_unbook, name="statement-unbook"),
    path("statements/lines/<int:pk>/aside/", views.statement_set_aside, name="statement-aside"),
]
