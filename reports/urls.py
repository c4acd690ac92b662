"""Addresses of reports, below /omgangar/<slug>/."""

from django.urls import path

from reports import views

MEETING = "<str:code>/traffar/<int:meeting>/"

urlpatterns = [
    path("<str:code>/", views.organisation_dashboard, name="organisation-dashboard"),
]
