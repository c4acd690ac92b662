"""Documents as PDF: which template, and what gives way when a page would overflow."""

from collections.abc import Iterator

from reports.pdf import render_first_that_fits
from reports.summary import Summary


def summary_document(summary: Summary, *, language: str) -> bytes:
    """The politician's page as PDF, one A4: where texts are long the type shrinks, then next actions are left out.

    Raises what reports.pdf.render_pdf raises.
    """
    contexts = ({"summary": variant, "compact": compact} for variant, compact in _from_full_to_sparse(summary))
    return render_first_that_fits("reports/pdf/summary.html", contexts, language=language)


def _from_full_to_sparse(summary: Summary) -> Iterator[tuple[Summary, bool]]:
    """First all next actions, then smaller type, then ever fewer actions."""
    yield summary, False
    for shown in range(len(summary.actions), -1, -1):
        yield summary.with_actions(shown), True
