"""manage.py expire_accounts: to be run every day; warns, closes and erases accounts that nobody uses."""

from collections.abc import Callable, Iterable

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.actions import close_unused, erase_person, old_invitations, unused_accounts, warn_unused
from accounts.errors import ActionRefused
from accounts.models import User


class Command(BaseCommand):
    """After 12 months without a login a mail, after 13 the account is closed, after 24 it is erased."""

    help = (
        "Warn, close and erase accounts that nobody has logged in with for 12, 13 and 24 months. Made to be run every "
        "day; run again it does nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="show what would be done, and do nothing")

    @translation.override("en")
    def handle(self, *, dry_run: bool, **options):
        unused = unused_accounts()
        failed = [
            *self._each("warned", unused.to_warn, warn_unused, dry_run),
            *self._each("closed", unused.to_close, close_unused, dry_run),
            *self._each("erased", unused.to_erase, _erase, dry_run),
        ]
        invitations = old_invitations()
        self.stdout.write(f"removed  {invitations.count()} old invitations")
        if dry_run:
            self.stdout.write("Nothing was changed (--dry-run).")
        else:
            invitations.delete()
        if failed:
            raise CommandError(f"It did not work for {len(failed)} accounts; they are tried again next time.")

    def _each(self, what: str, people: Iterable[User], verb: Callable, dry_run: bool) -> list[User]:
        """Each by itself: a mail that can't be sent holds up nobody else. Gives back those it did not work for."""
        failed = []
        for person in people:
            try:
                if not dry_run:
                    verb(person=person, by=None)
                self.stdout.write(f"{what}  user {person.pk}")
            except (OSError, ActionRefused) as error:
                self.stderr.write(f"not {what}  user {person.pk}: {error}")
                failed.append(person)
        return failed


def _erase(*, person: User, by: None) -> None:
    erase_person(person=person, everywhere=False, by=by)
