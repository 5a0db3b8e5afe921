"""A company's own server."""

from django.core.exceptions import ImproperlyConfigured

from twintrack.config.settings.base import *  # noqa: F403

DEBUG = False
if not SECRET_KEY:  # noqa: F405
    msg = "Set TWINTRACK_SECRET_KEY to a long random text: sessions are signed with it."
    raise ImproperlyConfigured(msg)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if BASE_URL.startswith("https"):  # noqa: F405
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31536000
CSRF_TRUSTED_ORIGINS = [BASE_URL]  # noqa: F405
