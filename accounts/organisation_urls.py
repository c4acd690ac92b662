"""Addresses about the people of an organisation, below /organisationer/."""

from django.urls import path

from accounts import views

PEOPLE = "<str:code>/personer/"
INVITATION = PEOPLE + "inbjudningar/<int:invitation>/"

urlpatterns = [
    path(PEOPLE, views.people_list, name="people-list"),
    path(PEOPLE + "bjud-in/", views.invitation_create, name="invitation-create"),
    path(INVITATION + "skicka-igen/", views.invitation_resend, name="invitation-resend"),
    path(INVITATION + "ta-tillbaka/", views.invitation_revoke, name="invitation-revoke"),
    path(PEOPLE + "<int:membership>/", views.membership_edit, name="membership-edit"),
    path(PEOPLE + "<int:membership>/avsluta/", views.membership_end, name="membership-end"),
]
