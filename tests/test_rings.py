"""What the pages say about who sees what is true: the table of rings against the rows and texts that people really see.

The table below is written by hand; whoever changes accounts/rings.py has to change it here too.
"""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from accounts.rings import INFORMATION, Ring, cell, line
from reports.models import SharedText
from tests import factories, sweeps
from tests.canaries import RINGS, table, whose
from tests.world import OWN, SHARED_KINDS, make_world

TABLE = """
                strategists     readers         group           coordinator     administrators
draft           yes             -               -               -               -
level           yes             when submitted  when submitted  when submitted  when submitted
reason          yes             when submitted  what you share  what you share  -
measure         yes             when submitted  what you share  what you share  -
shared          yes             yes             yes             yes             -
taken-back      yes             yes             -               -               -
pilot           yes             yes             what you share  what you share  -
chain           yes             yes             what you share  what you share  -
brief           yes             when submitted  -               -               -
report          yes             when submitted  -               -               -
participation   yes             yes             -               yes             yes
group-meeting   yes             yes             yes             yes             yes
people          yes             -               -               -               yes
record          yes             -               -               -               -
"""
# In the world: who stands in each ring around the first organisation. Everybody else stands outside.
IN_RING = {
    Ring.STRATEGISTS: ["strategist"],
    Ring.READERS: ["reader"],
    Ring.GROUP: ["peer", "mentor"],
    Ring.COORDINATOR: ["coordinator"],
    Ring.ADMINISTRATORS: ["administrator"],
}
RING_OF = {who: ring for ring, people in IN_RING.items() for who in people}
# Every kind of row about an organisation: what it is called in the table, and its way to the organisation.
PARTICIPATION = "participation__organisation"
ROWS = {
    "Assessment": ("draft", PARTICIPATION),
    "StepScore": ("draft", f"assessment__{PARTICIPATION}"),
    "Submission": ("level", f"assessment__{PARTICIPATION}"),
    "SubmissionScore": ("level", f"submission__assessment__{PARTICIPATION}"),
    "SubmissionText": ("reason", f"submission__assessment__{PARTICIPATION}"),
    "Measure": ("measure", PARTICIPATION),
    "Share": ("shared", PARTICIPATION),
    "SharedText": ("shared", f"share__{PARTICIPATION}"),
    "ShareWithdrawal": ("taken-back", f"share__{PARTICIPATION}"),
    "PilotActivity": ("pilot", PARTICIPATION),
    "PilotNote": ("pilot", f"pilot__{PARTICIPATION}"),
    "ChainEntry": ("chain", PARTICIPATION),
    "ChainLink": ("chain", f"source__{PARTICIPATION}"),
    "ChainEntryGoal": ("chain", f"entry__{PARTICIPATION}"),
    "Brief": ("brief", PARTICIPATION),
    "Report": ("report", PARTICIPATION),
    "GroupMeeting": ("group-meeting", "group__participations__organisation"),
    "Invitation": ("people", "organisation"),
    "AuditEntry": ("record", "organisation"),
    "TextRevision": ("record", "organisation"),
}
# What is no organisation's own information, or a person's.
OTHER_ROWS = {
    *("Checklist", "ScaleLevel", "Step", "StepLevel", "StepHint", "Organisation", "Unit"),
    *("LearningRound", "LearningMeeting", "LearningGroup", "LastDayExtension"),
    *("User", "Identity", "IdentityProvider", "EmailDomain", "AppliedSave"),
    "Participation",  # seen by the group, but not what is written in it: those texts are below
    "Membership",  # one's own role is one's own, too
}
# Every kind of text in tests/canaries.csv: what it is called in the table.
PILOT = {"PILOTNAME", "PILOTAREA", "PILOTDEPARTMENT", "PILOTPROBLEM", "PILOTGOAL", "PILOTRESPONSIBLE"}
TEXTS = {
    "draft": {"DRAFT", "DRAFTEVIDENCE", "DRAFTMEASURE", "DRAFTQUESTION"},
    "reason": {"REASON", "EVIDENCE"},
    "measure": {"MEASURE", "RESPONSIBLE", "DROPPED"},
    "shared": {"DIARY", *(f"SHARED{kind.upper()}" for kind in SharedText.Kind.values)},
    "taken-back": {"TAKENBACK"},
    "pilot": PILOT | {"NOTE", "UNIT"},
    "chain": {"CHAIN"},
    "brief": {"QUESTION", "CONTACT"},
    "report": {"REPORT"},
    "participation": set(SHARED_KINDS),
    "group-meeting": {"PLACE"},
    "people": {"INVITED"},
    "record": {"REVISION", "OBJECT", "VALUE", "REQUEST"},
}
# Names of people stand beside what they have shared or done, and are their own; what rounds and organisations are
# called is read by all who meet them; the rest is of logins, or shown nowhere.
OTHER_TEXTS = {
    *(
        "PERSON",
        "ADDRESS",
        "READER",
        "READERADDRESS",
        "ENDED",
        "ENDEDADDRESS",
        "OUTSIDER",
        "ROUNDOBJECT",
        "ROUNDREQUEST",
    ),
    *("NAME", "COUNTY", "GROUP", "ROUND", "MEETING", "MEETINGPLACE"),
    *("ISSUER", "SUBJECT", "CLIENT", "DOMAIN", "SECRET", "ANSWER", "SCOPE", "DRAFTSCOPE"),
}


