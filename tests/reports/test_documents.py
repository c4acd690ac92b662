"""The politician's page as PDF: tagged, small, exactly one A4 whatever is written. And the command for all."""

from datetime import date

import page
import pytest
from django.core.management import CommandError
from django.utils import translation
from django.utils.translation import ngettext

from learning_rounds.models import Participation
from reports.documents import summary_document
from tests import factories
from tests.reports.summaries import LATER, START, exempelkoping, read, submitting, summary, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return exempelkoping()


# --- The PDF ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pdf_is_one_valid_small_page_with_the_numbers(own, language):
    factories.brief(own, own.round.meetings.get(number=1), question_1="Ska <b>alla</b> & fler?", contact="Strategen")
    with translation.override(language):
        made = summary(own)
    content = summary_document(made, language=language)
    found, words = read(content), words_of(content)
    assert page.validate_pdf_bytes(content, profile="ua1").failures == []
    assert (len(found.pages), found.trailer["/Root"]["/Lang"], found.metadata.title) == (1, language, made.title)
    assert len(content) <= 150_000
    expected = [card.number for card in made.cards] + [made.title, "Ska <b>alla</b> & fler?", "Strategen", made.subject]
    expected += [f"{row.number}. {row.name}".replace("\u00ad", "") for row in made.table.rows]
    expected += [cell.text for row in (*made.table.rows, made.table.total) for cell in row.cells]
    assert [text for text in expected if text not in words.replace("\u00ad", "")] == []


def write_at_length(participation: Participation, meeting: int, action: str, question: str) -> None:
    """Twelve next actions and three questions of the longest kind."""
    questions = {f"question_{number}": (question * 200)[:200] for number in (1, 2, 3)}
    factories.brief(participation, participation.round.meetings.get(number=meeting), **questions)
    assessment = participation.assessments.get(meeting__number=meeting)
    for step in (*factories.ALL_STEPS, 1, 2):
        factories.measure(assessment, step, text=action * 20, responsible="Nämndsekreteraren", due_on=date.today())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_long_actions_are_left_out_and_counted_while_questions_and_diagram_stay(own, language):
    write_at_length(own, 1, "Utbilda alla som skriver beslut. ", "Ska alla nämnder få statistik med kön? ")
    with translation.override(language):
        made = summary(own)
        content = summary_document(made, language=language)
    words = words_of(content)
    shown = words.count("sekreteraren")  # "Nämnd-" may stand on the line before
    with translation.override(language):
        counted = ngettext("and %(count)s more", "and %(count)s more", 2) % {"count": 12 - shown}
    assert page.validate_pdf_bytes(content, profile="ua1").failures == []
    assert len(read(content).pages) == 1
    assert (len(made.actions), made.more_actions, 1 <= shown < 5) == (5, 7, True)
    assert (counted in words, words.count("Ska alla nämnder")) == (True, 15)
    assert made.dumbbell.start_name in words.partition(made.table.rows[9].name)[2]


def long_words(length: int) -> str:
    return ("verksamhetsledningssystemet " * length)[:length]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_page_with_the_longest_names_there_can_be_is_still_one(own, language):
    organisation = own.organisation
    organisation.name = long_words(120)
    organisation.save()
    own.round.checklist.steps.update(short_sv=long_words(60), short_en=long_words(60))
    own.round.meetings.update(name=long_words(60))
    for name in ("B", "C"):
        submitting(own.group, name, 4, 4, 4, 4)
    for number, scores in ((2, LATER | {1: 2, 5: None}), (3, START)):
        factories.submitted(factories.assessment(own, number), scores)
    write_at_length(own, 3, long_words(150), long_words(200))
    with translation.override(language):
        content = summary_document(summary(own, 3), language=language)
    assert page.validate_pdf_bytes(content, profile="ua1").failures == []
    assert len(read(content).pages) == 1
    assert organisation.name[:25] in words_of(content)


# --- The command -----------------------------------------------------------------------------------------------------


def arguments(own, tmp_path, **changed) -> list[str]:
    options = {
        "document": "summary",
        "round": "omgang",
        "organisation": own.organisation.code,
        "meeting": "1",
        "output": tmp_path / "page.pdf",
    } | changed
    document = options.pop("document")
    return [document, *(f"--{name}={value}" for name, value in options.items() if value is not None)]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_command_writes_the_page_to_a_file(own, run, tmp_path, language):
    run("render_pdf", *arguments(own, tmp_path, language=language))
    content = (tmp_path / "page.pdf").read_bytes()
    assert read(content).trailer["/Root"]["/Lang"] == language
    assert f"24{',' if language == 'sv' else '.'}0" in words_of(content)


def test_command_writes_the_report_to_a_file(own, run, tmp_path):
    factories.report(own, lessons="Fråga efter resultat")
    run("render_pdf", *arguments(own, tmp_path, document="report", meeting=None, language="en"))
    content = (tmp_path / "page.pdf").read_bytes()
    assert read(content).trailer["/Root"]["/Lang"] == "en"
    assert "Lessons Fråga efter resultat" in words_of(content)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"round": "ingen"}, "No organisation X\\w+ in a round ingen."),
        ({"organisation": "X999"}, "No organisation X999 in a round omgang."),
        ({"meeting": "9"}, "No meeting 9 with an assessment in the round omgang."),
        ({"meeting": "2"}, "Exempelköping has not submitted before meeting 2."),
        ({"meeting": None}, "The document summary needs --meeting."),
        ({"document": "report"}, "The document report takes no --meeting."),
        ({"document": "report", "meeting": None, "organisation": None}, "The document report needs --organisation."),
        ({"document": "report", "meeting": None, "round": "ingen"}, "No organisation X\\w+ in a round ingen."),
        ({"output": "/nowhere/page.pdf"}, "Can't write /nowhere/page.pdf: No such file or directory."),
    ],
)
def test_command_says_what_is_wrong(own, run, tmp_path, changed, message):
    with pytest.raises(CommandError, match=f"^{message}$"):
        run("render_pdf", *arguments(own, tmp_path, **changed))


def test_command_says_what_is_missing(own, run, tmp_path, settings):
    settings.FONT_DIR = tmp_path
    with pytest.raises(CommandError, match="bin/setup"):
        run("render_pdf", *arguments(own, tmp_path))
