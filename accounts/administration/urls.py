"""Addresses of the administration, below /administration/."""

from django.urls import path

from accounts.administration import views

urlpatterns = [
    path("", views.organisation_list, name="organisation-list"),
    path("<str:code>/", views.organisation_edit, name="organisation-edit"),
    path("<str:code>/inloggning/", views.organisation_login_edit, name="organisation-login-edit"),
]
