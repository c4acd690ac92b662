"""manage.py load_reference_data: the organisations and checklists that every installation needs."""

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.actions import save_organisations
from accounts.reference_data import reference_organisations
from checklists.actions import SHIPPED, load_shipped_checklist


class Command(BaseCommand):
    """Loads municipalities, regions, coordinating bodies and shipped checklists; run again it changes what differs."""

    help = "Load municipalities, regions, coordinating bodies and shipped checklists. Can be run again at any time."

    @transaction.atomic
    def handle(self, *, verbosity: int, **options):
        rows = reference_organisations()
        changed = save_organisations(rows=rows, by=None)
        checklists = [load_shipped_checklist(path=path) for path in sorted(SHIPPED.glob("*.toml"))]
        if verbosity:
            self.stdout.write(
                f"{len(rows)} organisations ({len(changed)} new or changed), "
                f"{len(checklists)} checklist{'s'[: len(checklists) != 1]}: {', '.join(map(str, checklists))}."
            )
