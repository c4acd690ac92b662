"""Where it is hardest: exactly which steps, calculated twice, and what the page says about it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.permissions import Role
from learning_rounds.models import Participation
from reports.cohort import cohort_for
from reports.cohort_hardest import HardStep
from reports.statistics import Hardest, Score, ScoreTable, Standout, hardest
from tests import factories as make
from tests.reports import naive, published
from tests.reports.test_statistics import rounds, table_of

# --- Statistics ------------------------------------------------------------------------------------------------------


def at(latest: dict[str, list[int]], earlier: dict[str, list[int]] | None = None) -> Hardest:
    """The hardest steps at meeting 1, from levels in half steps by organisation."""
    rows = [
        (who, meeting, step, level)
        for meeting, levels in enumerate([earlier or {}, latest])
        for who, given_ in levels.items()
        for step, level in enumerate(given_, start=1)
    ]
    steps = range(1, max(map(len, latest.values())) + 1)
    return hardest(table_of(rows, steps=steps, meetings=(0, 1)), 1, highest=4)


def test_lowest_mean_and_largest_spread_name_all_that_share_them():
    found = at({"A": [2, 2, 5, 6], "B": [4, 4, 5, 2]})
    assert found.lowest == Standout(Fraction(3, 2), (1, 2), (2, 2))
    assert found.widest == Standout(Fraction(2), (4,), (2,))


def test_each_step_has_its_own_n():
    found = at({"A": [3, 2], "B": [None, 4], "C": [None, 3]})
    assert found.lowest == Standout(Fraction(3, 2), (1, 2), (1, 3))


def test_largest_fall_is_from_the_meeting_before():
    found = at({"A": [4, 2, 6], "B": [4, 5, 6]}, {"A": [4, 5, 7], "B": [4, 5, 6]})
    assert (found.before, found.fall) == (0, Standout(Fraction(-3, 4), (2,), (2,)))


def test_fall_counts_only_those_who_have_both():
    found = at({"A": [4], "B": [2]}, {"A": [5], "C": [8]})
    assert found.fall == Standout(Fraction(-1, 2), (1,), (1,))


def test_meeting_that_nobody_can_be_compared_with_is_passed_over():
    rows = [("A", 0, 1, 6), ("B", 1, 1, 8), ("A", 2, 1, 4)]
    found = hardest(table_of(rows, steps=(1,), meetings=(0, 1, 2)), 2, highest=4)
    assert (found.before, found.fall) == (0, Standout(Fraction(-1), (1,), (1,)))


@pytest.mark.parametrize(
    ("others", "ceiling"), [([8, 8, 8], (1,)), ([8, 8, 7], (1,)), ([8, 8, 6], (1,)), ([8, 8, 5], ())]
)
def test_step_is_at_the_ceiling_when_its_mean_is_at_most_a_quarter_below(others, ceiling):
    levels = {who: [level, 4] for who, level in zip("ABCD", [8, *others], strict=True)}
    assert at(levels).at_ceiling == ceiling


def test_steps_at_the_ceiling_are_left_out_of_everything():
    levels = {"A": [6, 5], "B": [8, 4], "C": [8, 4], "D": [8, 4]}
    found = at(levels, {who: [8, 4] for who in levels})
    assert found == Hardest(
        meeting=1,
        before=0,
        at_ceiling=(1,),
        ceiling_fell=True,
        lowest=Standout(Fraction(17, 8), (2,), (4,)),
        widest=Standout(Fraction(1, 2), (2,), (4,)),
        fall=None,
    )


def test_what_does_not_exist_is_missing():
    assert at({"A": [8, 8]}) == Hardest(1, None, (1, 2), False, None, None, None)
    assert at({"A": [4], "B": [4]}).widest is None


def test_hardest_steps_of_the_published_round():
    table = ScoreTable.from_scores(
        published.scores(published.PARTICIPANTS), steps=published.STEPS, meetings=published.MEETINGS
    )
    latest, middle = (hardest(table, meeting, highest=4) for meeting in (3, 2))
    assert (latest.at_ceiling, latest.fall, latest.lowest) == ((1,), None, Standout(Fraction(9, 4), (7, 9), (4, 4)))
    assert (middle.at_ceiling, middle.fall) == ((1,), Standout(Fraction(-1, 4), (9,), (4,)))


@given(rounds(), st.data())
def test_hardest_agrees_with_the_naive_implementation(generated, data):
    meeting = data.draw(st.sampled_from(generated[2]))
    found = hardest(table_of(*generated), meeting, highest=4)
    extremes = {"lowest": found.lowest, "widest": found.widest, "fall": found.fall}
    assert {
        "before": found.before,
        "at ceiling": list(found.at_ceiling),
        "ceiling fell": found.ceiling_fell,
        **{name: one and (one.value, list(one.steps), list(one.counts)) for name, one in extremes.items()},
    } == naive.hardest(*generated, meeting, 4)


def test_order_of_scores_does_not_matter():
    scores = [Score(who, 0, step, 2 + step) for who in "AB" for step in (1, 2, 3)]
    tables = [ScoreTable.from_scores(given_, steps=(1, 2, 3), meetings=(0,)) for given_ in (scores, scores[::-1])]
    assert len({hardest(table, 0, highest=4) for table in tables}) == 1


# --- The page --------------------------------------------------------------------------------------------------------

LEVELS = dict.fromkeys(make.ALL_STEPS, 5)
NO_FALL = "Inget moment har sjunkit sedan uppstarten."


def joined(learning_round, code: str, *levels, **fields) -> Participation:
    made = make.participation(learning_round, make.organisation(code, f"Kommun {code}"), **fields)
    for meeting, given_ in enumerate(levels):
        make.submitted(make.assessment(made, meeting), given_)
    return made


def cards(learning_round, chosen: str = "") -> list[tuple]:
    found = cohort_for(learning_round, chosen=chosen).hardest.cards
    return [(card.label, card.number, [(step.number, step.n) for step in card.steps], card.reason) for card in found]


@pytest.mark.django_db
def test_page_says_which_steps_are_hardest_for_the_participants():
    learning_round = make.learning_round("omgang", open_meeting=1)
    joined(learning_round, "XK1", LEVELS | {3: 6}, LEVELS | {3: 3, 1: 8})
    joined(learning_round, "XK2", LEVELS, LEVELS | {3: 4, 1: 8})
    joined(learning_round, "XK3", 2, 2, role=Participation.Role.MENTOR)
    joined(learning_round, "XK4")
    found = cohort_for(learning_round).hardest
    assert (found.meeting, found.counted) == ("träff 1", "2 av 3 deltagare räknas.")
    assert cards(learning_round) == [
        ("Lägst medel", "1,8", [(3, 2)], ""),
        ("Störst spridning", "0,5", [(3, 2)], ""),
        ("Störst nedgång sedan uppstarten", "−1,0", [(3, 2)], ""),
    ]
    assert found.cards[0].steps == (HardStep(3, "Högsta cheferna tar ansvar", Fraction(7, 4), 2),)
    assert found.notes[1] == "Moment 1 räknas inte här. Medlet är högst en kvarts nivå under nivå 4."


@pytest.mark.django_db
def test_page_says_why_there_is_no_hardest_step():
    learning_round = make.learning_round("omgang", open_meeting=1)
    joined(learning_round, "XK1", LEVELS, LEVELS)
    alone = cards(learning_round)
    assert alone[1:] == [
        ("Störst spridning", "–", [], "Det behövs två organisationer för att jämföra."),
        ("Störst nedgång sedan uppstarten", "–", [], NO_FALL),
    ]
    joined(learning_round, "XK2", LEVELS, LEVELS)
    assert cards(learning_round)[1][3] == "Alla ligger på samma nivå i de moment som räknas."
    assert cards(learning_round, "0")[2] == (
        "Störst nedgång",
        "–",
        [],
        "Det finns ingen tidigare träff att jämföra med.",
    )


@pytest.mark.django_db
def test_page_tells_of_falls_near_the_highest_level():
    learning_round = make.learning_round("omgang", open_meeting=1)
    for code in ("XK1", "XK2"):
        joined(learning_round, code, 8, 8 if code == "XK1" else 7)
    assert cards(learning_round) == [
        ("Lägst medel", "–", [], "Varje skattat moment är på högsta nivån, eller nästan."),
        ("Störst spridning", "–", [], "Alla ligger på samma nivå i de moment som räknas."),
        ("Störst nedgång sedan uppstarten", "–", [], "Bara moment nära högsta nivån har sjunkit sedan uppstarten."),
    ]


@pytest.mark.django_db
def test_nothing_is_hardest_before_a_participant_has_submitted():
    learning_round = make.learning_round("omgang")
    joined(learning_round, "XK1", 4, role=Participation.Role.MENTOR)
    assert cohort_for(learning_round).hardest is None


@pytest.mark.django_db
def test_page_names_no_organisation_among_the_hardest(client_of):
    learning_round = make.learning_round("omgang")
    joined(learning_round, "XK1", LEVELS)
    joined(learning_round, "XK2", LEVELS | {4: 2})
    person = make.member(learning_round.owner, Role.COORDINATOR)
    page = client_of(person).get(learning_round.get_absolute_url()).content.decode()
    section = page[page.index("hardest-title") : page.index("files-title")]
    assert ("Kompetens och lärande" in section, "Kommun X" in section) == (True, False)
