"""The app that knows who: people, organisations, memberships, rights and the record of changes."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Configuration of accounts."""

    name = "accounts"

    def ready(self) -> None:
        """Listen to what the libraries tell about logging in."""
        from accounts.security_signals import connect

        connect()
