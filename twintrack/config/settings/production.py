"""A company's own server."""

from twintrack.config.settings.base import *  # noqa: F403
from twintrack.config.settings.places import kept_secret

DEBUG = False
SECRET_KEY = SECRET_KEY or kept_secret(DATA_DIR)  # noqa: F405
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if BASE_URL.startswith("https"):  # noqa: F405
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31536000
CSRF_TRUSTED_ORIGINS = [BASE_URL]  # noqa: F405
