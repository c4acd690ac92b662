"""manage.py cohort_table: Table 1 of a round on standard output."""

import io
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from learning_rounds.models import LearningRound, Participation
from reports.cohort_source import fetch
from reports.exports.as_csv import csv_text
from reports.exports.as_json import cohort_json
from reports.exports.round_tables import means


class Command(BaseCommand):
    """Prints the means of a round's participants or mentors, by step and meeting, in Swedish (UTF-8)."""

    help = (
        "Print the means of a round's participants or mentors, in Swedish and UTF-8. "
        "csv: semicolons and decimal comma. json: also the exact values, and n for each of them."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--role", required=True, choices=Participation.Role.values)
        parser.add_argument("--format", default="csv", choices=["csv", "json"])

    def handle(self, *, slug: str, role: str, **options):
        learning_round = LearningRound.objects.select_related("checklist").filter(slug=slug).first()
        if learning_round is None:
            raise CommandError(f"There is no round {slug!r}.")
        with translation.override("sv"):
            table = _written(learning_round, role, options["format"])
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        self.stdout.write(table, ending="")


def _written(learning_round: LearningRound, role: str, format: str) -> str:
    source = fetch(learning_round, timezone.localdate(), every_meeting=True)
    return cohort_json(source, role) if format == "json" else csv_text(means(source, role))
