"""Answers with a PDF, or with a page that says why there is none."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from reports.pdf import PACKAGE_TO_INSTALL, PdfBusy, PdfProblem, PdfUnavailable

RETRY_AFTER = 5  # seconds; a document takes less than one


def pdf_response(request, make: Callable[[], bytes], *, name: str, page: str, page_name: str) -> HttpResponse:
    """The document to save under a name, which is made fit for a file; or why there is none.

    ``page`` and ``page_name`` lead back to the page with the same content.
    """
    try:
        content = make()
    except PdfProblem as problem:
        return _no_pdf(request, problem, page, page_name)
    headers = {"Content-Disposition": f'attachment; filename="{slugify(name)}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _no_pdf(request, problem: PdfProblem, page: str, page_name: str) -> HttpResponse:
    context = {
        "url": page,
        "name": page_name,
        "package": PACKAGE_TO_INSTALL,
        "is_busy": isinstance(problem, PdfBusy),
        "is_unavailable": isinstance(problem, PdfUnavailable),
    }
    response = render(request, "reports/pdf_unavailable.html", context, status=503)
    if isinstance(problem, PdfBusy):
        response["Retry-After"] = str(RETRY_AFTER)
    return response
