"""Why data about people is stored, for how long and who sees it: the rows of the page about personal data."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Purpose:
    """One reason to store something about people, in sentences for them."""

    what: str | Promise
    why: str | Promise
    how_long: str | Promise
    who: str | Promise


ACCOUNT = Purpose(
    what=_("Your account: name or function, e-mail address, language and when you last logged in"),
    why=_("You need it to log in. Your colleagues need to see who saved something."),
    how_long=_("Until you close it. Accounts that nobody uses are closed after 13 months and erased after 24."),
    who=_("You and your organisation. The coordinator sees names and addresses of strategists."),
)
MEMBERSHIP = Purpose(
    what=_("Which organisation you belong to, your role, and if you work in politics, administration or operations"),
    why=_("It decides what you may see and do."),
    how_long=_("As long as the organisation's work. After your account is erased, without your name."),
    who=_("You, your organisation and the coordinator."),
)
LOGIN = Purpose(
    what=_(
        "Your password, the other ways in which you log in, and where you are logged in: browser and network address"
    ),
    why=_("Nobody else shall be able to log in as you."),
    how_long=_("Until you change or remove it, at most as long as the account."),
    who=_("You. Nobody can read passwords and keys."),
)
INVITATION = Purpose(
    what=_("Invitations: the address that was invited, the role, and who invited whom"),
    why=_("Nobody but the invited person shall be able to accept the role."),
    how_long=_("For a year, or until the invited account is erased."),
    who=_("Those who look after the people of the organisation."),
)
RECORD = Purpose(
    what=_("What you changed and when"),
    why=_("If something goes wrong one has to see what happened."),
    how_long=_("As long as the organisation's work. It holds a number instead of your name."),
    who=_("Strategists of the organisation where it was done."),
)
SENDING = Purpose(
    what=_("That a form you sent has been carried out"),
    why=_("A form that is sent twice shall be carried out once."),
    how_long=_("For a week."),
    who=_("Nobody."),
)
TEXTS = Purpose(
    what=_("What you and your colleagues write, and whom you name as contact or responsible"),
    why=_("It is the organisation's self-assessment and its work with gender equality."),
    how_long=_("As long as the organisation keeps its work. When your account is erased, your name is taken out."),
    who=_("Your organisation, and the coordinator where a page says so."),
)
