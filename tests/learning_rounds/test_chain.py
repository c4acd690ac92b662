"""The results chain put together: columns, links both ways, counts, holes."""

import pytest
from django.utils import translation

from learning_rounds.chain import chain_of
from learning_rounds.models import ChainEntry, ChainLevel, PolicyGoal
from tests import factories as make

pytestmark = pytest.mark.django_db

State = ChainEntry.State


@pytest.fixture
def participation():
    return make.participation()


def test_an_empty_chain_has_five_columns_and_no_holes(participation):
    chain = chain_of(participation)
    assert [column.level for column in chain.columns] == list(ChainLevel)
    assert ([column.cards for column in chain.columns], chain.holes, chain.is_empty) == ([[]] * 5, [], True)


def test_links_are_shown_in_both_directions_in_the_order_of_the_levels(participation):
    outcome, activity = make.chain_entry(participation, 4), make.chain_entry(participation, 1)
    product = make.chain_entry(participation, 2)
    for target in (outcome, product):
        make.chain_link(activity, target)
    make.chain_link(product, outcome)
    cards = {card.entry: (card.comes_from, card.leads_to) for c in chain_of(participation).columns for card in c.cards}
    assert cards == {
        activity: ([], [product, outcome]),
        product: ([activity], [outcome]),
        outcome: ([activity, product], []),
    }


def test_cards_carry_steps_and_policy_goals_unless_only_counts_are_wanted(participation):
    entry = make.chain_entry(participation)
    make.chain_entry_goal(entry, PolicyGoal.HEALTH)
    entry.steps.set(participation.round.checklist.steps.filter(number__in=[9, 3]))
    (card,), (bare,) = (chain_of(participation, details=details).columns[0].cards for details in (True, False))
    assert ([step.number for step in card.steps], card.goals) == ([3, 9], [PolicyGoal.HEALTH])
    assert (bare.steps, bare.goals) == ([], [])


def test_entries_are_counted_per_level_and_state(participation):
    for state in (State.PLANNED, State.ACHIEVED, State.ACHIEVED):
        make.chain_entry(participation, ChainLevel.PRODUCT, state=state)
    make.chain_entry(participation, ChainLevel.EFFECT, state=State.NOT_VISIBLE)
    counts = [column.counts for column in chain_of(participation).columns]
    assert counts == [[0] * 4, [1, 0, 2, 0], [0] * 4, [0] * 4, [0, 0, 0, 1]]


def holes_of(participation, **options) -> list[tuple[str, list[ChainEntry], bool]]:
    return [(hole.text, hole.entries, hole.leads_nowhere) for hole in chain_of(participation, **options).holes]


def test_what_is_not_connected_is_said_in_sentences(participation):
    one, other = make.chain_entry(participation, 1), make.chain_entry(participation, 1)
    product, way = make.chain_entry(participation, 2), make.chain_entry(participation, 3)
    outcome, effect = make.chain_entry(participation, 4), make.chain_entry(participation, 5)
    assert holes_of(participation) == [
        ("2 aktiviteter leder inte till något än.", [one, other], True),
        ("1 produkt leder inte till något än.", [product], True),
        ("1 arbetssätt leder inte till något än.", [way], True),
        ("1 samhällseffekt bygger inte på något än.", [effect], False),
        ("1 utfall bygger inte på något än.", [outcome], False),
        ("1 arbetssätt bygger inte på något än.", [way], False),
    ]


def test_a_chain_that_hangs_together_has_no_holes(participation):
    activity, outcome = make.chain_entry(participation, 1), make.chain_entry(participation, 4)
    make.chain_link(activity, outcome)
    assert holes_of(participation) == []


def test_sentences_follow_the_language_of_the_reader(participation):
    make.chain_entry(participation, 4)
    with translation.override("en"):
        assert chain_of(participation).holes[0].text == "1 outcome does not build on anything yet."


def test_a_pilots_part_of_the_chain_keeps_its_links_to_the_rest(participation):
    pilot = make.pilot_activity(participation)
    own, elsewhere = make.chain_entry(participation, 1, pilot=pilot), make.chain_entry(participation, 4)
    make.chain_link(own, elsewhere)
    loose = make.chain_entry(participation, 2, pilot=pilot)
    make.chain_entry(participation, 1)
    chain = chain_of(participation, pilot=pilot)
    assert [[card.entry for card in column.cards] for column in chain.columns] == [[own], [loose], [], [], []]
    assert chain.columns[0].cards[0].leads_to == [elsewhere]
    assert [hole.entries for hole in chain.holes] == [[loose]]


def test_a_chain_holds_one_organisations_entries_only(participation):
    make.chain_link()
    assert chain_of(participation).is_empty


@pytest.mark.parametrize(("details", "queries"), [(True, 4), (False, 2)])
def test_queries_do_not_depend_on_the_size_of_the_chain(participation, django_assert_num_queries, details, queries):
    pilot = make.pilot_activity(participation)
    for _number in range(3):
        link = make.chain_link(
            make.chain_entry(participation, pilot=pilot), make.chain_entry(participation, 4, pilot=pilot)
        )
        link.source.steps.set(participation.round.checklist.steps.all())
        make.chain_entry_goal(link.source)
    with django_assert_num_queries(queries):
        chain = chain_of(participation, details=details)
        assert {card.entry.pilot.name for column in chain.columns for card in column.cards} == {pilot.name}
