"""The results chain, for the organisation's own people."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import ActionRefused
from accounts.permissions import Permission
from checklists.models import Step
from learning_rounds.actions.chain import LevelTooLow, delete_entry, save_entry
from learning_rounds.chain import MEANINGS, chain_of
from learning_rounds.forms.chain import ChainEntryForm, EntryChoices, initial_of
from learning_rounds.lock import why_read_only
from learning_rounds.models import ChainEntry, ChainLevel, ChainLink, Participation, PilotActivity
from learning_rounds.places import own_work
from learning_rounds.views.work import about, delete_page, deleted_already, refused_work, row_or_deleted

ENTRY_EDIT = "learning_rounds/chain_entry_edit.html"


@require_safe
def chain_detail(request, slug, code):
    """The whole chain in five columns, or with ``?pilot=`` the part of one pilot activity."""
    participation = own_work(request.user, slug, code, Permission.VIEW_WORK)
    pilots = list(_pilots(request, participation))
    chosen = next((pilot for pilot in pilots if str(pilot.pk) == request.GET.get("pilot")), None)
    context = about(request, participation) | {
        "chain": chain_of(participation, pilot=chosen),
        "pilots": pilots,
        "chosen": chosen,
        "states": ChainEntry.State.labels,
    }
    return render(request, "learning_rounds/chain_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def chain_entry_create(request, slug, code):
    """A new entry; ``?niva=`` presets the level, ``?till=`` what it leads to, ``?pilot=`` the pilot activity."""
    participation = own_work(request.user, slug, code, Permission.EDIT_WORK)
    level, target, pilot = (_number(request.GET.get(name, "")) for name in ("niva", "till", "pilot"))
    initial = {"level": level or None, "leads_to": [target], "pilot": pilot or None}
    return _save(request, participation, None, initial)


@require_http_methods(["GET", "HEAD", "POST"])
def chain_entry_edit(request, slug, code, entry):
    """Change an entry; what a colleague saved or deleted meanwhile is shown, with what was typed."""
    participation = own_work(request.user, slug, code, Permission.EDIT_WORK)
    found = row_or_deleted(request, _entries(request, participation), entry, participation)
    return _save(request, participation, entry, initial_of(found) if found else {}, found)


def _save(request, participation: Participation, entry: int | None, initial: dict, found: ChainEntry | None = None):
    page = _page_of(participation)
    if request.method != "POST" and why_read_only(participation):
        return redirect(page)
    data = request.POST if request.method == "POST" else None
    choices = _choices(request, participation, found)
    form = ChainEntryForm(data, instance=found, initial=initial, choices=choices)
    context = about(request, participation) | {"form": form, "entry": entry, "back": page, "meanings": _meanings()}
    if data is None or not form.is_valid():
        return render(request, ENTRY_EDIT, context)
    try:
        saved = save_entry(participation=participation, entry=entry, answer=form.answer(), by=request.user)
    except LevelTooLow as refusal:
        form.add_error("leads_to", str(refusal))
        return render(request, ENTRY_EDIT, context, status=409)
    except ActionRefused as refusal:
        return refused_work(request, ENTRY_EDIT, context, refusal)
    messages.success(request, _("The entry is saved."))
    return redirect(f"{page}#entry-{saved.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def chain_entry_delete(request, slug, code, entry):
    """Ask, saying how many links go along; then delete."""
    participation = own_work(request.user, slug, code, Permission.EDIT_WORK)
    page = _page_of(participation)
    found = row_or_deleted(request, _entries(request, participation), entry, participation)
    if found is None:
        return deleted_already(request, page)
    if request.method != "POST" and why_read_only(participation):
        return redirect(page)
    context = about(request, participation) | {
        "row": found,
        "what": _("the entry"),
        "quote": found.text,
        "consequences": _consequences(request, found),
        "then": page,
        "back": page,
        "list_url": page,
        "list_name": _("Results chain"),
    }
    return delete_page(
        request,
        context,
        lambda version: delete_entry(participation=participation, entry=entry, version=version, by=request.user),
    )


def _consequences(request, entry: ChainEntry) -> list[str]:
    """How many links to and from an entry go along with it."""
    links = ChainLink.objects.visible_to(request.user).filter(Q(source=entry) | Q(target=entry)).count()
    text = ngettext("%(count)s link to another entry goes along.", "%(count)s links to other entries go along.", links)
    return [text % {"count": links}] if links else []


def _choices(request, participation: Participation, entry: ChainEntry | None) -> EntryChoices:
    steps = Step.objects.visible_to(request.user).filter(
        Q(checklist=participation.round.checklist) | Q(chain_entries=entry or 0)
    )
    return EntryChoices(
        pilots=list(_pilots(request, participation)),
        steps=list(steps.distinct().order_by("checklist_id", "number")),
        entries=[other for other in _entries(request, participation).in_order() if other != entry],
    )


def _meanings() -> list[tuple[str, str]]:
    """The five levels and what belongs there."""
    return [(str(level.label), str(MEANINGS[level])) for level in ChainLevel]


def _number(written: str) -> int:
    """A number from the address; 0 for what is none."""
    return int(written) if written.isdecimal() and len(written) <= 9 else 0


def _page_of(participation: Participation) -> str:
    return reverse("chain-detail", args=[participation.round.slug, participation.organisation.code])


def _entries(request, participation: Participation):
    return ChainEntry.objects.visible_to(request.user).filter(participation=participation)


def _pilots(request, participation: Participation):
    return PilotActivity.objects.visible_to(request.user).filter(participation=participation).in_order()
