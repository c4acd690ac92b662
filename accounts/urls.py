"""Logging in and out, changing one's password, a new one by mail: the part of django-allauth that is open so far."""

from allauth.account import views
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

urlpatterns = [
    path("logga-in/", views.login, name="account_login"),
    path("logga-ut/", views.logout, name="account_logout"),
    path("inaktivt/", views.account_inactive, name="account_inactive"),
    path("skapa/", views.signup, name="account_signup"),
    path("losenord/", views.password_change, name="account_change_password"),
    path("bekrafta/", views.reauthenticate, name="account_reauthenticate"),
    path("glomt-losenord/", views.password_reset, name="account_reset_password"),
    path("glomt-losenord/skickat/", views.password_reset_done, name="account_reset_password_done"),
    path("glomt-losenord/klart/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    # The link of the mail; it leads on to the same address without its secret, which no other page then gets to see.
    re_path(
        r"^glomt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        never_cache(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
