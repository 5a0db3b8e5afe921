"""The test suite."""

import os
import tempfile
from pathlib import Path

from twintrack.config.settings.base import *  # noqa: F403

DEBUG = False
MEASURES_DIR = Path(tempfile.gettempdir()) / f"twintrack-measures-{os.getuid()}-{os.getpid()}"
SECRET_KEY = "for tests only"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
LANGUAGE_CODE = "en"
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405
# A pool keeps connections open that would stop the test database from being dropped.
DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file as in production: databases in memory lock whole tables between threads.
    _file = f"twintrack-tests-{os.getuid()}-{os.getppid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / _file)}  # noqa: F405
