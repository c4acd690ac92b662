"""manage.py reset_second_factor: for somebody who has lost phone and paper."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.actions.second_factor import reset_second_factor
from accounts.errors import ActionRefused
from accounts.models import User


class Command(BaseCommand):
    """Takes away app, passkeys and codes of one account. Make sure first that it is the right person who asks."""

    help = "Take app, passkeys and codes from somebody who has lost them; their logins end. Ask first who it is."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL")

    @translation.override("en")
    def handle(self, *, email: str, **options):
        person = User.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError(f"There is no account {email!r}.")
        try:
            reset_second_factor(person=person, by=None)
        except ActionRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{person.email} can set up a new second factor at the next login.")
