"""Addresses of reports."""

urlpatterns: list = []
