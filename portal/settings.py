"""Every setting of the portal, from the environment, with safe defaults.

`DATABASE_URL` and `REDIS_URL` name the servers to use. Where they are unset, `portal.embedded`
starts real ones from their wheels and sets both before Django reads this file.
"""

import re
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from pgtrigger.core import Statement

from portal import schedule
from portal.account_settings import *  # noqa: F403
from portal.walls import Cursor

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
# The demonstration lowers only what a plain-HTTP start on one machine cannot have.
DEMO = env.bool("DEMO", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))


def _secret_key() -> str:
    key = env.str("SECRET_KEY", default="")
    if key or not (DEBUG or DEMO):
        return str(key)
    return "demonstration only, never in production: not a secret of anybody"


def _contact(written: str) -> str:
    """As the URI that security.txt asks for (RFC 9116)."""
    written = written.strip()
    contact = f"mailto:{written}" if "@" in written and ":" not in written else written
    if contact and not re.fullmatch(r"(mailto|https|tel):\S+", contact):
        raise ImproperlyConfigured(
            "SECURITY_CONTACT is neither an e-mail address nor an https: or tel: address."
        )
    return contact


SECRET_KEY = _secret_key()
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set. Set it to 50 or more random characters.")

SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Versions of rows are written once a statement, not once a row.
PGHISTORY_LEVEL = Statement

INSTALLED_APPS = [
    "portal",
    "capabilities",
    "gaps",
    "portal.admin_site.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "tree_queries",
]

MIDDLEWARE = [
    "portal.embedding.EmbedMiddleware",
    "portal.hardening.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.LanguageMiddleware",
    "portal.middleware.WallMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.hardening.RefuseMalformedMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.TouchUserMiddleware",
    "portal.middleware.AccountLanguageMiddleware",
    "portal.audit.CircumstancesMiddleware",
    "portal.middleware.ApiMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.hardening.FormAddressMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.page",
            ],
            "builtins": ["portal.templatetags.signs"],
        },
    }
]

# ------------------------------------------------------------------ PostgreSQL
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://localhost:5432/portal")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
DATABASES["default"]["OPTIONS"]["cursor_factory"] = Cursor
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True  # they cannot say for whom they read
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ------------------------------------------------------------------ Redis and Celery
REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True  # the truth about a run is its row in PostgreSQL
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", default="portal")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task longer than the visibility timeout would be handed out twice, so the timeout is longer; a
# killed worker's task is looked for at every poll (unacked_restore_throttle), not once an hour.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = schedule.TASKS

# ------------------------------------------------------------------ e-mail
# Where nobody names a server, letters of the demonstration are files that one can read.
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)
if (DEMO or DEBUG) and not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"portal@{ALLOWED_HOSTS[0]}")
# Where letters say that the portal is.
PORTAL_URL = env.str(
    "PORTAL_URL",
    default=f"http://127.0.0.1:{env.str('PORT', default='8000')}"
    if DEMO or DEBUG
    else f"https://{ALLOWED_HOSTS[0]}",
)

# ------------------------------------------------------------------ cache
# In PostgreSQL, not in Redis: sign-in and its throttles go on while Redis is stopped.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # or whoever fills it would be forgotten themselves
    }
}

# ------------------------------------------------------------------ people; see account_settings.py
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = ["portal.adapters.Accounts"]
LOGIN_URL = "portal:sign_in"
LOGIN_REDIRECT_URL = "gaps:home"
LOGOUT_REDIRECT_URL = "gaps:home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]

