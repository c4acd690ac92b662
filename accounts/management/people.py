"""What the commands about a person share."""

from django.core.management.base import CommandError

from accounts.models import User


def person_with(email: str) -> User:
    """The person with an address, whatever its case; CommandError when nobody has it."""
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise CommandError(f"Nobody has the address {email!r}.")
    return person
