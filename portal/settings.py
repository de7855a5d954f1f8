"""Settings, read from the environment (`.env.example` names every variable).

Importing this module starts nothing and opens no connection.
"""

from pathlib import Path
from urllib.parse import urlsplit

import django
import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from portal.installed import INSTALLED_APPS  # noqa: F401  # a setting like those below
from portal.sign_in import *  # noqa: F403  # one more file of settings, by the same names

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
HTTPS = env.bool("HTTPS", default=not DEBUG)


def required(name: str, development: str) -> str:
    """The variable's value; in production a missing one is a refusal that names it."""
    value = env.str(name, default="")
    if value:
        return value
    if DEBUG:
        return development
    raise ImproperlyConfigured(f"{name} is not set. Set it in the environment or in .env (see .env.example).")


SECRET_KEY = required("SECRET_KEY", "development-only-" + "k" * 40)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
DATABASE = env.db_url_config(required("DATABASE_URL", "postgresql:///kechuang"))
# 32 bytes in base64 each; the first encrypts identity numbers, the others still open them.
IDENTITY_KEYS = required("IDENTITY_KEYS", "a2VjaHVhbmctZGV2ZWxvcG1lbnQtb25seS1rZXktMzI")
RECEIPT_KEYS = required("RECEIPT_KEYS", "a2VjaHVhbmctZGV2ZWxvcG1lbnQtcmVjZWlwdHMtMzI")  # the first signs
DATABASE_OPTIONS = DATABASE.pop("OPTIONS", {})
DATABASE_POOL = {
    "min_size": 1,
    "max_size": env.int("DATABASE_POOL_SIZE", default=0 if DEBUG else 8),  # 0: no pool
    "timeout": 10,
}
DATABASES = {
    "default": DATABASE
    | {
        "HOST": DATABASE_OPTIONS.pop("host", DATABASE["HOST"]),  # a folder of sockets, as libpq takes it
        "OPTIONS": DATABASE_OPTIONS | ({"pool": DATABASE_POOL} if DATABASE_POOL["max_size"] else {}),
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": "test_kechuang"},
    }
}
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
SUPPORT_CONTACT = env.str("SUPPORT_CONTACT", default="")  # a line on the contact page: telephone, hours
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / ".sandbox" / "media"))
FILES_URL = env.str("FILES_URL", default="")  # see .env.example; empty: uploads lie under MEDIA_ROOT
CLAMAV_URL = env.str("CLAMAV_URL", default="")  # see .env.example; empty: no virus check

MIDDLEWARE = [
    "portal.operations.middleware.ObservedMiddleware",
    "portal.ui.middleware.ReceivedAtMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.operations.shedding.SheddingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.CapacityMiddleware",
    "portal.accounts.idle.SessionLimitsMiddleware",
    "portal.accounts.rates.ApiRateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.gate.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.privacy.middleware.AskAgainMiddleware",
    "portal.ui.middleware.RequestLimitsMiddleware",
]

ROOT_URLCONF = "portal.urls"
FORM_TEMPLATES = Path(django.__file__).parent / "forms" / "templates"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # Our templates first, then those of Django's widgets ("django.forms" as an app would take
            # the label of programs.forms).
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.app_directories.Loader",
                        ("django.template.loaders.filesystem.Loader", [FORM_TEMPLATES]),
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.ui.context_processors.shell",
                "portal.accounts.context_processors.session",
                "portal.operations.banners.context",
            ],
            "builtins": [
                "portal.ui.templatetags.ui",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    },
]

FORM_RENDERER = "portal.ui.form_parts.Renderer"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "portal.accounts.editing.PostBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=not DEMO)  # of officials, experts, auditors, administrators
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# A city's single sign-on (OpenID Connect); empty: none
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
OIDC_NAME = env.str("OIDC_NAME", default="一网通办") if OIDC_ISSUER else ""
OIDC_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))] if OIDC_ISSUER else []
OIDC_MFA_VALUES = env.list("OIDC_MFA_VALUES", default=["mfa"])  # in `amr`: the provider saw a second step
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "city",
                "name": OIDC_NAME,
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}
OFFICE_IDLE_MINUTES = env.int("OFFICE_IDLE_MINUTES", default=30)  # of who holds any office
OFFICE_SESSION_HOURS = env.int("OFFICE_SESSION_HOURS", default=12)
APPLICANT_IDLE_HOURS = env.int("APPLICANT_IDLE_HOURS", default=7 * 24)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FIRST_DAY_COUNTS = env.bool("FIRST_DAY_COUNTS", default=False)  # of a period in working days
FORMAT_MODULE_PATH = ["portal.ui.formats"]

STATIC_URL = "static/"
STATIC_MANIFEST = env.bool("STATIC_MANIFEST", default=not DEBUG)  # hashed names, as collectstatic writes them
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
hashed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": hashed if STATIC_MANIFEST else plain},
}
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=20 * 1024 * 1024)
RESUMABLE_MAX_BYTES = env.int("RESUMABLE_MAX_BYTES", default=200 * 1024 * 1024)  # of a file in pieces
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a part of a form with several tables of 50 rows

# Mail leaves only from outbox rows: every library's mail becomes a row first.
MAILERS = {"default": {"BACKEND": "portal.inbox.backends.OutboxEmailBackend"}}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="科创通 <no-reply@kechuang.example>")
SMTP_URL = env.str("SMTP_URL", default="")  # see .env.example; empty: mails stay in the outbox
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")  # where mail that cannot be delivered returns to
BOUNCE_MAILBOX_URL = env.str("BOUNCE_MAILBOX_URL", default="")  # and where it is read; see .env.example

