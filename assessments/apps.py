"""The app in which each organisation assesses itself: drafts, submissions and next actions."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Configuration of assessments."""

    name = "assessments"
