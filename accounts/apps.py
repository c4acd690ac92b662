"""The app that knows who: people, organisations, memberships, rights and the record of changes."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Configuration of accounts."""

    name = "accounts"

    def ready(self) -> None:
        """Listen to what the libraries tell about logging in, and to the end of migrations."""
        from allauth.account.signals import user_logged_in as let_in
        from allauth.mfa import signals
        from django.contrib.auth.signals import user_logged_in

        from accounts import known_browsers, second_factor, sessions
        from accounts.security_signals import connect
        from accounts.triggers import install

        connect()
        user_logged_in.connect(sessions.begin)
        let_in.connect(known_browsers.tell_of_a_new_one)
        signals.authenticator_used.connect(second_factor.tell_of_a_used_paper_code)
        signals.authenticator_added.connect(second_factor.count_the_new_one)
        signals.authenticator_removed.connect(second_factor.forget_the_last_one)
        post_migrate.connect(install, sender=self, dispatch_uid="append-only-triggers")
