"""The pages of the results chain: writing entries and links, two at once, deleting, and when nothing can be written."""

import html
import re

import pytest

from accounts.errors import ActionRefused
from accounts.models import AuditEntry
from accounts.permissions import Role
from learning_rounds.actions.chain import EntryAnswer, delete_entry, save_entry
from learning_rounds.models import ChainEntry, ChainLevel, ChainLink, LearningRound, PolicyGoal
from tests import factories as make
from tests.forms import forms_of

pytestmark = pytest.mark.django_db

TYPED = "Skrivet <av> “mig” & åäö"
HIGHER = "En post leder bara till poster på högre nivåer. Välj andra, eller en annan nivå."


@pytest.fixture
def place(client_of):
    """A logged-in strategist, a colleague and the organisation's participation."""
    participation = make.participation(make.learning_round("omgang", open_meeting=1))
    participation.me = make.member(participation.organisation)
    participation.colleague = make.member(participation.organisation, email="asa@example.org")
    participation.colleague.display_name = "Åsa"
    participation.colleague.save()
    participation.client = client_of(participation.me)
    return participation


def address(place, page: str = "") -> str:
    return f"/omgangar/omgang/{place.organisation.code}/resultatkedja/{page}"


def post(place, page: str, **data):
    return place.client.post(address(place, page), {"level": "1", "state": "planned", "text": "Utbildning"} | data)


def page_of(response) -> str:
    return html.unescape(response.content.decode())


def get(place, page: str = "") -> str:
    return page_of(place.client.get(address(place, page)))


def as_colleague(place, entry: ChainEntry, **values) -> ChainEntry:
    values = {"level": entry.level, "state": entry.state, "text": entry.text} | values
    answer = EntryAnswer(values=values, version=entry.version)
    return save_entry(participation=place, entry=entry.pk, answer=answer, by=place.colleague)


def related(entry: ChainEntry) -> tuple:
    return (
        sorted(entry.steps.values_list("number", flat=True)),
        sorted(entry.goals.values_list("goal", flat=True)),
        sorted(entry.links_out.values_list("target", flat=True)),
    )


def step_keys(place, *numbers: int) -> list[int]:
    return [place.round.checklist.steps.get(number=number).pk for number in numbers]


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


# --- writing ---------------------------------------------------------------------------------------------------------


def test_an_entry_is_added_with_everything(place):
    outcome, pilot = make.chain_entry(place, 4), make.pilot_activity(place)
    response = post(
        place,
        "ny/",
        level="3",
        state="under-way",
        text=TYPED,
        pilot=pilot.pk,
        steps=step_keys(place, 6, 9),
        goals=[PolicyGoal.HEALTH, PolicyGoal.ECONOMY],
        leads_to=[outcome.pk],
    )
    entry = ChainEntry.objects.exclude(pk=outcome.pk).get()
    assert response.headers["Location"] == address(place, f"#entry-{entry.pk}")
    assert (entry.level, entry.state, entry.text, entry.pilot) == (3, "under-way", TYPED, pilot)
    assert related(entry) == ([6, 9], [PolicyGoal.ECONOMY, PolicyGoal.HEALTH], [outcome.pk])
    assert (entry.saved_by, entry.version, verbs()) == (place.me, 1, ["add-chain-entry"])


def test_what_is_unticked_is_taken_away_and_the_rest_stays(place):
    entry, outcome, effect = make.chain_entry(place), make.chain_entry(place, 4), make.chain_entry(place, 5)
    for target in (outcome, effect):
        make.chain_link(entry, target)
    make.chain_entry_goal(entry, PolicyGoal.HEALTH)
    entry.steps.set(step_keys(place, 1, 2))
    kept = ChainLink.objects.get(target=effect).pk
    post(place, f"{entry.pk}/", steps=step_keys(place, 2, 3), leads_to=[effect.pk], version="1")
    entry.refresh_from_db()
    assert related(entry) == ([2, 3], [], [effect.pk])
    assert (ChainLink.objects.get().pk, entry.version) == (kept, 2)
    assert AuditEntry.objects.get().fields == "steps, goals, leads_to"


