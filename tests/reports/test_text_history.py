"""What texts said before: kept with every save, read by strategists of the own organisation, gone with their row."""

from datetime import timedelta

import pytest

from accounts.actions.erasing import erase_person
from accounts.audit import record
from accounts.models import AuditEntry, TextRevision
from accounts.recorded_values import Before
from learning_rounds.actions.pilots import delete_pilot, save_pilot, save_pilot_note
from reports.text_difference import FOR_A_PAGE, FOR_AN_ATTEMPT, Effort, Piece, difference
from reports.text_history import KINDS, MOST, histories_of
from tests import factories
from tests.world import OWN, ROUND, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    participation = factories.participation()
    return participation, factories.member(participation.organisation), factories.pilot_activity(participation)


def saved(place, text: str, by=None, **more):
    """Save the goal of the pilot activity, as its page does."""
    participation, strategist, pilot = place
    pilot.refresh_from_db()
    values = {"goal": text, **more}
    arguments = {"values": values, "version": pilot.version, "by": by or strategist}
    return save_pilot(participation=participation, pilot=pilot.pk, **arguments)


def texts() -> list[tuple[str, str, int]]:
    return list(TextRevision.objects.order_by("pk").values_list("field", "text", "version"))


def test_a_change_keeps_what_was_and_what_is(place):
    pilot = place[2]
    pilot.goal = "Först"
    pilot.save()
    saved(place, "Sedan", problem="Ett problem", name="Ett namn")
    assert sorted(texts()) == [("goal", "Först", 1), ("goal", "Sedan", 2), ("problem", "Ett problem", 2)]
    first, second = TextRevision.objects.filter(field="goal").order_by("pk")
    assert (first.saved_at, first.saved_by, second.saved_by) == (None, None, place[1])


def test_saving_again_within_ten_minutes_is_the_same_version(place, on_day):
    start = on_day("2026-12-04")
    for minutes, text in [(0, "a"), (9, "ab"), (18, "abc"), (28, "abcd")]:
        on_day("2026-12-04", (start + timedelta(minutes=minutes)).astimezone().time())
        saved(place, text)
    assert [text for _field, text, _version in texts()] == ["abc", "abcd"]


def test_colleagues_have_versions_of_their_own(place):
    colleague = factories.member(place[0].organisation)
    for text, by in [("a", place[1]), ("ab", colleague), ("abc", place[1])]:
        saved(place, text, by)
    assert [text for _field, text, _version in texts()] == ["a", "ab", "abc"]


def test_what_was_emptied_is_kept_and_what_never_was_is_not(place):
    saved(place, "Text", status="done")
    saved(place, "", by=factories.member(place[0].organisation))
    assert texts() == [("goal", "Text", 2), ("goal", "", 3)]


def test_texts_that_are_not_followed_leave_nothing(place):
    record(
        "change-participation", place[0], by=place[1], organisation=place[0].organisation, fields=Before(goal="Förr")
    )
    record("change-pilot", place[2], by=place[1], fields=Before(goal="utan organisation"))
    assert texts() == []


def test_texts_go_with_their_row(place):
    participation, strategist, pilot = place
    note = {"values": {"text": "Anteckning"}, "note": None, "by": strategist}
    save_pilot_note(participation=participation, pilot=pilot.pk, **note)
    saved(place, "Mål")
    pilot.refresh_from_db()
    delete_pilot(participation=participation, pilot=pilot.pk, version=pilot.version, by=strategist)
    assert (texts(), AuditEntry.objects.filter(verb="delete-pilot").count()) == ([], 1)


def test_names_are_erased_in_earlier_texts_too(place):
    person = factories.member(place[0].organisation, email="ebba@example.org")
    person.display_name = "Ebba Lundqvist"
    person.save()
    saved(place, "Ebba Lundqvist leder arbetet")
    saved(place, "Vi leder arbetet", by=person)
    erase_person(person=person, everywhere=True, by=None)
    assert [("Ebba" in text) for _field, text, _version in texts()] == [False, False]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("lika", "lika", [Piece("lika")]),
        ("", "ny", [Piece("ny", is_added=True)]),
        ("gammal", "", [Piece("gammal", is_removed=True)]),
        (
            "en röd bil",
            "en blå bil",
            [Piece("en "), Piece("röd", is_removed=True), Piece("blå", is_added=True), Piece(" bil")],
        ),
    ],
)
def test_difference_tells_words_apart(before, after, expected):
    assert difference(before, after) == expected


def test_difference_of_long_texts_is_quick_and_whole():
    before = "".join(f"rad {number} med några ord\n" for number in range(1000))
    after = before.replace("rad 500 ", "rad femhundra ")
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if not piece.is_removed) == after
    assert "".join(piece.text for piece in pieces if not piece.is_added) == before
    assert [piece.text for piece in pieces if piece.is_added] == ["femhundra"]


def test_difference_of_long_texts_with_many_changes_is_told_by_sentence():
    before = "".join(f"rad {number} med några ord\n" for number in range(1000))
    after = before.replace("rad 2", "Rad 2").replace("rad 7", "Rad 7")
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if not piece.is_removed) == after
    assert "".join(piece.text for piece in pieces if not piece.is_added) == before
    assert len(pieces) > 2


