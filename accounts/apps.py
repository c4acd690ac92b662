"""The app that knows who: people, organisations, memberships, rights and the record of changes."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Configuration of accounts."""

    name = "accounts"

    def ready(self) -> None:
        """Listen to what the libraries tell about logging in, and to the end of migrations."""
        from accounts.security_signals import connect
        from accounts.triggers import install

        connect()
        post_migrate.connect(install, sender=self, dispatch_uid="append-only-triggers")
