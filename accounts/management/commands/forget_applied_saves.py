"""Forget which forms were carried out long ago."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import AppliedSave


class Command(BaseCommand):
    """Run it once a day. A form that is sent again after that is carried out again, or meets its own change."""

    help = "Forget which forms were carried out, when that is some days ago."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=7, help="how many days they are remembered (7)")

    def handle(self, *args, **options):
        old = AppliedSave.objects.filter(at__lt=timezone.now() - timedelta(days=options["days"]))
        count, _by_model = old.delete()
        self.stdout.write(f"{count} forgotten")
