"""Addresses of reports that are about an organisation and no round, below /organisationer/."""

from django.urls import path

from reports import views

urlpatterns = [
    path("<str:code>/historik/", views.organisation_record, name="organisation-record"),
    path("<str:code>/historik.<slug:format>", views.organisation_record_file, name="organisation-record-file"),
]
