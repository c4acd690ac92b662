"""All steps on one page, for those who are used to a spreadsheet."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import ActionRefused
from assessments import actions
from assessments.sheet import Sheet
from assessments.views.places import own_worksheet


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_edit(request, slug, code, meeting):
    """Every step as a row: fill in, paste from a spreadsheet, save all of it or nothing."""
    worksheet = own_worksheet(request, slug, code, meeting)
    if request.method == "POST":
        return _save(request, Sheet(worksheet, request.POST))
    if not worksheet.is_open:
        return redirect("assessment-detail", slug, code, meeting)
    return _page(request, Sheet(worksheet))


def _save(request, sheet: Sheet):
    if sheet.has_pasted or request.POST.get("then") == "preview":
        sheet.take_pasted()
        return _page(request, sheet)
    if sheet.keep_saved(request.POST.get("then", "")):
        return _page(request, sheet)
    if not sheet.is_valid():
        return _page(request, sheet)
    worksheet = sheet.worksheet
    try:
        actions.save_sheet(
            participation=worksheet.participation,
            meeting=worksheet.meeting,
            answers=sheet.answers(),
            by=request.user,
        )
    except ActionRefused as refusal:
        sheet.refuse(refusal)
        return _page(request, sheet, status=409)
    messages.success(request, _("Everything is saved."))
    name = "assessment-check" if request.POST.get("then") == "check" else "sheet-edit"
    return redirect(name, *worksheet.address)


def _page(request, sheet: Sheet, *, status: int = 200):
    context = {"worksheet": sheet.worksheet, "form": sheet}
    return render(request, "assessments/sheet_edit.html", context, status=status)