# Compared freely, each of these takes minutes: no word stands once, and every choice leads to a new search.
HOSTILE = {
    "turned": (".!", lambda n: "!" * n + "." * n),
    "shifted": ("!.", lambda n: ".!!" * (2 * n // 3)),
    "words": ("a b ", lambda n: "b " * n + "a " * n),
    "lines": ("a\nb\n", lambda n: "b\n" * n + "a\n" * n),
    "spaces": (" \n", lambda n: "\n " * n),
}


@pytest.mark.parametrize("length", [400, 2_000, 20_000])
@pytest.mark.parametrize("kind", HOSTILE)
def test_difference_never_takes_more_than_its_steps(kind, length):
    pair, other = HOSTILE[kind]
    before, after = (pair * length)[:length], other(length // 2)[:length]
    effort = Effort()
    pieces = difference(before, after, effort)
    assert FOR_A_PAGE - effort.left <= 2 * FOR_AN_ATTEMPT
    assert "".join(piece.text for piece in pieces if not piece.is_removed) == after
    assert "".join(piece.text for piece in pieces if not piece.is_added) == before


def test_difference_of_lines_in_reverse_never_takes_more_than_its_steps():
    lines = [f"{number}\n" for number in range(4_000)]
    effort = Effort()
    pieces = difference("".join(lines), "".join(lines[::-1]), effort)
    assert FOR_A_PAGE - effort.left <= 2 * FOR_AN_ATTEMPT
    assert "".join(piece.text for piece in pieces if not piece.is_removed) == "".join(lines[::-1])


def test_texts_that_are_too_much_work_are_shown_whole():
    before, after = "?!" * 1_000, "!" * 1_000 + "?" * 1_000
    whole = [Piece(before, is_removed=True), Piece(after, is_added=True)]
    assert difference(before, after) == whole
    assert difference("en bil", "en båt", Effort(0)) == [
        Piece("en bil", is_removed=True),
        Piece("en båt", is_added=True),
    ]


def test_all_texts_of_a_page_share_its_steps(place, monkeypatch):
    pilot, spent = place[2], []
    for number in range(MOST):
        text = ".!" * 1_000 if number % 2 else "!" * 1_000 + "." * 1_000
        for field in ("goal", "problem"):
            factories.text_revision(pilot, field, text, organisation=place[0].organisation)
    take = Effort.take
    monkeypatch.setattr(Effort, "take", lambda self, steps: (take(self, steps), spent.append(steps)))
    assert [len(each.versions) for each in histories_of(pilot, TextRevision.objects.of(pilot))] == [MOST, MOST]
    assert 0 < sum(spent) <= FOR_A_PAGE


def test_page_shows_what_was_added_and_removed(client_of, place):
    participation, strategist, pilot = place
    pilot.goal = "Vi mäter <b>väntetider</b>"
    pilot.save()
    saved(place, "Vi följer <b>väntetider</b>")
    page = client_of(strategist).get(path_of(participation, "pilot", pilot.pk)).content.decode()
    assert (
        '<del><span class="visually-hidden">[borttaget: </span>mäter<span class="visually-hidden">]</span></del>'
        in page
    )
    assert (
        '<ins><span class="visually-hidden">[tillagt: </span>följer<span class="visually-hidden">]</span></ins>' in page
    )
    assert ("Dessförinnan" in page, "<b>" in page) == (True, False)


def test_only_the_latest_versions_are_shown(place):
    pilot = place[2]
    for number in range(MOST + 3):
        factories.text_revision(pilot, "goal", f"text {number}", organisation=place[0].organisation)
    (history,) = histories_of(pilot, TextRevision.objects.of(pilot))
    assert (len(history.versions), history.left_out) == (MOST, 3)
    assert history.versions[-1].pieces == difference("text 2", "text 3")


def path_of(participation, kind: str, row: int) -> str:
    return f"/omgangar/{participation.round.slug}/{participation.organisation.code}/andringar/{kind}/{row}/"


def test_every_kind_of_row_has_a_page_for_its_own_strategists_only(client_of):
    world = make_world()
    own, peer = world.participations[OWN], world.participations["X002"]
    client = client_of(world.people["strategist"])
    for kind, rows in KINDS.items():
        mine, theirs = rows.rows(own).first(), rows.rows(peer).first()
        factories.text_revision(mine, mine.revised[0], f"Text {kind}", organisation=own.organisation)
        factories.text_revision(theirs, theirs.revised[0], "SEEDX002REASON", organisation=peer.organisation)
        assert f"Text {kind}" in client.get(path_of(own, kind, mine.pk)).content.decode()
        assert client.get(path_of(own, kind, theirs.pk)).status_code == 404
        assert client.get(path_of(peer, kind, theirs.pk)).status_code == 404
        assert client_of(world.people["coordinator"]).get(path_of(own, kind, mine.pk)).status_code == 404


def test_pages_lead_to_the_history_of_their_texts(client_of):
    world = make_world()
    own = world.participations[OWN]
    client, place = client_of(world.people["strategist"]), f"/omgangar/{ROUND}/{OWN}/"
    rows = {kind: found.rows(own).order_by("pk").first() for kind, found in KINDS.items()}
    meeting = f"traffar/{rows['moment'].assessment.meeting.number}/"
    pages = {
        "moment": f"{meeting}moment/{rows['moment'].step.number}/",
        "nasta-steg": f"nasta-steg/{rows['nasta-steg'].pk}/",
        "pilot": f"piloter/{rows['pilot'].pk}/",
        "anteckning": f"piloter/{rows['anteckning'].pilot.pk}/logg/{rows['anteckning'].pk}/",
        "kedja": f"resultatkedja/{rows['kedja'].pk}/",
        "rapport": "resultatrapport/skriv/",
        "fragor": f"traffar/{rows['fragor'].meeting.number}/underlag/",
    }
    assert set(pages) == set(KINDS)
    for kind, page in pages.items():
        assert path_of(own, kind, rows[kind].pk) in client.get(place + page).content.decode(), kind


def test_address_of_no_row_is_not_found(client_of, place):
    participation, strategist, _pilot = place
    for row in (0, 999_999, 10**30):
        assert client_of(strategist).get(path_of(participation, "pilot", row)).status_code == 404
