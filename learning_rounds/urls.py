"""Addresses of learning rounds, below /omgangar/. A fixed first part is a slug that no round may have."""

from django.urls import path

from learning_rounds import views

SET_UP = "<slug:slug>/upplagg/"
MEETINGS = SET_UP + "traffar/"
PARTICIPANT = "<slug:slug>/deltagare/<str:code>/"
INVITATION = PARTICIPANT + "inbjudningar/<int:invitation>/"
LAST_DAY = PARTICIPANT + "traffar/<int:meeting>/"
GROUP = "<slug:slug>/<str:code>/grupptraffar/"
OWN = "<slug:slug>/<str:code>/om-deltagandet/"
CHAIN = "<slug:slug>/<str:code>/resultatkedja/"
PILOTS = "<slug:slug>/<str:code>/piloter/"
PILOT = PILOTS + "<int:pilot>/"
ORGANISATIONS = SET_UP + "organisationer/"
GROUPS = SET_UP + "grupper/"

urlpatterns = [
    path("skapa/", views.round_create, name="round-create"),
    path(SET_UP, views.round_setup, name="round-setup"),
    path(SET_UP + "namn/", views.round_edit, name="round-edit"),
    path(MEETINGS, views.round_meetings, name="round-meetings"),
    path(MEETINGS + "forslag/", views.meetings_suggest, name="meetings-suggest"),
    path(MEETINGS + "ny/", views.meeting_create, name="meeting-create"),
    path(MEETINGS + "<int:meeting_id>/", views.meeting_edit, name="meeting-edit"),
    path(MEETINGS + "<int:meeting_id>/ta-bort/", views.meeting_delete, name="meeting-delete"),
    path("<slug:slug>/arkivera/", views.round_archive, name="round-archive"),
    path("<slug:slug>/nasta-omgang/", views.round_next, name="round-next"),
    path("<slug:slug>/ur-arkivet/", views.round_unarchive, name="round-unarchive"),
    path("<slug:slug>/deltagare/", views.participant_list, name="participant-list"),
    path(PARTICIPANT, views.participant_detail, name="participant-detail"),
    path(PARTICIPANT + "andra/", views.participant_edit, name="participant-edit"),
    path(PARTICIPANT + "lamnar/", views.participant_withdraw, name="participant-withdraw"),
    path(PARTICIPANT + "ater/", views.participant_return, name="participant-return"),
    path(PARTICIPANT + "bjud-in/", views.strategist_invite, name="strategist-invite"),
    path(INVITATION + "skicka-igen/", views.strategist_invitation_resend, name="strategist-invitation-resend"),
    path(INVITATION + "ta-tillbaka/", views.strategist_invitation_revoke, name="strategist-invitation-revoke"),
    path(PARTICIPANT + "strateger/<int:membership>/avsluta/", views.strategist_end, name="strategist-end"),
    path(LAST_DAY + "sista-dag/", views.last_day_extend, name="last-day-extend"),
    path(LAST_DAY + "ordinarie-sista-dag/", views.last_day_restore, name="last-day-restore"),
    path("<slug:slug>/grupptraffar/", views.round_group_meetings, name="round-group-meetings"),
    path(GROUP, views.group_meeting_list, name="group-meeting-list"),
    path(GROUP + "<int:meeting>/", views.group_meeting_edit, name="group-meeting-edit"),
    path(GROUP + "<int:meeting>/ta-bort/", views.group_meeting_delete, name="group-meeting-delete"),
    path(OWN, views.participation_detail, name="participation-detail"),
    path(OWN + "andra/", views.participation_edit, name="participation-edit"),
    path(PILOTS, views.pilot_list, name="pilot-list"),
    path(PILOTS + "ny/", views.pilot_create, name="pilot-create"),
    path(PILOT, views.pilot_detail, name="pilot-detail"),
    path(PILOT + "andra/", views.pilot_edit, name="pilot-edit"),
    path(PILOT + "ta-bort/", views.pilot_delete, name="pilot-delete"),
    path(PILOT + "logg/ny/", views.pilot_note_create, name="pilot-note-create"),
    path(PILOT + "logg/<int:note>/", views.pilot_note_edit, name="pilot-note-edit"),
    path(PILOT + "logg/<int:note>/ta-bort/", views.pilot_note_delete, name="pilot-note-delete"),
    path(SET_UP + "checklista/", views.round_checklist, name="round-checklist"),
    path(ORGANISATIONS, views.round_organisations, name="round-organisations"),
    path(ORGANISATIONS + "klistra-in/", views.organisations_paste, name="organisations-paste"),
    path(ORGANISATIONS + "<str:code>/ta-bort/", views.organisation_remove, name="organisation-remove"),
    path(GROUPS, views.round_groups, name="round-groups"),
    path(GROUPS + "ny/", views.group_create, name="group-create"),
    path(GROUPS + "<int:group_id>/", views.group_edit, name="group-edit"),
    path(GROUPS + "<int:group_id>/ta-bort/", views.group_delete, name="group-delete"),
    path(SET_UP + "publicera/", views.round_publish, name="round-publish"),
    path(SET_UP + "avpublicera/", views.round_unpublish, name="round-unpublish"),
    path(CHAIN, views.chain_detail, name="chain-detail"),
    path(CHAIN + "ny/", views.chain_entry_create, name="chain-entry-create"),
    path(CHAIN + "<int:entry>/", views.chain_entry_edit, name="chain-entry-edit"),
    path(CHAIN + "<int:entry>/ta-bort/", views.chain_entry_delete, name="chain-entry-delete"),
]
