"""Pages and documents that look back, one module per screen."""

from reports.views.cohort import round_detail, round_table_csv
from reports.views.dashboard import organisation_dashboard
from reports.views.files import round_file
from reports.views.report import report_detail, report_edit, report_pdf, report_reasons
from reports.views.summary import brief_edit, summary_detail, summary_pdf

__all__ = [
    "brief_edit",
    "organisation_dashboard",
    "report_detail",
    "report_edit",
    "report_pdf",
    "report_reasons",
    "round_detail",
    "round_file",
    "round_table_csv",
    "summary_detail",
    "summary_pdf",
]
