"""Addresses of assessments, below /omgangar/<slug>/."""

from django.urls import path

from assessments import views

MEETING = "<str:code>/traffar/<int:meeting>/"
MEASURES = "<str:code>/nasta-steg/"

urlpatterns = [
    path(MEETING, views.assessment_detail, name="assessment-detail"),
    path(MEETING + "moment/<int:step>/", views.step_edit, name="step-edit"),
    path(MEETING + "alla/", views.sheet_edit, name="sheet-edit"),
    path(MEETING + "checklista/", views.checklist_blank, name="checklist-blank"),
    path(MEETING + "granska/", views.assessment_check, name="assessment-check"),
    path(MEETING + "skicka-in/", views.assessment_submit, name="assessment-submit"),
    path(MEETING + "inskickad/", views.assessment_done, name="assessment-done"),
    path(MEETING + "skattning/", views.submission_detail, name="submission-detail"),
    path(MEASURES, views.measure_list, name="measure-list"),
    path(MEASURES + "nytt/", views.measure_create, name="measure-create"),
    path(MEASURES + "<int:measure>/", views.measure_edit, name="measure-edit"),
    path(MEASURES + "<int:measure>/stryk/", views.measure_drop, name="measure-drop"),
    path(MEASURES + "<int:measure>/lage/", views.measure_mark, name="measure-mark"),
]
