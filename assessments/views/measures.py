"""The organisation's next actions as a working list: what remains, what is done, what was dropped and why."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import ActionRefused
from accounts.permissions import Permission, require
from accounts.saving import SavedMeanwhile, who_and_when
from assessments import actions
from assessments.measure_forms import DropForm, MeasureFilter, MeasureForm
from assessments.models import Measure
from checklists.models import Step
from learning_rounds.lock import why_read_only
from learning_rounds.models import Participation
from learning_rounds.places import own_participation
from learning_rounds.views.answers import refused, shown_version

State = Measure.State
EDIT, DROP = "assessments/measure_edit.html", "assessments/measure_drop.html"


@require_safe
def measure_list(request, slug, code):
    """The next actions that were chosen (``?lage=open&moment=3&ansvarig=…``), the open ones first of all."""
    participation = _place(request, slug, code, Permission.VIEW_WORK)
    return _list_page(request, participation)


def _list_page(request, participation: Participation, *, refusal: str = "", status: int = 200):
    measures = list(_measures(request, participation).with_announced().in_order())
    chosen = MeasureFilter(request.GET, measures=measures)
    context = _about(request, participation) | {
        "filter": chosen,
        "query": _query(request),
        "measures": chosen.chosen(),
        "is_empty": not measures,
        "open": sum(measure.state == State.OPEN for measure in measures),
        "overdue": sum(measure.is_overdue for measure in measures),
        "done": sum(measure.state == State.DONE for measure in measures),
        "dropped": sum(measure.state == State.DROPPED for measure in measures),
        "refusal": refusal,
    }
    return render(request, "assessments/measure_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_create(request, slug, code):
    """A new next action."""
    participation = _place(request, slug, code, Permission.EDIT_WORK)
    if request.method != "POST" and why_read_only(participation):
        return _back(request, participation)
    form = MeasureForm(_data(request), steps=_steps(request, participation))
    context = _about(request, participation) | {"form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, EDIT, context)
    try:
        actions.add_measure(participation=participation, values=form.values(), by=request.user)
    except ActionRefused as refusal:
        return refused(request, EDIT, context, refusal)
    messages.success(request, _("The next action is saved."))
    return _back(request, participation)


@require_http_methods(["GET", "HEAD", "POST"])
def measure_edit(request, slug, code, measure):
    """Change what a next action says; what a colleague saved meanwhile is shown beside."""
    participation = _place(request, slug, code, Permission.EDIT_WORK)
    found = _found(request, participation, measure)
    if request.method != "POST" and why_read_only(participation):
        return _back(request, participation)
    steps = _steps(request, participation, found)
    form = MeasureForm(_data(request), instance=_found(request, participation, measure), steps=steps)
    context = _about(request, participation) | {"form": form, "measure": found}
    if request.method != "POST" or not form.is_valid():
        return render(request, EDIT, context)
    return _saved(request, EDIT, context, actions.save_measure, values=form.values())


@require_http_methods(["GET", "HEAD", "POST"])
def measure_drop(request, slug, code, measure):
    """Drop a next action with a reason; it stays in the list."""
    participation = _place(request, slug, code, Permission.EDIT_WORK)
    found = _found(request, participation, measure)
    if request.method != "POST" and why_read_only(participation):
        return _back(request, participation)
    form = DropForm(_data(request), instance=_found(request, participation, measure))
    context = _about(request, participation) | {"form": form, "measure": found}
    if request.method != "POST" or not form.is_valid():
        return render(request, DROP, context)
    return _saved(request, DROP, context, actions.drop_measure, because=form.cleaned_data["dropped_because"])


@require_POST
def measure_mark(request, slug, code, measure):
    """Mark a next action as done, or open it again (``state``)."""
    participation = _place(request, slug, code, Permission.EDIT_WORK)
    found, state = _found(request, participation, measure), request.POST.get("state")
    try:
        if state not in (State.OPEN, State.DONE):
            raise ActionRefused(_("Choose whether it is done or open."))
        actions.mark_measure(
            participation=participation,
            measure=found,
            state=state,
            version=shown_version(request),
            by=request.user,
        )
    except SavedMeanwhile as conflict:
        facts = who_and_when(conflict.row.saved_by, conflict.row.saved_at)
        said = _("%(person)s changed the next action on %(when)s. Look at it and try again.") % facts
        return _list_page(request, participation, refusal=said, status=409)
    except ActionRefused as refusal:
        return _list_page(request, participation, refusal=str(refusal), status=409)
    messages.success(
        request, _("The next action is done.") if state == State.DONE else _("The next action is open again.")
    )
    return _back(request, participation)


def _saved(request, template: str, context: dict, save, **values):
    """Save an action with the version that the form showed and go to the list; 409 when that is refused."""
    participation, form = context["participation"], context["form"]
    try:
        save(
            participation=participation,
            measure=context["measure"],
            version=form.seen_version(),
            by=request.user,
            **values,
        )
    except ActionRefused as refusal:
        return refused(request, template, context, refusal)
    messages.success(request, _("The next action is saved."))
    return _back(request, participation)


def _place(request, slug: str, code: str, permission: Permission) -> Participation:
    participation = own_participation(request.user, slug, code)
    require(request.user, permission, participation.organisation)
    return participation


def _about(request, participation: Participation) -> dict:
    """What every page says of the place: may one write, and if nobody may, why."""
    read_only = why_read_only(participation)
    may_write = not read_only and request.user.can(Permission.EDIT_WORK, participation.organisation)
    return {
        "participation": participation,
        "read_only": read_only,
        "may_write": may_write,
        "back": _list_url(request, participation),
    }


def _measures(request, participation: Participation):
    visible = Measure.objects.visible_to(request.user).filter(participation=participation)
    return visible.select_related("step", "meeting", "unit", "participation__round")


def _found(request, participation: Participation, measure: int) -> Measure:
    return get_object_or_404(_measures(request, participation), pk=measure)


def _steps(request, participation: Participation, measure: Measure | None = None):
    """The steps to choose from: those of the checklist that the action, or the round, has."""
    checklist = measure.step.checklist_id if measure else participation.round.checklist_id
    return Step.objects.visible_to(request.user).filter(checklist=checklist).order_by("number")


def _data(request):
    return request.POST if request.method == "POST" else None


def _query(request) -> str:
    """What was chosen in the list, to come back to it."""
    return urlencode({name: request.GET[name] for name in MeasureFilter.base_fields if name in request.GET})


def _list_url(request, participation: Participation) -> str:
    url = reverse("measure-list", args=[participation.round.slug, participation.organisation.code])
    return f"{url}?{query}" if (query := _query(request)) else url


def _back(request, participation: Participation):
    return redirect(_list_url(request, participation))
