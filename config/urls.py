"""Every address of the application. Paths are Swedish and readable; names equal the names of the views."""

from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sprak/", views.set_language, name="set-language"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("personuppgifter/", views.privacy, name="privacy"),
    path("vem-ser-vad/", views.who_sees_what, name="who-sees-what"),
    path("hjalp/", views.help_page, name="help"),
    path("konto/", include("accounts.urls")),
    path("administration/", include("accounts.administration.urls")),
    path("organisationer/", include("accounts.organisation_urls")),
    path("organisationer/", include("reports.organisation_urls")),
    path("omgangar/", include("learning_rounds.urls")),
    path("omgangar/<slug:slug>/", include("reports.urls")),
    path("omgangar/<slug:slug>/", include("assessments.urls")),
]

handler400 = "config.views.bad_request"
handler429 = "config.views.too_many_requests"
handler500 = "config.views.server_error"
