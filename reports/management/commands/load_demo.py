"""manage.py load_demo: the demo's database, ready to be served."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.demo.actions import load_demo


class Command(BaseCommand):
    """Makes or updates the demo: tables, reference data, two rounds of fictive municipalities, and people.

    Prints the logins, one per line: role, e-mail address, password. Only where DEMO=1 or DEBUG=1, since everybody
    knows the passwords.
    """

    help = "Make or update the demo and print its logins. Only with DEMO=1 or DEBUG=1: the passwords are known to all."

    def handle(self, **options):
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError("The demo's passwords are known to all: load it only with DEMO=1 or DEBUG=1.")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("load_reference_data", verbosity=0)
        logins = load_demo(today=timezone.localdate())
        widest = [
            max(map(len, column)) for column in zip(*((login.label, login.email) for login in logins), strict=True)
        ]
        for login in logins:
            self.stdout.write(f"{login.label:{widest[0]}}  {login.email:{widest[1]}}  {login.password}")
