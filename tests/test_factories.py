"""The factories make objects that the models themselves find valid."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_factories_make_valid_objects():
    submission = factories.submitted(reasons={1: "Skäl"})
    made = [
        factories.organisation(),
        factories.coordinating_body(),
        factories.unit(),
        factories.user(),
        factories.membership(),
        factories.audit_entry(),
        factories.checklist(),
        factories.scale_level(),
        factories.step_level(),
        factories.step(),
        factories.learning_round(),
        factories.learning_meeting(),
        factories.learning_group(),
        factories.withdrawn(factories.participation()),
        factories.drafted(),
        factories.step_score(),
        factories.measure(),
        submission,
        *submission.scores.all(),
        *submission.texts.all(),
        factories.brief(),
    ]
    for thing in made:
        thing.full_clean()


def test_round_opens_the_named_meeting():
    assert factories.learning_round(open_meeting=2).open_meeting().number == 2


def test_round_can_have_passed():
    assert factories.learning_round(open_meeting=None).open_meeting() is None
