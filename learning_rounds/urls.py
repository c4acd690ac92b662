"""Addresses of learning rounds, below /omgangar/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
