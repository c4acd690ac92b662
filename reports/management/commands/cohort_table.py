"""manage.py cohort_table: Table 1 of a round on standard output."""

import io
import sys

from django.core.management.base import BaseCommand, CommandError

from learning_rounds.models import LearningRound, Participation
from reports.exports import cohort_csv


class Command(BaseCommand):
    """Prints the means of a round's participants or mentors, by step and meeting, as CSV in Swedish (UTF-8)."""

    help = "Print the means of a round's participants or mentors as CSV: semicolons, decimal comma, UTF-8, in Swedish."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--role", required=True, choices=Participation.Role.values)
        parser.add_argument("--format", default="csv", choices=["csv"])

    def handle(self, *, slug: str, role: str, **options):
        learning_round = LearningRound.objects.select_related("checklist").filter(slug=slug).first()
        if learning_round is None:
            raise CommandError(f"There is no round {slug!r}.")
        table = cohort_csv(learning_round, role)
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        self.stdout.write(table, ending="")