def printed() -> str:
    lines = ["".ljust(16) + "".join(ring.value.ljust(16) for ring in Ring)]
    with translation.override("en"):
        for key, information in INFORMATION.items():
            lines.append(key.ljust(16) + "".join((cell(information, ring) or "-").ljust(16) for ring in Ring))
    return "\n" + "\n".join(line.rstrip() for line in lines) + "\n"


def test_table_is_as_agreed():
    assert printed() == TABLE


@pytest.fixture
def world(db):
    made = make_world()
    about = {"organisation": made.participations[OWN].organisation}
    factories.text_revision(made.participations[OWN].pilots.first(), **about)
    factories.audit_entry(**about)
    return made


def model_called(name: str):
    return next(model for model in sweeps.own_models() if model.__name__ == name)


def test_every_kind_of_row_stands_in_the_table():
    assert sorted([*ROWS, *OTHER_ROWS]) == sorted(model.__name__ for model in sweeps.own_models())
    assert {key for key, _way in ROWS.values()} | set(TEXTS) == set(INFORMATION)


@pytest.mark.parametrize("name", ROWS)
def test_rings_see_the_rows_that_the_table_says_and_nobody_else_does(world, name):
    """Not one row is seen by who does not stand in the table, and some by everybody who does."""
    key, way = ROWS[name]
    rows = model_called(name).objects.filter(**{f"{way}__code": OWN}).distinct()
    everything = set(rows.values_list("pk", flat=True))
    assert everything
    seen = {
        who: everything & set(rows.model.objects.visible_to(person or AnonymousUser()).values_list("pk", flat=True))
        for who, person in world.people.items()
    }
    expected = {who for who in world.people if RING_OF.get(who) in INFORMATION[key].rings}
    assert {who for who, keys in seen.items() if keys} == expected
    assert seen["strategist"] == everything


def test_every_kind_of_text_stands_in_the_table():
    assert set().union(*TEXTS.values()) | OTHER_TEXTS == {row["kind"] for row in table()}


@pytest.mark.parametrize(("key", "kind"), [(key, kind) for key, kinds in TEXTS.items() for kind in sorted(kinds)])
def test_rings_read_the_texts_that_the_table_says_and_nobody_else_does(key, kind):
    """tests/test_canaries.py tries the cells on every page and in every file, in both directions."""
    (row,) = (row for row in table() if row["kind"] == kind)
    readers = {who for who in RINGS if OWN in whose(who, row[who])}
    assert readers == {who for who, ring in RING_OF.items() if ring in INFORMATION[key].rings}


# --- The line at a field ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("draft", "Ser: era strateger"),
        ("level", "Ser när det är inskickat: er organisation, gruppen, koordinatorn och administratörer"),
        ("reason", "Ser när det är inskickat: er organisation. Gruppen och koordinatorn ser det ni delar."),
        ("shared", "Ser: er organisation, gruppen och koordinatorn"),
        ("pilot", "Ser: er organisation. Gruppen och koordinatorn ser det ni delar."),
        ("participation", "Ser: er organisation, koordinatorn och administratörer"),
        ("group-meeting", "Ser: gruppen, koordinatorn och administratörer"),
        ("people", "Ser: era strateger och administratörer"),
    ],
)
def test_line_says_who_sees_it(key, words):
    assert line(INFORMATION[key]).removesuffix(".") == words.removesuffix(".")


@pytest.mark.parametrize("key", INFORMATION)
def test_line_leads_to_its_row_and_shows_the_rings_that_see_it(key):
    html = Template("{% load rings %}{% seen_by key %}").render(Context({"key": key}))
    seen = [ring in INFORMATION[key].rings for ring in (Ring.COORDINATOR, Ring.GROUP)]
    assert f'href="{reverse("who-sees-what")}#{key}"' in html
    assert ["is-seen" in circle for circle in re.findall("<circle[^>]*>", html)[:2]] == seen


def test_every_page_says_it_of_a_kind_that_there_is():
    pages = [path.read_text("utf-8") for path in (sweeps.BASE / "templates").rglob("*.html")]
    said = {key for page in pages for key in re.findall(r'{% seen_by "([a-z-]+)" %}', page)}
    assert said == set(INFORMATION) - {"draft", "taken-back"}


def texts_of(row: str) -> list[str]:
    return [text.strip() for text in re.findall(r">([^<>]+)<", row) if text.strip()]


# --- The page --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_page_shows_both_tables_whole(client_of):
    page = client_of(factories.user()).get(reverse("who-sees-what")).content.decode()
    tables = [
        re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL) for body in re.findall("<tbody.*?</tbody>", page, re.DOTALL)
    ]
    shown = [
        [[text.strip() for text in re.findall(r">([^<>]+)<", row) if text.strip()] for row in rows] for rows in tables
    ]
    information = [
        [str(each.name), *(cell(each, ring).capitalize() or "Nej" for ring in Ring)] for each in INFORMATION.values()
    ]
    rights = [
        [str(each.label), *("Ja" if each in ROLE_PERMISSIONS[role] else "Nej" for role in Role)] for each in Permission
    ]
    assert shown == [information, rights]
