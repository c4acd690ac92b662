"""The app that looks back: queries, statistics, diagrams, pages and documents."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Configuration of reports."""

    name = "reports"
