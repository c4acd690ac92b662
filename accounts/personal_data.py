"""What the tables of this app, and of the packages for login, say about people."""

from accounts.privacy.purposes import ACCOUNT, INVITATION, LOGIN, MEMBERSHIP, RECORD, SENDING, TEXTS
from accounts.privacy.registry import Table

TABLES = [
    Table("accounts.Organisation", none="code kind name county sort_key search_key can_coordinate is_fictive"),
    Table("accounts.Unit", none="organisation kind name"),
    Table(
        "accounts.User",
        personal="email display_name language is_active joined_at last_login warned_at closed_at anonymised_at",
        secrets="password",
        purpose=ACCOUNT,
    ),
    Table(
        "accounts.Membership",
        personal="user role level started_at ended_at",
        none="organisation",
        purpose=MEMBERSHIP,
        organisation="organisation",
    ),
    Table(
        "accounts.Invitation",
        personal="email invited_by invited_at accepted_by accepted_at",
        secrets="token_hash",
        none="organisation role level expires_at revoked_at",
        purpose=INVITATION,
        organisation="organisation",
        goes_with="email",
    ),
    Table(
        "accounts.AuditEntry",
        personal="actor at request_id",
        none="source organisation round verb object fields values",
        purpose=RECORD,
        organisation="organisation",
    ),
    Table(
        "accounts.IdentityProvider",
        personal="saved_by saved_at",
        none="organisation issuer client_id sealed_secret is_active version",
        purpose=RECORD,
    ),
    Table("accounts.EmailDomain", none="provider name"),
    Table("accounts.Identity", personal="user issuer subject connected_at", purpose=LOGIN, goes_with="user"),
    Table(
        "accounts.TextRevision",
        personal="saved_at saved_by",
        free_text="text",
        none="organisation kind row field version",
        purpose=TEXTS,
        organisation="organisation",
    ),
    # --- packages ---
    Table("account.EmailAddress", personal="user email verified primary", purpose=ACCOUNT, goes_with="user"),
    Table(
        "account.EmailConfirmation",
        personal="email_address created sent",
        secrets="key",
        purpose=LOGIN,
        goes_with="email_address__user",
    ),
    Table(
        "mfa.Authenticator",
        personal="user type created_at last_used_at",
        secrets="data",
        purpose=LOGIN,
        goes_with="user",
    ),
    Table(
        "usersessions.UserSession",
        personal="user created_at ip last_seen_at user_agent",
        secrets="session_key data",
        purpose=LOGIN,
        goes_with="user",
    ),
    Table("accounts.AppliedSave", personal="user at", none="key answer", purpose=SENDING, goes_with="user"),
    # Whose session it is stands inside its data; erasing reads it.
    Table("sessions.Session", secrets="session_key session_data", none="expire_date", purpose=LOGIN),
    Table("auth.Permission", none="name content_type codename"),
    Table("auth.Group", none="name"),
    Table("contenttypes.ContentType", none="app_label model"),
]
