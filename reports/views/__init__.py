"""Pages and documents that look back, one module per screen."""

from reports.views.cohort import round_detail, round_report
from reports.views.dashboard import organisation_dashboard
from reports.views.explore import organisation_explore
from reports.views.files import organisation_table, round_file, round_table
from reports.views.record import organisation_record, organisation_record_file, round_record, round_record_file
from reports.views.report import report_detail, report_edit, report_pdf, report_reasons
from reports.views.score_import import scores_import, scores_template
from reports.views.sharing import share_create, share_detail, share_list, share_take_back
from reports.views.summary import brief_edit, summary_detail, summary_pdf
from reports.views.text_history import text_history

__all__ = [
    "brief_edit",
    "organisation_dashboard",
    "organisation_explore",
    "organisation_record",
    "organisation_record_file",
    "organisation_table",
    "report_detail",
    "report_edit",
    "report_pdf",
    "report_reasons",
    "round_detail",
    "round_file",
    "round_record",
    "round_record_file",
    "round_report",
    "round_table",
    "scores_import",
    "scores_template",
    "share_create",
    "share_detail",
    "share_list",
    "share_take_back",
    "summary_detail",
    "summary_pdf",
    "text_history",
]
