"""Addresses of the catalogue and of price books."""

from django.urls import path

from twintrack.sales.pricing import views

urlpatterns = [
    path("catalogue/", views.item_list, name="catalogue"),
    path("catalogue/new/", views.item_new, name="catalogue-item-new"),
    path("catalogue/choices/", views.item_choices, name="catalogue-choices"),
    path("catalogue/<slug:code>/", views.item_detail, name="catalogue-item"),
    path("catalogue/<slug:code>/edit/", views.item_edit, name="catalogue-item-edit"),
    path("catalogue/<slug:code>/cost/", views.item_cost, name="catalogue-item-cost"),
    path("price-books/", views.book_list, name="price-book-list"),
    path("price-books/new/", views.book_new, name="price-book-new"),
    path("price-books/<int:pk>/", views.book_detail, name="price-book-detail"),
    path("price-books/<int:pk>/edit/", views.book_edit, name="price-book-edit"),
    path("price-books/<int:pk>/import/", views.book_import, name="price-book-import"),
    path("price-books/<int:pk>/price/", views.book_price, name="price-book-price"),
]
