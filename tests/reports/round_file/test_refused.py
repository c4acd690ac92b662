"""Round files that are not good: every problem is listed with its place, and nothing is saved."""

import json

import pytest
from django.core.management import CommandError

from accounts.models import AuditEntry, Organisation
from tests import factories
from tests.reports.round_file.documents import SAVED, minimal, spoiled, written


@pytest.fixture(autouse=True)
def _skr(db):
    factories.coordinating_body("SKR")
    factories.organisation("1780", "Karlstad")


@pytest.fixture
def problems(run, tmp_path):
    """``problems(document)``: the problems that the command lists; it must have saved nothing."""

    def counted() -> list[int]:
        return [model.objects.count() for model in (*SAVED, AuditEntry, Organisation)]

    def call(document) -> list[str]:
        before = counted()
        with pytest.raises(CommandError) as refused:
            run("import_round", written(tmp_path / "round.json", document))
        assert counted() == before
        return [line.strip() for line in str(refused.value).splitlines()[1:]]

    return call


# --- What is refused: the document as a whole ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "The file is empty."),
        (b" \n", "The file is empty."),
        (b"Moment;Uppstart\n", "line 1, column 1: This is not JSON: Expecting value."),
        (b'{"format": "jamsteg-round/1",}', None),
        (json.dumps(minimal()).encode("utf-16"), "byte 1: The file is not UTF-8: save it with that encoding."),
        ('{"namn": "Träff"}'.encode("latin-1"), "byte 13: The file is not UTF-8: save it with that encoding."),
        (b" " * 26_000_000, "The file is too big: at most 25 MB."),
        (b"[" * 200_000, "The document is nested too deeply."),
        (b'{"format": NaN}', "NaN is not a number that JSON knows."),
        (b'{"format": ' + b"1" * 5000 + b"}", "The document contains a number that is too long."),
        (b"[]", "This must be an object, {…}."),
        (b"null", "This must be an object, {…}."),
        (b"{}", "format: The format must be “jamsteg-round/1”."),
        (b'{"format": "jamsteg-round/2", "x": 1}', "format: The format must be “jamsteg-round/1”."),
        (b'{"format": ["jamsteg-round/1"]}', "format: The format must be “jamsteg-round/1”."),
    ],
)
def test_import_round_refuses_what_is_no_round_file(problems, content, problem):
    found = problems(content)
    assert found == [problem] if problem else len(found) == 1


def test_import_round_refuses_a_file_that_is_not_there(run):
    with pytest.raises(CommandError, match=r"finns-inte\.json: No such file or directory"):
        run("import_round", "finns-inte.json")


def test_import_round_refuses_a_key_that_stands_twice(problems):
    content = (
        json.dumps(minimal()).replace('"1": "2.5"', '"1": "2.5", "1": "3"').replace('"slug"', '"name": "", "slug"')
    )
    assert problems(content) == [
        "round.name: This key stands here more than once.",
        "participations[0].assessments[0].scores.1: This key stands here more than once.",
    ]


# --- What is refused: one place --------------------------------------------------------------------------------------

