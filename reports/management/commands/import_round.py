"""manage.py import_round: a round from a file, all of it or nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.utils import translation

from assessments.document import MAX_BYTES, Problem
from reports.round_file.reading import parse_round
from reports.round_file.rows import RoundFile
from reports.round_file.saving import import_round, known

MOST_PROBLEMS = 100


class Command(BaseCommand):
    """Imports a round file (docs/round-file.md) as a round, or says everything that is wrong with it."""

    help = "Import a round file (JSON, see docs/round-file.md). Nothing is saved unless all of it is good."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be imported, and save nothing")

    @translation.override("en")
    def handle(self, *, file: Path, dry_run: bool, **options):
        found, problems = parse_round(_read(file), known())
        if found is None:
            raise CommandError(_list(file, problems))
        try:
            with transaction.atomic():
                import_round(file=found, by=None)
                transaction.set_rollback(dry_run)
        except DatabaseError as error:
            raise CommandError(f"{file}: the database refused it, nothing was saved: {error}") from error
        self.stdout.write(f"{'Would import' if dry_run else 'Imported'} {_summary(found)}")


def _read(file: Path) -> bytes:
    """The file's bytes, but no more than is needed to see that it is too big."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error


def _list(file: Path, problems: list[Problem]) -> str:
    lines = [f"{file}: nothing was imported. {len(problems)} problem{'s'[: len(problems) != 1]}:"]
    lines += [f"  {problem}" for problem in problems[:MOST_PROBLEMS]]
    if len(problems) > MOST_PROBLEMS:
        lines.append(f"  … and {len(problems) - MOST_PROBLEMS} more.")
    return "\n".join(lines)


def _summary(found: RoundFile) -> str:
    """One line: what is in the round."""
    assessments = [assessment for row in found.participations for assessment in row.assessments]
    submitted = sum(bool(assessment.submissions) for assessment in assessments)
    return (
        f"{found.slug} ({found.name}): {len(found.meetings)} meetings, {len(found.groups)} groups, "
        f"{len(found.participations)} organisations ({len(found.new)} new), {submitted} submitted assessments, "
        f"{len(assessments) - submitted} drafts."
    )
