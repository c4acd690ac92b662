"""manage.py reopen_account: let somebody in again whose account was closed."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.actions import reopen_account
from accounts.errors import ActionRefused
from accounts.management.people import person_with


class Command(BaseCommand):
    """Opens an account that was closed because nobody used it; its memberships are as they were."""

    help = "Open an account that was closed because nobody used it."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL")

    @translation.override("en")
    def handle(self, *, email: str, **options):
        person = person_with(email)
        try:
            reopen_account(person=person, by=None)
        except ActionRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{person.email} can log in again.")
