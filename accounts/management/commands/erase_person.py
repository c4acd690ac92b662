"""manage.py erase_person: an account becomes "former user", and nobody can tell any more who that was."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from accounts.actions import Erased, erase_person
from accounts.errors import ActionRefused
from accounts.management.people import person_with
from accounts.privacy.naming import name_in


class Command(BaseCommand):
    """Removes a person's account and takes their name and address out of all texts. What they wrote stays."""

    help = (
        "Erase a person: the account, the ways to log in, and their name and e-mail address in every text. What they "
        "wrote stays, by a former user. Look at --dry-run first. Backups and the server's logs are not changed."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--dry-run", action="store_true", help="show what would be done, and do nothing")
        parser.add_argument(
            "--name", action="append", default=[], metavar="NAME", help="how else the person is named in texts"
        )

    @translation.override("en")
    def handle(self, *, email: str, dry_run: bool, name: list[str], **options):
        person = person_with(email)
        if person.display_name and not name_in(person.display_name):
            self.stdout.write(f"“{person.display_name}” does not look like a name. Texts keep it without --name.")
        try:
            with transaction.atomic():
                done = erase_person(person=person, names=name, everywhere=True, by=None)
                transaction.set_rollback(dry_run)
        except ActionRefused as refused:
            raise CommandError(str(refused)) from refused
        self._report(done, dry_run)

    def _report(self, done: Erased, dry_run: bool) -> None:
        for table, count in sorted(done.removed.items()):
            self.stdout.write(f"removed  {table}: {count}")
        for mention in done.changed:
            self.stdout.write(f"changed  {mention}")
        for mention in done.left:
            self.stdout.write(f"LEFT     {mention}: look at it by hand")
        self.stdout.write("Nothing was changed (--dry-run)." if dry_run else "The person has been erased.")
