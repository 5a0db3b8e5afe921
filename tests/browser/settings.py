"""The demo company as browser tests see it: each asset is fetched once, and signing in is quick."""

from twintrack.config.settings.development import *  # noqa: F403

WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
