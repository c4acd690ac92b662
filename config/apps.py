"""The project itself as an app: it brings the pages that belong to no other app."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Configuration of the project's own pages."""

    name = "config"
