"""A developer's machine, and the demo."""

from twintrack.config.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = SECRET_KEY or "for development only; production refuses to start without its own"  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