ASSESSMENT = "participations.0.assessments.0"
REFUSED = [
    ("rounds", {}, "rounds: This key is not known. Known are: format, round, meetings, groups, participations."),
    ("round", None, "round: This must be an object, {…}."),
    ("round.slug", "två ord", "round.slug: Only letters a–z, digits, - and _ can be used here."),
    ("round.slug", "a" * 61, "round.slug: The text is too long: at most 60 characters."),
    ("round.name", " ", "round.name: This is empty."),
    ("round.name", "A\x00B", "round.name: The text contains characters that can't be used here."),
    ("round.name", "A\ud800B", "round.name: The text contains characters that can't be used here."),
    ("round.name", 5, "round.name: This must be a text in quotation marks."),
    ("round.checklist", "skr-2019", "round.checklist: “skr-2019” is not one of: skr-2020."),
    ("round.coordinator", "1780", "round.coordinator: “1780” is not an organisation that coordinates rounds."),
    ("round.coordinator", "X1", "round.coordinator: “X1” is not an organisation that coordinates rounds."),
    ("round.ends_on", "2025-13-01", "round.ends_on: “2025-13-01” is not a date: write YYYY-MM-DD."),
    (
        "round.namn",
        "",
        "round.namn: This key is not known. Known are: slug, name, checklist, coordinator, starts_on, ends_on, state.",
    ),
    ("participations", {}, "participations: This must be a list, […]."),
    ("meetings.1", 7, "meetings[1]: This must be an object, {…}."),
    ("meetings.1.number", 0, "meetings[1].number: “0” stands here more than once."),
    ("meetings.1.number", True, "meetings[1].number: This must be a whole number."),
    ("meetings.1.number", 1.5, "meetings[1].number: This must be a whole number."),
    ("meetings.1.number", -1, "meetings[1].number: The number must be between 0 and 99."),
    (
        "meetings.1.kind",
        "party",
        "meetings[1].kind: “party” is not one of: kickoff, strategists, learning, conference, other.",
    ),
    ("meetings.1.held_on", "2025-09-14", "meetings[1].held_on: The meeting is before the last day of its assessment."),
    ("meetings.1.place", 7, "meetings[1].place: This must be a text in quotation marks."),
    ("round.slug", "skapa", "round.slug: That address is used by another page."),
    ("meetings.1.name", "A\nB", "meetings[1].name: The text contains characters that can't be used here."),
    ("meetings.1.date", "0001-01-01", "meetings[1].date: The year must be between 1990 and 2099."),
    ("meetings.1.date", 20250101, "meetings[1].date: This must be a text in quotation marks."),
    ("meetings.0.date", None, f"{ASSESSMENT}.meeting: Meeting 0 has no date, so there is no assessment before it."),
    ("groups.1", {"name": "Grupp 1"}, "groups[1].name: “Grupp 1” stands here more than once."),
    ("participations.1", [], "participations[1]: This must be an object, {…}."),
    ("participations.0.role", "mentr", "participations[0].role: “mentr” is not one of: participant, mentor."),
    ("participations.0.group", "Grupp 2", "participations[0].group: There is no group “Grupp 2” in this file."),
    ("participations.0.status", "left", "participations[0].status: “left” is not one of: active, withdrawn."),
    (
        "participations.0.withdrawn_on",
        "2025-03-01",
        "participations[0].withdrawn_on: Only a participation that was withdrawn has a day of withdrawal.",
    ),
    (
        "participations.0.organisation.code",
        "1781",
        "participations[0].organisation.code: There is no organisation “1781”. "
        "Only codes of fictive ones, X…, may be new.",
    ),
    (
        "participations.0.organisation.code",
        "X/1",
        "participations[0].organisation.code: Only letters a–z, digits and - can be used here.",
    ),
    ("participations.0.organisation", {"code": "X1"}, "participations[0].organisation.name: This is missing."),
    (f"{ASSESSMENT}.meeting", 7, f"{ASSESSMENT}.meeting: There is no meeting 7 in this file."),
    (f"{ASSESSMENT}.scores", None, f"{ASSESSMENT}.scores: This must be an object, {{…}}."),
    (f"{ASSESSMENT}.scores.11", "2", f"{ASSESSMENT}.scores.11: The checklist has no step 11."),
    (f"{ASSESSMENT}.scores.01", "2", f"{ASSESSMENT}.scores.01: The key must be the number of a step."),
    (f"{ASSESSMENT}.scores.1", "0", f"{ASSESSMENT}.scores.1: “0”: The level must be between 1 and 4."),
    (f"{ASSESSMENT}.scores.1", "4.5", f"{ASSESSMENT}.scores.1: “4.5”: The level must be between 1 and 4."),
    (f"{ASSESSMENT}.scores.1", "−1", f"{ASSESSMENT}.scores.1: “−1”: The level must be between 1 and 4."),
    (
        f"{ASSESSMENT}.scores.1",
        2.3,
        f"{ASSESSMENT}.scores.1: “2.3”: Use whole and half steps only, for example 2 or 2.5.",
    ),
    (
        f"{ASSESSMENT}.scores.1",
        "två",
        f"{ASSESSMENT}.scores.1: “två”: Write the level as a number, for example 2.5.",
    ),
    (
        f"{ASSESSMENT}.scores.1",
        True,
        f'{ASSESSMENT}.scores.1: This must be a level such as "2.5", or null for “cannot judge yet”.',
    ),
    (
        f"{ASSESSMENT}.submitted_at",
        "1 februari",
        f"{ASSESSMENT}.submitted_at: “1 februari” is not a time: write YYYY-MM-DDTHH:MM+01:00 or YYYY-MM-DD.",
    ),
    (
        f"{ASSESSMENT}.texts",
        {"1": {"reason": "x" * 20_001}},
        f"{ASSESSMENT}.texts.1.reason: The text is too long: at most 20000 characters.",
    ),
    (
        f"{ASSESSMENT}.texts",
        {"1": "Skäl"},
        f"{ASSESSMENT}.texts.1: This must be an object, {{…}}.",
    ),
    (
        f"{ASSESSMENT}.measures",
        [{"step": 12, "text": "Göra"}],
        f"{ASSESSMENT}.measures[0].step: The checklist has no step 12.",
    ),
    (f"{ASSESSMENT}.measures", [{"step": 1}], f"{ASSESSMENT}.measures[0].text: This is missing."),
    (
        f"{ASSESSMENT}.measures",
        [{"step": 1, "text": "Göra", "dropped_because": "Dyrt"}],
        f"{ASSESSMENT}.measures[0].dropped_because: Only a next action that was dropped has a reason for that.",
    ),
    ("round.state", "open", "round.state: “open” is not one of: draft, published, archived."),
    ("groups.0.meetings", [{"meeting": 9}], "groups[0].meetings[0].meeting: There is no meeting 9 in this file."),
    (
        "groups.0.meetings",
        [{"meeting": 0, "host": {"code": "1999"}}],
        "groups[0].meetings[0].host.code: There is no organisation “1999”. Only codes of fictive ones, X…, may be new.",
    ),
    ("participations.0.decision_url", "javascript:1", "participations[0].decision_url: Enter a valid URL."),
    ("participations.0.extensions", [{"meeting": 0}], "participations[0].extensions[0].due_on: This is missing."),
    (f"{ASSESSMENT}.unit", {"kind": "team"}, None),
    (f"{ASSESSMENT}.checklist", "skr-2019", f"{ASSESSMENT}.checklist: “skr-2019” is not one of: skr-2020."),
    (f"{ASSESSMENT}.earlier", [{"scores": {}}], f"{ASSESSMENT}.earlier[0].submitted_at: This is missing."),
    (f"{ASSESSMENT}.draft", {"scores": {"1": "9"}}, None),
    ("participations.0.measures", [{"meeting": 0, "step": "skr-2020/11", "text": "Göra"}], None),
    ("participations.0.pilots", [{"id": 1}], "participations[0].pilots[0].name: This is missing."),
    (
        "participations.0.pilots",
        [{"id": 1, "name": "A", "starts_on": "2025-02-01", "ends_on": "2025-01-01"}],
        "participations[0].pilots[0].ends_on: The pilot ends before it starts.",
    ),
    (
        "participations.0.pilots",
        [{"id": 1, "name": "A"}, {"id": 1, "name": "B"}],
        "participations[0].pilots[1].id: “1” stands here more than once.",
    ),
    (
        "participations.0.chain",
        [{"id": 1, "level": 0, "text": "A"}],
        "participations[0].chain[0].level: The number must be between 1 and 5.",
    ),
    (
        "participations.0.chain",
        [{"id": 1, "level": 2, "text": "A", "pilot": 4}],
        "participations[0].chain[0].pilot: There is no pilot activity 4 here.",
    ),
    (
        "participations.0.chain",
        [{"id": 1, "level": 2, "text": "A", "leads_to": [2]}, {"id": 2, "level": 2, "text": "B"}],
        "participations[0].chain[0].leads_to[0]: An entry only leads to entries at higher levels.",
    ),
    (
        "participations.0.chain",
        [{"id": 1, "level": 2, "text": "A", "leads_to": [5]}],
        "participations[0].chain[0].leads_to[0]: There is no entry 5 here.",
    ),
    (
        "participations.0.chain",
        [{"id": 1, "level": 2, "text": "A", "goals": [7]}],
        "participations[0].chain[0].goals[0]: The number must be between 0 and 6.",
    ),
    (
        "participations.0.chain",
        [{"id": 1, "level": 2, "text": "A", "steps": [1, 1]}],
        "participations[0].chain[0].steps[1]: “1” stands here more than once.",
    ),
    (
        "participations.0.briefs",
        [{"meeting": 0}, {"meeting": 0}],
        "participations[0].briefs[1].meeting: “0” stands here more than once.",
    ),
    (
        "participations.0.report",
        {"reasons": [{"meeting": 0, "step": 1}]},
        "participations[0].report.reasons[0]: No reason was submitted for this step before this meeting.",
    ),
    (
        "participations.0.report",
        {"lessons": 5},
        "participations[0].report.lessons: This must be a text in quotation marks.",
    ),
]


