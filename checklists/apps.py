"""The app that knows what is asked: versioned checklists and the scale."""

from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    """Configuration of checklists."""

    name = "checklists"
