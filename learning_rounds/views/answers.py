"""Answers that several pages give."""

from django.shortcuts import render

from accounts.errors import ActionRefused
from accounts.saving import DeletedMeanwhile


def shown_version(request) -> int:
    """The version that the page showed; 0, which no row has, for what is no number."""
    written = request.POST.get("version", "")
    return int(written) if written.isdecimal() and len(written) <= 9 else 0


def refused(request, template: str, context: dict, refusal: ActionRefused):
    """409: the page with why, everything that was typed, and what a colleague saved meanwhile if that is why."""
    return render(request, template, context | conflict_of(context["form"], refusal), status=409)


def conflict_of(form, refusal: ActionRefused) -> dict:
    """The sentence of a refusal in its form, and for components/_theirs.html what somebody else saved."""
    row = getattr(refusal, "row", None)
    theirs = form.show_beside(row) if row is not None else []
    if isinstance(refusal, DeletedMeanwhile):
        form.start_anew()
    form.add_error(None, str(refusal))
    return {"theirs": theirs, "saved": row}