@pytest.mark.parametrize(("place", "value", "problem"), REFUSED)
def test_import_round_refuses_and_names_the_place(problems, place, value, problem):
    found = problems(spoiled(place, value))
    assert found == [problem.replace(ASSESSMENT, "participations[0].assessments[0]")] if problem else len(found) == 1


def test_import_round_refuses_a_changed_draft_of_what_was_never_submitted(problems):
    document = spoiled("participations.0.assessments.0.submitted_at", None)
    document["participations"][0]["assessments"][0] |= {"draft": {"scores": {}}, "earlier": []}
    place, said = "participations[0].assessments[0]", "Only an assessment that was submitted has this"
    assert problems(document) == [f"{place}.{key}: {said}: submitted_at is missing." for key in ("earlier", "draft")]


@pytest.mark.parametrize("place", ["round.slug", "meetings", "participations.0.role", "meetings.0.name"])
def test_import_round_refuses_what_is_missing(problems, place):
    document = minimal()
    *path, last = place.split(".")
    found = document
    for key in path:
        found = found[int(key)] if isinstance(found, list) else found[key]
    del found[last]
    missing = [problem for problem in problems(document) if "missing" in problem]
    assert missing == [f"{place.replace('.0', '[0]')}: This is missing."]


def test_import_round_refuses_a_round_that_exists(problems):
    factories.learning_round(slug="prov")
    assert problems(minimal()) == ["round.slug: There is a round “prov” already."]