# Text messages: one POST of JSON to the city's provider; see .env.example. Empty: they stay in the outbox.
SMS_URL = env.str("SMS_URL", default="")
SMS_BODY = env.str(
    "SMS_BODY", default='{"phone": "{number}", "content": "【{signature}】{text}", "id": "{id}"}'
)
SMS_SIGNATURE = env.str("SMS_SIGNATURE", default="科创通")
SMS_AUTHORIZATION = env.str("SMS_AUTHORIZATION", default="")
SMS_SECRET = env.str("SMS_SECRET", default="")
SMS_ACCEPTED = env.str("SMS_ACCEPTED", default="")

# A register of organizations that is asked by credit code; see portal/facts/registers.py.
REGISTER_URL = env.str("REGISTER_URL", default="")
REGISTER_TOKEN = env.str("REGISTER_TOKEN", default="")

# 1 only where organizations' systems run on this very machine: tests and demonstrations.
WEBHOOKS_TO_LOOPBACK = env.bool("WEBHOOKS_TO_LOOPBACK", default=False)

# Rows and signed cookies, not Redis: sign-in survives Redis being down.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},  # 300 by default: a flood of tries would push out its own count
    }
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A web request gives up on the broker after a second; portal.celery lets a worker wait.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 0}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    # A beat nobody took in time is dropped: the next one finds the same work.
    "tick": {"task": "portal.inbox.tasks.tick", "schedule": 60.0, "options": {"expires": 50}},
    "deliver": {"task": "portal.inbox.tasks.deliver", "schedule": 15.0, "options": {"expires": 12}},
    "read_bounces": {
        "task": "portal.inbox.tasks.read_bounces",
        "schedule": 300.0,
        "options": {"expires": 240},
    },
    "webhooks": {"task": "portal.webhooks.tasks.send", "schedule": 15.0, "options": {"expires": 12}},
    "deliver_sms": {
        "task": "portal.inbox.tasks.deliver_sms",
        "schedule": 15.0,
        "options": {"expires": 12},
    },
    "ask_again": {
        "task": "portal.facts.tasks.ask_again",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 3600},
    },
}

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF, *OIDC_ORIGINS],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$", r"^api/v1/"]  # the API refuses plain HTTP
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
TRUST_PROXY = env.bool("TRUST_PROXY", default=False)
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
PROXIES = 1 if TRUST_PROXY else 0  # else anybody could name another address for the throttles
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES  # without it everybody behind the proxy shares one limit of sign-ins
TRUST_REQUEST_START = env.bool("TRUST_REQUEST_START", default=False)  # the proxy overwrites X-Request-Start
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "sessionid"  # no neighboring host can set it
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CSRF_FAILURE_VIEW = "portal.ui.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"

# Requests of the API a minute: of a token or a signed-in person, and of an address without either.
API_RATE = env.int("API_RATE", default=600)
API_RATE_ANONYMOUS = env.int("API_RATE_ANONYMOUS", default=120)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.accounts.authentication.TokenAuthentication",
        "portal.accounts.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.api.parsers.JsonParser"],
    "DEFAULT_SCHEMA_CLASS": "portal.api.schema.ProblemSchema",
    "NUM_PROXIES": PROXIES,
    "DEFAULT_PAGINATION_CLASS": "portal.api.pagination.PageNumber",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "portal.api.problems.problem_handler",
    "PAGE_SIZE": 20,
    "COERCE_DECIMAL_TO_STRING": True,
    "ALLOWED_VERSIONS": ["1"],  # the schema's ?version= goes into the name of the download
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Kechuang API",
    "DESCRIPTION": "Support programs, applications and decisions, for programs as for people.",
    "VERSION": "1",
    "OAS_VERSION": "3.0.3",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "portal.api.schema.add_shared_components",
        "portal.api.examples.add_examples",
        "portal.api.links.add_links",
    ],
}

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # opens /metrics; empty: there is no such page
METRICS_DIR = env.str("METRICS_DIR", default="")  # the web processes of one machine count there together
# The worker asks this address each minute whether the portal answers; empty: it does not.
AVAILABILITY_URL = env.str("AVAILABILITY_URL", default="")
# Out of service for more than so many minutes of the hours before a closing: an extension is proposed.
EXTENSION_AFTER_MINUTES = env.int("EXTENSION_AFTER_MINUTES", default=30)
EXTENSION_WINDOW_HOURS = env.int("EXTENSION_WINDOW_HOURS", default=6)
# From so many requests at work in one web process (of its 8 threads) readers wait; 0: never. WORK: those on
# the pages of applications.
# For so many seconds a web process may go by the calendar and the edited texts it read last.
REMEMBER_SECONDS = env.float("REMEMBER_SECONDS", default=10)
SHED_READS_FROM = env.int("SHED_READS_FROM", default=5)
SHED_WORK_FROM = env.int("SHED_WORK_FROM", default=7)
SENTRY_DSN = env.str("SENTRY_DSN", default="")
BACKUP_DIR = env.str("BACKUP_DIR", default="")
ANCHOR_ADDRESS = env.str("ANCHOR_ADDRESS", default="")  # gets the daily hash over all histories

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portal.operations.logs.formatter", "readable": DEBUG}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A refused request has its own line, without its address.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
