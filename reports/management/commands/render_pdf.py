"""Writes a document as PDF to a file, as its web address would give it."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from learning_rounds.models import LearningMeeting, Participation
from reports.documents import summary_document
from reports.pdf import PdfUnavailable
from reports.summary import summary_of


class Command(BaseCommand):
    """manage.py render_pdf summary --round SLUG --organisation CODE --meeting N --output FILE [--language sv|en]"""

    help = "Write a document as PDF. There is one so far: summary, the politician's page."

    def add_arguments(self, parser):
        parser.add_argument("document", choices=["summary"])
        parser.add_argument("--round", required=True, metavar="SLUG")
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--meeting", required=True, type=int, metavar="N")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="sv")

    def handle(self, *args, **options):
        participation = _find_participation(options["round"], options["organisation"])
        meeting = _find_meeting(participation, options["meeting"])
        with translation.override(options["language"]):
            summary = summary_of(participation, meeting)
            if summary is None:
                raise CommandError(f"{participation.organisation} has not submitted before meeting {meeting.number}.")
            content = _render(summary, options["language"])
        _write(options["output"], content)
        self.stdout.write(f"{options['output']}: {len(content)} bytes")


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


def _render(summary, language: str) -> bytes:
    try:
        return summary_document(summary, language=language)
    except PdfUnavailable as error:
        raise CommandError(str(error)) from error


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"Can't write {path}: {error.strerror}.") from error
