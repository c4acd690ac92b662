"""Answers that several pages give."""

from django.shortcuts import render

from accounts.errors import ActionRefused


def refused(request, template: str, context: dict, refusal: ActionRefused):
    """409: the page with why, everything that was typed, and what a colleague saved meanwhile if that is why."""
    form, row = context["form"], getattr(refusal, "row", None)
    theirs = form.show_beside(row) if row is not None else []
    form.add_error(None, str(refusal))
    return render(request, template, context | {"theirs": theirs}, status=409)
