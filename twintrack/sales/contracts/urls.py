"""Addresses of contracts."""

from django.urls import path

from twintrack.sales.contracts import views

ONE = "contracts/<str:number>/"
urlpatterns = [
    path("contracts/", views.contract_list, name="contract-list"),
    path("contracts/new/", views.contract_new, name="contract-new"),
    path("quotes/<str:number>/contract/", views.contract_from_quote, name="contract-from-quote"),
    path("complaints/<str:number>/contract/", views.complaint_contract, name="complaint-contract"),
    path("quotes/<str:number>/contracts/", views.quote_contract, name="quote-contract"),
    path(ONE, views.contract_detail, name="contract-detail"),
    path(f"{ONE}edit/", views.contract_edit, name="contract-edit"),
    path(f"{ONE}versions/<int:pk>/terms/", views.contract_terms, name="contract-terms"),
    path(f"{ONE}versions/<int:pk>/sign/", views.contract_sign, name="contract-sign"),
    path(f"{ONE}versions/<int:pk>/discard/", views.contract_discard, name="contract-discard"),
    path(f"{ONE}amend/", views.contract_amend, name="contract-amend"),
    path(f"{ONE}terminate/", views.contract_terminate, name="contract-terminate"),
    path(f"{ONE}complete/", views.contract_complete, name="contract-complete"),
    path(f"{ONE}renew/", views.contract_renew, name="contract-renew"),
    path(f"{ONE}file/", views.contract_file, name="contract-file"),
    path(f"{ONE}instalments/<int:pk>/reached/", views.contract_reach, name="contract-reach"),
    path(f"{ONE}instalments/<int:pk>/waits/", views.contract_unreach, name="contract-unreach"),
    path("customers/<str:number>/promises/", views.customer_promises, name="customer-promises"),
    path("customers/<str:number>/contracts/", views.customer_contracts, name="customer-contracts"),
    path(
        "opportunities/<str:number>/contracts/",
        views.opportunity_contracts,
        name="opportunity-contracts",
    ),
]
