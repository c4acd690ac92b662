"""All settings, read from the environment (and .env); each variable is explained in .env.example.

With DEBUG=1 nothing else is required. Without it the secret key and the host names must be given, and a
missing one stops the start instead of falling back to something unsafe.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "only-for-development-never-for-others" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text, or DEBUG=1 on your own machine.")
# Secret keys of before: sessions, links and second factors that were made with them still work.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
HTTPS = env.bool("HTTPS", not DEBUG)
DEMO = env.bool("DEMO", False)
# bin/demo alone lets everybody in without a second factor: invented people, and reached from this machine only.
SECOND_FACTOR_OPTIONAL = env.bool("SECOND_FACTOR_OPTIONAL", False)
if SECOND_FACTOR_OPTIONAL and not (
    DEMO and ALLOWED_HOSTS and set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}
):
    raise ImproperlyConfigured("SECOND_FACTOR_OPTIONAL=1 is for the demo on loopback: DEMO=1, ALLOWED_HOSTS=127.0.0.1.")
# Who answers for the installation stands on public pages, so that it can't be left out where it is real.
INVENTED = ("Exempelkoordinatorn (påhittad)", "jamsteg@example.org") if DEBUG or DEMO else (env.NOTSET, env.NOTSET)
OPERATOR_NAME = env.str("OPERATOR_NAME", INVENTED[0])
OPERATOR_EMAIL = env.str("OPERATOR_EMAIL", INVENTED[1])

INSTALLED_APPS = [
    "accounts",
    "checklists",
    "learning_rounds",
    "assessments",
    "reports",
    "config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "accounts.audit.number_requests",
    # Headers of every answer: static files, errors and redirects, too.
    "config.middleware.add_security_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Django pads compressed pages with random bytes and masks the CSRF token, so their size tells nothing.
    "django.middleware.gzip.GZipMiddleware",
    "config.middleware.refuse_broken_text",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.security_log.log_answers",
    "config.access.RequireRule",
    "accounts.sessions.end_old_ones",
    "accounts.known_browsers.remember",
    "config.kept.LoginRequired",
    "config.kept.SecondFactorRequired",
    "config.middleware.speak_the_users_language",
    "config.middleware.never_cache_personal_pages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.refusals.TooManyAttempts",
    "config.refusals.refuse_what_was_not_offered",
    "config.once.ApplyOnce",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["accounts.templatetags.saving"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    }
]

# --- Databases -------------------------------------------------------------------------------------------------------

VAR_DIR.mkdir(exist_ok=True)
DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'jamsteg.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A confirmed save survives a power cut, and writers queue up instead of failing with "database is locked".
    # With recursive triggers INSERT OR REPLACE meets the trigger that refuses to delete (accounts/triggers.py).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 3
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The login limits need a cache that all workers share.
# Room enough that nobody can push a counter out by filling it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- People and login ------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.OwnWordsValidator", "OPTIONS": {"min_length": 12}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "user_token": "accounts.forms.UserTokenForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# A code by mail is enough to log in, for ten minutes and three attempts; without it a password works too.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
# A mail says when somebody changes how one logs in.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A whole town hall shares one address: generous per address, strict per account.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 1 if HTTPS else 0)
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "organisation_login": "300/m/ip",
    "login_failed": "300/m/ip,5/5m/key",
    "request_login_code": "300/m/ip,5/15m/key",
    "reset_password": "100/m/ip,5/15m/key",
    "reset_password_from_key": "300/m/ip",
    "invite": "50/h/user",
}
# The second factor: a code of an app or a passkey; codes on paper for the day when neither is at hand.
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "accounts.second_factor_forms.ReauthenticateForm",
    "activate_totp": "accounts.second_factor_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.second_factor_forms.AddWebAuthnForm",
    "authenticate_webauthn": "accounts.second_factor_forms.AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": "accounts.second_factor_forms.ReauthenticateWebAuthnForm",
    "login_webauthn": "accounts.second_factor_forms.LoginWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Jämsteg"
# A code works half a minute longer than it is shown, for those who write slowly; never twice.
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
# Browsers have passkeys on http://localhost too; everywhere else the address has to be the right one.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Whoever has logged in within a quarter of an hour need not show again that it is them.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# A link to choose a new password: for an hour, once, and only for addresses that have an account.
PASSWORD_RESET_TIMEOUT = 3600
# The generator of django-allauth would write a row when a link is looked at.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (a name)
# Nobody gets the mail about an unknown account; writing it takes the time that the others take (accounts/adapter.py).
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# --- Language, time and numbers --------------------------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# --- Static files: our own, and named files of the npm packages ------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.finders.NodePackageFinder",
]
FONT_DIR = BASE_DIR / "node_modules" / "@fontsource" / "source-sans-3" / "files"
NODE_PACKAGE_FILES = {
    # The style sheet names its source map, so the fingerprinting storage wants both.
    f"vendor/{name}": BASE_DIR / "node_modules" / "bootstrap" / "dist" / "css" / name
    for name in ("bootstrap.min.css", "bootstrap.min.css.map")
} | {
    f"vendor/source-sans-3-latin-{weight}-normal.woff2": FONT_DIR / f"source-sans-3-latin-{weight}-normal.woff2"
    for weight in (400, 600, 700)
}
NODE_PACKAGE_FILES["vendor/htmx.min.js"] = BASE_DIR / "node_modules" / "htmx.org" / "dist" / "htmx.min.js"
# The smallest bundle that draws lines and marks; only the Explore page loads it, on request.
PLOTLY = BASE_DIR / "node_modules" / "plotly.js-basic-dist-min" / "plotly-basic.min.js"
NODE_PACKAGE_FILES["vendor/plotly-basic.min.js"] = PLOTLY
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Browser security ------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
# What no page needs; passkeys are left.
SECURITY_HEADERS = {
    "Permissions-Policy": ", ".join(
        f"{name}=()"
        for name in (
            *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"),
            *("fullscreen", "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment"),
            *("picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
        )
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# A login ends after eight hours, and after an hour in which nothing was done (accounts/sessions.py).
SESSION_COOKIE_AGE = 8 * 3600
SESSION_IDLE_AGE = 3600
KNOWN_BROWSER_COOKIE_NAME = "known_browser"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# One switch: everything that only works over HTTPS, so that the demo also runs over plain HTTP on loopback.
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    SESSION_COOKIE_SECURE = True
    KNOWN_BROWSER_COOKIE_NAME = "__Host-known_browser"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
# --- What goes wrong is written where the web server's log goes ------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.WithoutSecrets", "fmt": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        # A line of JSON each; in the demo nobody is real, and the terminal is for its logins.
        "security": {"class": "logging.StreamHandler", "level": "WARNING" if DEMO else "INFO"},
    },
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": True},
        "jamsteg.security": {"handlers": ["security"], "level": "INFO", "propagate": True},
    },
}

# --- Work in processes of its own: PDF and files that people choose (reports/workers) ---------------------------------

WORKER_SECONDS = 20
WORKER_MEMORY = 1 << 30
# On the whole machine; the files in WORKER_DIR are what its processes agree by.
WORKERS_AT_ONCE = 2
WORKER_DIR = VAR_DIR / "workers"
# In one process: fewer than its threads, so that pages are answered whatever the documents do.
WORKER_QUEUE = 3
WORKER_PATIENCE = 10
# They get this of the environment, where it is, and no passwords and keys.
WORKER_ENVIRONMENT = {
    name: env.ENVIRON[name]
    for name in (
        *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME"),
        *("FONTCONFIG_PATH", "FONTCONFIG_FILE"),
    )
    if name in env.ENVIRON
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# --- Mail: to log in, and about it -----------------------------------------------------------------------------------

MAIL = env.email_url("EMAIL_URL", "consolemail://" if DEBUG or DEMO else "smtp://localhost:25")
EMAIL_BACKEND = MAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = MAIL["EMAIL_HOST"] or "localhost", MAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_USER"] or "", MAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.get("EMAIL_USE_TLS", False), MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", OPERATOR_EMAIL)