def test_saving_without_a_change_changes_nothing(place):
    entry = make.chain_entry(place)
    post(place, f"{entry.pk}/", version="1")
    entry.refresh_from_db()
    assert (entry.version, verbs()) == (1, [])


def test_the_button_of_a_column_presets_the_level_and_what_it_leads_to(place):
    outcome, pilot = make.chain_entry(place, 4, text="Utfallet"), make.pilot_activity(place)
    (form,) = forms_of(get(place, f"ny/?niva=3&till={outcome.pk}&pilot={pilot.pk}"))
    assert (form.data["level"], form.data["leads_to"], form.data["pilot"]) == (
        ["3"],
        [str(outcome.pk)],
        [str(pilot.pk)],
    )


@pytest.mark.parametrize("query", ["?niva=9", "?niva=x&till=²", "?till=99999999999", "?niva=&till=&pilot=", "?pilot=7"])
def test_nonsense_in_the_address_presets_nothing(place, query):
    assert place.client.get(address(place, "ny/") + query).status_code == 200


def test_only_higher_levels_are_offered(place):
    texts = {level: f"Text på nivå {level.value}" for level in ChainLevel}
    for level, text in texts.items():
        make.chain_entry(place, level, text=text)
    page = get(place, "ny/?niva=3")
    assert [text in page for text in texts.values()] == [False, False, False, True, True]


def test_a_changed_level_that_no_longer_fits_is_refused_at_the_field(place):
    product = make.chain_entry(place, 2, text="Ny mall")
    response = post(place, "ny/", level="3", text=TYPED, leads_to=[product.pk])
    page = page_of(response)
    assert (response.status_code, page.count(HIGHER), TYPED in page) == (409, 2, True)
    (form,) = forms_of(page)
    assert (form.data["level"], form.data["leads_to"]) == (["3"], [str(product.pk)])
    assert ChainEntry.objects.count() == 1


def test_an_entry_is_not_raised_above_what_it_comes_from_nor_lowered_below_what_it_leads_to(place):
    link = make.chain_link(make.chain_entry(place, 1), make.chain_entry(place, 2))
    raised = post(place, f"{link.source.pk}/", level="2", leads_to=[link.target.pk], version="1")
    assert (raised.status_code, HIGHER in page_of(raised)) == (409, True)
    lowered = post(place, f"{link.target.pk}/", level="1", version="1")
    assert (lowered.status_code, "Poster på den här nivån eller högre leder hit." in page_of(lowered)) == (409, True)
    assert list(ChainEntry.objects.order_by("pk").values_list("level", flat=True)) == [1, 2]


