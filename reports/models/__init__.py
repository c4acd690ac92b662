"""What people write for the reports, and what they have shared with their group."""

from reports.models.shared import Share, SharedText, ShareWithdrawal
from reports.models.written import Brief, Report

__all__ = ["Brief", "Report", "Share", "ShareWithdrawal", "SharedText"]
