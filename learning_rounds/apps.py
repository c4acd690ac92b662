"""The app that knows who learns together: rounds, meetings, groups and participations."""

from django.apps import AppConfig


class LearningRoundsConfig(AppConfig):
    """Configuration of learning_rounds."""

    name = "learning_rounds"
