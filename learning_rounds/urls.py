"""Addresses of learning rounds, below /omgangar/. A fixed first part is a slug that no round may have."""

from django.urls import path

from learning_rounds import views

SET_UP = "<slug:slug>/upplagg/"
MEETINGS = SET_UP + "traffar/"

urlpatterns = [
    path("skapa/", views.round_create, name="round-create"),
    path(SET_UP, views.round_setup, name="round-setup"),
    path(SET_UP + "namn/", views.round_edit, name="round-edit"),
    path(MEETINGS, views.round_meetings, name="round-meetings"),
    path(MEETINGS + "forslag/", views.meetings_suggest, name="meetings-suggest"),
    path(MEETINGS + "ny/", views.meeting_create, name="meeting-create"),
    path(MEETINGS + "<int:meeting_id>/", views.meeting_edit, name="meeting-edit"),
    path(MEETINGS + "<int:meeting_id>/ta-bort/", views.meeting_delete, name="meeting-delete"),
]
