"""What somebody did, as the end of a sentence that begins with their name; and what fields are called."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# %(number)s is the number of the step.
DONE = {
    # assessments
    "open-assessment": _("began a self-assessment"),
    "save-score": _("saved step %(number)s"),
    "submit-assessment": _("submitted the self-assessment"),
    "import-scores": _("imported levels"),
    "add-measure": _("added a next action to step %(number)s"),
    "change-measure": _("changed a next action of step %(number)s"),
    "drop-measure": _("dropped a next action of step %(number)s"),
    # work
    "add-pilot": _("added a pilot activity"),
    "change-pilot": _("changed a pilot activity"),
    "delete-pilot": _("deleted a pilot activity"),
    "add-pilot-note": _("wrote a note about a pilot activity"),
    "change-pilot-note": _("changed a note about a pilot activity"),
    "delete-pilot-note": _("deleted a note about a pilot activity"),
    "add-chain-entry": _("added something to the results chain"),
    "change-chain-entry": _("changed something in the results chain"),
    "delete-chain-entry": _("deleted something from the results chain"),
    "save-brief": _("saved the questions to the politicians"),
    "save-report": _("saved the results report"),
    "choose-reasons": _("chose reasons for the results report"),
    "share": _("shared texts with the group"),
    "take-back-share": _("took back what had been shared with the group"),
    # rounds
    "create-round": _("made the round"),
    "start-from-round": _("started the round from an earlier one"),
    "import-round": _("imported the round"),
    "move-round": _("moved the days of the round"),
    "change-round": _("changed the round"),
    "publish-round": _("published the round"),
    "unpublish-round": _("made the round a draft again"),
    "archive-round": _("archived the round"),
    "unarchive-round": _("took the round out of the archive"),
    "add-meeting": _("added a meeting"),
    "change-meeting": _("changed a meeting"),
    "delete-meeting": _("deleted a meeting"),
    "suggest-meetings": _("filled in the usual meetings"),
    "add-group": _("added a group"),
    "change-group": _("changed a group"),
    "delete-group": _("deleted a group"),
    "add-group-meeting": _("wrote when a group meets"),
    "change-group-meeting": _("changed when a group meets"),
    "delete-group-meeting": _("took away when a group meets"),
    "add-participation": _("added an organisation to the round"),
    "place-participation": _("changed group or role of an organisation"),
    "remove-participation": _("removed an organisation from the round"),
    "change-participation": _("changed decision, goal or contact"),
    "extend-last-day": _("gave the organisation more time"),
    "take-back-extension": _("took back the longer time"),
    "withdraw": _("ended the participation"),
    "take-back-withdrawal": _("let the organisation take part again"),
    # accounts
    "add-organisation": _("added an organisation"),
    "change-organisation": _("changed the organisation"),
    "load-checklist": _("loaded a checklist"),
    "add-user": _("made an account"),
    "set-language": _("chose a language"),
    "connect-identity": _("connected their account with the organisation's login"),
    "remove-identity": _("removed the connection with the organisation's login"),
    "reset-second-factor": _("took away somebody's second factor"),
    "save-own-details": _("saved their own details"),
    "set-password": _("set a password"),
    "reset-password": _("chose a new password with a link from a mail"),
    "add-membership": _("gave somebody a role"),
    "end-membership": _("ended somebody's role"),
    "change-membership": _("changed somebody's role"),
    "invite": _("invited somebody"),
    "resend-invitation": _("invited somebody again"),
    "accept-invitation": _("accepted an invitation"),
    "revoke-invitation": _("took back an invitation"),
    "warn-unused": _("warned that an account is not used"),
    "close-account": _("closed an account"),
    "reopen-account": _("opened an account again"),
    "export-person": _("exported what is stored about a person"),
    "erase-person": _("erased a person"),
    "erase-name": _("took a name out of a text"),
}
# What whoever leads a round may know of it: its set-up, and of organisations what is shared with them anyway.
ROUND_VERBS = frozenset(
    {
        *("create-round", "start-from-round", "import-round", "move-round", "change-round", "publish-round"),
        *("unpublish-round", "archive-round", "unarchive-round", "suggest-meetings"),
        *("add-meeting", "change-meeting", "delete-meeting", "add-group", "change-group", "delete-group"),
        *("add-group-meeting", "change-group-meeting", "delete-group-meeting"),
        *("add-participation", "place-participation", "remove-participation", "change-participation"),
        *("extend-last-day", "take-back-extension", "withdraw", "take-back-withdrawal"),
        *("submit-assessment", "import-scores", "share", "take-back-share"),
    }
)
FIELDS = {
    "half_steps": _("level"),
    "cannot_judge": _("cannot judge yet"),
    "reason": _("reason"),
    "evidence": _("evidence"),
    "text": _("text"),
    "responsible": _("responsible"),
    "due_on": _("last day"),
    "assessment_due_on": _("last day"),
    "state": _("state"),
    "status": _("status"),
    "dropped_because": _("reason for dropping it"),
    "step": _("step"),
    "steps": _("steps"),
    "goals": _("policy goals"),
    "leads_to": _("what it leads to"),
    "level": _("level"),
    "pilot": _("pilot activity"),
    "name": _("name"),
    "area": _("area"),
    "department": _("department"),
    "problem": _("problem"),
    "goal": _("goal"),
    "unit": _("part of the organisation"),
    "starts_on": _("start"),
    "ends_on": _("end"),
    "on": _("day"),
    "decision": _("decision"),
    "decided_on": _("day of the decision"),
    "decision_url": _("link to the decision"),
    "contact": _("contact"),
    "withdrawn_on": _("left the round"),
    "role": _("role"),
    "group": _("group"),
    "host": _("host"),
    "place": _("place"),
    "starts_at": _("time"),
    "held_on": _("day"),
    "kind": _("kind"),
    "owner": _("who leads it"),
    "checklist": _("checklist"),
    "basis": _("what the group has in common"),
    "meetings": _("meetings"),
    "participations": _("organisations"),
    "reasons": _("reasons"),
    "user": _("person"),
    "language": _("language"),
    "is_active": _("open"),
    "ended_at": _("ended"),
    "closed_at": _("closed"),
    "warned_at": _("warned"),
    "expires_at": _("valid until"),
    "revoked_at": _("taken back"),
    "accepted_at": _("accepted"),
    "display_name": _("name"),
    "password": _("password"),
    "code": _("code"),
    "county": _("county"),
    "can_coordinate": _("may lead rounds"),
    "issuer": _("address of the login"),
    "client_id": _("client id"),
    "sealed_secret": _("client secret"),
    "background": _("background"),
    "work": _("what has been done"),
    "thoughts": _("thoughts"),
    "lessons": _("lessons"),
    "way_forward": _("the way forward"),
    "question_1": _("first question"),
    "question_2": _("second question"),
    "question_3": _("third question"),
}


def done(verb: str, number: str = "") -> str:
    """The end of the sentence; a verb that nobody has given words is shown as it is."""
    words = DONE.get(verb)
    return " ".join((str(words) % {"number": number}).split()) if words is not None else verb


def heading(verb: str) -> str:
    """The same as a choice in a list."""
    return capfirst(done(verb))


def field_word(name: str) -> str:
    return str(FIELDS.get(name, name))


def somebody(actor, source: str) -> str:
    """Who did it: a person, or a command that somebody gave on the server."""
    if actor:
        return str(actor)
    return gettext("A command on the server") if source == "command" else gettext("Somebody")