def test_steps_of_another_checklist_may_stay_but_not_be_added(place):
    entry, foreign = make.chain_entry(place), make.checklist(steps=12).steps.get(number=12)
    entry.steps.add(foreign)
    post(place, f"{entry.pk}/", text="Nytt", steps=[foreign.pk], version="1")
    assert related(entry)[0] == [12]
    other = make.chain_entry(place)
    answer = EntryAnswer(values={"level": 1, "text": "x"}, steps=frozenset({foreign.pk}), version=1)
    with pytest.raises(ActionRefused, match="Momentet hör inte till"):
        save_entry(participation=place, entry=other.pk, answer=answer, by=place.me)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": ""}, "Skriv vad det är."),
        ({"text": " \n "}, "Skriv vad det är."),
        ({"text": "å" * 20_001}, "Skriv högst 20000 tecken. Nu är det 20001."),
        ({"level": ""}, "Välj en av de fem nivåerna."),
        ({"level": "6"}, "Välj en av de fem nivåerna."),
        ({"state": "klart"}, "Välj hur långt det har kommit."),
        ({"goals": ["7"]}, "Något som var ikryssat finns inte längre. Välj på nytt."),
        ({"goals": ["x"]}, "Något som var ikryssat finns inte längre. Välj på nytt."),
        ({"steps": ["99999999999999999999"]}, "Något som var ikryssat finns inte längre. Välj på nytt."),
        ({"leads_to": ["99999999999999999999", "-1"]}, "Något som var ikryssat finns inte längre. Välj på nytt."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(place, data, sentence):
    make.chain_entry(place, 5)
    response = post(place, "ny/", **data)
    status = 200 if "text" in data or data == {"level": ""} else 422  # what the form did not offer
    assert (response.status_code, sentence in page_of(response), ChainEntry.objects.count()) == (status, True, 1)


def test_rows_of_others_are_never_linked(place):
    stranger = make.participation(place.round)
    foreign, pilot = make.chain_entry(stranger, 5), make.pilot_activity(stranger)
    make.pilot_activity(place)
    for data in ({"leads_to": [foreign.pk]}, {"pilot": pilot.pk}):
        assert post(place, "ny/", **data).status_code == 422
    for answer in (
        EntryAnswer(values={"level": 1, "text": "x"}, leads_to=frozenset({foreign.pk})),
        EntryAnswer(values={"level": 1, "text": "x", "pilot": pilot}),
    ):
        with pytest.raises(ActionRefused):
            save_entry(participation=place, entry=None, answer=answer, by=place.me)
    assert (ChainLink.objects.count(), place.chain_entries.count()) == (0, 0)


# --- the page --------------------------------------------------------------------------------------------------------


def test_an_empty_chain_starts_with_the_goal(place):
    page = get(place)
    assert "Börja med målet: vilken skillnad ska invånarna märka?" in page
    assert f'href="{address(place, "ny/")}?niva=4"' in page


def test_every_link_leads_to_a_card_on_the_page_in_both_directions(place):
    link = make.chain_link(make.chain_entry(place, 1, text="Kurs"), make.chain_entry(place, 3, text="Rutin"))
    page = get(place)
    assert "1 arbetssätt leder inte till något än." in page
    targets = re.findall(rf'href="{address(place)}#(entry-\d+)"', page)
    assert sorted(targets) == sorted([f"entry-{link.target.pk}"] * 2 + [f"entry-{link.source.pk}"])
    assert all(f'id="{target}"' in page for target in targets)


def test_a_card_says_state_pilot_steps_and_policy_goals_in_words(place):
    pilot = make.pilot_activity(place, name="Hemtjänsten")
    entry = make.chain_entry(place, 4, text=TYPED, state="not-visible", pilot=pilot)
    make.chain_entry_goal(entry, PolicyGoal.HEALTH)
    entry.steps.set(step_keys(place, 9))
    page = get(place)
    for words in (TYPED.replace("&", "&"), "Syns inte ännu", "Hemtjänsten", "Moment 9,", "Jämställd hälsa"):
        assert words in page


@pytest.mark.parametrize(("query", "shown"), [("", 2), ("?pilot={pilot}", 1), ("?pilot=x", 2), ("?pilot=99999999", 2)])
def test_the_chain_of_one_pilot_can_be_looked_at(place, query, shown):
    pilot = make.pilot_activity(place)
    make.chain_entry(place, pilot=pilot)
    make.chain_entry(place, 4)
    assert get(place, query.format(pilot=pilot.pk)).count('class="chain-card"') == shown


# --- two at once -----------------------------------------------------------------------------------------------------


def test_what_a_colleague_saved_is_shown_beside_ones_own_with_who_and_when(place):
    entry = make.chain_entry(place, text="Från början")
    as_colleague(place, entry, text="Åsas text", state="achieved")
    response = post(place, f"{entry.pk}/", text=TYPED, version="1")
    page = page_of(response)
    assert (response.status_code, TYPED in page, "Åsas text" in page) == (409, True, True)
    assert ("Åsa sparade det här" in page, "<dd>Uppnått</dd>" in page) == (True, True)
    assert post(place, f"{entry.pk}/", text=TYPED, version="2").status_code == 302


def test_links_that_a_colleague_chose_are_shown_too(place):
    entry, outcome = make.chain_entry(place), make.chain_entry(place, 4, text="Utfallet")
    answer = EntryAnswer(
        values={"level": 1, "state": "planned", "text": "Utbildning"},
        steps=frozenset(step_keys(place, 1)),
        leads_to=frozenset({outcome.pk}),
        version=1,
    )
    save_entry(participation=place, entry=entry.pk, answer=answer, by=place.colleague)
    response = post(place, f"{entry.pk}/", text=TYPED, version="1")
    assert (response.status_code, "<dd>Utfallet</dd>" in page_of(response)) == (409, True)
    assert related(entry)[2] == [outcome.pk]


def test_an_entry_that_a_colleague_deleted_can_be_saved_as_new(place):
    entry = make.chain_entry(place)
    delete_entry(participation=place, entry=entry.pk, version=1, by=place.colleague)
    response = post(place, f"{entry.pk}/", text=TYPED, version="1")
    page = page_of(response)
    assert (response.status_code, TYPED in page, "Åsa tog bort det här" in page) == (409, True, True)
    assert f'action="{address(place, "ny/")}"' in page
    assert place.client.get(address(place, f"{entry.pk}/")).status_code == 404


def test_a_target_that_a_colleague_deleted_is_said_at_the_field(place):
    outcome = make.chain_entry(place, 4)
    delete_entry(participation=place, entry=outcome.pk, version=1, by=place.colleague)
    response = post(place, "ny/", text=TYPED, leads_to=[outcome.pk])
    page = page_of(response)
    assert (response.status_code, TYPED in page) == (422, True)
    assert "Något som var ikryssat finns inte längre. Välj på nytt." in page


# --- deleting --------------------------------------------------------------------------------------------------------


def test_deleting_says_how_many_links_go_along(place):
    product = make.chain_entry(place, 2)
    make.chain_link(make.chain_entry(place, 1), product)
    make.chain_link(product, make.chain_entry(place, 4))
    assert "2 länkar till andra poster följer med." in get(place, f"{product.pk}/ta-bort/")
    place.client.post(address(place, f"{product.pk}/ta-bort/"), {"version": "1"})
    assert (ChainEntry.objects.count(), ChainLink.objects.count(), verbs()) == (2, 0, ["delete-chain-entry"])


def test_what_was_changed_meanwhile_is_not_deleted_unseen(place):
    entry = make.chain_entry(place)
    as_colleague(place, entry, text="Åsas text")
    response = place.client.post(address(place, f"{entry.pk}/ta-bort/"), {"version": "1"})
    page = page_of(response)
    assert (response.status_code, "Åsa ändrade det här" in page, "Åsas text" in page) == (409, True, True)
    assert ChainEntry.objects.count() == 1


# --- when nothing can be written -------------------------------------------------------------------------------------


@pytest.mark.parametrize("close", ["withdrawn", "archived"])
def test_who_has_left_or_whose_round_is_archived_writes_nothing(place, close):
    entry = make.chain_entry(place, text="Som det var")
    if close == "withdrawn":
        make.withdrawn(place)
    else:
        LearningRound.objects.update(state=LearningRound.State.ARCHIVED)
    sentence = "Organisationen har lämnat omgången" if close == "withdrawn" else "Omgången är arkiverad"
    for page in ("ny/", f"{entry.pk}/", f"{entry.pk}/ta-bort/"):
        response = post(place, page, text=TYPED, version="1")
        kept = TYPED in page_of(response) or "ta-bort" in page
        assert (response.status_code, sentence in page_of(response), kept) == (409, True, True), page
        assert place.client.get(address(place, page)).status_code == 302
    assert ChainEntry.objects.get().text == "Som det var"
    assert (sentence in get(place), address(place, "ny/") in get(place)) == (True, False)


def test_readers_see_no_way_to_change_anything(place, client_of):
    make.chain_link(make.chain_entry(place), make.chain_entry(place, 4))
    reader = client_of(make.member(place.organisation, Role.READER, "las@example.org"))
    page = page_of(reader.get(address(place)))
    assert [words in page for words in ("ny/", "ta-bort/", 'method="post" novalidate')] == [False] * 3
