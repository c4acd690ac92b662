"""Who: people, organisations and their parts, who belongs where, and the record of what was changed."""

from accounts.models.append_only import AppendOnlyError, AppendOnlyModel, AppendOnlyQuerySet
from accounts.models.applied_save import AppliedSave, AppliedSaveQuerySet
from accounts.models.invitations import Invitation, InvitationQuerySet
from accounts.models.organisations import Organisation, OrganisationQuerySet, Unit, UnitQuerySet, fold, sort_key
from accounts.models.people import (
    Language,
    Level,
    Membership,
    MembershipQuerySet,
    User,
    UserManager,
    is_administrator,
    managed_by,
)
from accounts.models.record import AuditEntry, AuditEntryQuerySet
from accounts.models.revisions import TextRevision, TextRevisionQuerySet
from accounts.models.single_sign_on import (
    EmailDomain,
    Identity,
    IdentityProvider,
    origin_of,
    validate_domain,
    validate_issuer,
)
from accounts.models.versioned import Versioned

__all__ = [
    "AppendOnlyError",
    "AppendOnlyModel",
    "AppendOnlyQuerySet",
    "AppliedSave",
    "AppliedSaveQuerySet",
    "AuditEntry",
    "AuditEntryQuerySet",
    "EmailDomain",
    "Identity",
    "IdentityProvider",
    "Invitation",
    "InvitationQuerySet",
    "Language",
    "Level",
    "Membership",
    "MembershipQuerySet",
    "Organisation",
    "OrganisationQuerySet",
    "TextRevision",
    "TextRevisionQuerySet",
    "Unit",
    "UnitQuerySet",
    "User",
    "UserManager",
    "Versioned",
    "fold",
    "is_administrator",
    "managed_by",
    "origin_of",
    "sort_key",
    "validate_domain",
    "validate_issuer",
]
