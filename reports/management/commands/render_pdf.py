"""Writes a document as PDF to a file, as its web address would give it."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from learning_rounds.models import LearningMeeting, LearningRound, Participation
from reports.cohort_report import cohort_report_of
from reports.documents import cohort_document, report_document, summary_document
from reports.pdf import PdfProblem
from reports.results_report import results_report_of
from reports.summary import summary_of

# What has to be said for each document.
NEEDED = {"summary": ("organisation", "meeting"), "report": ("organisation",), "cohort": ()}


class Command(BaseCommand):
    """manage.py render_pdf DOCUMENT --round SLUG [--organisation CODE] [--meeting N] --output FILE [--language CODE]"""

    help = (
        "Write a document as PDF: summary, the politician's page (with --organisation and --meeting); report, the "
        "results report of an organisation (with --organisation); or cohort, the progress report of a whole round."
    )

    def add_arguments(self, parser):
        parser.add_argument("document", choices=list(NEEDED))
        parser.add_argument("--round", required=True, metavar="SLUG")
        parser.add_argument("--organisation", metavar="CODE")
        parser.add_argument("--meeting", type=int, metavar="N")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="sv")

    def handle(self, *args, **options):
        for name in ("organisation", "meeting"):
            _check_need(options, name)
        make = {"summary": _summary, "report": _report, "cohort": _cohort}[options["document"]]
        with translation.override(options["language"]):
            try:
                content = make(options)
            except PdfProblem as error:
                raise CommandError(str(error)) from error
        _write(options["output"], content)
        self.stdout.write(f"{options['output']}: {len(content)} bytes")


def _check_need(options: dict, name: str) -> None:
    needed = name in NEEDED[options["document"]]
    if needed and options[name] is None:
        raise CommandError(f"The document {options['document']} needs --{name}.")
    if not needed and options[name] is not None:
        raise CommandError(f"The document {options['document']} takes no --{name}.")


def _summary(options: dict) -> bytes:
    participation = _find_participation(options["round"], options["organisation"])
    meeting = _find_meeting(participation, options["meeting"])
    summary = summary_of(participation, meeting)
    if summary is None:
        raise CommandError(f"{participation.organisation} has not submitted before meeting {meeting.number}.")
    return summary_document(summary, language=options["language"])


def _report(options: dict) -> bytes:
    participation = _find_participation(options["round"], options["organisation"])
    return report_document(results_report_of(participation), language=options["language"])


def _cohort(options: dict) -> bytes:
    found = LearningRound.objects.select_related("owner", "checklist").filter(slug=options["round"]).first()
    if found is None:
        raise CommandError(f"No round {options['round']}.")
    return cohort_document(cohort_report_of(found), language=options["language"])


def _find_participation(slug: str, code: str) -> Participation:
    found = Participation.objects.select_related("round__checklist", "organisation", "group")
    participation = found.filter(round__slug=slug, organisation__code=code).first()
    if participation is None:
        raise CommandError(f"No organisation {code} in a round {slug}.")
    return participation


def _find_meeting(participation: Participation, number: int) -> LearningMeeting:
    meeting = participation.round.meetings.with_assessment().filter(number=number).first()
    if meeting is None:
        raise CommandError(f"No meeting {number} with an assessment in the round {participation.round.slug}.")
    return meeting


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"Can't write {path}: {error.strerror}.") from error
