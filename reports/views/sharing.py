"""Sharing with the group: choose, look, share, take back; and reading what has been shared."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import ActionRefused
from accounts.permissions import Permission, require
from assessments.models import Submission
from assessments.views.places import own_place
from learning_rounds.lock import why_read_only
from learning_rounds.models import LearningMeeting, Participation
from learning_rounds.views.answers import refused
from reports.actions import share_with_group, take_back_share
from reports.forms import ShareForm
from reports.models import Share, SharedText
from reports.readers import reader_of
from reports.sharing import chosen_texts, fingerprint, offer_of, readers_of, shown, why_not_shared
from reports.views.dashboard import seen_participation


@require_safe
def share_list(request, slug, code):
    """What an organisation has shared: for itself also what it took back, for its group and coordinator what stands."""
    participation = seen_participation(request, slug, code)
    may_share = request.user.can(Permission.SHARE, participation.organisation)
    context = {
        "participation": participation,
        "reader": reader_of(request.user, participation),
        "shares": list(_shares(request).filter(participation=participation).in_order()),
        "may_share": may_share and not why_read_only(participation),
        "submitted": _submitted(request, participation) if may_share else [],
    }
    return render(request, "reports/share_list.html", context)


@require_safe
def share_detail(request, slug, code, share):
    """One share, as it was on its day."""
    found = _share(request, slug, code, share)
    participation = found.participation
    may_share = request.user.can(Permission.SHARE, participation.organisation)
    context = {
        "participation": participation,
        "reader": reader_of(request.user, participation),
        "share": found,
        "shared": _shared_texts(request, found),
        "may_take_back": may_share and not found.is_withdrawn and not why_read_only(participation),
    }
    return render(request, "reports/share_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def share_take_back(request, slug, code, share):
    """Ask, then let nobody but the own organisation see a share."""
    found = _share(request, slug, code, share)
    require(request.user, Permission.SHARE, found.participation.organisation)
    context = {"participation": found.participation, "share": found}
    if request.method != "POST":
        return render(request, "reports/share_take_back.html", context)
    try:
        take_back_share(share=found, by=request.user)
    except ActionRefused as refusal:
        return render(request, "reports/share_take_back.html", context | {"refusal": str(refusal)}, status=409)
    messages.success(request, _("It is taken back. The group no longer sees it."))
    return redirect("share-list", slug, code)


@require_http_methods(["GET", "HEAD", "POST"])
def share_create(request, slug, code, meeting):
    """Choose among what was submitted; then look at it as the group will see it, and share it."""
    participation, found = own_place(request, slug, code, meeting)
    require(request.user, Permission.SHARE, participation.organisation)
    offer = offer_of(participation, found)
    form = ShareForm(request.POST if request.method == "POST" else None, offer=offer)
    reason = why_not_shared(participation, offer)
    context = {
        "participation": participation,
        "meeting": found,
        "offer": offer,
        "form": form,
        "why_not": reason,
        "others": readers_of(participation),
    }
    if request.method == "POST":
        if offer and request.POST.get("then") == "all":
            context["form"] = ShareForm.with_all(offer, request.POST.get("diary_number", ""))
            return render(request, "reports/share_create.html", context)
        is_valid = form.is_valid()
        if reason:
            return refused(request, "reports/share_create.html", context, ActionRefused(reason))
        if is_valid and request.POST.get("then") != "choose":
            return _look_or_share(request, context)
    return render(request, "reports/share_create.html", context)


def _look_or_share(request, context):
    """Show what would be shared; share it once the person has looked at just that."""
    refusal = ""
    if request.POST.get("then") == "share":
        try:
            share = _shared(request, context)
        except ActionRefused as error:
            refusal = str(error)
        else:
            messages.success(request, _("It is shared. Your group and the coordinator can read it now."))
            return redirect(share)
    preview = context | _preview(context) | {"refusal": refusal}
    return render(request, "reports/share_preview.html", preview, status=409 if refusal else 200)


def _shared(request, context) -> Share:
    form = context["form"]
    return share_with_group(
        participation=context["participation"],
        meeting=context["meeting"],
        choice=form.choice(),
        diary_number=form.cleaned_data["diary_number"],
        seen=form.cleaned_data["shown"],
        by=request.user,
    )


def _preview(context) -> dict:
    """The page of the share that would be made, not saved yet."""
    participation, offer, form = context["participation"], context["offer"], context["form"]
    texts = chosen_texts(offer, form.choice())
    return {
        "shared": shown(offer.submission, texts),
        "shown": fingerprint(participation, texts),
        "share": Share(submission=offer.submission, diary_number=form.cleaned_data["diary_number"]),
    }


def _shares(request):
    place = ("participation__round__owner", "participation__organisation", "participation__group", "group", "by")
    return Share.objects.visible_to(request.user).select_related(
        *place, "withdrawal__by", "submission__checklist", "submission__assessment__meeting"
    )


def _share(request, slug: str, code: str, pk: int) -> Share:
    place = {"participation__round__slug": slug, "participation__organisation__code": code}
    return get_object_or_404(_shares(request), pk=pk, **place)


def _submitted(request, participation: Participation) -> list[LearningMeeting]:
    """The meetings before which the organisation has submitted, the latest first."""
    submissions = Submission.objects.visible_to(request.user).whole().filter(assessment__participation=participation)
    found = set(submissions.values_list("assessment__meeting", flat=True))
    return [meeting for meeting in reversed(participation.round.assessed_meetings()) if meeting.pk in found]


def _shared_texts(request, share: Share):
    texts = SharedText.objects.visible_to(request.user).filter(share=share).select_related("step")
    return shown(share.submission, texts.order_by("number"))
