"""manage.py add_user: a person, a role and an organisation."""

import secrets
import sys
from getpass import getpass

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.actions import add_user
from accounts.errors import ActionRefused
from accounts.models import Level, Organisation, User
from accounts.permissions import Role


class Command(BaseCommand):
    """Gives a person a role in an organisation; a new address makes an account with a password.

    The password is asked for on a terminal, read with --password-stdin, or else made up and printed once.
    """

    help = (
        "Give a person a role in an organisation. A new address makes an account: its password is asked for on a "
        "terminal, else made up and printed once."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--organisation", required=True, metavar="CODE", help="for example 1780, 0017, SKR, LST-17")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--level", default="", choices=Level.values, help="where in the governance chain")
        parser.add_argument("--name", default="", help="name or function, shown to colleagues")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    @translation.override("en")
    def handle(self, *, email: str, organisation: str, role: str, password_stdin: bool, **options):
        found = Organisation.objects.filter(code=organisation).first()
        if found is None:
            raise CommandError(f"There is no organisation {organisation!r}. Has load_reference_data been run?")
        is_new = not User.objects.filter(email=email.strip().lower()).exists()
        password, is_made_up = _password(password_stdin) if is_new else (None, False)
        try:
            membership = add_user(
                email=email,
                organisation=found,
                role=role,
                level=options["level"],
                name=options["name"],
                password=password,
                by=None,
            )
        except ActionRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{membership.user.email}: {membership.get_role_display()}, {found}")
        if is_made_up:
            self.stdout.write(f"Password: {password}")
        if not is_new:
            self.stdout.write("The account was there already; its name and password are unchanged.")


def _password(from_stdin: bool) -> tuple[str, bool]:
    """The password of a new account, and whether it was made up here."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n"), False
    if not sys.stdin.isatty():
        return secrets.token_urlsafe(12), True
    password = getpass("Password: ")
    if password != getpass("Password again: "):
        raise CommandError("The passwords differ.")
    return password, False
