"""Logging in and out, and changing one's password: the part of django-allauth that is open so far."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("logga-in/", views.login, name="account_login"),
    path("logga-ut/", views.logout, name="account_logout"),
    path("inaktivt/", views.account_inactive, name="account_inactive"),
    path("skapa/", views.signup, name="account_signup"),
    path("losenord/", views.password_change, name="account_change_password"),
    path("bekrafta/", views.reauthenticate, name="account_reauthenticate"),
]
