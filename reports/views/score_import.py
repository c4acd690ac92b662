"""Scores from a spreadsheet, for those who set up the round: choose a file, look at what will happen, confirm."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import ActionRefused
from learning_rounds.lock import why_kept
from learning_rounds.models import LearningRound
from learning_rounds.places import round_to_set_up
from reports.exports.writing import table_response
from reports.import_forms import ImportForm, sealed, unsealed
from reports.score_import.files import Unreadable
from reports.score_import.planning import plan_import
from reports.score_import.saving import import_scores
from reports.score_import.template import FORMATS, score_template

MOST_PROBLEMS = 50


@require_http_methods(["GET", "HEAD", "POST"])
def scores_import(request, slug):
    """Choose a file; then what it would do, organisation by organisation. Nothing is saved until that is confirmed."""
    learning_round = round_to_set_up(request.user, slug)
    if "plan" in request.POST:
        return _confirm(request, learning_round)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        return _look(request, learning_round, form)
    return _form_page(request, learning_round, form)


def _look(request, learning_round: LearningRound, form: ImportForm):
    """What the file would do, or everything that is wrong with it."""
    try:
        plan = plan_import(learning_round, form.content(), replace=form.cleaned_data["replace"], name=form.name())
    except Unreadable as error:
        form.add_error("file", str(error))
        return _form_page(request, learning_round, form)
    if plan.problems:
        form.add_error("file", _("Nothing can be imported. Correct what is listed below and choose the file again."))
        return _form_page(request, learning_round, form, problems=plan.problems)
    context = {"learning_round": learning_round, "plan": plan, "sealed": sealed(plan, learning_round, request.user)}
    return render(request, "reports/scores_preview.html", context)


def _confirm(request, learning_round: LearningRound):
    """Import exactly what was looked at."""
    sheets = unsealed(request.POST["plan"], learning_round, request.user)
    try:
        if sheets is None:
            raise ActionRefused(_("It was too long ago that you looked at the file. Choose it again."))
        import_scores(learning_round=learning_round, sheets=sheets, by=request.user)
    except ActionRefused as refusal:
        form = ImportForm()
        return _form_page(request, learning_round, form, refusal=str(refusal), status=409)
    text = ngettext("%(count)s assessment is imported.", "%(count)s assessments are imported.", len(sheets))
    messages.success(request, text % {"count": len(sheets)})
    return redirect("round-detail", learning_round.slug)


def _form_page(
    request, learning_round: LearningRound, form: ImportForm, *, problems=(), refusal: str = "", status: int = 200
):
    context = {
        "learning_round": learning_round,
        "form": form,
        "kept": why_kept(learning_round),
        "problems": problems[:MOST_PROBLEMS],
        "more_problems": max(0, len(problems) - MOST_PROBLEMS),
        "refusal": refusal,
        "formats": FORMATS,
    }
    return render(request, "reports/scores_import.html", context, status=status)


@require_safe
def scores_template(request, slug, format):
    """The table to fill in, with the organisations, meetings and steps of the round."""
    learning_round = round_to_set_up(request.user, slug)
    if format not in FORMATS:
        raise Http404("No such format")
    return table_response(score_template(learning_round), format)
