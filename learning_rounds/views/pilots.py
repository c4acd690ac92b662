"""Pilot activities and their log, for the organisation's own people."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import ActionRefused
from accounts.models import Unit
from accounts.permissions import Permission
from learning_rounds.actions.pilots import delete_pilot, delete_pilot_note, save_pilot, save_pilot_note
from learning_rounds.forms.pilots import PilotForm, PilotNoteForm
from learning_rounds.lock import why_read_only
from learning_rounds.models import ChainEntry, Participation, PilotActivity, PilotNote
from learning_rounds.places import own_work
from learning_rounds.views.work import about, delete_page, deleted_already, refused_work, row_or_deleted

PILOT_EDIT, NOTE_EDIT = "learning_rounds/pilot_edit.html", "learning_rounds/pilot_note_edit.html"


@require_safe
def pilot_list(request, slug, code):
    """All pilot activities of the organisation, with their period and how far they have come."""
    participation = own_work(request.user, slug, code, Permission.VIEW_WORK)
    context = about(request, participation) | {"pilots": _pilots(request, participation).in_order()}
    return render(request, "learning_rounds/pilot_list.html", context)


@require_safe
def pilot_detail(request, slug, code, pilot):
    """One pilot activity with its log and the way to its part of the results chain."""
    participation = own_work(request.user, slug, code, Permission.VIEW_WORK)
    found = get_object_or_404(_pilots(request, participation).select_related("unit"), pk=pilot)
    context = about(request, participation) | {
        "pilot": found,
        "notes": _notes(request, found).in_order().select_related("author"),
        "entry_count": _entries(request, found).count(),
        "form": PilotNoteForm(),
    }
    return render(request, "learning_rounds/pilot_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pilot_create(request, slug, code):
    """A new pilot activity."""
    participation = own_work(request.user, slug, code, Permission.EDIT_WORK)
    return _save_pilot(request, participation, None)


@require_http_methods(["GET", "HEAD", "POST"])
def pilot_edit(request, slug, code, pilot):
    """Change a pilot activity; what a colleague saved or deleted meanwhile is shown, with what was typed."""
    participation = own_work(request.user, slug, code, Permission.EDIT_WORK)
    return _save_pilot(request, participation, pilot)


def _save_pilot(request, participation: Participation, pilot: int | None):
    found = None
    if pilot is not None:
        found = row_or_deleted(request, _pilots(request, participation), pilot, participation)
    if request.method != "POST" and why_read_only(participation):
        return redirect(_back(participation, found))
    context = about(request, participation) | {"pilot": pilot, "name": found.name if found else ""}
    context["back"] = _back(participation, found)
    units = Unit.objects.visible_to(request.user).filter(organisation=participation.organisation)
    parts = list(units.exclude(kind=Unit.Kind.WHOLE))
    data = request.POST if request.method == "POST" else None
    form = context["form"] = PilotForm(data, instance=found, parts=parts)
    if data is None or not form.is_valid():
        return render(request, PILOT_EDIT, context)
    try:
        saved = save_pilot(
            participation=participation,
            pilot=pilot,
            values=form.values(),
            version=form.seen_version(),
            by=request.user,
        )
    except ActionRefused as refusal:
        return refused_work(request, PILOT_EDIT, context, refusal)
    messages.success(request, _("%(pilot)s is saved.") % {"pilot": saved.name})
    return redirect(saved)


@require_http_methods(["GET", "HEAD", "POST"])
def pilot_delete(request, slug, code, pilot):
    """Ask, saying what goes along and what stays; then delete."""
    participation = own_work(request.user, slug, code, Permission.EDIT_WORK)
    found = row_or_deleted(request, _pilots(request, participation), pilot, participation)
    then = reverse("pilot-list", args=[slug, code])
    if found is None:
        return deleted_already(request, then)
    if request.method != "POST" and why_read_only(participation):
        return redirect(found)
    context = about(request, participation) | {
        "row": found,
        "what": found.name,
        "consequences": _consequences(request, found),
        "then": then,
        "back": found.get_absolute_url(),
        "list_url": then,
        "list_name": _("Pilot activities"),
    }
    return delete_page(
        request,
        context,
        lambda version: delete_pilot(participation=participation, pilot=pilot, version=version, by=request.user),
    )


def _consequences(request, pilot: PilotActivity) -> list[str]:
    """What happens to the log and to the entries of the results chain when a pilot is deleted."""
    notes, entries = _notes(request, pilot).count(), _entries(request, pilot).count()
    found = []
    if notes:
        text = ngettext(
            "%(count)s note in the log is deleted too.", "%(count)s notes in the log are deleted too.", notes
        )
        found.append(text % {"count": notes})
    if entries:
        text = ngettext(
            "%(count)s entry in the results chain stays, without pilot.",
            "%(count)s entries in the results chain stay, without pilot.",
            entries,
        )
        found.append(text % {"count": entries})
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def pilot_note_create(request, slug, code, pilot):
    """A new note in the log."""
    participation = own_work(request.user, slug, code, Permission.EDIT_WORK)
    return _save_note(request, participation, pilot, None)


@require_http_methods(["GET", "HEAD", "POST"])
def pilot_note_edit(request, slug, code, pilot, note):
    """Change a note in the log."""
    participation = own_work(request.user, slug, code, Permission.EDIT_WORK)
    return _save_note(request, participation, pilot, note)


def _save_note(request, participation: Participation, pilot: int, note: int | None):
    of_pilot = row_or_deleted(request, _pilots(request, participation), pilot, participation)
    found = None
    if note is not None and of_pilot is not None:
        found = row_or_deleted(request, _notes(request, of_pilot), note, participation)
    if request.method != "POST" and why_read_only(participation):
        return redirect(of_pilot)
    data = request.POST if request.method == "POST" else None
    form = PilotNoteForm(data, instance=found)
    context = about(request, participation) | {"pilot": of_pilot, "note": note, "form": form}
    context["back"] = _back(participation, of_pilot)
    if data is None or not form.is_valid():
        return render(request, NOTE_EDIT, context)
    try:
        save_pilot_note(
            participation=participation,
            pilot=pilot,
            note=note,
            values=form.values(),
            version=form.seen_version(),
            by=request.user,
        )
    except ActionRefused as refusal:
        return refused_work(request, NOTE_EDIT, context, refusal)
    messages.success(request, _("The note is saved."))
    return redirect(of_pilot)


@require_http_methods(["GET", "HEAD", "POST"])
def pilot_note_delete(request, slug, code, pilot, note):
    """Ask, then delete the note."""
    participation = own_work(request.user, slug, code, Permission.EDIT_WORK)
    of_pilot = get_object_or_404(_pilots(request, participation), pk=pilot)
    found = row_or_deleted(request, _notes(request, of_pilot), note, participation)
    if found is None:
        return deleted_already(request, of_pilot.get_absolute_url())
    if request.method != "POST" and why_read_only(participation):
        return redirect(of_pilot)
    context = about(request, participation) | {
        "row": found,
        "what": _("the note"),
        "quote": found.text,
        "then": of_pilot.get_absolute_url(),
        "back": of_pilot.get_absolute_url(),
        "list_url": of_pilot.get_absolute_url(),
        "list_name": of_pilot.name,
    }
    return delete_page(
        request,
        context,
        lambda version: delete_pilot_note(
            participation=participation, pilot=pilot, note=note, version=version, by=request.user
        ),
    )


def _back(participation: Participation, pilot: PilotActivity | None) -> str:
    """Where a form that is left leads."""
    if pilot is not None:
        return pilot.get_absolute_url()
    return reverse("pilot-list", args=[participation.round.slug, participation.organisation.code])


def _pilots(request, participation: Participation):
    """The organisation's pilots that the person sees; the participation goes along for their address."""
    pilots = PilotActivity.objects.visible_to(request.user).filter(participation=participation)
    return pilots.select_related("participation__round", "participation__organisation")


def _notes(request, pilot: PilotActivity):
    return PilotNote.objects.visible_to(request.user).filter(pilot=pilot)


def _entries(request, pilot: PilotActivity):
    return ChainEntry.objects.visible_to(request.user).filter(pilot=pilot)
