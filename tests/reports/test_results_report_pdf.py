"""The results report as PDF: valid PDF/UA whatever is in it, with contents, page numbers and all of its texts."""

import re
from itertools import pairwise

import page
import pytest
from django.utils import translation

from assessments.models import Measure, SubmissionText
from learning_rounds.models import ChainLevel, Participation
from reports.documents import report_document
from reports.results_report import results_report_of
from tests import factories
from tests.factories import day
from tests.reports.summaries import LATER, exempelkoping, read, submitting, words_of

pytestmark = pytest.mark.django_db

TEXTS = ("background", "goal", "work", "thoughts", "lessons", "way_forward")


@pytest.fixture
def own():
    return exempelkoping()


def document(participation: Participation, language: str = "sv") -> bytes:
    with translation.override(language):
        return report_document(results_report_of(participation), language=language)


def failures(content: bytes) -> list:
    return page.validate_pdf_bytes(content, profile="ua1").failures


def write_everything(participation: Participation) -> None:
    """Something in every chapter."""
    type(participation).objects.filter(pk=participation.pk).update(
        decided_on=day("2024-11-25"), decision_url="https://example.org/beslut"
    )
    participation.refresh_from_db()
    for name in ("B", "C"):
        submitting(participation.group, name, 4, 5)
    assessment = participation.assessments.get(meeting__number=1)
    factories.submitted(assessment, LATER, dict.fromkeys(factories.ALL_STEPS, "Mallen\nanvänds."))
    report = factories.report(participation, contact="Strategen", **{name: f"Om {name}." for name in TEXTS})
    report.reasons.set(SubmissionText.objects.filter(submission__assessment=assessment))
    factories.pilot_activity(participation, problem="Ojämnt", goal="Jämnt")
    factories.chain_link(factories.chain_entry(participation, text="Utbildning"))
    factories.measure(assessment, responsible="Chefen", due_on=day("2026-12-04"))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_full_report_is_valid_and_has_everything(own, language):
    write_everything(own)
    with translation.override(language):
        made = results_report_of(own)
    content = document(own, language)
    found, words = read(content), words_of(content)
    assert failures(content) == []
    assert (found.trailer["/Root"]["/Lang"], found.metadata.title) == (language, made.subject)
    assert len(content) <= 200_000
    expected = [chapter.name for chapter in made.chapters] + [f"Om {name}." for name in TEXTS]
    expected += [card.number for card in made.summary.cards] + [made.summary.title, "Strategen", "Ojämnt", "Utbildning"]
    expected += ["https://example.org/beslut", "Hemtjänsten", "Ta fram en mall", "Chefen", "Mallen används."]
    assert [text for text in expected if text not in words.replace("\u00ad", "")] == []
    assert len(made.shown) == len(made.chapters) == 12


def test_contents_name_the_page_of_every_chapter_and_bookmarks_lead_there(own):
    write_everything(own)
    found = read(document(own))
    first, chapters = found.pages[0].extract_text(), results_report_of(own).shown
    listed = re.findall(r"^(\D+?)\s*(\d+)$", first.partition("Innehåll")[2], re.MULTILINE)
    bookmarks = {entry.title: found.get_destination_page_number(entry) + 1 for entry in flat(found.outline)}
    assert [name.strip() for name, _number in listed] == [chapter.name for chapter in chapters]
    assert [bookmarks[name.strip()] for name, _number in listed] == [int(number) for _name, number in listed]


def flat(outline) -> list:
    """The bookmarks of all levels."""
    return [each for entry in outline for each in (flat(entry) if isinstance(entry, list) else [entry])]


def test_every_page_is_numbered_and_all_but_the_first_say_whose_report_it_is(own):
    write_everything(own)
    pages = [each.extract_text() for each in read(document(own)).pages]
    assert len(pages) > 3
    assert [f"{number} ({len(pages)})" in text for number, text in enumerate(pages, start=1)] == [True] * len(pages)
    assert ["Resultatrapport · Exempelköping" in text for text in pages] == [False] + [True] * (len(pages) - 1)


def test_headers_and_page_numbers_are_artefacts(own):
    """What is repeated on every page is not read aloud: it stands in the page without a place in the structure."""
    second = read(document(own)).pages[1].get_contents().get_data()
    assert second.count(b"/Artifact") >= 2


def test_empty_report_is_valid_and_says_so(own):
    content = document(factories.participation())
    assert (failures(content), len(read(content).pages)) == ([], 1)
    assert "Inget är inskickat eller skrivet än." in words_of(content)


def test_report_of_one_meeting_has_no_diagrams_and_is_valid():
    participation = factories.participation()
    factories.submitted(factories.assessment(participation, 0), {1: None, 2: 4})
    content = document(participation)
    assert (failures(content), "Var har det hänt mest" in words_of(content)) == ([], False)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_very_long_report_is_valid_and_loses_nothing(own, language):
    """Texts of 20 000 letters, words without end, 40 pilots, chains and next actions over many pages."""
    word = "verksamhetsledningssystem"
    long = {"background": f"{word} " * 700, "work": "x" * 20_000, "lessons": "Rad\n" * 800, "contact": "k" * 120}
    factories.report(own, **long)
    own.organisation.name = word * 4
    own.organisation.save()
    for number in range(40):
        factories.pilot_activity(own, name=f"P{number}" + word * 4, problem="Problem " * 10 * number, area=word * 4)
    entries = [factories.chain_entry(own, number % 5 + 1, text=word * 20) for number in range(20)]
    for source, target in pairwise(entries):
        if target.level > source.level:
            factories.chain_link(source, target)
    assessment = own.assessments.get(meeting__number=1)
    for state in (Measure.State.OPEN, Measure.State.DONE):
        factories.measure(assessment, text=word * 100, responsible=word * 4, state=state)
    content = document(own, language)
    text = "".join(each.extract_text() for each in read(content).pages)
    assert (failures(content), text.count("x") >= 20_000, text.count("Rad")) == ([], True, 800)
    assert [number for number in range(40) if f"P{number}{word[:9]}" not in text] == []


def test_hostile_texts_are_text(own):
    text = '<img src="file:///etc/passwd"> {{ x }} \x07 &amp; <b>'
    factories.report(own, background=text, contact=text)
    content = document(own)
    assert failures(content) == []
    assert '<img src="file:///etc/passwd"> {{ x }} &amp; <b>' in words_of(content)


def test_chain_in_the_document_has_its_levels(own):
    for level in ChainLevel:
        factories.chain_entry(own, level, text=f"Resultat {level.value}")
    words = words_of(document(own))
    assert [f"{level.label} Resultat {level.value}" in words for level in ChainLevel] == [True] * 5
