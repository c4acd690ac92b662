"""Briefs: one per participation and meeting, with the questions that were written."""

import pytest

from reports.models import Brief
from tests import factories
from tests.checks import refused

pytestmark = pytest.mark.django_db


def test_participation_has_one_brief_before_each_meeting():
    brief = factories.brief()
    factories.brief(brief.participation, brief.participation.round.meetings.get(number=1))
    refused(Brief(participation=brief.participation, meeting=brief.meeting))


def test_questions_are_those_that_were_written():
    brief = Brief(question_1="Ett?", question_2=" ", question_3="Tre?")
    assert brief.questions == ["Ett?", "Tre?"]
