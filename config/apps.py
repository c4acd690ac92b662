"""The project itself as an app: it brings the pages that belong to no other app."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Configuration of the project's own pages."""

    name = "config"

    def ready(self) -> None:
        """Let ``manage.py check`` know the rule that every address needs, and settings that are unsafe."""
        from config import access, checks  # noqa: F401
