"""Logging in and out, the second factor, one's password and one's logins: the part of django-allauth that is open."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import include, path, re_path, reverse_lazy
from django.views.decorators.cache import never_cache

from accounts.views import (
    account_close,
    invitation_accept,
    invitation_open,
    my_data,
    my_page,
    organisation_leave,
    second_factor_needed,
)

remove_webauthn = webauthn.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))

second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("visa/", mfa.authenticate, name="mfa_authenticate"),
    path("bekrafta/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/ta-bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("nyckel/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("nyckel/logga-in/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("nyckel/bekrafta/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("nyckel/<int:pk>/ta-bort/", remove_webauthn, name="mfa_remove_webauthn"),
    path("koder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("koder/nya/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("koder/fil/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]

urlpatterns = [
    path("mina-sidor/", my_page, name="my-page"),
    path("mina-sidor/uppgifter/", my_data, name="my-data"),
    path("mina-sidor/lamna/<str:code>/", organisation_leave, name="organisation-leave"),
    path("mina-sidor/avsluta/", account_close, name="account-close"),
    path("organisationens-inloggning/", include("accounts.single_sign_on.urls")),
    path("logga-in/", views.login, name="account_login"),
    path("logga-in/kod/", views.request_login_code, name="account_request_login_code"),
    path("logga-in/kod/visa/", views.confirm_login_code, name="account_confirm_login_code"),
    path("logga-ut/", views.logout, name="account_logout"),
    path("inaktivt/", views.account_inactive, name="account_inactive"),
    path("skapa/", views.signup, name="account_signup"),
    path("andra-steget/", second_factor_needed, name="second-factor-needed"),
    path("tva-steg/", include(second_factor)),
    path("inloggningar/", sessions.list_usersessions, name="usersessions_list"),
    path("losenord/", views.password_change, name="account_change_password"),
    path("losenord/nytt/", views.password_set, name="account_set_password"),
    path("bekrafta/", views.reauthenticate, name="account_reauthenticate"),
    path("glomt-losenord/", views.password_reset, name="account_reset_password"),
    path("glomt-losenord/skickat/", views.password_reset_done, name="account_reset_password_done"),
    path("glomt-losenord/klart/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("inbjudan/", invitation_accept, name="invitation-accept"),
    path("inbjudan/<str:token>/", invitation_open, name="invitation-open"),
    # The link of the mail; it leads on to the same address without its secret, which no other page then gets to see.
    re_path(
        r"^glomt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        never_cache(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
