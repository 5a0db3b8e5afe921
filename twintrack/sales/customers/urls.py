"""Addresses of customers."""

from django.urls import path

from twintrack.sales.customers import views

AT = "customers/<str:number>/"

urlpatterns = [
    path("customers/", views.customer_list, name="customer-list"),
    path("customers/new/", views.customer_new, name="customer-new"),
    path("customers/choices/", views.customer_choices, name="customer-choices"),
    path("customers/similar/", views.customer_similar, name="customer-similar"),
    path("customers/duplicates/", views.customer_duplicates, name="customer-duplicates"),
    path("customers/dismissals/", views.pair_dismissal, name="customer-pair-dismissal"),
    path(
        "customers/dismissals/<int:pk>/undo/",
        views.pair_dismissal_undo,
        name="customer-pair-dismissal-undo",
    ),
    path("customers/merges/<int:pk>/undo/", views.merge_undo, name="customer-merge-undo"),
    path(f"{AT}merge/", views.customer_merge, name="customer-merge"),
    path(AT, views.customer_detail, name="customer-detail"),
    path(f"{AT}edit/", views.customer_edit, name="customer-edit"),
    path(f"{AT}owner/", views.customer_owner, name="customer-owner"),
    path(f"{AT}contacts/", views.contacts, name="customer-contacts"),
    path(f"{AT}contacts/<int:pk>/", views.contact, name="customer-contact"),
    path(f"{AT}contacts/<int:pk>/activity/", views.contact_activity, name="contact-activity"),
    path(f"{AT}contacts/<int:pk>/consents/", views.contact_consents, name="contact-consents"),
    path(f"{AT}contacts/<int:pk>/person/", views.contact_person, name="contact-person"),
    path(f"{AT}contacts/<int:pk>/person/export/", views.contact_export, name="contact-export"),
    path(f"{AT}installations/", views.installations, name="customer-installations"),
    path(
        f"{AT}installations/<int:pk>/removal/",
        views.installation_removal,
        name="installation-removal",
    ),
]