def test_import_round_refuses_an_organisation_or_meeting_that_stands_twice(problems):
    document = minimal()
    document["participations"][0]["assessments"] *= 2
    document["participations"] *= 2
    assert problems(document) == [
        "participations[0].assessments[1].meeting: “0” stands here more than once.",
        "participations[1].assessments[1].meeting: “0” stands here more than once.",
        "participations[1].organisation.code: “X901” stands here more than once.",
    ]


def test_import_round_lists_all_problems(problems):
    document = minimal()
    document["round"]["coordinator"] = "X1"
    document["meetings"][1]["date"] = "snart"
    document["participations"][0]["role"] = 1
    document["participations"][0]["assessments"][0]["scores"] = {"1": "5", "2": "6"}
    places = [problem.split(":")[0] for problem in problems(document)]
    assert places == [
        "round.coordinator",
        "meetings[1].date",
        "participations[0].role",
        "participations[0].assessments[0].scores.1",
        "participations[0].assessments[0].scores.2",
    ]


def test_import_round_lists_no_more_than_a_hundred_problems(problems):
    document = minimal()
    document["meetings"] += [{}] * 150
    found = problems(document)
    assert (len(found), found[-1]) == (101, "… and 350 more.")


def test_import_round_shows_strange_keys_on_one_line(problems):
    document = minimal()
    document["\x1b[31m\n" + "å" * 100] = 1
    assert problems(document) == [
        f"“\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}{'å' * 34}…”: This key is not known. "
        "Known are: format, round, meetings, groups, participations."
    ]


# --- What was shared -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "value", "problem"),
    [
        ("submission", 2, "submission: Before this meeting there is no submission with this number."),
        ("submission", 0, "submission: Before this meeting there is no submission with this number."),
        ("meeting", 1, "submission: Before this meeting there is no submission with this number."),
        ("group", "Grupp 9", "group: There is no group “Grupp 9” in this file."),
        ("group", "", "group: This is empty."),
        ("at", "i går", "at: “i går” is not a time: write YYYY-MM-DDTHH:MM+01:00 or YYYY-MM-DD."),
        ("diary_number", "9" * 61, "diary_number: The text is too long: at most 60 characters."),
        ("texts.0.step", 11, "texts[0].step: The checklist has no step 11."),
        ("texts.0.text", " ", "texts[0].text: This is empty."),
    ],
)
def test_share_that_cannot_be_is_refused(problems, place, value, problem):
    text = {"kind": "reason", "step": 1, "text": "Skäl"}
    share = {"meeting": 0, "submission": 1, "group": "Grupp 1", "at": "2025-02-02", "texts": [text]}
    document = spoiled("participations.0.shares", [share])
    assert problems(spoiled(f"participations.0.shares.0.{place}", value, document)) == [
        f"participations[0].shares[0].{problem}"
    ]
