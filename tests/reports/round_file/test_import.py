"""Round files that are good: what is imported, through the command."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Organisation, Unit
from assessments.models import Measure, StepScore, Submission, SubmissionScore, SubmissionText
from learning_rounds.models import LearningGroup, LearningMeeting, LearningRound, Participation
from tests import factories
from tests.reports.round_file.documents import SAVED, first_release, minimal, spoiled, written


@pytest.fixture(autouse=True)
def _skr(db):
    factories.coordinating_body("SKR")
    factories.organisation("1780", "Karlstad")


@pytest.fixture
def import_file(run, tmp_path):
    """``import_file(document, *arguments)``: what the command says."""

    def call(document, *arguments) -> str:
        return run("import_round", written(tmp_path / "round.json", document), *arguments)

    return call


def test_import_round_takes_the_minimal_form(import_file):
    said = import_file(minimal())
    round_ = LearningRound.objects.values("slug", "name", "owner__code", "state", "checklist__key").get()
    assert said == (
        "Imported prov (Prov): 2 meetings, 1 groups, 1 organisations (1 new), 1 submitted assessments, 0 drafts.\n"
    )
    assert round_ == {
        "slug": "prov",
        "name": "Prov",
        "owner__code": "SKR",
        "state": "published",
        "checklist__key": "skr",
    }
    meetings = LearningMeeting.objects.order_by("number").values_list("number", "kind", "name", "assessment_due_on")
    assert list(meetings) == [
        (0, "kickoff", "Uppstart", date(2025, 2, 3)),
        (1, "learning", "Träff 1", date(2025, 9, 15)),
    ]


def test_import_round_makes_fictive_organisations(import_file):
    import_file(minimal())
    made = Organisation.objects.get(code="X901")
    assert (made.name, made.kind, made.is_fictive, made.search_key) == ("Exempelby", "municipality", True, "exempelby")
    assert [unit.kind for unit in made.units.all()] == [Unit.Kind.WHOLE]
    assert list(Participation.objects.values_list("organisation__code", "role", "group__name", "status")) == [
        ("X901", "participant", "Grupp 1", "active")
    ]


def test_import_round_ignores_the_name_of_a_known_code(import_file):
    import_file(spoiled("participations.0.organisation", {"code": "1780", "name": "Något annat"}))
    assert Participation.objects.get().organisation.name == "Karlstad"


def test_import_round_freezes_what_was_submitted_and_keeps_it_as_draft(import_file):
    import_file(minimal())
    submission = Submission.objects.get()
    assert (submission.number, submission.at, submission.by) == (1, datetime(2025, 2, 1, 9, tzinfo=UTC), None)
    assert list(SubmissionScore.objects.order_by("step__number").values_list("step__number", "half_steps")) == [
        (1, 5),
        (2, None),
    ]
    drafts = StepScore.objects.order_by("step__number").values_list("step__number", "half_steps", "cannot_judge")
    assert list(drafts) == [(1, 5, False), (2, None, True)]


def test_import_round_without_submitted_at_is_a_draft(import_file):
    import_file(spoiled("participations.0.assessments.0.submitted_at", None))
    assert (Submission.objects.count(), StepScore.objects.count()) == (0, 2)


def test_import_round_takes_texts_scope_and_next_actions(import_file):
    import_file(first_release())
    texts = SubmissionText.objects.order_by("step__number").values_list("step__number", "reason", "evidence")
    assert list(texts) == [(1, "Skäl", "KS 2025/1"), (3, "Bara text", "")]
    assert list(Measure.objects.values_list("step__number", "text", "responsible", "due_on", "state")) == [
        (3, "Göra", "Kansliet", date(2025, 5, 1), "done")
    ]
    assert Submission.objects.get().scope == "Utan bolagen"
    assert sorted(SubmissionScore.objects.values_list("step__number", flat=True)) == [1, 2]


def test_import_round_takes_everything_that_is_optional(import_file):
    import_file(first_release())
    assert LearningMeeting.objects.get(number=2).assessment_due_on is None
    assert LearningGroup.objects.get(name="Grupp 2").basis == "theme"
    assert Participation.objects.get(organisation__code="X902").withdrawn_on == date(2025, 3, 1)
    assert Organisation.objects.get(code="X902").kind == "region"


def test_import_round_enforces_neither_last_days_nor_completeness(import_file):
    document = minimal()
    document["participations"][0]["assessments"] = [
        {"meeting": 1, "submitted_at": "2026-01-01", "scores": {}},
        {"meeting": 0, "submitted_at": "2026-01-01", "scores": {"10": 4}},
    ]
    import_file(document)
    assert Submission.objects.count() == 2


@pytest.mark.parametrize("level", ["2.5", "2,5", " 2,5\u00a0", 2.5])
def test_import_round_reads_levels_as_people_write_them(import_file, level):
    import_file(spoiled("participations.0.assessments.0.scores.1", level))
    assert SubmissionScore.objects.get(step__number=1).half_steps == 5


@pytest.mark.parametrize(
    ("written_as", "moment"),
    [
        ("2025-07-01", datetime(2025, 7, 1, 10, tzinfo=UTC)),
        ("2025-07-01T09:30", datetime(2025, 7, 1, 7, 30, tzinfo=UTC)),
        ("2025-07-01T09:30:00Z", datetime(2025, 7, 1, 9, 30, tzinfo=UTC)),
    ],
)
def test_import_round_reads_times_as_swedish_unless_they_say_more(import_file, written_as, moment):
    import_file(spoiled("participations.0.assessments.0.submitted_at", written_as))
    assert Submission.objects.get().at == moment


def test_import_round_records_what_it_did(import_file):
    import_file(minimal())
    entries = AuditEntry.objects.filter(actor=None, source="command").order_by("pk")
    assert list(entries.values_list("verb", "organisation__code")) == [
        ("add-organisation", "X901"),
        ("import-round", "SKR"),
    ]


def test_import_round_dry_run_saves_nothing(import_file):
    said = import_file(minimal(), "--dry-run")
    assert said.startswith("Would import prov (Prov): 2 meetings")
    assert [model.objects.count() for model in (*SAVED, AuditEntry)] == [0] * (len(SAVED) + 1)
    assert not Organisation.objects.filter(code="X901").exists()


def test_import_round_needs_as_many_queries_for_three_organisations_as_for_one(import_file, django_assert_num_queries):
    one, three = _round_of("en", 1), _round_of("tre", 3)
    with CaptureQueriesContext(connection) as for_one:
        import_file(one)
    with django_assert_num_queries(len(for_one)):
        import_file(three)


def _round_of(slug: str, organisations: int) -> dict:
    """A round of organisations that exist."""
    document = spoiled("round.slug", slug)
    document["participations"] = [
        minimal()["participations"][0] | {"organisation": {"code": factories.organisation().code}}
        for _number in range(organisations)
    ]
    return document


def test_import_round_takes_a_byte_order_mark(import_file):
    import_file(b"\xef\xbb\xbf" + json.dumps(minimal()).encode())
    assert LearningRound.objects.count() == 1
