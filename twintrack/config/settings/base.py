"""Settings that hold everywhere; each value of the environment is named in docs/settings.md."""

import os

from django.utils.translation import gettext_lazy as _

from twintrack.config.settings.database import database_from
from twintrack.config.settings.places import data_folder, hosts_from, static_folder

DATA_DIR = data_folder(os.environ)

SECRET_KEY = os.environ.get("TWINTRACK_SECRET_KEY", "")
BASE_URL = os.environ.get("TWINTRACK_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = hosts_from(os.environ.get("TWINTRACK_HOSTS", ""), BASE_URL)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "ninja",
    "twintrack.ui",
    "twintrack.foundation.objects",
    "twintrack.foundation.people",
    "twintrack.foundation.access",
    "twintrack.foundation.ledger",
    "twintrack.foundation.money",
    "twintrack.foundation.documents",
    "twintrack.foundation.search",
    "twintrack.foundation.activity",
    "twintrack.foundation.notifications",
    "twintrack.foundation.live",
    "twintrack.foundation.schedules",
    "twintrack.foundation.jobs",
    "twintrack.foundation.files",
    "twintrack.foundation.saved_views",
    "twintrack.foundation.watchers",
    "twintrack.foundation.comments",
    "twintrack.foundation.labels",
    "twintrack.foundation.measuring",
    "twintrack.foundation.privacy",
    "twintrack.foundation.mailing",
    "twintrack.foundation.api",
    "twintrack.hub.scheduling",
    "twintrack.hub.products",
    "twintrack.hub.projects",
    "twintrack.hub.risks",
    "twintrack.rnd.iterations",
    "twintrack.rnd.releases",
    "twintrack.rnd.backlog",
    "twintrack.rnd.reviewing",
    "twintrack.rnd.baselines",
    "twintrack.rnd.work",
    "twintrack.rnd.sprints",
    "twintrack.rnd.engineering",
    "twintrack.rnd.quality",
    "twintrack.rnd.warning",
    "twintrack.rnd.tracing",
    "twintrack.rnd.insight",
    "twintrack.sales.customers",
    "twintrack.sales.pipeline",
    "twintrack.sales.pricing",
    "twintrack.sales.quotes",
    "twintrack.sales.leads",
    "twintrack.sales.feedback",
    "twintrack.sales.intake",
    "twintrack.sales.rosters",
    "twintrack.sales.private_notes",
    "twintrack.sales.visits",
    "twintrack.sales.sla",
    "twintrack.sales.complaints",
    "twintrack.sales.contracts",
    "twintrack.sales.segments",
    "twintrack.sales.collections",
    "twintrack.sales.deliveries",
    "twintrack.sales.delivery_costs",
    "twintrack.sales.forecast",
    "twintrack.sales.kpis",
    "twintrack.helix.matching",
    "twintrack.helix.handoffs",
    "twintrack.helix.needs",
    "twintrack.helix.communication",
    "twintrack.helix.desk",
    "twintrack.helix.chain",
    "twintrack.demo",
    "twintrack.cli",
    # After ours, whose templates take the place of its own.
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "twintrack.ui.compression.SwiftGZipMiddleware",
    "twintrack.foundation.memory.once.AskOnce",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "twintrack.foundation.people.middleware.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "twintrack.foundation.api.middleware.ApiMiddleware",
    "twintrack.ui.middleware.ZeroByteMiddleware",
    "twintrack.foundation.access.middleware.FirstRunMiddleware",
    "twintrack.foundation.access.answers.RefusalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "twintrack.ui.middleware.ContentSecurityMiddleware",
    "twintrack.ui.middleware.WrongMethodMiddleware",
]

ROOT_URLCONF = "twintrack.config.urls"
WSGI_APPLICATION = "twintrack.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "twintrack.ui.context.shell",
            ],
        },
    },
]

DATABASES = {
    "default": database_from(
        os.environ.get("TWINTRACK_DATABASE_URL", ""),
        DATA_DIR,
        pool=int(os.environ.get("TWINTRACK_DATABASE_POOL", "12")),
        # Pages are cut off by it (asgi.py sets it); commands and the worker may take their time.
        statement_seconds=int(os.environ.get("TWINTRACK_STATEMENT_SECONDS", "0")),
    )
}
# PostgreSQL covers queries with an index's further columns; SQLite ignores them and is right to.
# It also has no unique constraints over nulls; whoever relies on one holds a row besides.
SILENCED_SYSTEM_CHECKS = ["models.W040", "models.W047"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["twintrack.foundation.people.sessions.KnownBySession"]
SESSION_ENGINE = "twintrack.foundation.people.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# How many proxies stand in front: behind one, all would share the limits of its one address.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TWINTRACK_TRUSTED_PROXIES", "0"))
ACCOUNT_ADAPTER = "twintrack.foundation.people.accounts.ClosedSignUp"

LANGUAGE_CODE = os.environ.get("TWINTRACK_LANGUAGE", "zh-hans")
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
TIME_ZONE = os.environ.get("TWINTRACK_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = static_folder(DATA_DIR)
MEDIA_ROOT = DATA_DIR / "files"
# What measures are read from: made from the database, and made again where it is lost.
MEASURES_DIR = DATA_DIR / "measures"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Python files named .js would be served as text without this on some systems.
WHITENOISE_MIMETYPES = {".js": "text/javascript"}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("TWINTRACK_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("TWINTRACK_MAIL_PORT", "25"))
# The usual ports say how the connection is kept secret.
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 15
EMAIL_HOST_USER = os.environ.get("TWINTRACK_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TWINTRACK_MAIL_PASSWORD", "")
DEFAULT_FROM_EMAIL = os.environ.get("TWINTRACK_MAIL_FROM", "twintrack@localhost")

SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "twintrack.ui.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # Some five small answers for each person who works here, in each process.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Parts of pages that many readers see alike, each of some hundred kilobytes.
    "drawn": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawn",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A template of 300 tasks is posted as a table of ten columns.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# What the product itself lets an installation tune.
TWINTRACK = {
    "organisation": os.environ.get("TWINTRACK_ORGANISATION", "Twintrack"),
    "base_currency": os.environ.get("TWINTRACK_BASE_CURRENCY", "CNY"),
    # Similarity from which feedback joins an existing requirement by itself.
    "attach_threshold": float(os.environ.get("TWINTRACK_ATTACH_THRESHOLD", "0.9")),
    # Similarity from which an existing requirement is proposed to a person.
    "propose_threshold": float(os.environ.get("TWINTRACK_PROPOSE_THRESHOLD", "0.3")),
    # Rows that one file may bring at once.
    "max_import_rows": int(os.environ.get("TWINTRACK_MAX_IMPORT_ROWS", "100000")),
    "max_upload_bytes": int(os.environ.get("TWINTRACK_MAX_UPLOAD_BYTES", str(50 * 1024 * 1024))),
    # Days that the log of what other systems sent is kept.
    "keep_deliveries_days": int(os.environ.get("TWINTRACK_KEEP_DELIVERIES_DAYS", "30")),
    # What one token may ask of the API in a minute.
    "api_requests_a_minute": int(os.environ.get("TWINTRACK_API_REQUESTS_A_MINUTE", "600")),
    "demo": os.environ.get("TWINTRACK_DEMO", "") == "1",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "twintrack.config.logs.KeylessFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
