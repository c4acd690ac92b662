"""manage.py import_scores: submitted levels from a spreadsheet, all of them or none."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.errors import ActionRefused
from learning_rounds.models import LearningRound
from reports.score_import.cells import MAX_BYTES
from reports.score_import.files import Unreadable
from reports.score_import.planning import plan_import
from reports.score_import.rows import SAME, Plan
from reports.score_import.saving import import_scores

MOST_PROBLEMS = 100


class Command(BaseCommand):
    """Imports scores into a round as submissions without reasons, or says everything that is wrong with the file."""

    help = "Import scores (CSV or XLSX: organisation code, meeting, step, score) into a round."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be imported, and save nothing")
        parser.add_argument("--replace", action="store_true", help="submit anew where other levels are submitted")

    @translation.override("en")
    def handle(self, *, slug: str, file: Path, dry_run: bool, replace: bool, **options):
        learning_round = LearningRound.objects.filter(slug=slug).first()
        if learning_round is None:
            raise CommandError(f"There is no round {slug}.")
        try:
            plan = plan_import(learning_round, _read(file), replace=replace, name=file.name)
            if plan.problems:
                raise CommandError(_listed(file, plan.problems))
            if not dry_run:
                import_scores(learning_round=learning_round, sheets=plan.to_save, by=None)
        except (Unreadable, ActionRefused) as error:
            raise CommandError(f"{file}: nothing was imported. {error}") from error
        self.stdout.write(f"{'Would import' if dry_run else 'Imported'} {_summary(plan)}")


def _read(file: Path) -> bytes:
    """The file's bytes, but no more than is needed to see that it is too big."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error


def _listed(file: Path, problems: tuple[str, ...]) -> str:
    lines = [f"{file}: nothing was imported.", *(f"  {problem}" for problem in problems[:MOST_PROBLEMS])]
    if len(problems) > MOST_PROBLEMS:
        lines.append(f"  … and {len(problems) - MOST_PROBLEMS} more.")
    return "\n".join(lines)


def _summary(plan: Plan) -> str:
    same = sum(sheet.state == SAME for sheet in plan.sheets)
    scores = sum(len(sheet.scores) for sheet in plan.to_save)
    return f"{len(plan.to_save)} assessments with {scores} scores; {same} were submitted alike already."
