"""manage.py export_round: a whole round as a file."""

import io
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from assessments.document import Problem
from learning_rounds.models import LearningRound
from reports.round_file.fetching import fetch_round
from reports.round_file.reading import parse_round
from reports.round_file.saving import known
from reports.round_file.writing import written


class Command(BaseCommand):
    """Writes a round file (docs/round-file.md) with everything in a round, and reads it back to be sure of it."""

    help = "Write a round with everything in it, reasons and drafts too, as a round file (see docs/round-file.md)."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--output", metavar="FILE", type=Path, help="where to; without it standard output")

    @translation.override("en")
    def handle(self, *, slug: str, output: Path | None, **options):
        learning_round = LearningRound.objects.select_related("owner", "checklist").filter(slug=slug).first()
        if learning_round is None:
            raise CommandError(f"There is no round {slug!r}.")
        text = written(fetch_round(learning_round))
        if output:
            _write(output, text)
        else:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8", newline="\n")
            self.stdout.write(text, ending="")
        if problems := problems_of(text):
            listed = "\n".join(f"  {problem}" for problem in problems)
            raise CommandError(f"The file is written, but import_round would refuse it:\n{listed}")


def _write(output: Path, text: str) -> None:
    try:
        output.write_bytes(text.encode())
    except OSError as error:
        raise CommandError(f"{output}: {error.strerror}") from error


def problems_of(text: str) -> list[Problem]:
    """What an import would find wrong with the file, had the round not been there."""
    here = known()
    elsewhere = type(here)(here.organisations, frozenset(), here.checklists)
    return parse_round(text.encode(), elsewhere)[1]
