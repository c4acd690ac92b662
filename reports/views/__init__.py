"""Pages and documents that look back, one module per screen."""

from reports.views.dashboard import organisation_dashboard

__all__ = ["organisation_dashboard"]
