"""manage.py export_person: everything that the database holds about a person."""

import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from accounts.audit import record
from accounts.management.people import person_with
from accounts.privacy.export import all_data
from accounts.security_log import security_event


class Command(BaseCommand):
    """Prints the account, the rows of the person and the texts in which they are named as JSON, without secrets."""

    help = "Print everything that the database holds about a person as JSON, without passwords and keys."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--out", metavar="FILE", type=Path, help="a new file, instead of the screen")

    def handle(self, *, email: str, out: Path | None, **options):
        person = person_with(email)
        text = json.dumps(all_data(person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"
        if out is None:
            self.stdout.write(text, ending="")
        else:
            _write(out, text)
            self.stderr.write(f"Written to {out}. It holds personal data: delete it when it has been handed out.")
        record("export-person", person, by=None)
        security_event("export-person", person=person)


def _write(path: Path, text: str) -> None:
    """For the eyes of whoever runs the command; nothing is replaced."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise CommandError(f"{path} can't be written: {error.strerror}.") from error
