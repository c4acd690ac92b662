"""Names of meetings: as they were written in Swedish, the usual ones also in English."""

import pytest
from django.utils import translation

from learning_rounds.models import LearningMeeting

LEARNING, CONFERENCE, KICKOFF = "learning", "conference", "kickoff"


@pytest.mark.parametrize(
    ("kind", "name", "title", "in_sentence"),
    [
        (KICKOFF, "Uppstart", "Kick-off", "the kick-off"),
        (KICKOFF, "Uppstartsträff", "Kick-off meeting", "the kick-off"),
        (LEARNING, "Träff 1", "Meeting 1", "meeting 1"),
        (LEARNING, "Lärandeträff 12", "Learning meeting 12", "learning meeting 12"),
        ("strategists", "Strategträff 2", "Strategists' meeting 2", "strategists' meeting 2"),
        (CONFERENCE, "Resultatkonferens", "Results conference", "the results conference"),
        (LEARNING, "Träff i Karlstad", "Träff i Karlstad", "Träff i Karlstad"),
        (LEARNING, "Träff", "Träff", "Träff"),
        (LEARNING, "SKR-dagen", "SKR-dagen", "SKR-dagen"),
        (LEARNING, "=1+1", "=1+1", "=1+1"),
    ],
)
def test_usual_names_are_english_for_those_who_read_english(kind, name, title, in_sentence):
    meeting = LearningMeeting(kind=kind, name=name)
    with translation.override("en"):
        assert (str(meeting), meeting.title, meeting.in_sentence) == (title, title, in_sentence)


@pytest.mark.parametrize(
    ("name", "in_sentence"), [("Träff 1", "träff 1"), ("Dialogdag", "dialogdag"), ("SKR-dagen", "SKR-dagen")]
)
def test_names_are_as_they_were_written_in_swedish(name, in_sentence):
    meeting = LearningMeeting(kind=LEARNING, name=name)
    assert (meeting.title, meeting.in_sentence) == (name, in_sentence)
