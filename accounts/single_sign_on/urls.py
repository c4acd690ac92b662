"""Addresses of logging in with one's organisation's login."""

from django.urls import path

from accounts.single_sign_on import views

urlpatterns = [
    path("", views.organisation_login, name="organisation-login"),
    path(
        "<str:code>/klart/",
        views.organisation_login_return,
        name="organisation-login-return",
    ),
    path("mina/", views.identity_list, name="identity-list"),
    path("<str:code>/koppla/", views.identity_connect, name="identity-connect"),
    path("<int:identity>/ta-bort/", views.identity_remove, name="identity-remove"),
]
