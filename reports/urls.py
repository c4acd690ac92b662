"""Addresses of reports, below /omgangar/<slug>/."""

from django.urls import path

from reports import views

MEETING = "<str:code>/traffar/<int:meeting>/"

urlpatterns = [
    path("", views.round_detail, name="round-detail"),
    path("tabeller/<slug:table>.<slug:format>", views.round_table, name="round-table"),
    path("lagesrapport.pdf", views.round_report, name="round-report"),
    path("historik/", views.round_record, name="round-record"),
    path("historik.<slug:format>", views.round_record_file, name="round-record-file"),
    path("importera/", views.scores_import, name="scores-import"),
    path("importera/mall.<slug:format>", views.scores_template, name="scores-template"),
    path("omgang.json", views.round_file, name="round-file"),
    path("<str:code>/", views.organisation_dashboard, name="organisation-dashboard"),
    path("<str:code>/resultatrapport/", views.report_detail, name="report-detail"),
    path("<str:code>/resultatrapport.pdf", views.report_pdf, name="report-pdf"),
    path("<str:code>/resultatrapport/skriv/", views.report_edit, name="report-edit"),
    path("<str:code>/resultatrapport/motiveringar/", views.report_reasons, name="report-reasons"),
    path("<str:code>/tabeller/<slug:table>.<slug:format>", views.organisation_table, name="organisation-table"),
    path("<str:code>/andringar/<slug:kind>/<int:row>/", views.text_history, name="text-history"),
    path("<str:code>/delat/", views.share_list, name="share-list"),
    path("<str:code>/delat/<int:share>/", views.share_detail, name="share-detail"),
    path("<str:code>/delat/<int:share>/ta-tillbaka/", views.share_take_back, name="share-take-back"),
    path(MEETING + "dela/", views.share_create, name="share-create"),
    path("<str:code>/utforska/", views.organisation_explore, name="organisation-explore"),
    path(MEETING + "underlag/", views.brief_edit, name="brief-edit"),
    path(MEETING + "sammanfattning/", views.summary_detail, name="summary-detail"),
    path(MEETING + "sammanfattning.pdf", views.summary_pdf, name="summary-pdf"),
]