# ------------------------------------------------------------------ language and time
LANGUAGE_CODE = "en-gb"
# Each under the name that it gives itself.
LANGUAGES = [("en-gb", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

FILTERS_EMPTY_CHOICE_LABEL = _("Any")

# ------------------------------------------------------------------ static files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

# ------------------------------------------------------------------ entries
# How many days before the confirmation of an offer lapses those who keep it get a letter.
ENTRY_REMINDER_DAYS = env.int("ENTRY_REMINDER_DAYS", default=60)

# ------------------------------------------------------------------ attachments
# Where files that people add lie: outside whatever is served, and in every backup. All web servers
# and workers need the same one.
ATTACHMENTS_DIR = env.str("ATTACHMENTS_DIR", default=str(VAR_DIR / "attachments"))

# ------------------------------------------------------------------ reports
# Where files of published reports lie: outside whatever is served. Any of them may be lost.
REPORTS_DIR = env.str("REPORTS_DIR", default=str(VAR_DIR / "reports"))

# ------------------------------------------------------------------ security
HTTPS = env.bool("HTTPS", default=not (DEBUG or DEMO))
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health$"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
# With this prefix browsers keep a cookie for this very host, sent by https alone.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "sessionid"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
# A body of more bytes is not read; uploads have narrower limits of their own.
REQUEST_MAX_BYTES = env.int("REQUEST_MAX_BYTES", default=32_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # of a form or a JSON body, without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# Where to report a weakness of this installation: an e-mail address, or an https: or tel: one.
SECURITY_CONTACT = _contact(env.str("SECURITY_CONTACT", default=""))
# Sites that may show the public frames under /embed/ in their pages; * is any.
EMBED_SITES = env.list("EMBED_SITES", default=["*"])
ADMIN_PATH = env.str("ADMIN_PATH", default="admin-site/")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{name: [NONE] for name in ("default-src", "frame-ancestors", "base-uri")},
        **{name: [SELF] for name in ("script-src", "style-src", "font-src", "connect-src")},
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
    }
}

# ------------------------------------------------------------------ API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.api.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_FILTER_BACKENDS": ["portal.api.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "portal.api.KeyPagination",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "portal.problems.problem",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
# Requests that each may make at once, and again evenly over the period: visitors by their network
# address, people by their account, machines by their client; and requests for tokens, by address.
API_LIMITS = {
    "visitor": env.str("API_LIMIT_VISITOR", default="120/minute"),
    "person": env.str("API_LIMIT_PERSON", default="600/minute"),
    "client": env.str("API_LIMIT_CLIENT", default="600/minute"),
    "token": env.str("API_LIMIT_TOKEN", default="30/minute"),
}
# Suggestions that each may send at once, and again evenly over the period.
SUGGESTION_LIMITS = {
    "visitor": env.str("SUGGESTION_LIMIT_VISITOR", default="5/day"),
    "person": env.str("SUGGESTION_LIMIT_PERSON", default="20/day"),
}
# Files and pictures that each may take at once, and again evenly over the period (portal.sparing).
FILE_LIMITS = {
    "visitor": env.str("FILE_LIMIT_VISITOR", default="30/minute"),
    "person": env.str("FILE_LIMIT_PERSON", default="60/minute"),
}
# Clients of the API fetch tokens with their own credentials; nothing else of the provider is open.
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
SPECTACULAR_SETTINGS = {
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "portal.schema.state_refusals",
        "portal.schema.state_limits",
    ],
    "TITLE": "Cyber Capability Portal API",
    "DESCRIPTION": "Who can help which country against cybercrime, and where the gaps are.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "KindOfHelp": "capabilities.models.Kind",
        "KindOfHelpOrAny": "capabilities.api_needs.KIND_OR_ANY",
        "ModeOrAny": "capabilities.api_needs.MODE_OR_ANY",
        "WayOfDelivery": "capabilities.models.Mode",
        "LabelOfNeed": "capabilities.api_needs.LABEL_ASKED",
        "StatusOfNeed": "capabilities.workflow.Status",
        "NextStatusOfNeed": "capabilities.api_needs.NEXT_STATUS",
        "KindOfAgency": "capabilities.models.Agency.Kind",
        "Level": "capabilities.models.Level",
        "Handling": "gaps.workflow.Handling",
        "StatusOfRun": "gaps.models.Run.Status",
        "StatusOfStudy": "gaps.models.Study.Status",
        "Label": [(code, code) for code in ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")],
        "Audience": [(code, code) for code in ("CLEAR", "GREEN", "AMBER+STRICT")],
    },
}

# ------------------------------------------------------------------ logging
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
