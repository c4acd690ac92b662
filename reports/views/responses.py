"""Answers with a PDF, or with a page that says why there is none."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from reports.pdf import PACKAGE_TO_INSTALL


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A document to save under a name, which is made fit for a file."""
    headers = {"Content-Disposition": f'attachment; filename="{slugify(name)}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def pdf_unavailable(request, url: str, name: str) -> HttpResponse:
    """What the server lacks to make PDF, and the way back to the page with the same content."""
    context = {"url": url, "name": name, "package": PACKAGE_TO_INSTALL}
    return render(request, "reports/pdf_unavailable.html", context, status=503)
