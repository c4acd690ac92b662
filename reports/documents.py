"""Documents as PDF: which template, and what gives way when a page would overflow."""

from reports.cohort_report import CohortReport
from reports.pdf import render_first_that_fits, render_pdf
from reports.results_report import ResultsReport
from reports.summary import Summary


def summary_document(summary: Summary, *, language: str) -> bytes:
    """The politician's page as PDF, always one A4.

    Where texts are long the type shrinks, then next actions are left out and counted, and at last the diagram, whose
    figures also stand in the table. Raises PdfProblem.
    """
    counts = range(len(summary.actions), -1, -1)
    variants = [{"summary": summary, "diagram": True}]
    variants += [{"summary": summary.with_actions(n), "diagram": True, "compact": True} for n in counts]
    variants += [{"summary": summary.with_actions(n), "diagram": False, "compact": True} for n in (2, 0)]
    return render_first_that_fits("reports/pdf/summary.html", variants, language=language)


def report_document(report: ResultsReport, *, language: str) -> bytes:
    """The results report as PDF, as long as it gets. Raises PdfProblem."""
    return render_pdf("reports/pdf/report.html", {"report": report}, language=language)


def cohort_document(report: CohortReport, *, language: str) -> bytes:
    """The coordinator's report of a round as PDF. Raises PdfProblem."""
    return render_pdf("reports/pdf/cohort.html", {"report": report}, language=language)
